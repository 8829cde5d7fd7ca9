"""The same work in the foreground, without a worker: what `run --once` and `reconcile --once` do."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from scheduler import dispatch, ledger, reconcile
from scheduler.models import Delivery

MOST_TURNS = 3  # of one delivery in one round: publish, look, and a follow-up


def run_once() -> Counter[str]:
    """Dispatch everything due and look after what that left open. How many deliveries ended in which state."""
    turns: Counter[int] = Counter()
    while True:
        now = timezone.now()
        reconcile.reap(now)
        ready = [row.pk for row in dispatch.due(now) if turns[row.pk] < MOST_TURNS]
        for delivery_id in ready:
            turns[delivery_id] += 1
            try:
                dispatch.send(delivery_id)
            except ledger.Conflict:
                continue
        looked = _look(turns, all_of_them=False)
        if not ready and not looked:
            return _states(turns)


def reconcile_once() -> Counter[str]:
    """Settle everything unknown, processing or stalled whose evidence can be had now, whenever its next look was set for."""
    turns: Counter[int] = Counter()
    reconcile.reap(timezone.now())
    _look(turns, all_of_them=True)
    while _look(turns, all_of_them=False):
        pass
    return _states(turns)


def _look(turns: Counter[int], *, all_of_them: bool) -> int:
    rows = [row for row in reconcile.due(timezone.now(), all_of_them=all_of_them) if turns[row.pk] < MOST_TURNS]
    for row in rows:
        turns[row.pk] += 1
        reconcile.look(row)
    return len(rows)


def _states(turns: Counter[int]) -> Counter[str]:
    return Counter(Delivery.objects.filter(pk__in=list(turns)).values_list("state", flat=True))
