"""What a source tells no more: its address is asked, and asked again at another time, before anything is believed.

410 is a statement and believed at once. 404 says little: a page that is being moved, a server set up wrongly, a portal rebuilt. It is
believed when it is said twice, ten minutes apart or more, while another item of the source that is there, on the same host, answers;
and not when more than a few items are gone together, which is a fault far more often than a decision. Then a person is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import islice

from channels.wire import Wire
from formatters.sentence import Sentence
from syndication.desk import source_notices
from syndication.desk.host_turn import host_of
from syndication.desk.withdraw import withdraw
from syndication.items.models import Item
from syndication.sources.models import Missing, Source
from syndication.sources.retrieve import status_of

log = logging.getLogger(__name__)

NOTE = "Cổng nguồn đã gỡ bài"
AGAIN = timedelta(minutes=10)  # between the two times that it is asked
LATER = timedelta(hours=1)  # when the answer was no answer, or is not believed
MOST_BELIEVED = 3  # items of one source that may be gone together
AT_ONCE = 20  # asked in one sweep
CONTROLS = 3  # items of which one must answer for the source to be well
LOOKED_AT = 500  # items among which those are looked for
GONE = (404, 410)
TOO_MANY = Sentence("quá nhiều bài cùng biến mất một lúc", "too many vanished together")
UNWELL = Sentence(
    "không có trang nào khác của nguồn trên cùng máy chủ trả lời", "no other page of the source on that host answers"
)


def missed(item: Item, source: Source, wire: Wire, *, who: str, now: datetime) -> bool:
    """The source tells this item no more. Whether it was withdrawn now; what answers 404 is asked again later."""
    if not item.link or Missing.objects.filter(item=item.pk).exists():
        return False
    status = status_of(item.link, wire)
    if status == 410:
        withdraw(item, reason="gone-410", note=NOTE, who=who, now=now)
        return True
    if status == 404:
        Missing.objects.get_or_create(item=item.pk, defaults={"source": source, "since": now, "ask_at": now + AGAIN})
    return False


def told_again(source: Source, items: Collection[int], *, now: datetime) -> None:
    """The source tells these items: none of them is missing."""
    if items and (rows := Missing.objects.filter(source=source)).exists():
        there = [row.pk for row in rows if row.item in items]
        rows.filter(pk__in=there).delete()
        _settle(source, now)


def ask_again(wire: Wire, *, now: datetime) -> int:
    """Ask for what was missing when it was asked for first, whether its source has changed or not. How many were withdrawn."""
    withdrawn = 0
    for row in Missing.objects.filter(ask_at__lte=now).select_related("source").order_by("ask_at")[:AT_ONCE]:
        # Claimed by compare-and-set, so that it is asked for by one worker; asked again later when that one dies.
        if not Missing.objects.filter(pk=row.pk, ask_at=row.ask_at).update(ask_at=now + LATER):
            continue
        try:
            withdrawn += _ask(row, wire, now)
        except Exception:
            log.exception("item %s could not be asked for", row.item)
    return withdrawn


def _ask(row: Missing, wire: Wire, now: datetime) -> bool:
    item = Item.objects.filter(pk=row.item).exclude(state=Item.State.WITHDRAWN).first()
    status = status_of(item.link, wire) if item else 200
    if item is None or 200 <= status < 300:
        row.delete()
        _settle(row.source, now)
        return False
    if status not in GONE:
        return False
    together = Missing.objects.filter(source=row.source).count()
    if status == 404:
        if together > MOST_BELIEVED:
            return _doubt(row, together, TOO_MANY, now)
        if not _is_well(row.source, host_of(item.link), wire):
            return _doubt(row, together, UNWELL, now)
    withdraw(item, reason=f"gone-{status}", note=NOTE, who=f"source {row.source.name}", now=now)
    row.delete()
    _settle(row.source, now)
    return True


def _is_well(source: Source, host: str, wire: Wire) -> bool:
    """Whether the page of another item on this host, which nobody misses, is there. Another host's says nothing of it."""
    missing = Missing.objects.filter(source=source).values("item")
    others = Item.objects.filter(source=source.name).exclude(state=Item.State.WITHDRAWN).exclude(pk__in=missing)
    links: Iterable[str] = others.exclude(link="").order_by("-pk").values_list("link", flat=True)[:LOOKED_AT]
    controls = islice((link for link in links if host_of(link) == host), CONTROLS)
    return any(200 <= status_of(link, wire) < 300 for link in controls)


def _doubt(row: Missing, together: int, why: Sentence, now: datetime) -> bool:
    Missing.objects.filter(pk=row.pk).update(doubted=True)
    source_notices.missing(row.source, together, why, now=now)
    return False


def _settle(source: Source, now: datetime) -> None:
    """Once nothing is doubted any more, nobody need look."""
    if not Missing.objects.filter(source=source, doubted=True).exists():
        source_notices.settled(source, source_notices.MISSING, now=now)
