"""A change of what is live: whose worker was lost, and one that the channel puts off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from channels.errors import Throttled
from formatters.sentence import Sentence
from scheduler import dispatch, ledger
from scheduler.ports import Clearance, May
from scheduler.states import State
from tests.support.scripted import Script, again, planned, playing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("frozen", [False, True])
def test_the_try_of_a_lost_worker_is_closed_when_its_change_is_claimed_again_or_held_back(frozen: bool) -> None:
    now = timezone.now()
    with playing(Script()) as script:
        delivery = planned(now)
        dispatch.send(delivery.pk, worker="A")
        ledger.move(again(delivery), State.REVISING, who="test", why="revise", now=now, due_at=now)
        first = ledger.claim(delivery.pk, worker="A", now=now)
        if frozen:
            script.clearance = lambda delivery: Clearance(May.HOLD, "frozen", Sentence("tạm giữ", "frozen"))
        second = ledger.claim(delivery.pk, worker="B", now=now + ledger.LEASE)
    assert first is not None
    assert (second is None) == frozen
    first.refresh_from_db()
    assert (first.outcome, first.closed_at) == ("lease-lost", now + ledger.LEASE)


def test_a_change_that_the_channel_puts_off_says_why_it_waits() -> None:
    now = timezone.now()
    with playing(Script()) as script:
        delivery = planned(now)
        dispatch.send(delivery.pk, worker="A")
        ledger.move(again(delivery), State.REVISING, who="test", why="revise", now=now, due_at=now)
        script.revise = [Throttled("slowly", after=timedelta(hours=1))]
        dispatch.send(delivery.pk, worker="A")
    waiting = again(delivery)
    assert (waiting.state, waiting.reason_code) == (State.REVISING, "throttled")
    assert waiting.why.vi
