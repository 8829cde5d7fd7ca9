"""A source's turn: claimed by whoever knows when it was to be, one host at a time, and kept while it lasts."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from formatters.sentence import Sentence
from scheduler.access import open_wire
from scheduler.lease import Heartbeat
from syndication.desk.claim import Claim
from syndication.desk.host_turn import host_of, host_turn
from syndication.desk.receive import next_pull, receive
from syndication.desk.take_in import Pulled
from syndication.sources.models import Source

log = logging.getLogger(__name__)

WHOLE = 120.0  # seconds after which a pull that a person wants leaves the rest to the timer
TURN = 30.0  # seconds of a worker for one host; what is left of it is due again at once
PATIENCE = 60.0  # seconds that a person waits for a pull of the same host that is under way
BUSY = Sentence(
    "Nguồn này (hoặc nguồn khác cùng máy chủ) đang được lấy; hãy thử lại sau ít phút.",
    "This source, or another one of its host, is being pulled; try again in a few minutes.",
)


def due(now: datetime) -> dict[str, list[int]]:
    """The sources whose time has come, by their hosts; who has waited longest comes first."""
    come = Source.objects.filter(Q(next_pull_at=None) | Q(next_pull_at__lte=now), stopped=False, paused=False)
    rows = come.order_by(F("next_pull_at").asc(nulls_first=True), "pk").values_list("pk", "url")
    hosts: dict[str, list[int]] = {}
    for pk, url in rows:
        hosts.setdefault(host_of(url), []).append(pk)
    return hosts


def pull_all(ids: Iterable[int]) -> None:
    """Pull these sources, all of one host, in this order, those that are still due. One's trouble keeps no other waiting.

    It ends when somebody else has the host's turn, or when the worker has given it its time; what is left is due again.
    """
    began = time.monotonic()
    wanted = list(ids)
    rows = Source.objects.in_bulk(wanted)
    for source in (rows[pk] for pk in wanted if pk in rows):
        if not _is_due(source, timezone.now()):
            continue
        with host_turn(host_of(source.url)) as ours:
            if not ours:
                return
            try:
                _pull(source, f"source {source.name}")
            except Exception:
                log.exception("the source %s could not be pulled", source.name)
        if time.monotonic() - began > TURN:
            return


def pull_now(source: Source, *, who: str) -> Pulled:
    """Pull it because a person wants it, whether it is due, paused or stopped. One that is stopped and answers goes on.

    What is left because files are slow is pulled for again and again, as long as entries come of it and for `WHOLE` seconds.
    """
    began = time.monotonic()
    with host_turn(host_of(source.url), patience=PATIENCE) as ours:
        if ours:
            source.refresh_from_db()
            pulled = more = _pull(source, who)
            while more and pulled and more.left and more.new + more.revised and time.monotonic() - began < WHOLE:
                more = _pull(source, who)
                pulled = _both(pulled, more) if more else pulled
            if pulled is not None:
                return pulled
    return Pulled(source.name, error=BUSY.to_json())


def _both(first: Pulled, then: Pulled) -> Pulled:
    """What came of two pulls, of which the second took up what the first had left."""
    added = {name: getattr(first, name) + getattr(then, name) for name in ("new", "revised", "withdrawn")}
    return replace(then, unchanged=first.unchanged, **added)


def _is_due(source: Source, now: datetime) -> bool:
    come = source.next_pull_at is None or source.next_pull_at <= now
    return come and not (source.stopped or source.paused)


def _pull(source: Source, who: str) -> Pulled | None:
    """None when somebody else pulls it."""
    now = timezone.now()
    claim = Claim(source)
    source.next_pull_at, source.pulled_at = next_pull(source, now), now
    if not claim.take(now, source.next_pull_at):
        return None
    return receive(source, open_wire(), who=who, now=now, keeping=lambda: Heartbeat(claim.renew))
