"""Awkward stories and exactly what is told of them: one test for each pair of files in `cases/`.

After a change that is meant, `python -m tests.formatters.test_cases` writes the expected files anew; read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formatters.attribution import holds, segment
from formatters.forms import tell
from formatters.text import nfc
from tests.formatters.stories import CASES, LIMITS, case_of

PAIRS = sorted(path.name for path in CASES.glob("*.json") if not path.name.endswith(".story.json"))


def told(pair: str) -> dict[str, object]:
    name, form, _ = pair.split(".")
    return tell(form, case_of(name), LIMITS[form]).to_json()


@pytest.mark.parametrize("pair", PAIRS)
def test_the_case_is_told_exactly_so(pair: str) -> None:
    assert told(pair) == json.loads((CASES / pair).read_text(encoding="utf-8"))


@pytest.mark.parametrize("pair", PAIRS)
def test_every_case_ends_with_its_attribution_and_is_composed(pair: str) -> None:
    name, form, _ = pair.split(".")
    story = case_of(name)
    rendition = tell(form, story, LIMITS[form])
    assert rendition.attribution == segment(story.language, story.link)
    assert rendition.text.endswith(f"\n\n{rendition.attribution}") or story.credit or story.synthetic != "none"
    assert rendition.text.endswith(f"\n{rendition.attribution}")
    assert holds(rendition.text, story.language, story.link)
    everything = json.dumps(rendition.to_json(), ensure_ascii=False)
    assert everything == nfc(everything)


def test_there_are_enough_awkward_cases_and_none_without_its_pair() -> None:
    named = {path.name.removesuffix(".story.json") for path in CASES.glob("*.story.json")}
    assert len(named) >= 25
    assert named == {pair.split(".")[0] for pair in PAIRS}


def write_anew() -> None:
    for pair in PAIRS:
        text = json.dumps(told(pair), ensure_ascii=False, indent=1)
        Path(CASES / pair).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_anew()
