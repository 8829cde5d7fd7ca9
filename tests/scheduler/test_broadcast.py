"""A push to followers happens when a person asks, once, and not again while nobody knows whether it went."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from channels.channel import Can
from channels.errors import AccountBroken, OutcomeUnknown, Throttled
from formatters.sentence import Sentence
from scheduler import broadcast, dispatch, ledger
from scheduler.models import Account, Attempt, Delivery, Event
from scheduler.ports import Clearance, May
from scheduler.states import State
from tests.support.scripted import Script, again, coming, planned, playing

pytestmark = pytest.mark.django_db


@pytest.fixture
def script() -> Iterator[Script]:
    with playing(Script(), can=Can(broadcast=True)) as playing_script:
        yield playing_script


@pytest.fixture
def live(script: Script) -> Delivery:
    delivery = planned(timezone.now())
    dispatch.send(delivery.pk, worker="w")
    return again(delivery)


def push(delivery: Delivery, *, more: bool = False) -> Attempt:
    return broadcast.broadcast(delivery.pk, who="lan", again=more)


def test_it_is_pushed_once_and_its_attempt_and_events_say_by_whom(script: Script, live: Delivery) -> None:
    attempt = push(live)
    assert (attempt.act, attempt.outcome, attempt.digest) == ("broadcast", "broadcast", live.shown_digest)
    assert again(live).state == State.LIVE
    asked = Event.objects.get(delivery=live, why="broadcast-asked")
    assert asked.who == "lan"
    assert len(script.made("broadcast")) == 1


def test_the_attempt_is_kept_before_the_first_byte_leaves(script: Script, live: Delivery) -> None:
    seen: list[str] = []
    script.broadcast = [lambda receipt: seen.append(Attempt.objects.latest("pk").act) or {}]
    push(live)
    assert seen == ["broadcast"]


def test_it_is_not_pushed_twice_unless_a_person_asks_for_exactly_that(script: Script, live: Delivery) -> None:
    push(live)
    with pytest.raises(broadcast.CannotBroadcast):
        push(live)
    assert not broadcast.possible(again(live))
    push(live, more=True)
    assert len(script.made("broadcast")) == 2


def test_after_a_lost_answer_nobody_pushes_it_again_by_mistake(script: Script, live: Delivery) -> None:
    script.broadcast = [OutcomeUnknown("silence")]
    with pytest.raises(OutcomeUnknown):
        push(live)
    with pytest.raises(broadcast.CannotBroadcast):
        push(live)
    assert len(script.made("broadcast")) == 1


def test_a_push_that_was_surely_not_accepted_may_be_asked_for_again(script: Script, live: Delivery) -> None:
    script.broadcast = [Throttled("night"), lambda receipt: {}]
    with pytest.raises(Throttled):
        push(live)
    assert push(live).outcome == "broadcast"


def test_a_worker_killed_in_the_middle_leaves_an_open_attempt_that_counts_as_gone(
    script: Script, live: Delivery
) -> None:
    Attempt.objects.create(delivery=live, act="broadcast", worker="lan", opened_at=timezone.now())
    with pytest.raises(broadcast.CannotBroadcast):
        push(live)


def test_a_broken_account_is_paused(script: Script, live: Delivery) -> None:
    script.broadcast = [AccountBroken("gone")]
    with pytest.raises(AccountBroken):
        push(live)
    assert Account.objects.get(pk=live.account_id).paused


def test_only_what_is_live_and_as_approved_is_pushed(script: Script, live: Delivery) -> None:
    waiting = planned(timezone.now(), item=2, approvals=1)
    with pytest.raises(broadcast.CannotBroadcast):
        push(waiting)
    ledger.amend(live, who="t", why="revision", now=timezone.now(), ready=False, **coming("Khác", 2).fields)
    with pytest.raises(broadcast.CannotBroadcast):
        push(live)
    assert script.made("broadcast") == []


def test_what_clearance_does_not_let_go_is_not_pushed(script: Script, live: Delivery) -> None:
    script.clearance = lambda delivery: Clearance(May.WITHDRAW, "item-withdrawn", Sentence("Đã thu hồi.", "Withdrawn."))
    with pytest.raises(broadcast.CannotBroadcast, match="Withdrawn"):
        push(live)


def test_a_channel_without_followers_says_so() -> None:
    with playing(Script()) as script:
        delivery = planned(timezone.now())
        dispatch.send(delivery.pk, worker="w")
        with pytest.raises(broadcast.CannotBroadcast):
            push(delivery)
        assert script.made("broadcast") == []
