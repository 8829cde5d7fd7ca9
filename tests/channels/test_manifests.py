"""What is declared is complete, and docs/channels.md says exactly that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from channels.channel import Channel
from channels.registry import all_channels
from tests.channels.contract.facts import facts_of
from tests.channels.contract.harness import Harness
from tests.channels.contract.page import page
from tests.channels.contract.results import all_passed, facts, harness_of
from tests.channels.contract.running import ROOT
from tests.channels.contract.suite import Contract

CHANNELS = list(all_channels().values())
EACH = pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.kind)
DOCS = ROOT / "docs"


def test_the_page_of_channels_is_what_the_manifests_declare_and_what_the_suite_finds_when_all_is_well() -> None:
    written = (DOCS / "channels.md").read_text(encoding="utf-8")
    assert written == page(all_passed()), "run: python -m tests.channels.contract"


@EACH
def test_every_channel_inherits_the_contract(channel: Channel) -> None:
    harness = harness_of(channel.kind)
    assert issubclass(harness, Harness)
    assert harness.kind == channel.kind


@EACH
def test_what_a_channel_cannot_have_is_a_fact_of_the_suite_and_has_a_reason(channel: Channel) -> None:
    names = {fact.name for fact in facts()} | {fact.test for fact in facts()}
    for name, reason in harness_of(channel.kind).cannot.items():
        assert name in names
        assert len(reason.split()) > 3


@EACH
def test_whoever_sends_anything_goes_through_every_lost_answer(channel: Channel) -> None:
    harness = harness_of(channel.kind)
    sends = "nothing is sent" not in " ".join(harness.cannot.values())
    lost = [name for name in harness.cannot if "answer_is_lost" in name]
    assert bool(lost) is not sends
    assert bool(harness.publishing and harness.revising and harness.retracting and harness.finding) is sends


def test_every_fact_is_one_row_with_a_sentence_of_its_own() -> None:
    rows = [(fact.sentence, fact.fault) for fact in facts_of(Contract)]
    assert len(rows) == len(set(rows)) > 50
    assert all(len(sentence.split()) > 4 for sentence, _ in rows)


@EACH
def test_what_a_channel_cannot_do_has_its_reason_in_both_languages(channel: Channel) -> None:
    for verb in ("find", "revise", "retract", "broadcast"):
        if not getattr(channel.can, verb):
            assert channel.can.why[verb].vi.strip()
            assert channel.can.why[verb].en.strip()
        else:
            assert verb not in channel.can.why


@EACH
def test_settings_that_may_be_pasted_are_its_secrets(channel: Channel) -> None:
    assert set(channel.pasted) <= {setting.name for setting in channel.settings if setting.secret}


def test_no_room_of_the_product_names_the_channel_of_the_worked_example() -> None:
    rooms = [
        path for name in ("syndication", "scheduler", "formatters", "channels") for path in (ROOT / name).rglob("*.py")
    ]
    beside = [path for path in rooms if (ROOT / "channels" / "webhook") not in path.parents]
    assert len(beside) > 100
    naming = re.compile(r"channels[./]webhook|[\"']webhook[\"']")
    assert [path for path in beside if naming.search(path.read_text(encoding="utf-8"))] == []


def test_what_the_worked_example_names_exists() -> None:
    told = (DOCS / "adding-a-channel.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:channels|tests|formatters|docs)/[\w./-]+\.(?:py|md))`", told)
    assert len(named) > 8
    assert [path for path in named if not (ROOT / path).is_file()] == []
    links = re.findall(r"\]\(((?!http)[^)#]+)", told)
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_what_the_worked_example_quotes_is_in_the_file_that_it_quotes() -> None:
    told = (DOCS / "adding-a-channel.md").read_text(encoding="utf-8")
    quotes = re.findall(r"`([\w./]+\.py)`[^\n]*\n+```python\n(.*?)```", told, re.DOTALL)
    assert len(quotes) == told.count("```python") >= 8
    for path, quoted in quotes:
        kept = _words(Path(ROOT / path).read_text(encoding="utf-8"))
        for piece in re.split(r"^\s*…\s*$", quoted, flags=re.MULTILINE):
            assert _words(piece) in kept, f"{path} no longer says: {piece}"


def _words(text: str) -> str:
    return " ".join(text.split())
