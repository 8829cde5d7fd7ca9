"""Claiming: a lease and an open attempt in one transaction, and clearance asked in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from scheduler import pace, ports
from scheduler.ledger.moving import Conflict, amend, follow_up, move
from scheduler.ledger.quiet import put_off
from scheduler.models import Account, Attempt, Delivery
from scheduler.states import State

LEASE = timedelta(seconds=settings.SCHEDULER_LEASE_SECONDS)
ACTS = {State.PLANNED: "publish", State.REVISING: "revise", State.RETRACTING: "retract"}


@transaction.atomic
def claim(delivery_id: int, *, worker: str, now: datetime) -> Attempt | None:
    """Lease a due delivery to `worker` and open its attempt, if it may still go; None when there is nothing to do.

    What clearance does not let go is moved where it says; what would leave in quiet hours is put off.
    """
    delivery = Delivery.objects.select_related("account").filter(pk=delivery_id).first()
    if delivery is None or not is_due(delivery, now):
        return None
    state = State(delivery.state)
    try:
        if state is State.PLANNED:
            if pace.pace_of(delivery.account).too_late(delivery, now):
                return None  # `late.sweep` has the word
            if put_off(delivery, now):
                return None
            if not _its_turn(delivery, now):
                return None
        if state is not State.RETRACTING:
            answer = ports.clearance()(delivery)
            if answer.may is not ports.May.GO:
                _hold_back(delivery, answer, now)
                return None
        lease: dict[str, Any] = {"lease_until": now + LEASE, "lease_by": worker, "offered_at": None}
        if state is State.PLANNED:
            move(delivery, State.SENDING, who=worker, why="claimed", now=now, since=now, absent_at=None, **lease)
        else:
            amend(delivery, who=worker, why="claimed", now=now, **lease)
            _close_abandoned(delivery, now)
    except Conflict:
        return None
    digest = delivery.shown_digest if state is State.RETRACTING else delivery.coming_digest
    return Attempt.objects.create(delivery=delivery, act=ACTS[state], digest=digest, worker=worker, opened_at=now)


def _close_abandoned(delivery: Delivery, now: datetime) -> None:
    """A change whose worker was lost is simply claimed again; the try that it left open is closed, for nobody will."""
    abandoned = Attempt.objects.filter(delivery=delivery, closed_at=None)
    abandoned.update(closed_at=now, outcome="lease-lost", cause="its worker was lost")


def is_due(delivery: Delivery, now: datetime) -> bool:
    """Whether a worker may take it now: planned and due, or a change that nobody holds. A paused account waits."""
    if delivery.account.paused or delivery.due_at is None or delivery.due_at > now:
        return False
    if delivery.state == State.PLANNED:
        return True
    free = delivery.lease_until is None or delivery.lease_until <= now
    return delivery.state in (State.REVISING, State.RETRACTING) and free and delivery.check_at is None


def _its_turn(delivery: Delivery, now: datetime) -> bool:
    """Whether the account's spacing lets another one leave; two workers that ask at once are told one after the other."""
    spacing = pace.pace_of(delivery.account).after(delivery, now)
    if not spacing:
        return True
    Account.objects.select_for_update().get(pk=delivery.account_id)
    latest = pace.last_publication(delivery.account_id)
    if latest is None or latest + spacing <= now:
        return True
    Delivery.objects.filter(pk=delivery.pk).update(offered_at=None)
    return False


def _hold_back(delivery: Delivery, answer: ports.Clearance, now: datetime) -> None:
    after = {ports.May.PROPOSE: State.PROPOSED, ports.May.HOLD: State.HELD, ports.May.WITHDRAW: State.WITHDRAWN}
    target = after[answer.may]
    changes: dict[str, Any] = {"lease_until": None}
    if answer.may is ports.May.PROPOSE:
        changes["ready"] = False
    if answer.may is ports.May.WITHDRAW:
        changes["withdraw"] = True
    if delivery.state == State.REVISING and target is not State.HELD:
        target = State.LIVE  # a change that may not go leaves what is live as it is
    row = move(delivery, target, who="clearance", why=answer.code, now=now, say=answer.say, **changes)
    _close_abandoned(row, now)
    follow_up(row, now=now)


def renew(delivery_id: int, *, worker: str, now: datetime) -> bool:
    """Lengthen the lease that `worker` holds; False when it has lost it. Not a move: it leaves no event."""
    held = Delivery.objects.filter(pk=delivery_id, lease_by=worker, lease_until__isnull=False)
    return bool(held.update(lease_until=now + LEASE))
