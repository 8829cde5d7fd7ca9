"""Celery's part: a tick that hands out ids, and the two tasks that take one. No logic: the ledger carries the truth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from celery import current_app, shared_task
from django.db.models import Q
from django.utils import timezone

from channels.registry import all_channels
from scheduler import dispatch, late, reconcile
from scheduler.lanes import LANES
from scheduler.models import Delivery

OFFER_AGAIN = timedelta(seconds=30)  # a message that was lost is replaced after this long
MOST_IN_ONE = 100  # ids of a message; an account is offered one message a lane at a time


def queues() -> list[str]:
    """Every queue there is: the clock's, the desk's, that of films, and one a channel, so that a slow one starves nobody."""
    return ["clock", "desk", "films", *all_channels()]


@shared_task
def tick() -> None:
    """Reap lost leases, put aside what is too late; hand every due delivery to its channel's queue, each at most once in OFFER_AGAIN."""
    now = timezone.now()
    reconcile.reap(now)
    late.sweep(now)
    before = now - OFFER_AGAIN
    for task, due in (
        (send.name, dispatch.due(now, offered_before=before)),
        (look.name, reconcile.due(now, offered_before=before)),
    ):
        for account_id in dict.fromkeys(row.account_id for row in due):
            _offer([row for row in due if row.account_id == account_id][: LANES * MOST_IN_ONE], task, now)


def _offer(rows: Sequence[Delivery], task: str, now: datetime) -> None:
    """Note that these of one account are offered, then put their ids on its channel's queue. Of two ticks at once, one offers each.

    A message that nobody takes in time is worth nothing any more.
    """
    ids, channel = [row.pk for row in rows], rows[0].account.channel
    free = Q(offered_at=None) | Q(offered_at__lte=now - OFFER_AGAIN)
    same = Delivery.objects.filter(pk__in=ids, state__in={row.state for row in rows})
    if same.filter(free).update(offered_at=now) != len(ids):
        mine = set(same.filter(offered_at=now).values_list("pk", flat=True))
        ids = [pk for pk in ids if pk in mine]
    size = -(-len(ids) // LANES) or 1
    for start in range(0, len(ids), size):
        current_app.send_task(task, args=ids[start : start + size], queue=channel, expires=OFFER_AGAIN.total_seconds())


@shared_task
def send(*delivery_ids: int) -> None:
    """Do what is due for these deliveries."""
    dispatch.send_each(delivery_ids)


@shared_task
def look(*delivery_ids: int) -> None:
    """Look for evidence of these deliveries."""
    reconcile.look_each(delivery_ids)
