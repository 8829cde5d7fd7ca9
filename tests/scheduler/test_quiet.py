"""Quiet hours in the ledger: a first publication waits, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler import dispatch, late, ledger
from scheduler.ledger.quiet import put_off
from scheduler.models import Delivery
from scheduler.states import State
from tests.support.ledger import account_of, live, planned, story_of
from tests.support.scripted import Script, playing

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=HANOI)
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=HANOI)
QUIET = {"slug": "tin-tuc", "quiet_hours": "22:00-06:00"}


@pytest.fixture(autouse=True)
def _cleared() -> Iterator[None]:
    with playing(Script()):  # these deliveries have no item that clearance could ask
        yield


def due(**changes: object) -> Delivery:
    row = planned(account_of(**QUIET), story_of(), now=EVENING)
    Delivery.objects.filter(pk=row.pk).update(**changes)
    return Delivery.objects.get(pk=row.pk)


def claim(row: Delivery, now: datetime) -> bool:
    return ledger.claim(row.pk, worker="w", now=now) is not None


def test_what_comes_due_in_quiet_hours_waits_for_their_end_and_its_event_says_so() -> None:
    row = due()
    assert not claim(row, EVENING + timedelta(seconds=5))
    row.refresh_from_db()
    assert (row.state, row.due_at) == (State.PLANNED, MORNING)
    assert row.why.vi == "Tài khoản đang trong giờ yên lặng nên gửi khi hết giờ đó: 06:00, 24/11/2026 (UTC+7)."
    event = row.events.get(why="quiet-hours")
    assert (event.who, event.before, event.after) == ("scheduler", "planned", "planned")
    assert event.evidence["after"] == "2026-11-24T06:00:00+07:00"
    assert not row.attempts.exists()


def test_it_is_put_off_once_and_then_leaves() -> None:
    row = due()
    assert not claim(row, EVENING + timedelta(seconds=5))
    assert [one.pk for one in dispatch.due(EVENING + timedelta(hours=1))] == []
    assert not claim(row, MORNING - timedelta(seconds=1))
    assert row.events.filter(why="quiet-hours").count() == 1
    assert claim(row, MORNING)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.SENDING, {})


def test_outside_quiet_hours_nothing_is_put_off() -> None:
    row = due(due_at=EVENING - timedelta(hours=1))
    assert claim(row, EVENING - timedelta(minutes=31))


def test_what_is_urgent_leaves_in_quiet_hours_too() -> None:
    row = due(urgent=True)
    assert claim(row, EVENING)
    assert not row.events.filter(why="quiet-hours").exists()


def test_a_retry_that_comes_due_in_the_night_waits_too() -> None:
    row = due(due_at=EVENING - timedelta(hours=1), wanted_at=EVENING - timedelta(hours=1))
    assert claim(row, EVENING - timedelta(hours=1))
    row.refresh_from_db()
    ledger.settle(
        row,
        State.PLANNED,
        ledger.Outcome("unavailable"),
        who="w",
        now=EVENING,
        due_at=EVENING,
        attempt=row.attempts.get(),
    )
    assert not claim(row, EVENING)
    row.refresh_from_db()
    assert row.due_at == MORNING


@pytest.mark.parametrize("after", [State.REVISING, State.RETRACTING])
def test_a_correction_and_a_removal_are_never_delayed(after: State) -> None:
    row = live(account_of(**QUIET), story_of(), now=EVENING - timedelta(days=1))
    ledger.move(row, after, who="lan", why="test", now=EVENING, due_at=EVENING, ready=True)
    assert claim(row, EVENING)
    assert not row.events.filter(why="quiet-hours").exists()


def test_the_hours_it_waits_in_quiet_do_not_make_it_late() -> None:
    account = account_of(**QUIET, late_hours="2")
    row = planned(account, story_of(), now=EVENING)
    assert not claim(row, EVENING)
    assert late.sweep(MORNING) == 0
    row.refresh_from_db()
    assert claim(row, MORNING)


def test_what_gathers_in_quiet_hours_drips_when_they_are_over() -> None:
    account = account_of(**QUIET, backlog_seconds="60")
    rows = [planned(account, story_of(number), now=EVENING) for number in (1, 2, 3)]
    assert not any(claim(row, EVENING + timedelta(minutes=1)) for row in rows)
    assert [claim(row, MORNING) for row in rows] == [True, False, False]
    assert len(dispatch.due(MORNING + timedelta(seconds=30))) == 0
    assert [claim(row, MORNING + timedelta(seconds=60)) for row in rows[1:]] == [True, False]


def test_whoever_moved_it_first_is_not_overruled() -> None:
    row = due()
    stale = Delivery.objects.select_related("account").get(pk=row.pk)
    ledger.amend(row, who="lan", why="rescheduled", now=EVENING, due_at=MORNING + timedelta(hours=3))
    with pytest.raises(ledger.Conflict):
        put_off(stale, EVENING)
    row.refresh_from_db()
    assert row.due_at == MORNING + timedelta(hours=3)
