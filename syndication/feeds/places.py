"""Where each delivery stands in its feeds: kept beside the ledger, so that the newest are found without reading every story.

A place is written in the transaction of the move that changes it, so it is never behind; `index` makes all of an account's
places again from the ledger.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC

from scheduler.models import Delivery
from scheduler.states import State
from syndication.feeds.entries import published_of
from syndication.feeds.models import Place

NEWEST = 100
PUBLIC = (State.LIVE, State.REVISING, State.RETRACTING, State.HELD)


def note(delivery: Delivery) -> None:
    """Keep the place of a delivery that is or was public.

    What is public ranks by its publication (never later than its going live), what was withdrawn by its withdrawal: so a
    withdrawal is seen however old its item is, and gives way to news in time.
    """
    if delivery.live_at is None or not isinstance(delivery.shown, dict):
        return
    gone = delivery.state == State.RETRACTED
    published = published_of(delivery.shown.get("published"), delivery.live_at)
    settled = delivery.settled_at or delivery.live_at
    seen = (
        delivery.pk,
        "gone" if gone else "here",
        delivery.shown_digest,
        delivery.shown_modified and delivery.shown_modified.astimezone(UTC).isoformat(),
        settled.astimezone(UTC).isoformat(),
    )
    Place.objects.update_or_create(
        delivery=delivery,
        defaults={
            "account_id": delivery.account_id,
            "category": delivery.category,
            "name": address_name(delivery.category),
            "published": published,
            "rank": settled if gone else min(published, delivery.live_at),
            "stamp": " ".join(map(str, seen)),
        },
    )


def index(account: int) -> None:
    """Make all places of an account again. Reads its whole ledger: for the first building, and when all is built anew."""
    public = Delivery.objects.filter(account=account, live_at__isnull=False, state__in=(*PUBLIC, State.RETRACTED))
    for delivery in public.defer("coming", "memo").iterator(chunk_size=100):
        note(delivery)


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


def categories(account: int) -> dict[str, str]:
    """The categories of an account: by the name that they have in an address, what people call them."""
    found = Place.objects.filter(account=account).exclude(name="").order_by("name", "category")
    told: dict[str, str] = {}
    for name, category in found.values_list("name", "category").distinct():
        told.setdefault(name, category)
    return told


def address_name(category: str) -> str:
    """A category as it stands in an address: "Bổ nhiệm" → "bo-nhiem". "" when nothing of it can stand there."""
    letters = unicodedata.normalize("NFD", category.replace("đ", "d").replace("Đ", "D")).lower()
    return re.sub("[^a-z0-9]+", "-", re.sub("[\u0300-\u036f]", "", letters)).strip("-")
