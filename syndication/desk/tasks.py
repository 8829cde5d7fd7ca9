"""The desk's timer: pull what is due, and catch up with what was left behind."""

from __future__ import annotations

import logging
from datetime import datetime

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from scheduler.access import open_wire
from scheduler.lease import Heartbeat
from scheduler.ledger import LEASE
from syndication.desk.catch_up import catch_up
from syndication.desk.make_ready import make_next, next_wanted
from syndication.desk.preflight import preflight_due
from syndication.desk.read_back import read_back
from syndication.desk.receive import receive
from syndication.desk.watch import watch
from syndication.sources.models import Source

log = logging.getLogger(__name__)


@shared_task
def pull_due() -> None:
    """Pull every source whose time has come, then sweep, and have the next film made ready that is wanted."""
    now = timezone.now()
    due = Source.objects.filter(Q(next_pull_at=None) | Q(next_pull_at__lte=now), stopped=False)
    for source in due.order_by("next_pull_at"):
        _pull(source, now)
    catch_up(open_wire(), now=timezone.now())
    if next_wanted(timezone.now()) is not None:
        make_films.apply_async(queue="films", expires=10)


@shared_task
def make_films() -> None:
    """Make the next film ready that a channel waits for; on a queue of its own, for it may take hours."""
    make_next(clock=timezone.now)


@shared_task
def look_ahead() -> None:
    """Look at what routes have planned, before its time comes."""
    preflight_due(now=timezone.now())


@shared_task
def read_back_due() -> None:
    """Read back what has lately become public, and tell people where the attribution is gone."""
    read_back(now=timezone.now())


@shared_task
def watch_accounts() -> None:
    """Ask the accounts how they are, and tell people what they must hear of."""
    watch(now=timezone.now())


class _Claim:
    """The turn to pull a source: its next pull is put off for a lease, by whoever knows when it was to be."""

    def __init__(self, source: Source) -> None:
        self._id = source.pk
        self._until = source.next_pull_at

    def renew(self, now: datetime) -> bool:
        """Put it off again; False when somebody else has, or when the pull is done."""
        until = now + LEASE
        kept = Source.objects.filter(pk=self._id, next_pull_at=self._until).update(next_pull_at=until)
        self._until = until
        return bool(kept)


def _pull(source: Source, now: datetime) -> None:
    """Claimed by compare-and-set and kept by a heartbeat: two ticks do not pull it twice, and a dead one blocks it no longer
    than a lease."""
    claim = _Claim(source)
    if not claim.renew(now):
        return
    source.refresh_from_db()
    try:
        with Heartbeat(claim.renew):
            receive(source, open_wire(), who=f"source {source.name}", now=timezone.now())
    except Exception:
        # One source's trouble keeps no other waiting; it is met again at its next turn.
        log.exception("the source %s could not be pulled", source.name)
