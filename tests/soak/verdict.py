"""The ledger compared with what each sandbox holds: what is there twice, what is lost, what is stuck without a reason."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from scheduler.states import FINAL, MOVES, State
from syndication.feeds.shelves import NEWEST
from tests.soak.world import CHANNELS, World

NUMBER = re.compile(r"(?:oid|Bài số )(\d{4})")


@dataclass
class Verdict:
    """What is wrong, by kind; `deliveries` and `objects` are how many were compared."""

    deliveries: int = 0
    objects: int = 0
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    states: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, what: str) -> None:
        """Something is wrong."""
        self.faults[kind].append(what)

    def __bool__(self) -> bool:
        return not self.faults


KINDS = ("duplicate", "lost", "stuck without a reason", "stale", "still public", "unknown to the ledger", "ledger")
OURS = re.compile(r"^.*(?:IntegrityError|cannot be kept).*$", re.MULTILINE)


def judge(world: World, book: dict[str, Any]) -> Verdict:
    """Compare. The portal's own record says what is to be where."""
    verdict = Verdict(len(book["rows"]), states=Counter(row["state"] for row in book["rows"]))
    rows = {(int(row["guid"].removeprefix("moha-")), row["account"]): row for row in book["rows"]}
    for row in book["rows"]:
        _one_ledger_row(verdict, row)
    for kind in CHANNELS:
        _one_channel(verdict, world, kind, rows)
    for line in OURS.findall(world.running.logs()):
        verdict.note("ledger", f"in a log: {line[:200]}")  # what the ledger's last line of defence had to stop
    return verdict


def quiet(row: dict[str, Any]) -> bool:
    """Whether nothing more comes of this one by itself: it has ended, it is as it should be, or a person has the word."""
    if row["state"] == State.LIVE:
        return not row["waits"] and not row["behind"]
    return row["state"] in FINAL or (row["state"] == State.HELD and bool(row["reason"]))


def objects(world: World, kind: str) -> dict[int, list[dict[str, Any]]]:
    """Every object ever made there, by the number of its item."""
    stage = world.sandbox.app.stage[kind]
    with stage.lock:
        made = stage.objects()
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in made:
        numbers = NUMBER.findall(str(one.get("text", ""))) or re.findall(r"(\d{4})$", str(one["id"]))
        found[int(numbers[0]) if numbers else 0].append(one)
    return found


def _one_ledger_row(verdict: Verdict, row: dict[str, Any]) -> None:
    name = f"delivery {row['id']} ({row['account']}, {row['guid']})"
    if row["versions"] != list(range(1, row["version"] + 1)):
        verdict.note("ledger", f"{name}: events {row['versions']} at version {row['version']}")
    states = [after for _, after in row["moves"]]
    if [before for before, _ in row["moves"][1:]] != states[:-1] or states[-1] != row["state"]:
        verdict.note("ledger", f"{name}: its events do not follow one another: {row['moves']}")
    for before, after in row["moves"][1:]:
        if before != after and State(after) not in MOVES[State(before)]:
            verdict.note("ledger", f"{name}: {before} → {after}")
    if quiet(row) and (row["open"] or row["leased"]):
        verdict.note(
            "ledger", f"{name}: {row['state']} with {row['open']} open attempts, leased: {row['leased']}: {row['tale']}"
        )
    if not quiet(row):
        verdict.note("stuck without a reason", f"{name}: {row['state']}, {row['why'] or '-'}: {row['tale'][-4:]}")


def _one_channel(verdict: Verdict, world: World, kind: str, rows: dict[tuple[int, str], dict[str, Any]]) -> None:
    there = objects(world, kind)
    # A feed shows the newest, and what was lately withdrawn; what is older is live and not lost.
    full = kind == "feed" and sum(map(len, there.values())) >= NEWEST
    verdict.objects += sum(map(len, there.values()))
    for one in there.get(0, ()):
        verdict.note("unknown to the ledger", f"{kind}: {one['id']}: {str(one.get('text', ''))[:80]!r}")
    for number in sorted(world.told):
        row, mine = rows.get((number, kind)), there.get(number, [])
        name = f"{kind}, item {number}" + (f", delivery {row['id']}: {row['tale']}" if row else "")
        public = [one for one in mine if one["live"]]
        if len(mine) > 1:
            verdict.note("duplicate", f"{name}: {[one['id'] for one in mine]}")
        if number in world.withdrawn:
            if public and not (row and row["state"] == State.HELD):
                verdict.note("still public", name)
        elif row is None:
            if kind != "youtube" or number in world.filmed:
                verdict.note("lost", f"{name}: it was never planned")
        elif row["state"] in FINAL or (row["state"] == State.LIVE and not public and not full):
            verdict.note("lost", f"{name}: {row['state']}, {len(public)} public")
        elif public and kind != "govportal" and world.title(number) not in str(public[0]["text"]):
            verdict.note("stale", f"{name}: {str(public[0]['text'])[:60]!r} is not {world.title(number)!r}")
