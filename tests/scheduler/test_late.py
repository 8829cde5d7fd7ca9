"""After an outage: what is late drips at the account's pace, and what is too late is put aside by its policy."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from scheduler import dispatch, late, rounds
from scheduler.models import Account, Delivery
from scheduler.states import State
from tests.support.scripted import Script, account, again, planned, playing

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def backlog(count: int, since: datetime, on: Account) -> list[Delivery]:
    return [planned(since + timedelta(minutes=number), item=number + 1, on=on) for number in range(count)]


def test_what_is_late_leaves_one_after_the_other_at_the_backlogs_spacing() -> None:
    now = timezone.now()
    with playing(Script()):
        on = account("slow", backlog_seconds=90)
        backlog(5, now - 2 * HOUR, on)
        (first,) = dispatch.due(now)
        assert dispatch.send(first.pk, worker="w") is not None
        assert dispatch.due(now) == []
        assert dispatch.due(now + timedelta(seconds=80)) == []
        assert len(dispatch.due(now + timedelta(seconds=100))) == 1


def test_what_is_due_now_is_not_kept_waiting_by_the_backlogs_spacing() -> None:
    now = timezone.now()
    with playing(Script()):
        on = account("quick", backlog_seconds=3600)
        for number in range(3):
            planned(now, item=number + 1, on=on)
        assert len(dispatch.due(now)) == 3


def test_one_accounts_backlog_delays_no_other_account() -> None:
    now = timezone.now()
    with playing(Script()):
        backlog(5, now - 2 * HOUR, account("slow", backlog_seconds=600))
        fresh = planned(now, item=99, on=account("other"))
        assert fresh.pk in [row.pk for row in dispatch.due(now)]


def test_what_may_leave_however_late_hides_nothing_that_is_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "AT_ONCE", 2)
    now = timezone.now()
    with playing(Script()):
        backlog(3, now - 9 * HOUR, account("mai", late_hours=0))
        over = planned(now - 3 * HOUR, item=99, on=account("bo", late_hours=2, late_then="expire"))
        assert late.sweep(now) == 1
        assert again(over).state == State.EXPIRED


def test_a_worker_does_not_take_what_is_too_late_even_when_it_holds_its_message() -> None:
    now = timezone.now()
    with playing(Script()) as script:
        delivery = planned(now - 3 * HOUR, on=account("giu", late_hours=2))
        assert dispatch.send(delivery.pk, worker="w") is None
        assert script.made("publish") == []
        rounds.run_once(timedelta(0))
        assert again(delivery).state == State.HELD


def test_a_retry_counts_from_when_it_was_meant_to_leave() -> None:
    now = timezone.now()
    with playing(Script()):
        delivery = planned(now - 3 * HOUR, on=account("giu", late_hours=2))
        Delivery.objects.filter(pk=delivery.pk).update(due_at=now)
        assert late.sweep(now) == 1


def test_however_late_is_a_policy_too() -> None:
    now = timezone.now()
    with playing(Script()):
        planned(now - 1000 * HOUR, on=account("mai", late_hours=0))
        assert late.sweep(now) == 0
        assert len(dispatch.due(now)) == 1
