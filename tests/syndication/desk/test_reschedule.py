"""Another time, only for what has not left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk.reschedule import CannotReschedule, reschedule
from tests.support import instance as make


@pytest.fixture
def delivery(db: None) -> Delivery:
    return make.delivery(make.item(), make.account("facebook"))


def test_another_time_is_an_event_with_both_times(delivery: Delivery) -> None:
    now = timezone.now()
    before, at = delivery.due_at, now + timedelta(hours=2)
    row = reschedule(delivery, at=at, who="lan", now=now)
    assert (row.state, row.due_at) == (State.PROPOSED, at)
    assert before is not None
    assert row.events.get(why="rescheduled").evidence == {"before": before.isoformat(), "after": at.isoformat()}


def test_a_planned_one_is_not_due_before_its_new_time(delivery: Delivery) -> None:
    now = timezone.now()
    row = reschedule(make.approved(delivery, make.person("leader")), at=now + timedelta(hours=1), who="lan", now=now)
    assert row.ready
    assert ledger.claim(row.pk, worker="w", now=now) is None
    assert ledger.claim(row.pk, worker="w", now=now + timedelta(hours=1)) is not None


def test_what_has_left_and_what_is_held_get_no_other_time(delivery: Delivery) -> None:
    now = timezone.now()
    live = make.sent(make.approved(delivery, make.person("leader")))
    with pytest.raises(CannotReschedule):
        reschedule(live, at=now + timedelta(hours=1), who="lan", now=now)


def test_a_time_that_has_passed_is_refused(delivery: Delivery) -> None:
    now = timezone.now()
    with pytest.raises(CannotReschedule):
        reschedule(delivery, at=now - timedelta(minutes=2), who="lan", now=now)
    assert reschedule(delivery, at=now - timedelta(seconds=30), who="lan", now=now).version == 2, (
        "this minute is not past"
    )


def test_whoever_was_slower_changes_nothing(delivery: Delivery) -> None:
    now = timezone.now()
    stale = Delivery.objects.get(pk=delivery.pk)
    make.approved(delivery, make.person("leader"))
    with pytest.raises(ledger.Conflict):
        reschedule(stale, at=now + timedelta(hours=1), who="lan", now=now)
