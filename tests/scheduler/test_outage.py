"""After eight hours in which nothing ran: two hundred deliveries leave at their accounts' pace and by their late policies.

The real tick and the real tasks run on a clock that is handed in; the channel notes who published what when. What the console
foretold at the end of the outage is compared with what then happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from unittest.mock import patch

import pytest

from channels.channel import Receipt
from channels.errors import AccountBroken
from formatters.sentence import Sentence
from scheduler import ledger, tasks, waits
from scheduler.models import Account, Delivery, Event
from scheduler.states import State
from tests.support.scripted import Script, account, live, planned, playing

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 11, 23, 6, 55, tzinfo=UTC)  # 13:55 in Hà Nội; the outage ends at 21:55, shortly before the night
ENDED = BEGAN + timedelta(hours=8)
MORNING = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # 06:00
STEP = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LAST = timedelta(hours=7, minutes=45)  # what came due after that is not late yet, and would leave at once
QUOTA = 12  # publications an hour

ACCOUNTS = {  # how many were due on each, and its settings
    "patient": (50, {"backlog_seconds": 60, "late_hours": 0}),
    "holding": (40, {"backlog_seconds": 180, "spacing_seconds": 30, "late_hours": 6, "late_then": "hold"}),
    "expiring": (40, {"backlog_seconds": 120, "late_hours": 2, "late_then": "expire"}),
    "limited": (30, {"backlog_seconds": 60, "late_hours": 0}),
    "broken": (20, {"backlog_seconds": 60, "late_hours": 8, "late_then": "hold"}),
    "quiet": (20, {"backlog_seconds": 60, "late_hours": 9, "quiet_hours": "22:00-06:00"}),
}


@dataclass
class Outage:
    """The clock, and what the channel was given: by account, when and which item."""

    now: datetime = BEGAN
    given: dict[str, list[tuple[datetime, int]]] = field(default_factory=lambda: {name: [] for name in ACCOUNTS})
    due: dict[int, datetime] = field(default_factory=dict)
    messages: list[tuple[str, list[int]]] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def send_task(self, name: str, args: list[int], **options: object) -> None:
        """In place of Redis."""
        self.messages.append((name, args))

    def publish(self, parcel: object, key: str, access: object) -> Receipt:
        """What the channel does: it notes what it is given. One account has a quota, another one's token is gone."""
        number = int(parcel.identifier.rpartition(":")[2])  # type: ignore[attr-defined]
        name = Delivery.objects.values_list("account__name", flat=True).get(item=number)
        if name == "broken" and len(self.given[name]) == 3 and self.now < ENDED + HOUR:
            raise AccountBroken("190", say=Sentence("Mã hết hạn.", "The token has expired."))
        if name == "limited":
            ends = self.now.replace(minute=0, second=0) + HOUR
            access.meter.reserve("posts", 1, limit=QUOTA, ends=ends)  # type: ignore[attr-defined]
        self.given[name].append((self.now, number))
        return live(f"r{number}")

    def step(self, end: datetime) -> None:
        """What the tick hands out, workers take at once; then time goes on, to where something is due."""
        tasks.tick()
        for task, delivery_ids in self.messages:
            {tasks.send.name: tasks.send, tasks.look.name: tasks.look}[task](*delivery_ids)
        self.messages.clear()
        waiting = Delivery.objects.filter(state=State.PLANNED, account__paused=False)
        soonest = waiting.order_by("due_at").values_list("due_at", flat=True).first()
        self.now = min(end, max(self.now + STEP, soonest or self.now))

    def until(self, end: datetime) -> None:
        while self.now < end and Delivery.objects.filter(state=State.PLANNED, account__paused=False).exists():
            self.step(end)

    def times(self, name: str) -> list[datetime]:
        return [at for at, _number in self.given[name]]

    def states(self, name: str) -> Counter[str]:
        return Counter(Delivery.objects.filter(account__name=name).values_list("state", flat=True))


@pytest.fixture
def outage() -> Iterator[Outage]:
    """Two hundred deliveries came due, evenly over eight hours, and nothing was running."""
    made = Outage()
    with (
        playing(Script(publish=[made.publish])),
        patch("django.utils.timezone.now", made.clock),
        patch("scheduler.tasks.current_app", made),
    ):
        number = 0
        for name, (count, settings) in ACCOUNTS.items():
            on = account(name, **settings)
            for index in range(count):
                number += 1
                made.due[number] = BEGAN + LAST * index / count
                planned(made.due[number], item=number, on=on)
        assert number == 200
        made.now = ENDED
        yield made


def foretold(now: datetime) -> dict[int, waits.Wait]:
    rows = list(Delivery.objects.select_related("account").filter(state=State.PLANNED))
    found = waits.waits(rows, now)
    return {row.item: found[row.pk] for row in rows}


def gaps(times: list[datetime]) -> set[float]:
    return {(later - earlier).total_seconds() for earlier, later in pairwise(times)}


def test_after_eight_hours_accounts_get_what_is_late_at_their_pace_and_by_their_policy(outage: Outage) -> None:
    said = foretold(ENDED)
    assert len(said) == 200, "each one that waits is explained"
    outage.until(ENDED + 3 * HOUR)
    _each_at_its_own_pace(outage)
    _by_their_policies(outage)
    _as_foretold(outage, said)
    _the_broken_account_goes_on(outage)
    outage.until(MORNING + 4 * HOUR)
    _the_quiet_account_goes_on_in_the_morning(outage)
    _as_foretold(outage, said)
    _nothing_is_lost_and_nothing_doubled(outage)


def _each_at_its_own_pace(outage: Outage) -> None:
    times = outage.times("patient")
    assert times == [ENDED + timedelta(seconds=60 * index) for index in range(50)], (
        "one a minute, from the first tick on"
    )
    assert gaps(outage.times("holding")) == {180.0}
    assert gaps(outage.times("expiring")) == {120.0}
    assert outage.times("holding")[0] == outage.times("expiring")[0] == ENDED, "no account waits for another"
    limited = outage.times("limited")
    by_hour = Counter(at.replace(minute=0) for at in limited)
    assert len(limited) == 30
    assert max(by_hour.values()) <= QUOTA
    assert min(gaps(limited)) == 60.0
    assert outage.times("broken") == [ENDED + timedelta(seconds=60 * index) for index in range(3)]
    for name, given in outage.given.items():
        numbers = [number for _at, number in given]
        assert numbers == sorted(numbers, key=outage.due.__getitem__), f"{name}: the oldest first"


def _by_their_policies(outage: Outage) -> None:
    for name, hours, state in (("holding", 6, State.HELD), ("expiring", 2, State.EXPIRED)):
        late = timedelta(hours=hours)
        assert all(at - outage.due[number] <= late for at, number in outage.given[name])
        put_aside = Delivery.objects.filter(account__name=name, state=state)
        assert put_aside.count() + len(outage.given[name]) == 40
        for row in put_aside:
            event = Event.objects.get(delivery=row, why="too-late")
            assert event.at >= max(ENDED, outage.due[row.item] + late)
            assert event.at <= max(ENDED, outage.due[row.item] + late + STEP), "as soon as it is too late"
            assert (
                row.why.en == f"Its time passed more than {hours} hours ago, so it does not leave by itself any more."
            )
    # 6 of 8 hours are within the one policy, 2 of 8 within the other; and some come too late while they wait.
    assert outage.states("holding")[State.HELD] >= 10
    assert outage.states("expiring")[State.EXPIRED] >= 30


def _as_foretold(outage: Outage, said: dict[int, waits.Wait]) -> None:
    """What the quota and the broken token would do could not be known; everything else could."""
    for name in ("patient", "holding", "expiring", "quiet"):
        for at, number in outage.given[name]:
            assert said[number].at == at, (name, number)
            assert not said[number].gives_up
        for row in Delivery.objects.filter(account__name=name, state__in=(State.HELD, State.EXPIRED)):
            assert said[row.item].gives_up, (name, row.item)


def _the_broken_account_goes_on(outage: Outage) -> None:
    assert outage.states("broken") == {State.LIVE: 3, State.HELD: 1, State.PLANNED: 16}
    paused = [wait for number, wait in foretold(outage.now).items() if outage.due[number] and wait.at is None]
    assert [wait.why for wait in paused] == [waits.PAUSED] * 16
    ledger.resume(Account.objects.get(name="broken"))
    resumed = outage.now
    outage.until(MORNING)
    assert outage.times("broken")[3:] == [
        resumed + timedelta(seconds=60 * index) for index in range(len(outage.given["broken"]) - 3)
    ]
    too_late = Event.objects.filter(delivery__account__name="broken", why="too-late").count()
    assert too_late + len(outage.given["broken"]) + 1 == 20
    assert too_late > 0, "those that were too late when it was resumed are held"


def _the_quiet_account_goes_on_in_the_morning(outage: Outage) -> None:
    times = outage.times("quiet")
    before = [at for at in times if at < MORNING]
    assert before == [ENDED + timedelta(seconds=60 * index) for index in range(5)], "five minutes until the night"
    assert times[5:] == [MORNING + timedelta(seconds=60 * index) for index in range(15)]


def _nothing_is_lost_and_nothing_doubled(outage: Outage) -> None:
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert sum(states.values()) == 200
    assert set(states) == {State.LIVE, State.HELD, State.EXPIRED}, "nothing waits any more"
    given = [number for rows in outage.given.values() for _at, number in rows]
    assert len(given) == len(set(given)) == states[State.LIVE]
    assert all(row.why.vi and row.why.en for row in Delivery.objects.exclude(state=State.LIVE))
