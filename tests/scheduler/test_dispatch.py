"""Where every answer and every error of a channel leads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from channels.channel import Receipt, Remote
from channels.errors import (
    AccountBroken,
    ChannelError,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unavailable,
    Unsupported,
)
from formatters.sentence import Sentence
from scheduler import dispatch, ledger
from scheduler.models import Attempt, Delivery, Event
from scheduler.retry import MOST_TRIES
from scheduler.states import State
from tests.support.scripted import Script, account, again, coming, live, planned, playing

pytestmark = pytest.mark.django_db


def sent(script: Script) -> Delivery:
    delivery = planned(timezone.now())
    with playing(script):
        dispatch.send(delivery.pk, worker="w")
    return again(delivery)


def test_an_accepted_delivery_is_live_with_its_receipt_and_a_closed_attempt() -> None:
    script = Script()
    delivery = sent(script)
    assert (delivery.state, delivery.remote_id, delivery.url) == (State.LIVE, "r1", "https://place.example/r1")
    assert (delivery.shown_digest, delivery.shown_revision) == (delivery.coming_digest, 1)
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.digest) == ("live", delivery.shown_digest)
    assert attempt.closed_at is not None
    assert len(script.made("publish")) == 1


def test_the_attempt_is_in_the_database_before_the_first_byte_leaves() -> None:
    seen: list[tuple[str, int]] = []

    def publish(parcel: object, key: str, access: object) -> Receipt:
        seen.append((Delivery.objects.get().state, Attempt.objects.filter(closed_at=None).count()))
        return live()

    sent(Script(publish=[publish]))
    assert seen == [(State.SENDING, 1)]


def test_what_the_channel_is_still_working_on_is_processing() -> None:
    delivery = sent(Script(publish=[Receipt(Remote.PROCESSING, handle="token")]))
    assert (delivery.state, delivery.handle) == (State.PROCESSING, "token")
    assert delivery.check_at is not None


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (OutcomeUnknown("lost"), State.UNKNOWN),
        (Refused("no"), State.REFUSED),
        (Throttled("later", after=timedelta(minutes=5)), State.PLANNED),
        (Unavailable("down"), State.PLANNED),
        (AccountBroken("token"), State.HELD),
        (Unsupported("ours"), State.HELD),
        (RuntimeError("a fault nobody foresaw"), State.UNKNOWN),
    ],
)
def test_each_error_leads_where_its_name_says(error: Exception, state: State) -> None:
    delivery = sent(Script(publish=[error]))
    assert delivery.state == state
    assert Attempt.objects.get().closed_at is not None
    if isinstance(error, ChannelError):
        assert Attempt.objects.get().outcome == error.code


def test_an_unknown_outcome_is_never_sent_again_by_dispatch() -> None:
    script = Script(publish=[OutcomeUnknown("lost"), live()])
    delivery = planned(timezone.now())
    with playing(script):
        for _ in range(3):
            dispatch.send(delivery.pk, worker="w")
        assert dispatch.due(timezone.now() + timedelta(days=1)) == []
    assert len(script.made("publish")) == 1


def test_throttling_waits_as_long_as_the_platform_asked_and_is_never_given_up() -> None:
    script = Script(publish=[Throttled("later", after=timedelta(minutes=5))])
    delivery = planned(timezone.now())
    with playing(script):
        for _ in range(MOST_TRIES + 3):
            Delivery.objects.update(due_at=timezone.now())
            dispatch.send(delivery.pk, worker="w")
    waiting = again(delivery)
    assert waiting.state == State.PLANNED
    assert waiting.due_at is not None
    assert timedelta(minutes=4) < waiting.due_at - timezone.now() <= timedelta(minutes=5)


def test_a_channel_that_never_answers_is_given_to_a_person_after_many_tries() -> None:
    script = Script(publish=[Unavailable("down")])
    delivery = planned(timezone.now())
    with playing(script):
        for _ in range(MOST_TRIES):
            Delivery.objects.update(due_at=timezone.now())
            dispatch.send(delivery.pk, worker="w")
    held = again(delivery)
    assert (held.state, held.held_from) == (State.HELD, State.SENDING)
    assert held.why == dispatch.TRIED_TOO_OFTEN


def test_a_broken_account_is_paused_so_that_nothing_else_is_tried_on_it() -> None:
    broken = AccountBroken("190/463", say=Sentence("Mã hết hạn.", "The token has expired."))
    script = Script(publish=[broken])
    first, second = planned(timezone.now(), item=1), planned(timezone.now(), item=2)
    with playing(script):
        dispatch.send(first.pk, worker="w")
        dispatch.send(second.pk, worker="w")
    assert len(script.made("publish")) == 1
    assert again(second).state == State.PLANNED
    assert again(first).account.why_paused.en == "The token has expired."


def test_the_same_bytes_leave_on_every_repeat() -> None:
    script = Script(publish=[Unavailable("down"), Unavailable("down"), live()])
    delivery = planned(timezone.now())
    with playing(script):
        for _ in range(3):
            Delivery.objects.update(due_at=timezone.now())
            dispatch.send(delivery.pk, worker="w")
    digests = {parcel.rendition.digest for parcel in script.made("publish")}
    assert digests == {delivery.coming_digest}
    assert [attempt.digest for attempt in Attempt.objects.all()] == [delivery.coming_digest] * 3


def lived() -> Delivery:
    delivery = planned(timezone.now())
    dispatch.send(delivery.pk, worker="w")
    return again(delivery)


def test_a_revise_changes_the_same_delivery_and_never_makes_a_second() -> None:
    script = Script()
    with playing(script):
        delivery = lived()
        row = ledger.amend(
            delivery, who="desk", why="revision", now=timezone.now(), ready=True, **coming("Mới", 2).fields
        )
        ledger.follow_up(row, now=timezone.now())
        dispatch.send(delivery.pk, worker="w")
    revised = again(delivery)
    assert (revised.state, revised.shown_revision, revised.remote_id) == (State.LIVE, 2, "r1")
    assert len(script.made("publish")) == 1
    receipt, parcel = script.made("revise")[0]
    assert (receipt.remote_id, parcel.rendition.text) == ("r1", "Mới")
    assert Delivery.objects.count() == 1


def test_a_revise_that_the_channel_is_still_working_on_is_not_called_done() -> None:
    script = Script(revise=[Receipt(Remote.PROCESSING, remote_id="r1", handle="token")])
    with playing(script):
        delivery = lived()
        row = ledger.amend(
            delivery, who="desk", why="revision", now=timezone.now(), ready=True, **coming("Mới", 2).fields
        )
        ledger.follow_up(row, now=timezone.now())
        dispatch.send(delivery.pk, worker="w")
        working = again(delivery)
        assert (working.state, working.shown_revision) == (State.REVISING, 1)
        assert dispatch.due(timezone.now() + timedelta(days=1)) == [], "it is looked at, not sent again"


@pytest.mark.parametrize("error", [OutcomeUnknown("lost"), Unavailable("down")])
def test_a_revise_or_retract_whose_answer_was_lost_is_simply_tried_again(error: Exception) -> None:
    script = Script(retract=[error, Receipt(Remote.GONE)])
    with playing(script):
        delivery = lived()
        row = ledger.amend(delivery, who="lan", why="withdraw", now=timezone.now(), withdraw=True)
        ledger.follow_up(row, now=timezone.now())
        dispatch.send(delivery.pk, worker="w")
        assert again(delivery).state == State.RETRACTING
        Delivery.objects.update(due_at=timezone.now())
        dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.RETRACTED


def test_a_retract_that_the_channel_does_not_confirm_is_not_called_done() -> None:
    script = Script(retract=[live()])
    with playing(script):
        delivery = lived()
        row = ledger.amend(delivery, who="lan", why="withdraw", now=timezone.now(), withdraw=True)
        ledger.follow_up(row, now=timezone.now())
        dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.RETRACTING


def test_a_lost_lease_on_retracting_is_claimed_again() -> None:
    script = Script()
    with playing(script):
        delivery = lived()
        row = ledger.amend(delivery, who="lan", why="withdraw", now=timezone.now(), withdraw=True)
        ledger.follow_up(row, now=timezone.now())
        assert ledger.claim(delivery.pk, worker="dead", now=timezone.now()) is not None
        assert dispatch.due(timezone.now()) == [], "somebody holds it"
        Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert [row.pk for row in dispatch.due(timezone.now())] == [delivery.pk]


def test_what_was_never_seen_at_the_channel_is_not_removed_there_by_guessing() -> None:
    script = Script(publish=[Receipt(Remote.LIVE)])
    with playing(script):
        delivery = lived()
        row = ledger.amend(delivery, who="lan", why="withdraw", now=timezone.now(), withdraw=True)
        ledger.follow_up(row, now=timezone.now())
        dispatch.send(delivery.pk, worker="w")
    held = again(delivery)
    assert (held.state, held.why) == (State.HELD, dispatch.NO_OBJECT)
    assert script.made("retract") == []


def test_an_account_is_given_its_deliveries_one_by_one_at_its_spacing() -> None:
    spaced = account("spaced", spacing_seconds=60)
    now = timezone.now()
    with playing(Script()):
        first, second = planned(now, item=1, on=spaced), planned(now, item=2, on=spaced)
        assert [row.pk for row in dispatch.due(now)] == [first.pk]
        dispatch.send(first.pk, worker="w")
        assert dispatch.due(timezone.now()) == []
        assert dispatch.next_turn(timezone.now()) is not None
        later = timezone.now() + timedelta(seconds=61)
        assert [row.pk for row in dispatch.due(later)] == [second.pk]


def test_bytes_that_are_missing_hold_the_delivery_before_anything_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(delivery: Delivery) -> None:
        raise FileNotFoundError("media")

    monkeypatch.setattr(dispatch, "parcel_of", gone)
    script = Script()
    delivery = sent(script)
    assert (delivery.state, delivery.why) == (State.HELD, dispatch.OUR_FAULT)
    assert script.made("publish") == []


def test_every_move_of_a_whole_life_has_its_event() -> None:
    with playing(Script()):
        delivery = lived()
        row = ledger.amend(delivery, who="lan", why="withdraw", now=timezone.now(), withdraw=True)
        ledger.follow_up(row, now=timezone.now())
        dispatch.send(delivery.pk, worker="w")
    versions = list(Event.objects.order_by("version").values_list("version", flat=True))
    assert versions == list(range(1, again(delivery).version + 1)), "no version without its event"
