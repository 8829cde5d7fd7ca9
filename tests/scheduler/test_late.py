"""After an outage: what is late drips at the account's pace, and what is too late is put aside by its policy."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from scheduler import dispatch, late, ledger, rounds
from scheduler.models import Account, Delivery, Event
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


def test_after_eight_hours_two_hundred_deliveries_leave_at_their_pace_and_the_rest_waits_or_expires() -> None:
    now = timezone.now()
    with playing(Script()) as script:
        held = account("giu", backlog_seconds=60, late_hours=6, late_then="hold")
        over = account("bo", backlog_seconds=60, late_hours=6, late_then="expire")
        for number in range(200):
            planned(now - 8 * HOUR + timedelta(minutes=2 * number), item=number + 1, on=held if number % 2 else over)
        assert late.sweep(now) > 0
        moment, sent = now, 0
        for _ in range(30):  # half an hour of the scheduler's minutes
            sent += len(dispatch.due(moment))
            for row in dispatch.due(moment):
                ledger.claim(row.pk, worker="w", now=moment)
            moment += timedelta(minutes=1)
        assert sent == 60, "one a minute on each of two accounts"
        assert len(script.made("publish")) == 0
    states = dict.fromkeys(State, 0)
    for row in Delivery.objects.all():
        states[State(row.state)] += 1
    assert (states[State.HELD], states[State.EXPIRED]) == (30, 30)
    explained = Event.objects.filter(why="too-late")
    assert explained.count() == 60
    assert "more than 6 hours ago" in explained.first().say["en"]  # type: ignore[union-attr]


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
