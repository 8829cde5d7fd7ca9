"""Where each delivery stands in its feeds: kept beside the ledger, so that the newest are found without reading every story.

A place is written in the transaction of the move that changes it, so it is never behind; `index` makes all of an account's
places again from the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from django.db import transaction

from scheduler.models import Delivery
from scheduler.states import State
from syndication.feeds import pages
from syndication.feeds.entries import published_of
from syndication.feeds.models import Place, Stale

PUBLIC = (State.LIVE, State.REVISING, State.RETRACTING, State.HELD)
AT_ONCE = 100  # deliveries that are read at once when all places are made again
AROUND = 1500  # bytes that an entry takes besides its body: what is said about it, addresses, its attribution

_CHANGING = ["account", "title", "item", "rank", "gone", "changed", "size", "stamp"]


def note(delivery: Delivery) -> set[str]:
    """Keep the places of a delivery that is or was public, and no other that it had; the pages that show another thing now.

    Of any other delivery do nothing. Archive documents that it stands in are noted as stale.
    """
    wanted = {place.page: place for place in places_of(delivery)}
    if not wanted:
        return set()
    keep(wanted.values())
    # Asked with the rows locked, and not before: whoever closes them meanwhile has made the archive of what was, or waits for us.
    stands = Place.objects.filter(delivery=delivery).order_by("pk").select_for_update()
    now = dict(stands.values_list("page", "archive"))
    spoil(delivery.account_id, ((page, archive) for page, archive in now.items() if archive))
    if left := now.keys() - wanted.keys():
        Place.objects.filter(delivery=delivery, page__in=left).delete()
    return set(now)


def spoil(account: int, documents: Iterable[tuple[str, int]]) -> None:
    """Note that these archive documents, each by its page and its number, must be made again."""
    Stale.objects.bulk_create(Stale(account_id=account, page=page, archive=archive) for page, archive in documents)


def index(account: int) -> None:
    """Make all places of an account again. Reads its whole ledger, a hundred rows at a time, none of them moving meanwhile."""
    last = 0
    while True:
        with transaction.atomic():
            rows = Delivery.objects.filter(account=account, live_at__isnull=False, pk__gt=last).order_by("pk")
            chunk = list(rows.defer("coming", "memo").select_for_update(no_key=True)[:AT_ONCE])
            made = [place for delivery in chunk for place in places_of(delivery)]
            kept = {(place.delivery_id, place.page) for place in made}
            for pk, *known in Place.objects.filter(delivery__in=chunk).values_list("pk", "delivery_id", "page"):
                if tuple(known) not in kept:
                    Place.objects.filter(pk=pk).delete()
            keep(made)
        if not chunk:
            return
        last = chunk[-1].pk


def keep(places: Iterable[Place]) -> None:
    """Write these places, over those that their deliveries had on the same pages. None leaves its archive document."""
    Place.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["delivery", "page"], update_fields=_CHANGING
    )


def places_of(delivery: Delivery) -> list[Place]:
    """The places of a delivery, unsaved: one in the whole feed, one in its category, one in its unit. [] when it was never public."""
    gone = delivery.state == State.RETRACTED
    shown = delivery.shown
    if delivery.live_at is None or not isinstance(shown, dict) or not (gone or delivery.state in PUBLIC):
        return []
    settled = delivery.settled_at or delivery.live_at
    seen = (
        delivery.pk,
        "gone" if gone else "here",
        delivery.shown_digest,
        delivery.shown_modified and delivery.shown_modified.astimezone(UTC).isoformat(),
        settled.astimezone(UTC).isoformat(),
    )
    body = "" if gone else str(shown.get("html") or shown.get("text") or "")
    return [
        Place(
            delivery=delivery,
            account_id=delivery.account_id,
            page=page,
            title=title,
            item=delivery.item,
            rank=min(published_of(shown.get("published"), delivery.live_at), delivery.live_at),
            gone=gone,
            changed=settled if gone or settled > delivery.live_at else None,
            size=len(body.encode("utf-8", "replace")) + AROUND,
            stamp=" ".join(map(str, seen)),
        )
        for page, title in pages.pages_of(delivery).items()
    ]
