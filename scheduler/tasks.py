"""Celery's part: a tick that hands out ids, and the two tasks that take one. No logic: the ledger carries the truth."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery import current_app, shared_task
from django.utils import timezone

from channels.registry import all_channels
from scheduler import dispatch, late, ledger, reconcile
from scheduler.models import Delivery

log = logging.getLogger(__name__)

OFFER_AGAIN = timedelta(seconds=30)  # a message that was lost is replaced after this long


def queues() -> list[str]:
    """Every queue there is: the desk's own and one a channel, so that a slow one starves nobody."""
    return ["desk", *all_channels()]


@shared_task
def tick() -> None:
    """Reap lost leases, put aside what is too late; hand every due delivery to its channel's queue, each at most once in OFFER_AGAIN."""
    now = timezone.now()
    reconcile.reap(now)
    late.sweep(now)
    for delivery in dispatch.due(now, offered_before=now - OFFER_AGAIN):
        _offer(delivery, send.name, now)
    for delivery in reconcile.due(now, offered_before=now - OFFER_AGAIN):
        _offer(delivery, look.name, now)


def _offer(delivery: Delivery, task: str, now: datetime) -> None:
    _hand_over(task, delivery)
    Delivery.objects.filter(pk=delivery.pk, version=delivery.version).update(offered_at=now)


def _hand_over(task: str, delivery: Delivery) -> None:
    """Put the id on the channel's queue; a message that nobody takes in time is worth nothing any more."""
    current_app.send_task(task, args=[delivery.pk], queue=delivery.account.channel, expires=OFFER_AGAIN.total_seconds())


@shared_task
def send(delivery_id: int) -> None:
    """Do what is due for this delivery."""
    try:
        dispatch.send(delivery_id)
    except ledger.Conflict:
        log.info("delivery %s was decided otherwise meanwhile", delivery_id)


@shared_task
def look(delivery_id: int) -> None:
    """Look for evidence of this delivery."""
    delivery = Delivery.objects.select_related("account").filter(pk=delivery_id).first()
    if delivery is not None and reconcile.is_due(delivery, timezone.now()):
        reconcile.look(delivery)
        Delivery.objects.filter(pk=delivery_id).update(offered_at=None)
