"""Only evidence moves what is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from channels.channel import Can, Receipt, Remote, Unfinished
from channels.errors import AccountBroken, OutcomeUnknown, Unavailable
from scheduler import dispatch, ledger, reconcile, rounds
from scheduler.models import Attempt, Delivery
from scheduler.states import State
from tests.support.scripted import Script, account, again, live, planned, playing

pytestmark = pytest.mark.django_db
LOST = OutcomeUnknown("lost")


def lost(settle: int = 0) -> Delivery:
    """A delivery that was sent and whose answer was lost."""
    delivery = planned(timezone.now(), on=account("a", settle_seconds=settle))
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.UNKNOWN
    return again(delivery)


def test_a_lost_lease_becomes_unknown_never_planned() -> None:
    delivery = planned(timezone.now())
    with playing(Script()):
        assert ledger.claim(delivery.pk, worker="dead", now=timezone.now()) is not None
        assert reconcile.reap(timezone.now()) == 0, "the lease still holds"
        later = timezone.now() + ledger.LEASE + timedelta(seconds=1)
        assert reconcile.reap(later) == 1
        reaped = again(delivery)
        assert (reaped.state, reaped.reason_code) == (State.UNKNOWN, "lease-lost")
        assert dispatch.due(later) == []
    assert Attempt.objects.get().outcome == "lease-lost"


def test_what_is_found_is_live_with_its_id_and_was_published_once() -> None:
    with playing(Script(publish=[LOST], find=[live("found")])) as script:
        delivery = reconcile.look(lost())
    assert (delivery.state, delivery.remote_id, delivery.shown_revision) == (State.LIVE, "found", 1)
    assert len(script.made("publish")) == 1


def test_absence_seen_once_proves_nothing() -> None:
    with playing(Script(publish=[LOST], find=[None])):
        delivery = reconcile.look(lost())
    assert delivery.state == State.UNKNOWN


def test_absence_seen_twice_after_the_settling_time_is_planned_again() -> None:
    with playing(Script(publish=[LOST, live()], find=[None])) as script:
        delivery = reconcile.look(lost())
        delivery = reconcile.look(again(delivery))
        assert delivery.state == State.PLANNED
        dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.LIVE
    assert len(script.made("publish")) == 2


def test_before_the_settling_time_absence_is_not_believed_however_often_it_is_seen() -> None:
    with playing(Script(publish=[LOST], find=[None])):
        delivery = lost(settle=3600)
        for _ in range(5):
            delivery = reconcile.look(again(delivery))
        assert delivery.state == State.UNKNOWN
        assert delivery.absent_at is None
        assert delivery.check_at is not None
        assert delivery.check_at > timezone.now() + timedelta(minutes=50), "it is looked at when it can mean something"


def test_two_proofs_of_absence_lie_apart_by_the_settling_time() -> None:
    with playing(Script(publish=[LOST], find=[None])):
        delivery = lost(settle=1)
        Attempt.objects.update(closed_at=timezone.now() - timedelta(seconds=2))
        for _ in range(3):
            delivery = reconcile.look(again(delivery))
        assert delivery.state == State.UNKNOWN
        assert delivery.absent_at is not None
        Delivery.objects.update(absent_at=timezone.now() - timedelta(seconds=2))
        assert reconcile.look(again(delivery)).state == State.PLANNED


def test_a_session_known_to_be_incomplete_proves_absence_at_once() -> None:
    with playing(Script(publish=[LOST], find=[Unfinished()])):
        assert reconcile.look(lost(settle=3600)).state == State.PLANNED


def test_a_channel_that_cannot_be_searched_gives_the_doubt_to_a_person() -> None:
    with playing(Script(publish=[LOST]), can=Can(find=False)) as script:
        delivery = reconcile.look(lost())
    assert (delivery.state, delivery.held_from) == (State.HELD, State.UNKNOWN)
    assert delivery.why == reconcile.CANNOT_FIND
    assert script.made("find") == []


def test_a_channel_that_cannot_be_asked_now_is_asked_later_and_nothing_is_concluded() -> None:
    with playing(Script(publish=[LOST], find=[Unavailable("down")])):
        delivery = reconcile.look(lost())
    assert delivery.state == State.UNKNOWN
    assert delivery.absent_at is None
    assert delivery.check_at is not None
    assert delivery.check_at > timezone.now()


def test_a_broken_account_keeps_the_doubt_and_is_paused() -> None:
    with playing(Script(publish=[LOST], find=[AccountBroken("token")])):
        delivery = reconcile.look(lost())
    assert delivery.state == State.UNKNOWN
    assert again(delivery).account.paused


def test_an_answer_that_never_comes_is_given_to_a_person_after_a_day() -> None:
    with playing(Script(publish=[LOST], find=[Unavailable("down")])):
        delivery = lost()
        Attempt.objects.update(closed_at=timezone.now() - timedelta(hours=25))
        assert reconcile.look(again(delivery)).state == State.HELD


@pytest.mark.parametrize(
    ("receipt", "state"),
    [
        (live("p"), State.LIVE),
        (Receipt(Remote.PROCESSING, handle="t"), State.PROCESSING),
        (Receipt(Remote.REFUSED, remote_id="p"), State.REFUSED),
        (Receipt(Remote.GONE, remote_id="p"), State.HELD),
    ],
)
def test_what_is_processing_is_polled_to_its_end(receipt: Receipt, state: State) -> None:
    with playing(Script(publish=[Receipt(Remote.PROCESSING, handle="t")], status=[receipt])):
        delivery = planned(timezone.now())
        dispatch.send(delivery.pk, worker="w")
        assert reconcile.look(again(delivery)).state == state


def test_polling_that_only_repeats_itself_leaves_no_trail_of_events() -> None:
    with playing(Script(publish=[Receipt(Remote.PROCESSING)], status=[Receipt(Remote.PROCESSING)])):
        delivery = planned(timezone.now())
        dispatch.send(delivery.pk, worker="w")
        before = again(delivery).events.count()
        for _ in range(5):
            reconcile.look(again(delivery))
        assert again(delivery).events.count() == before


def test_one_round_in_the_foreground_takes_a_delivery_from_planned_to_live_through_processing() -> None:
    script = Script(
        publish=[Receipt(Remote.PROCESSING, handle="t")], status=[Receipt(Remote.PROCESSING, handle="t"), live("p")]
    )
    with playing(script):
        delivery = planned(timezone.now())
        assert rounds.run_once() == {"live": 1}
    assert again(delivery).state == State.LIVE


def test_one_round_settles_a_lost_answer_whose_absence_can_be_proven() -> None:
    with playing(Script(publish=[LOST, live()], find=[None])) as script:
        planned(timezone.now(), on=account("a", settle_seconds=0))
        rounds.run_once()
        rounds.reconcile_once()
        rounds.run_once()
    assert Delivery.objects.get().state == State.LIVE
    assert len(script.made("publish")) == 2


def test_what_was_found_again_and_is_not_whole_is_made_whole_once_by_the_same_parcel() -> None:
    found = replace(live(), mend=True)
    script = Script(publish=[OutcomeUnknown("lost")], find=[found], revise=[found])
    with playing(script):
        delivery = planned(timezone.now())
        dispatch.send(delivery.pk, worker="w")
        assert reconcile.look(again(delivery)).state == State.REVISING
        dispatch.send(delivery.pk, worker="w")
        assert again(delivery).state == State.LIVE
        ((_, parcel),) = script.made("revise")
        assert parcel.rendition.digest == again(delivery).shown_digest
        assert dispatch.send(delivery.pk, worker="w") is None
    assert len(script.made("publish")) == 1


@pytest.mark.django_db
def test_one_round_of_settling_leaves_nothing_half_whole() -> None:
    found = replace(live(), mend=True)
    script = Script(publish=[OutcomeUnknown("lost")], find=[found], revise=[found])
    with playing(script):
        delivery = planned(timezone.now())
        dispatch.send(delivery.pk, worker="w")
        assert rounds.reconcile_once() == {State.LIVE: 1}
    assert (len(script.made("publish")), len(script.made("revise"))) == (1, 1)


def test_what_a_platform_whose_clock_is_behind_ours_has_made_is_looked_for_too() -> None:
    asked: list[datetime] = []

    def find(parcel: object, key: str, since: datetime, access: object) -> Receipt:
        asked.append(since)
        return live("found")

    with playing(Script(publish=[LOST], find=[find])):
        delivery = lost()
        assert reconcile.look(delivery).state == State.LIVE
    assert delivery.since is not None
    assert delivery.since - asked[0] == reconcile.CLOCKS_APART >= timedelta(minutes=5)
