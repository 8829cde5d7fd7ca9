"""What comes too late, twice, or from somebody who has lost his place: nothing is published twice, nothing is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import Celery
from django.utils import timezone

from channels.channel import Receipt, Remote
from channels.errors import OutcomeUnknown, Refused, Unavailable
from scheduler import dispatch, ledger, reconcile, tasks
from scheduler.lease import Lease
from scheduler.models import Delivery
from scheduler.states import State
from tests.support.scripted import Script, account, again, live, planned, playing

pytestmark = pytest.mark.django_db
LOST = OutcomeUnknown("lost")


def lose_the_lease(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert reconcile.reap(timezone.now()) == 1


def proven_absent(delivery: Delivery) -> None:
    for _ in range(2):
        reconcile.look(again(delivery))
    assert again(delivery).state == State.PLANNED


def meanwhile(script: Script, act: Callable[[], None], answer: Any) -> None:
    """The first publication takes so long that `act` happens before it answers."""

    def slow(parcel: Any, key: str, access: Any) -> Any:
        act()
        if isinstance(answer, Exception):
            raise answer
        return answer

    script.publish = [slow]


def test_an_acceptance_that_comes_after_absence_was_proven_stops_it_from_being_sent_again() -> None:
    with playing(Script()) as script:
        delivery = planned(timezone.now())

        def act() -> None:
            lose_the_lease(delivery)
            proven_absent(delivery)

        meanwhile(script, act, live("first"))
        dispatch.send(delivery.pk, worker="A")
        assert dispatch.send(delivery.pk, worker="B") is None
    held = again(delivery)
    assert (held.state, held.held_from) == (State.HELD, State.UNKNOWN)
    assert held.events.latest("version").evidence["remote_id"] == "first", "what may be public is never forgotten"
    assert len(script.made("publish")) == 1


def test_an_acceptance_that_comes_after_another_was_sent_names_the_extra_object_to_a_person() -> None:
    with playing(Script()) as script:
        delivery = planned(timezone.now())

        def act() -> None:
            lose_the_lease(delivery)
            proven_absent(delivery)
            script.publish = [live("second")]
            dispatch.send(delivery.pk, worker="B")

        meanwhile(script, act, live("first"))
        dispatch.send(delivery.pk, worker="A")
    settled = again(delivery)
    assert (settled.state, settled.remote_id) == (State.LIVE, "second")
    assert settled.events.latest("version").evidence["remote_id"] == "first"
    assert settled.left_to_do.vi, "a person is told of the second object"


def test_a_late_refusal_of_an_earlier_attempt_says_nothing_of_a_later_one() -> None:
    with playing(Script()) as script:
        delivery = planned(timezone.now())

        def act() -> None:
            lose_the_lease(delivery)
            proven_absent(delivery)
            script.publish = [LOST]
            dispatch.send(delivery.pk, worker="B")
            assert again(delivery).state == State.UNKNOWN

        meanwhile(script, act, Unavailable("no connection"))
        with pytest.raises(ledger.Conflict):
            dispatch.send(delivery.pk, worker="A")
    assert again(delivery).state == State.UNKNOWN


def test_a_stale_proof_of_absence_does_not_undo_a_newer_doubt() -> None:
    with playing(Script(publish=[LOST])) as script:
        delivery = planned(timezone.now())
        dispatch.send(delivery.pk, worker="w")
        reconcile.look(again(delivery))
        seen_before = again(delivery)

        def slow(parcel: Any, *words: Any) -> None:
            script.find = [None]
            reconcile.look(again(delivery))  # somebody else completes the proof first
            dispatch.send(delivery.pk, worker="B")  # and sends it, with its answer lost
            assert again(delivery).state == State.UNKNOWN

        script.find = [slow]
        reconcile.look(seen_before)
    assert again(delivery).state == State.UNKNOWN
    assert len(script.made("publish")) == 2


def test_a_late_refusal_of_what_was_taken_for_lost_is_shown_to_a_person() -> None:
    with playing(Script()) as script:
        delivery = planned(timezone.now())
        meanwhile(script, lambda: lose_the_lease(delivery), Refused("no"))
        dispatch.send(delivery.pk, worker="A")
    assert again(delivery).state == State.HELD


@pytest.mark.parametrize(
    "receipt",
    [
        live("taken"),
        Receipt(Remote.LIVE, remote_id="x" * 500, url="https://place.example/" + "y" * 3000),
        Receipt(Remote.LIVE, remote_id="nul", evidence={"excerpt": "a\0b\ud800"}),
    ],
)
def test_a_receipt_that_cannot_be_kept_as_it_is_never_leads_to_another_publication(receipt: Receipt) -> None:
    with playing(Script(publish=[live("taken"), receipt])) as script:
        dispatch.send(planned(timezone.now(), item=1).pk, worker="w")
        delivery = planned(timezone.now(), item=2)
        dispatch.send(delivery.pk, worker="w")
        settled = again(delivery)
        assert settled.state in (State.LIVE, State.HELD)
        if settled.state == State.HELD:
            assert settled.why == dispatch.UNRECORDED
            assert settled.held_from == State.UNKNOWN
        assert dispatch.due(timezone.now() + timedelta(days=1)) == []
    assert len(script.made("publish")) == 2


def test_a_lease_renewed_between_the_look_and_the_reaping_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = planned(timezone.now())
    with playing(Script()):
        ledger.claim(delivery.pk, worker="w", now=timezone.now())
        later = timezone.now() + ledger.LEASE + timedelta(seconds=1)
        settle = ledger.settle

        def renewed_first(*words: Any, **named: Any) -> Delivery:
            assert ledger.renew([delivery.pk], worker="w", now=later)
            return settle(*words, **named)

        monkeypatch.setattr(reconcile.ledger, "settle", renewed_first)
        assert reconcile.reap(later) == 0
    assert again(delivery).state == State.SENDING


def test_a_worker_that_has_lost_its_lease_writes_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = planned(timezone.now())
    with Lease([delivery.pk], "w") as lease:
        lease.check(delivery.pk)
        monkeypatch.setattr(lease, "alive", lambda: False)
        with pytest.raises(OutcomeUnknown):
            lease.check(delivery.pk)


def test_one_lost_lease_of_several_stops_only_that_delivery() -> None:
    lost, kept = planned(timezone.now(), item=1), planned(timezone.now(), item=2)
    with playing(Script()):
        ledger.claim_each([lost.pk, kept.pk], worker="w", now=timezone.now())
        lease = Lease([lost.pk, kept.pk], "w")
        Delivery.objects.filter(pk=lost.pk).update(lease_until=None)
        assert lease._renew_all(timezone.now()) is True
        lease.check(kept.pk)
        with pytest.raises(OutcomeUnknown):
            lease.check(lost.pk)


def test_a_fault_while_looking_keeps_no_other_delivery_from_its_look() -> None:
    with playing(Script(publish=[LOST], find=[RuntimeError("a fault nobody foresaw"), live("found")])):
        first, second = planned(timezone.now(), item=1), planned(timezone.now(), item=2)
        for row in (first, second):
            dispatch.send(row.pk, worker="w")
        for row in (first, second):
            reconcile.look(again(row))
    assert (again(first).state, again(first).why) == (State.UNKNOWN, reconcile.OUR_FAULT)
    assert again(second).state == State.LIVE


def test_many_due_on_one_spaced_account_hide_no_other_account() -> None:
    now = timezone.now()
    spaced, free = account("spaced", spacing_seconds=60), account("free")
    with playing(Script()):
        for number in range(1, 12):
            planned(now, item=number, on=spaced)
        other = planned(now, item=99, on=free)
        assert other.pk in [row.pk for row in dispatch.due(now, limit=3)]


def offered_by(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids that ticks have handed out; filled as they do."""
    offered: list[int] = []
    monkeypatch.setattr(Celery, "send_task", lambda app, task, args, **words: offered.extend(args))
    return offered


def test_of_two_ticks_at_once_one_offers_each(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = offered_by(monkeypatch)
    with playing(Script()):
        rows = [planned(timezone.now(), item=number) for number in range(1, 6)]
        seen = dispatch.due(timezone.now())
        monkeypatch.setattr(tasks.dispatch, "due", lambda now, **words: seen)  # both looked before either wrote
        tasks.tick()
        tasks.tick()
    assert sorted(offered) == [row.pk for row in rows]


def test_many_due_are_spread_over_some_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    messages: list[list[int]] = []
    monkeypatch.setattr(Celery, "send_task", lambda app, task, args, **words: messages.append(args))
    with playing(Script()):
        for number in range(1, 41):
            planned(timezone.now(), item=number)
        tasks.tick()
    assert [len(ids) for ids in messages] == [20] * 2


def test_a_message_holds_the_ids_of_one_account(monkeypatch: pytest.MonkeyPatch) -> None:
    messages: list[list[int]] = []
    monkeypatch.setattr(Celery, "send_task", lambda app, task, args, **words: messages.append(args))
    with playing(Script()):
        mine = [planned(timezone.now(), item=number, on=account("a")).pk for number in (1, 2)]
        theirs = planned(timezone.now(), item=3, on=account("b")).pk
        tasks.tick()
    assert messages == [[mine[0]], [mine[1]], [theirs]]


def test_what_was_offered_has_had_its_accounts_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = offered_by(monkeypatch)
    spaced = account("spaced", spacing_seconds=60)
    with playing(Script()):
        for number in (1, 2, 3):
            planned(timezone.now(), item=number, on=spaced)
        for _ in range(3):
            tasks.tick()
    assert len(offered) == 1


def test_spacing_is_kept_even_when_two_were_handed_over() -> None:
    spaced = account("spaced", spacing_seconds=60)
    with playing(Script()) as script:
        first, second = (planned(timezone.now(), item=number, on=spaced) for number in (1, 2))
        dispatch.send(first.pk, worker="a")
        assert dispatch.send(second.pk, worker="b") is None
    assert len(script.made("publish")) == 1
    assert again(second).state == State.PLANNED


def test_a_change_that_takes_a_day_to_be_worked_on_is_counted_from_the_change() -> None:
    working = Receipt(Remote.PROCESSING, remote_id="r1", handle="t")
    with playing(Script(revise=[working], status=[working])):
        delivery = planned(timezone.now())
        dispatch.send(delivery.pk, worker="w")
        Delivery.objects.update(
            since=timezone.now() - timedelta(days=30), created_at=timezone.now() - timedelta(days=30)
        )
        delivery.attempts.update(
            opened_at=timezone.now() - timedelta(days=30), closed_at=timezone.now() - timedelta(days=30)
        )
        row = ledger.amend(again(delivery), who="t", why="t", now=timezone.now(), ready=True, coming_digest="other")
        ledger.follow_up(row, now=timezone.now())
        dispatch.send(delivery.pk, worker="w")
        assert reconcile.look(again(delivery)).state == State.REVISING
