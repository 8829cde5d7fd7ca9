"""docs/channels.md, written from the manifests and from what came of the suite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from channels.channel import Channel
from channels.registry import all_channels
from channels.sandbox.faults import FAULTS
from channels.setting import Setting
from formatters.films.limit import FilmLimit
from formatters.rendition import Limits, PictureSlot, TextLimit, Unit
from formatters.sentence import Sentence
from tests.channels.contract.facts import FAILURES, LOSSES, Fact
from tests.channels.contract.results import facts, harness_of, why_not
from tests.channels.contract.running import Results

HEAD = """# Channels

Every channel there is: what it can do, what it takes, what an account on it is made of, and what the contract suite found when it was
run on the channel's stand-in. This page is written by `python -m tests.channels.contract`; a test compares it with the manifests
(`channels/<kind>/__init__.py`) and with the suite (`tests/channels/contract/`), so it is never out of date. How a channel is added:
[adding-a-channel.md](adding-a-channel.md).
"""
CONTRACT = """## The contract

What every channel must do, tried over HTTP on its stand-in (`channels/<kind>/sandbox`), each fault on each of the requests named
below. An answer that is lost is then treated as the scheduler treats it: looked for until it is found, or absent twice after the
settling time and sent again. ✓ means that every test of the row passed; — that the channel cannot have it, with the reason below.
"""
UNITS = {Unit.CHARACTERS: "characters", Unit.UTF16: "UTF-16 units", Unit.BYTES: "bytes"}
VERBS = {
    "find": "find again what was sent",
    "revise": "correct what is live",
    "retract": "withdraw what is live",
    "broadcast": "push it to followers",
}
BY_HAND = Sentence("khóa được đặt bằng lệnh `account set`", "its secrets are given with `account set`")


class Notes:
    """Reasons below a table, each told once."""

    def __init__(self) -> None:
        self._told: list[str] = []

    def mark(self, reason: str) -> str:
        """The cell that points at the reason."""
        if reason not in self._told:
            self._told.append(reason)
        return f"— ({self._told.index(reason) + 1})"

    def lines(self) -> Iterator[str]:
        if self._told:
            yield ""
        yield from (f"{number}. {reason}" for number, reason in enumerate(self._told, 1))


def page(results: Results) -> str:
    """The whole page. `results` holds what was run; a fact that was not run is shown as such."""
    known = list(all_channels().values())
    parts = [HEAD.strip(), *_abilities(known), *_limits(known), *_settings(known), *_contract(known, results)]
    return "\n".join(parts) + "\n"


def _abilities(known: Sequence[Channel]) -> Iterator[str]:
    notes = Notes()
    yield "\n## What each can do besides publishing\n"
    yield from _header("", known)
    for verb, words in VERBS.items():
        cells = ("✓" if getattr(one.can, verb) else notes.mark(_both(one.can.why[verb])) for one in known)
        yield _row(words, cells)
    cells = ("✓" if one.consent else notes.mark(_both(BY_HAND)) for one in known)
    yield _row("be connected by a person in a browser", cells)
    yield from notes.lines()


def _limits(known: Sequence[Channel]) -> Iterator[str]:
    yield "\n## What each takes\n"
    yield from _header("", known)
    rows = {
        "form": lambda one: f"`{one.form}`",
        "title": lambda one: _text(one.limits.title),
        "summary": lambda one: _text(one.limits.summary),
        "text": lambda one: _text(one.limits.text),
        "author": lambda one: _text(one.limits.author),
        "tags": lambda one: _text(one.limits.tags),
        "refused characters": lambda one: f"`{one.limits.forbidden}`" if one.limits.forbidden else "none",
        "cover": lambda one: _cover(one.limits),
        "pictures": lambda one: _gallery(one.limits),
        "film as a file": lambda one: _film(one.limits.film),
        "texts in further languages": lambda one: "yes" if one.limits.localised else "no",
    }
    for words, told in rows.items():
        yield _row(words, (told(one) for one in known))


def _settings(known: Sequence[Channel]) -> Iterator[str]:
    yield "\n## What an account is made of\n"
    yield "Settings go in with `--set`, secrets with `--secret`; a secret is kept encrypted and never shown again."
    for one in known:
        yield f"\n### {one.label} (`{one.kind}`)\n"
        yield "| Name | Default | What it is |\n|---|---|---|"
        for setting in one.settings:
            yield f"| `{setting.name}` | {_default(setting)} | {_cell(_both(setting.help))} |"
    yield "\n### What an account of every kind has\n"
    yield from _header("Name, and what it is", known)
    for place, setting in enumerate(_common(known[0])):
        words = f"`{setting.name}`: {_both(setting.help)}"
        yield _row(words, (_default(_common(one)[place]) for one in known))


def _common(one: Channel) -> tuple[Setting, ...]:
    return one.schema[len(one.settings) :]


def _contract(known: Sequence[Channel], results: Results) -> Iterator[str]:
    yield f"\n{CONTRACT}"
    yield from _header("Requests", known)
    for words, name in (
        ("that publish", "publishing"),
        ("that correct", "revising"),
        ("that withdraw", "retracting"),
        ("that search", "finding"),
    ):
        told = (", ".join(f"`{request}`" for request in getattr(harness_of(one.kind), name)) or "none" for one in known)
        yield _row(words, told)
    yield _row("faults that only its stand-in has", (str(len(harness_of(one.kind).own_faults())) for one in known))
    yield "\nThe faults that every stand-in has:\n"
    yield "| Fault | What the stand-in does |\n|---|---|"
    yield from (f"| `{name}` | {words} |" for name, words in FAULTS.items() if name in (*LOSSES, *FAILURES, "token"))
    notes = Notes()
    yield ""
    yield from _header("Fact", known)
    for _, rows in groupby(facts(), key=lambda fact: fact.test):
        for fact in rows:
            yield _row(_words(fact), (_result(fact, one.kind, results, notes) for one in known))
    yield from notes.lines()


def _result(fact: Fact, kind: str, results: Results, notes: Notes) -> str:
    if reason := why_not(fact, kind):
        return notes.mark(reason)
    passed = results.get((fact.name, kind))
    return "not run" if passed is None else "✓" if passed else "**✗**"


def _words(fact: Fact) -> str:
    return f"{fact.sentence} · `{fact.fault}`" if fact.fault else fact.sentence


def _header(corner: str, known: Sequence[Channel]) -> Iterator[str]:
    yield _row(corner, (f"`{one.kind}`" for one in known))
    yield "|---" * (len(known) + 1) + "|"


def _row(words: str, cells: Iterator[str]) -> str:
    return f"| {' | '.join(_cell(one) for one in (words, *cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _both(told: Sentence) -> str:
    return f"{told.en} · {told.vi}"


def _text(limit: TextLimit | None) -> str:
    return f"{limit.most:,} {UNITS[limit.unit]}" if limit else "no limit"


def _size(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes"


def _slot(slot: PictureSlot) -> str:
    return f"{slot.width} × {slot.height}, {_size(slot.max_bytes)}{', kept whole' if slot.fit == 'within' else ''}"


def _cover(limits: Limits) -> str:
    return f"{_slot(limits.cover)}{', always' if limits.cover_required else ''}" if limits.cover else "none"


def _gallery(limits: Limits) -> str:
    shapes = "; ".join(_slot(slot) for slot in limits.gallery)
    return f"at most {limits.max_gallery}: {shapes}" if limits.max_gallery else "none"


def _film(limit: FilmLimit | None) -> str:
    if limit is None:
        return "no"
    said = [f"at most {_size(limit.max_bytes)}"]
    said += [f"{limit.max_seconds:,} s"] if limit.max_seconds else []
    inside = [" and ".join("/".join(codecs) for codecs in (limit.video, limit.audio) if codecs)]
    return ", ".join(filter(None, [*said, *limit.mimes, *inside]))


def _default(setting: Setting) -> str:
    kind = "secret, " if setting.secret else ""
    if setting.required:
        return f"{kind}needed"
    if setting.choices:
        return f"`{setting.default}` of {', '.join(f'`{choice}`' for choice in setting.choices)}"
    return f"{kind}`{setting.default}`" if setting.default not in (None, "") else f"{kind}none"
