"""Compare-and-set, an event for every move, and a plan that is made once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Attempt, Delivery, Event
from scheduler.ports import Clearance, May
from scheduler.states import NotAllowed, State
from tests.support.scripted import Script, again, coming, planned, playing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_planning_the_same_item_on_the_same_account_again_makes_no_second_delivery() -> None:
    first = planned(NOW)
    second = planned(NOW + timedelta(hours=1))
    assert first.pk == second.pk
    assert Delivery.objects.count() == 1


def test_the_database_itself_refuses_a_second_delivery() -> None:
    delivery = planned(NOW)
    delivery.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        delivery.save(force_insert=True)


def test_a_route_without_approvals_starts_at_planned_and_any_other_at_proposed() -> None:
    assert planned(NOW, item=1).state == State.PLANNED
    assert planned(NOW, item=2, approvals=1).state == State.PROPOSED


def test_every_move_writes_its_event_with_who_when_and_why() -> None:
    delivery = planned(NOW)
    ledger.move(delivery, State.WITHDRAWN, who="lan", why="withdraw", now=NOW, say=Sentence("vì", "because"))
    events = list(Event.objects.filter(delivery=delivery).order_by("version"))
    assert [(event.before, event.after, event.version) for event in events] == [
        ("", State.PLANNED, 1),
        (State.PLANNED, State.WITHDRAWN, 2),
    ]
    assert (events[1].who, events[1].why, events[1].at, events[1].say) == (
        "lan",
        "withdraw",
        NOW,
        {"vi": "vì", "en": "because"},
    )


def test_of_two_who_move_the_same_version_the_second_changes_nothing() -> None:
    first = planned(NOW)
    second = again(first)
    ledger.move(first, State.WITHDRAWN, who="a", why="a", now=NOW)
    with pytest.raises(ledger.Conflict):
        ledger.move(second, State.SENDING, who="b", why="b", now=NOW)
    assert again(first).state == State.WITHDRAWN
    assert Event.objects.filter(delivery=first).count() == 2


def test_a_move_that_the_table_does_not_have_is_refused() -> None:
    with pytest.raises(NotAllowed):
        ledger.move(planned(NOW), State.LIVE, who="a", why="a", now=NOW)


def test_a_claim_opens_its_attempt_and_names_the_digest_it_will_send() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        attempt = ledger.claim(delivery.pk, worker="w1", now=NOW)
    assert attempt is not None
    assert (attempt.act, attempt.digest, attempt.closed_at) == ("publish", delivery.coming_digest, None)
    claimed = again(delivery)
    assert (claimed.state, claimed.lease_by, claimed.lease_until) == (State.SENDING, "w1", NOW + ledger.LEASE)


def test_a_second_worker_gets_nothing_of_what_is_claimed() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        assert ledger.claim(delivery.pk, worker="w1", now=NOW) is not None
        assert ledger.claim(delivery.pk, worker="w2", now=NOW + timedelta(hours=1)) is None
    assert Attempt.objects.count() == 1


def test_nothing_is_claimed_before_its_time_or_on_a_paused_account() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        assert ledger.claim(delivery.pk, worker="w", now=NOW - timedelta(seconds=1)) is None
        ledger.pause(delivery.account, Sentence("", ""))
        assert ledger.claim(delivery.pk, worker="w", now=NOW) is None
    assert again(delivery).state == State.PLANNED


@pytest.mark.parametrize(
    ("may", "after"),
    [(May.PROPOSE, State.PROPOSED), (May.HOLD, State.HELD), (May.WITHDRAW, State.WITHDRAWN)],
)
def test_what_clearance_does_not_let_go_is_moved_where_it_says_and_no_attempt_is_opened(may: May, after: State) -> None:
    delivery = planned(NOW)
    script = Script(clearance=lambda row: Clearance(may, "why", Sentence("vì", "because")))
    with playing(script):
        assert ledger.claim(delivery.pk, worker="w", now=NOW) is None
    stopped = again(delivery)
    assert (stopped.state, stopped.reason_code, stopped.why.vi) == (after, "why", "vì")
    assert Attempt.objects.count() == 0


def test_a_wish_recorded_while_it_is_sent_does_not_undo_what_happened() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        attempt = ledger.claim(delivery.pk, worker="w", now=NOW)
        sent = again(delivery)
        ledger.amend(again(delivery), who="lan", why="withdraw", now=NOW, withdraw=True)
        outcome = ledger.Outcome("live")
        settled = ledger.settle(
            sent, State.LIVE, outcome, who="w", now=NOW, attempt=attempt, remote_id="r", **ledger.shown_fields(sent)
        )
    assert settled.remote_id == "r"
    assert settled.state == State.RETRACTING, "it became live, and then it was taken away as wished"


def test_a_late_answer_settles_what_was_taken_for_lost() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        attempt = ledger.claim(delivery.pk, worker="w", now=NOW)
        sent = again(delivery)
        ledger.move(again(delivery), State.UNKNOWN, who="reaper", why="lease-lost", now=NOW)
        settled = ledger.settle(
            sent,
            State.LIVE,
            ledger.Outcome("live"),
            who="w",
            now=NOW,
            attempt=attempt,
            remote_id="r",
            **ledger.shown_fields(sent),
        )
    assert (settled.state, settled.remote_id) == (State.LIVE, "r")


def test_an_answer_that_comes_after_a_person_decided_changes_nothing_but_is_kept_with_its_attempt() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        attempt = ledger.claim(delivery.pk, worker="w", now=NOW)
        assert attempt is not None
        sent = again(delivery)
        held = ledger.move(again(delivery), State.HELD, who="x", why="x", now=NOW, say=Sentence("", "x"))
        ledger.move(held, State.WITHDRAWN, who="lan", why="resolved", now=NOW)
        with pytest.raises(ledger.Conflict):
            ledger.settle(sent, State.LIVE, ledger.Outcome("live"), who="w", now=NOW, attempt=attempt)
    assert again(delivery).state == State.WITHDRAWN
    attempt.refresh_from_db()
    assert attempt.outcome == "live"


def test_a_closed_attempt_is_never_edited() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        attempt = ledger.claim(delivery.pk, worker="w", now=NOW)
        assert attempt is not None
        sent = ledger.settle(again(delivery), State.UNKNOWN, ledger.Outcome("first"), who="w", now=NOW, attempt=attempt)
        ledger.settle(sent, State.LIVE, ledger.Outcome("second"), who="w", now=NOW, attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.outcome == "first"


def test_what_was_approved_meanwhile_is_revised_as_soon_as_it_is_live() -> None:
    delivery = planned(NOW)
    with playing(Script()):
        attempt = ledger.claim(delivery.pk, worker="w", now=NOW)
        sent = again(delivery)
        ledger.amend(again(delivery), who="desk", why="revision", now=NOW, ready=True, **coming("khác", 2).fields)
        settled = ledger.settle(
            sent, State.LIVE, ledger.Outcome("live"), who="w", now=NOW, attempt=attempt, **ledger.shown_fields(sent)
        )
    assert settled.state == State.REVISING
    assert (settled.shown_revision, settled.coming_revision) == (1, 2), "the ledger knows what was really sent"
