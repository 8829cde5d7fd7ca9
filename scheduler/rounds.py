"""The same work in the foreground, without a worker: what `run --once` and `reconcile --once` do."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from scheduler import dispatch, late, ledger, reconcile
from scheduler.models import Delivery
from scheduler.states import State

MOST_TURNS = 12  # of one delivery in one round: publish, looks, and a follow-up
PATIENCE = timedelta(seconds=15)  # for what a channel is working on, and for an account's spacing


def run_once(patience: timedelta = PATIENCE) -> Counter[str]:
    """Dispatch everything due and look after what that left open. How many deliveries ended in which state.

    Waits up to `patience` in all for what will be ready soon: a channel that is still working, an account's spacing.
    """
    turns: Counter[int] = Counter()
    until = timezone.now() + patience
    while True:
        now = timezone.now()
        reconcile.reap(now)
        late.sweep(now)
        sent = _send(turns, now)
        looked = _look(turns, all_of_them=False)
        if not sent and not looked and not _wait(turns, until):
            return _states(turns)


def reconcile_once() -> Counter[str]:
    """Settle everything unknown, processing or stalled whose evidence can be had now, whenever its next look was set for.

    What was found again and is not whole is made whole at once: it is not settled before.
    """
    turns: Counter[int] = Counter()
    reconcile.reap(timezone.now())
    _look(turns, all_of_them=True)
    while _send(turns, timezone.now(), mending=True) or _look(turns, all_of_them=False):
        pass
    return _states(turns)


def _send(turns: Counter[int], now: datetime, *, mending: bool = False) -> int:
    """Whatever is due; with `mending` only what this round has found, live and not whole."""
    ready = [row.pk for row in dispatch.due(now) if turns[row.pk] < MOST_TURNS]
    if mending:
        found = Delivery.objects.filter(pk__in=list(turns), state=State.REVISING)
        ready = [pk for pk in found.values_list("pk", flat=True) if pk in ready]
    for delivery_id in ready:
        turns[delivery_id] += 1
        try:
            dispatch.send(delivery_id)
        except ledger.Conflict:
            continue  # decided otherwise meanwhile; the ledger has it
    return len(ready)


def _look(turns: Counter[int], *, all_of_them: bool) -> int:
    found = reconcile.due(timezone.now(), limit=None, all_of_them=all_of_them)
    rows = [row for row in found if turns[row.pk] < MOST_TURNS]
    for row in rows:
        turns[row.pk] += 1
        reconcile.look(row)
    return len(rows)


def _wait(turns: Counter[int], until: datetime) -> bool:
    """Sleep until something of this round is ready, when that is before `until`; False when nothing will be."""
    now = timezone.now()
    waiting = Delivery.objects.filter(pk__in=[pk for pk, count in turns.items() if count < MOST_TURNS])
    looks = waiting.filter(reconcile.WAITING, check_at__isnull=False, account__paused=False)
    # Planned again with progress kept: the channel is working on what it has (a film), and is asked again soon.
    # And a change of what is live is simply tried again.
    under_way = (Q(state=State.PLANNED) & ~Q(memo=b"")) | Q(state__in=(State.REVISING, State.RETRACTING), check_at=None)
    begun = waiting.filter(under_way, due_at__gt=now, account__paused=False)
    times = [
        *looks.order_by("check_at").values_list("check_at", flat=True)[:1],
        *begun.order_by("due_at").values_list("due_at", flat=True)[:1],
        dispatch.next_turn(now),
    ]
    soon = min((at for at in times if at is not None), default=None)
    if soon is None or soon > until:
        return False
    time.sleep(max(0.0, (soon - now).total_seconds()))
    return True


def _states(turns: Counter[int]) -> Counter[str]:
    return Counter(Delivery.objects.filter(pk__in=list(turns)).values_list("state", flat=True))
