"""What the story of deliveries is told with: a channel that keeps what it is given, and workers that stand still at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from greenlet import GreenletExit, greenlet
from hypothesis import strategies as st

from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable, Unsupported
from scheduler import dispatch, ledger
from scheduler.models import Delivery
from scheduler.states import RELEASES, State
from syndication.gate.models import Verdict
from syndication.items.models import Item, Revision

START = datetime(2026, 11, 23, 2, tzinfo=UTC)
SETTLE = 40  # seconds
SELDOM = st.sampled_from((False, False, False, True))
JUMPS = (1, 5, 20, 39, 59, 61, 120, 900, 3700, 25 * 3600)
ERRORS: dict[str, Callable[[], Exception]] = {
    "unavailable": lambda: Unavailable("down"),
    "throttled": lambda: Throttled("slowly", after=timedelta(seconds=90)),
    "broken": lambda: AccountBroken("token"),
    "refused": lambda: Refused("no"),
    "unsupported": lambda: Unsupported("cannot"),
}
LOST: dict[str, Callable[[], BaseException]] = {
    "lost": lambda: OutcomeUnknown("lost"),
    "fault": lambda: RuntimeError("a fault of ours"),
    "killed": GreenletExit,
}


@dataclass
class Thing:
    """An object at the channel."""

    id: str
    digest: str
    public: bool = True


@dataclass
class Place:
    """What the channel holds: every object ever made, by delivery."""

    things: dict[int, list[Thing]] = field(default_factory=lambda: defaultdict(list))
    made: int = 0

    def make(self, pk: int, digest: str, public: bool) -> Thing:
        self.made += 1
        thing = Thing(f"r{self.made}", digest, public)
        self.things[pk].append(thing)
        return thing

    def here(self, pk: int, taken: Callable[[str], bool]) -> Thing | None:
        return next((thing for thing in self.things[pk] if not taken(thing.id)), None)


class Worker:
    """One process that does one thing at a time. `asks` is what its adapter was last asked, while it stands there."""

    def __init__(self, number: int) -> None:
        self.name, self.runs, self.asks = f"w{number}", 0, ("", 0, None)
        self.green: greenlet | None = None
        self.lease: Any = None

    def start(self, act: Callable[[str], Any], pk: int) -> None:
        self.runs += 1
        self.asks = ("", pk, None)
        self.lease = None
        self.green = greenlet(lambda first: act(f"{self.name}.{self.runs}"))
        self.go(None)

    def go(self, answer: Any) -> None:
        """Let it run until it stands still again, or has ended."""
        assert self.green is not None
        try:
            self.green.throw(answer) if isinstance(answer, GreenletExit) else self.green.switch(answer)
        finally:
            if self.green.dead:
                self.green = None


def revise(item: Item, number: int) -> None:
    """The item's revision of this number; it has passed the checks."""
    said = f"Hội nghị {item.pk} bàn về cải cách, lần {number}."
    link = f"https://moha.gov.vn/tin-tuc/hoi-nghi---oid{item.pk}"
    words = {"content": f"{item.pk}-{number}", "title": said, "html": f"<p>{said}</p>", "link": link}
    Revision.objects.create(item=item, number=number, published=START, modified=START, **words)
    Verdict.objects.create(item=item.pk, revision=number, passed=True)


def send(pk: int, worker: str) -> None:
    try:
        dispatch.send(pk, worker=worker)
    except ledger.Conflict:
        return  # as the task does


def waits_for(row: Delivery) -> bool:
    """Whether it is clear what this delivery waits for."""
    match State(row.state):
        case State.PLANNED:
            return row.due_at is not None
        case State.SENDING:
            return row.lease_until is not None
        case State.PROCESSING | State.UNKNOWN:
            return row.check_at is not None
        case State.HELD:
            return bool(row.why.vi and row.why.en and RELEASES.get(State(row.held_from)))
        case State.REVISING | State.RETRACTING:
            return row.due_at is not None or row.check_at is not None
        case State.PROPOSED:
            return not row.ready
        case State.LIVE:
            return not row.withdraw and not (row.ready and row.coming_digest != row.shown_digest)
    return True
