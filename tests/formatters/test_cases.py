"""Awkward stories and exactly what is told of them: one test for each pair of files in `cases/`.

What a rendition has by default is not written down. After a change that is meant, `python -m tests.formatters.test_cases` writes
the expected files anew (one that is empty is begun); read the difference.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from formatters.attribution import holds, segment
from formatters.forms import tell
from formatters.rendition import Rendition
from formatters.text import nfc
from tests.formatters.stories import CASES, LIMITS, case_of

PAIRS = sorted(path.name for path in CASES.glob("*.json") if not path.name.endswith(".story.json"))


def told(pair: str) -> Rendition:
    name, form, _ = pair.split(".")
    return tell(form, case_of(name), LIMITS[form])


@pytest.mark.parametrize("pair", PAIRS)
def test_the_case_is_told_exactly_so(pair: str) -> None:
    written = json.loads((CASES / pair).read_text(encoding="utf-8"))
    assert told(pair).to_json() == Rendition.from_json(written).to_json()


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
    assert len(PAIRS) >= 150
    assert len([name for name in named if case_of(name).language.startswith("vi")]) >= 60
    assert named == {pair.split(".")[0] for pair in PAIRS}


def compact(value: Any) -> Any:
    """Plain JSON values of a rendition without what is as by default."""
    if is_dataclass(value):
        shown = ((part, getattr(value, part.name)) for part in fields(value))
        return {part.name: compact(shown) for part, shown in shown if part.default is MISSING or shown != part.default}
    return [compact(one) for one in value] if isinstance(value, tuple) else value


def write_anew() -> None:
    for pair in PAIRS:
        text = json.dumps(compact(told(pair)), ensure_ascii=False, indent=1)
        Path(CASES / pair).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_anew()
