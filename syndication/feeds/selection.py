"""Which deliveries a feed shows: the newest hundred of what is public, and of what was withdrawn from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from scheduler.models import Delivery
from scheduler.states import State
from syndication.feeds.entries import published_of

NEWEST = 100
CHUNK = 200

PUBLIC = (State.LIVE, State.REVISING, State.RETRACTING, State.HELD)
_COLUMNS = ("pk", "live_at", "settled_at", "shown_digest", "shown_modified", "shown__published")


@dataclass(frozen=True, slots=True)
class Pick:
    """A delivery that is shown, and how new it is. `stamp` changes whenever its entry does."""

    pk: int
    rank: datetime
    published: datetime
    stamp: str


def newest(account: int, categories: Collection[str] | None = None) -> list[Pick]:
    """The newest picks of an account, or of these categories of it, newest first by publication and then by id.

    What is public counts by its publication (never later than its going live), what was withdrawn by its withdrawal: so a
    withdrawal is seen however old its item was, and gives way to news in time.
    """
    public = Delivery.objects.filter(account=account, live_at__isnull=False, shown__isnull=False)
    if categories is not None:
        public = public.filter(category__in=categories)
    picks = [*_live(public.filter(state__in=PUBLIC)), *_withdrawn(public.filter(state=State.RETRACTED))]
    picks.sort(key=lambda pick: (pick.rank, pick.pk), reverse=True)
    return sorted(picks[:NEWEST], key=lambda pick: (pick.published, pick.pk), reverse=True)


def categories(account: int) -> dict[str, list[str]]:
    """The categories of what an account shows, by the name that they have in an address."""
    public = Delivery.objects.filter(account=account, live_at__isnull=False, shown__isnull=False)
    found: dict[str, list[str]] = {}
    for category in public.exclude(category="").order_by("category").values_list("category", flat=True).distinct():
        if name := address_name(category):
            found.setdefault(name, []).append(category)
    return found


def address_name(category: str) -> str:
    """A category as it stands in an address: "Bổ nhiệm" → "bo-nhiem". "" when nothing of it can stand there."""
    letters = unicodedata.normalize("NFD", category.replace("đ", "d").replace("Đ", "D")).lower()
    return re.sub("[^a-z0-9]+", "-", re.sub("[\u0300-\u036f]", "", letters)).strip("-")


def _live(rows: QuerySet[Delivery]) -> list[Pick]:
    """Exact without reading everything: nothing ranks above its `live_at`, and rows come by that, latest first."""
    found: list[Pick] = []
    start = 0
    while True:
        chunk: list[Any] = list(rows.order_by("-live_at", "-pk").values_list(*_COLUMNS)[start : start + CHUNK])
        found.extend(_pick("here", row) for row in chunk)
        found.sort(key=lambda pick: (pick.rank, pick.pk), reverse=True)
        del found[NEWEST:]
        if len(chunk) < CHUNK or (len(found) == NEWEST and found[-1].rank > chunk[-1][1]):
            return found
        start += CHUNK


def _withdrawn(rows: QuerySet[Delivery]) -> list[Pick]:
    return [_pick("gone", row) for row in rows.order_by("-settled_at", "-pk").values_list(*_COLUMNS)[:NEWEST]]


def _pick(kind: str, row: Any) -> Pick:
    pk, live_at, settled_at, digest, modified, told = row
    published = published_of(told, live_at)
    rank = settled_at or live_at if kind == "gone" else min(published, live_at)
    return Pick(pk, rank, published, f"{pk} {kind} {digest} {modified} {settled_at}")
