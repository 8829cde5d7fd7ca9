"""Awkward feeds, made by our own code: none crashes or hangs, and of each we hold what a person who reads it would."""

from __future__ import annotations

import time

import pytest

from syndication.sources.parse import Unreadable, parse
from tests.syndication.sources.awkward import (
    damaged,
    dates,
    dialects,
    encodings,
    identities,
    json_feeds,
    languages,
    markup,
    pictures,
    sizes,
    strangers,
)
from tests.syndication.sources.awkward.case import NOW, SHOWN, Case

THEMES = (damaged, dates, dialects, encodings, identities, json_feeds, languages, markup, pictures, sizes, strangers)
CASES = [
    pytest.param(case, id=f"{theme.__name__.rpartition('.')[2]}: {case.name[:60]}")
    for theme in THEMES
    for case in theme.CASES
]
SECONDS = 2.0


@pytest.mark.parametrize("case", CASES)
def test_an_awkward_feed_is_told_as_a_person_would_read_it(case: Case) -> None:
    began = time.process_time()
    if case.refused:
        with pytest.raises(Unreadable) as caught:
            parse(case.body, case.content_type, case.url, NOW)
        assert case.refused in caught.value.say.vi
        assert caught.value.say.en
        assert time.process_time() - began < SECONDS
        return
    parsed = parse(case.body, case.content_type, case.url, NOW)
    assert time.process_time() - began < SECONDS
    assert parsed.kind == case.kind
    assert len(parsed.entries) == len(case.entries), [entry.title for entry in parsed.entries]
    for entry, told in zip(parsed.entries, case.entries, strict=True):
        wanted = {name: told[name] for name in told if name != "findings"}
        assert {name: SHOWN[name](entry) for name in wanted} == wanted
        same(told.get("findings", ()), [finding.en for finding in entry.findings])
    if case.findings is not None:
        same(case.findings, [finding.en for finding in parsed.findings])
    assert [stone.ref for stone in parsed.tombstones] == list(case.stones)


def same(words: object, said: list[str]) -> None:
    """Each word is said by one finding, and nothing else is said."""
    assert isinstance(words, list | tuple)
    assert len(said) == len(words), said
    assert all(any(word in finding for finding in said) for word in words), said


def test_there_are_enough_of_them_and_none_is_told_twice() -> None:
    bodies = [param.values[0] for param in CASES]
    assert len(bodies) >= 260
    assert len({(case.document, case.content_type) for case in bodies if isinstance(case, Case)}) >= len(bodies) - 1
