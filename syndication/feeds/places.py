"""Where each delivery stands in its feeds: kept beside the ledger, so that the newest are found without reading every story.

A place is written in the transaction of the move that changes it, so it is never behind; `index` makes all of an account's
places again from the ledger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC

from django.db import transaction

from scheduler.models import Delivery
from scheduler.states import State
from syndication.feeds.entries import published_of
from syndication.feeds.models import Place

NEWEST = 100
PUBLIC = (State.LIVE, State.REVISING, State.RETRACTING, State.HELD)

_CHANGING = ["account", "category", "name", "published", "rank", "stamp"]


def note(delivery: Delivery) -> None:
    """Keep the place of a delivery that is or was public; of any other do nothing."""
    keep(filter(None, [place_of(delivery)]))


def index(account: int) -> None:
    """Make all places of an account again. Reads its whole ledger, a hundred rows at a time, none of them moving meanwhile."""
    last = 0
    while True:
        with transaction.atomic():
            rows = Delivery.objects.filter(account=account, live_at__isnull=False, pk__gt=last).order_by("pk")
            chunk = list(rows.defer("coming", "memo").select_for_update(no_key=True)[:NEWEST])
            keep(filter(None, map(place_of, chunk)))
        if not chunk:
            return
        last = chunk[-1].pk


def keep(places: Iterable[Place]) -> None:
    """Write these places, over those that their deliveries had."""
    Place.objects.bulk_create(places, update_conflicts=True, unique_fields=["delivery"], update_fields=_CHANGING)


def place_of(delivery: Delivery) -> Place | None:
    """The place of a delivery, unsaved; None when it was never public.

    What is public ranks by its publication (never later than its going live), what was withdrawn by its withdrawal: so a
    withdrawal is seen however old its item is, and gives way to news in time.
    """
    gone = delivery.state == State.RETRACTED
    if delivery.live_at is None or not isinstance(delivery.shown, dict) or not (gone or delivery.state in PUBLIC):
        return None
    published = published_of(delivery.shown.get("published"), delivery.live_at)
    settled = delivery.settled_at or delivery.live_at
    seen = (
        delivery.pk,
        "gone" if gone else "here",
        delivery.shown_digest,
        delivery.shown_modified and delivery.shown_modified.astimezone(UTC).isoformat(),
        settled.astimezone(UTC).isoformat(),
    )
    return Place(
        delivery=delivery,
        account_id=delivery.account_id,
        category=delivery.category,
        name=address_name(delivery.category),
        published=published,
        rank=settled if gone else min(published, delivery.live_at),
        stamp=" ".join(map(str, seen)),
    )


def newest(account: int, name: str = "") -> list[Place]:
    """The newest places of an account, or of one category by its name, newest first by publication and then by id."""
    found = Place.objects.filter(account=account)
    if name:
        found = found.filter(name=name)
    return sorted(
        found.order_by("-rank", "-delivery_id")[:NEWEST],
        key=lambda place: (place.published, place.delivery_id),
        reverse=True,
    )


def pages(account: int) -> dict[str, str]:
    """The pages of an account: the whole feed under "", and its categories by the name that they have in an address.

    The value is what people call the category.
    """
    found = Place.objects.filter(account=account).exclude(name="").order_by("name", "category")
    told = {"": ""}
    for name, category in found.values_list("name", "category").distinct():
        told.setdefault(name, category)
    return told


def address_name(category: str) -> str:
    """A category as it stands in an address: "Bổ nhiệm" → "bo-nhiem". "" when nothing of it can stand there."""
    letters = unicodedata.normalize("NFD", category.replace("đ", "d").replace("Đ", "D")).lower()
    return re.sub("[^a-z0-9]+", "-", re.sub("[\u0300-\u036f]", "", letters)).strip("-")
