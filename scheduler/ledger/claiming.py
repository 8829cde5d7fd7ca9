"""Claiming: a lease and an open attempt in one transaction, and clearance asked in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from scheduler import pace, ports
from scheduler.ledger.moving import Conflict, amend, follow_up, move, take
from scheduler.ledger.quiet import put_off
from scheduler.models import Account, Attempt, Delivery
from scheduler.states import State

LEASE = timedelta(seconds=settings.SCHEDULER_LEASE_SECONDS)
ACTS = {State.PLANNED: "publish", State.REVISING: "revise", State.RETRACTING: "retract"}
GO = ports.Clearance(ports.May.GO)
AGAIN = timedelta(seconds=10)  # after which clearance is asked again of what it lets wait


def claim(delivery_id: int, *, worker: str, now: datetime) -> Attempt | None:
    """As `claim_each`, for one; None when there is nothing to do."""
    return next(iter(claim_each([delivery_id], worker=worker, now=now)), None)


def claim_each(delivery_ids: Sequence[int], *, worker: str, now: datetime) -> list[Attempt]:
    """Lease those of them that are due to `worker` and open their attempts, as far as they may still go.

    All in one transaction, so that clearance costs the same few questions for one and for many. What clearance does not let
    go is moved where it says; what would leave in quiet hours is put off. Each attempt carries its delivery as it is now.
    """
    try:
        with transaction.atomic():
            return _claim(delivery_ids, worker, now)
    except Conflict:
        return []  # one was moved between our look and our claim: all are due as before, and are offered again


def _claim(delivery_ids: Sequence[int], worker: str, now: datetime) -> list[Attempt]:
    ready = _ready(_rows(delivery_ids), now)
    asked = [row for row in ready if row.state != State.RETRACTING]
    answers = dict(zip((row.pk for row in asked), ports.clearance()(asked), strict=True))
    cleared: list[Delivery] = []
    for row in ready:
        answer = answers.get(row.pk, GO)
        if answer.may is ports.May.GO:
            cleared.append(row)
        elif answer.may is ports.May.WAIT:
            _wait(row, answer, now)
        else:
            _hold_back(row, answer, now)
    return _lease(cleared, worker, now)


def _rows(delivery_ids: Sequence[int]) -> list[Delivery]:
    """The rows, kept from other claimers until our transaction ends; what another has at this moment is left to it."""
    rows = Delivery.objects.select_related("account").select_for_update(of=("self",), skip_locked=True)
    found = rows.defer("shown", "memo").in_bulk(delivery_ids)
    return [found[pk] for pk in dict.fromkeys(delivery_ids) if pk in found]


def _ready(rows: Iterable[Delivery], now: datetime) -> list[Delivery]:
    """Those that are due, in time, outside quiet hours, and whose turn it is on their account."""
    ready: list[Delivery] = []
    taken: set[int] = set()  # accounts whose turn one of these has
    for row in rows:
        if not is_due(row, now):
            continue
        if row.state == State.PLANNED:
            its = pace.pace_of(row.account)
            if its.too_late(row, now):
                continue  # `late.sweep` has the word
            if put_off(row, now):
                continue
            spacing = its.after(row, now)
            if spacing and not _its_turn(row, spacing, taken, now):
                continue
        ready.append(row)
    return ready


def _lease(rows: Sequence[Delivery], worker: str, now: datetime) -> list[Attempt]:
    acts = {row.pk: ACTS[State(row.state)] for row in rows}
    lease: dict[str, Any] = {"lease_until": now + LEASE, "lease_by": worker}
    for state in ACTS:
        same = [row for row in rows if row.state == state]
        if same and state is State.PLANNED:
            take(same, State.SENDING, who=worker, now=now, since=now, absent_at=None, **lease)
        elif same:
            take(same, state, who=worker, now=now, **lease)
            _close_abandoned(same, now)
    return Attempt.objects.bulk_create(
        Attempt(
            delivery=row,
            act=acts[row.pk],
            digest=row.shown_digest if acts[row.pk] == "retract" else row.coming_digest,
            worker=worker,
            opened_at=now,
        )
        for row in rows
    )


def _close_abandoned(rows: Sequence[Delivery], now: datetime) -> None:
    """A change whose worker was lost is simply claimed again; the try that it left open is closed, for nobody will."""
    abandoned = Attempt.objects.filter(delivery__in=rows, closed_at=None)
    abandoned.update(closed_at=now, outcome="lease-lost", cause="its worker was lost")


def is_due(delivery: Delivery, now: datetime) -> bool:
    """Whether a worker may take it now: planned and due, or a change that nobody holds. A paused account waits."""
    if delivery.account.paused or delivery.due_at is None or delivery.due_at > now:
        return False
    if delivery.state == State.PLANNED:
        return True
    free = delivery.lease_until is None or delivery.lease_until <= now
    return delivery.state in (State.REVISING, State.RETRACTING) and free and delivery.check_at is None


def _its_turn(delivery: Delivery, spacing: timedelta, taken: set[int], now: datetime) -> bool:
    """Whether the account's spacing lets another one leave; two workers that ask at once are told one after the other."""
    if delivery.account_id not in taken:
        Account.objects.select_for_update().get(pk=delivery.account_id)
        latest = pace.last_publication(delivery.account_id)
        if latest is None or latest + spacing <= now:
            taken.add(delivery.account_id)
            return True
    Delivery.objects.filter(pk=delivery.pk).update(offered_at=None)
    return False


def _wait(delivery: Delivery, answer: ports.Clearance, now: datetime) -> None:
    """Ask again in a while; its event says so once, however long it takes."""
    later: dict[str, Any] = {"due_at": now + AGAIN, "offered_at": None}
    if delivery.reason_code == answer.code:
        Delivery.objects.filter(pk=delivery.pk, version=delivery.version).update(**later)
        return
    say = answer.say.to_json() if answer.say else {}
    later |= {"reason": say, "reason_code": answer.code}
    amend(delivery, who="clearance", why=answer.code, now=now, say=answer.say, **later)


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
    _close_abandoned([row], now)
    follow_up(row, now=now)


def renew(delivery_ids: Sequence[int], *, worker: str, now: datetime) -> set[int]:
    """Lengthen the leases that `worker` holds on these; which it still holds. Not a move: it leaves no event."""
    held = Delivery.objects.filter(pk__in=delivery_ids, lease_by=worker, lease_until__isnull=False)
    held.update(lease_until=now + LEASE)
    return set(held.values_list("pk", flat=True))
