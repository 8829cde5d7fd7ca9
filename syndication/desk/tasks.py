"""The desk's timer: pull what is due, and catch up with what was left behind."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from scheduler.access import open_wire
from syndication.desk.catch_up import catch_up
from syndication.desk.receive import receive
from syndication.sources.models import Source

log = logging.getLogger(__name__)

TAKES_AT_MOST = timedelta(minutes=5)


@shared_task
def pull_due() -> None:
    """Pull every source whose time has come. Claimed by compare-and-set, so that two ticks do not pull it twice."""
    now = timezone.now()
    due = Source.objects.filter(Q(next_pull_at=None) | Q(next_pull_at__lte=now), stopped=False)
    for source in due.order_by("next_pull_at"):
        mine = Source.objects.filter(pk=source.pk, next_pull_at=source.next_pull_at)
        if mine.update(next_pull_at=now + TAKES_AT_MOST):
            source.refresh_from_db()
            _pull(source)
    catch_up(open_wire(), now=timezone.now())


def _pull(source: Source) -> None:
    try:
        receive(source, open_wire(), who=f"source {source.name}", now=timezone.now())
    except Exception:
        # One source's trouble keeps no other waiting; it is met again at its next turn.
        log.exception("the source %s could not be pulled", source.name)
