"""Pair an item with its twin in another language, or part them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from formatters.sentence import Cannot, Sentence
from syndication.desk import behind, follow
from syndication.items.models import Item


class CannotPair(Cannot):
    """These two are no pair; `say` tells why."""


def pair(first: Item, second: Item, *, who: str, now: datetime) -> None:
    """Make the two each other's twin. CannotPair when they are of one language, or one of them has another twin already.

    What is planned or live of either is told anew where a twin's words belong to it (a video's localisations).
    """
    if first.language == second.language:
        raise CannotPair(
            Sentence("Hai bài cùng một ngôn ngữ nên không thành cặp.", "The two are of one language: they are no pair.")
        )
    for one, other in ((first, second), (second, first)):
        if one.twin_id not in (None, other.pk):
            raise CannotPair(
                Sentence(
                    f"Bài {one.pk} đã có cặp là bài {one.twin_id}.",
                    f"Item {one.pk} has item {one.twin_id} as its twin.",
                )
            )
    with transaction.atomic():
        for one, other in ((first, second), (second, first)):
            one.twin = other
            one.save(update_fields=["twin"])
    for one in (first, second):
        follow.retell(one, who=who, now=now)
        behind.tell_feeds(one, who=who, why="paired", now=now)
    behind.settle(first, who=who, now=now)


def part(item: Item, *, who: str, now: datetime) -> None:
    """Part the item from its twin; without one nothing happens."""
    twin = item.twin
    if twin is None:
        return
    with transaction.atomic():
        Item.objects.filter(pk__in=(item.pk, twin.pk)).update(twin=None)
    for one in (item, twin):
        one.refresh_from_db()
        follow.retell(one, who=who, now=now)
        behind.tell_feeds(one, who=who, why="parted", now=now)
        behind.settle(one, who=who, now=now)
