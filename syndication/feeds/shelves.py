"""What stands in which document of a page: the newest in the one that readers subscribe to, everything older in archives.

An archive document (RFC 5005) is closed once and keeps its number and its entries for ever; corrections and withdrawals
change what they say. What stands in no archive yet stands in the subscription document, so that both together are
everything. The newest are never closed in, for they are the ones that are corrected; so an entry may stand in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from syndication.feeds import places
from syndication.feeds.models import Place

NEWEST = 100  # that are live, in the subscription document
CLOSED = 50  # in an archive document
CHANGES = 50  # corrected or withdrawn lately: in the subscription document, however old they are
LATELY = timedelta(
    days=30
)  # before the page's last change: so it depends on the ledger alone and not on when it is built
ROOM = 600_000  # bytes: with long bodies it is fewer entries. What surrounds a body makes of it less than a megabyte


def current(account: int, page: str) -> list[Place]:
    """What the subscription document shows, newest first by publication and then by id."""
    mine = _on(account, page)
    live = list(within(ROOM, mine.filter(gone=False).order_by("-rank", "-delivery_id")[:NEWEST]))
    waiting = mine.filter(archive=None).order_by("-rank", "-delivery_id")[: 2 * NEWEST]
    changed = list(mine.filter(changed__isnull=False).order_by("-changed", "-delivery_id")[:CHANGES])
    seen = {place.pk: place for place in (*live, *waiting)}
    newest = max(map(_moved, (*seen.values(), *changed)), default=None)
    lately = (place for place in changed if newest is not None and _moved(place) >= newest - LATELY)
    seen |= {place.pk: place for place in within(ROOM // 2, [place for place in lately if place.pk not in seen])}
    return sorted(seen.values(), key=_order, reverse=True)


def archived(account: int, page: str, number: int) -> list[Place]:
    """What stands in one archive document, newest first by publication and then by id."""
    return sorted(_on(account, page).filter(archive=number), key=_order, reverse=True)


def last_archive(account: int, page: str) -> int:
    """The number of the page's newest archive document; 0 while it has none."""
    numbered = _on(account, page).filter(archive__isnull=False).order_by("-archive")
    return numbered.values_list("archive", flat=True).first() or 0


def close(account: int, page: str, *, most: int) -> int:
    """Close what has waited long enough into archive documents, oldest first, at most so many; how many were closed.

    To be called by one at a time for an account. What was closed, and the document before it, which now has a next one, are
    noted as stale.
    """
    last = before = last_archive(account, page)
    while last - before < most and (batch := _ripe(account, page, last)):
        last += 1
        with transaction.atomic():
            Place.objects.filter(pk__in=batch).update(archive=last)
            places.spoil(account, [(page, number) for number in (last - 1, last) if number])
    return last - before


def is_full(account: int, page: str) -> bool:
    """Whether there is something to close on this page."""
    return bool(_ripe(account, page, last_archive(account, page)))


def within(room: int, found: Iterable[Place]) -> Iterator[Place]:
    """As many of these as there is room for, in bytes; always the first."""
    taken = 0
    for place in found:
        taken += place.size
        if taken > room and taken > place.size:
            return
        yield place


def _ripe(account: int, page: str, last: int) -> list[int]:
    """What is closed in next, [] while too little waits.

    The first two are closed together: a document alone has neither a previous nor a next one, and would be no archive.
    """
    spare = 0 if last else CLOSED
    waiting = list(_on(account, page).filter(archive=None).order_by("rank", "delivery_id")[: NEWEST + spare])
    full = len(waiting) >= NEWEST + spare or sum(place.size for place in waiting) > ROOM * (1 if last else 1.5)
    if not waiting or not (full or last == 1):
        return []
    return [place.pk for place in within(ROOM // 2, waiting[:CLOSED])]


def _on(account: int, page: str) -> QuerySet[Place]:
    return Place.objects.filter(account=account, page=page)


def _order(place: Place) -> tuple[datetime, int]:
    return place.rank, place.delivery_id


def _moved(place: Place) -> datetime:
    return max(place.rank, place.changed or place.rank)
