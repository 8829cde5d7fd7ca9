"""New entries that come together are checked, stored and judged together; one that is odd goes alone and costs the others nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from syndication.desk import media
from syndication.desk.judge import judge_many
from syndication.items.models import Item, ItemKey, Revision
from syndication.sources import decide, known, store
from syndication.sources.models import Source

log = logging.getLogger(__name__)

MOST = 500  # in one transaction


def take_many(source: Source, news: Iterable[decide.New], *, now: datetime) -> Iterator[tuple[decide.New, Item | None]]:
    """Each of them in its order, with the item that it has become, or None: then it must be dealt with by itself, and now.

    Together go those of which nothing known and none before them bears a key, the content or the identifier, and for which no
    file has to be fetched. Where looking at some of them or storing them fails, each of those goes alone.
    """
    waiting = iter(news)
    while some := list(islice(waiting, MOST)):
        names, odd = _looked_at(source, some)
        at = 0
        while at < len(some):
            if at in odd:
                yield some[at], None
                at += 1
                continue
            end = next((index for index in range(at, len(some)) if index in odd), len(some))
            yield from _stored(source, some[at:end], names[at:end], now)
            at = end


def _looked_at(source: Source, some: Sequence[decide.New]) -> tuple[list[str], set[int]]:
    """Their identifiers, and the places of those that go alone: all of them where one cannot be looked at."""
    try:
        names = [store.identifier_of(source, one.entry, one.keys) for one in some]
        return names, _odd(source, some, names) if len(some) > 1 else {0}
    except Exception:
        log.warning("source %s: %s entries go one by one", source.name, len(some), exc_info=True)
        return [""] * len(some), set(range(len(some)))


def _stored(
    source: Source, some: Sequence[decide.New], names: Sequence[str], now: datetime
) -> list[tuple[decide.New, Item | None]]:
    fresh = [
        store.Fresh(one.entry, one.keys, one.content, name, *media.later(one.entry))
        for one, name in zip(some, names, strict=True)
    ]
    try:
        with transaction.atomic():
            made = store.store_many(source, fresh, now)
            judge_many(zip(made, (one.findings for one in fresh), strict=True))
    except Exception:
        log.warning("source %s: %s entries go one by one", source.name, len(some), exc_info=True)
        return [(one, None) for one in some]
    return list(zip(some, made, strict=True))


def _odd(source: Source, some: Sequence[decide.New], names: Sequence[str]) -> set[int]:
    """The places of those that cannot go together with what stands before them."""
    known_keys = known.owners_of(source, {key for one in some for key in one.keys})
    elsewhere = _elsewhere(source, some)
    contents = set(
        Revision.objects.filter(content__in={one.content for one in some}).order_by().values_list("content", flat=True)
    )
    taken = set(Item.objects.filter(identifier__in=set(names)).values_list("identifier", flat=True))
    keys: set[str] = set()
    odd: set[int] = set()
    for place, (one, name) in enumerate(zip(some, names, strict=True)):
        entry = one.entry
        clash = name in taken or any(key in known_keys or key in elsewhere or key in keys for key in one.keys)
        poor = not (entry.title.strip() or entry.link.strip())
        repeats = one.content in contents and bool(entry.summary or entry.html)
        fetches = bool(media.wanted(entry)) and not store.is_baseline(source, entry)
        if clash or poor or repeats or fetches:
            odd.add(place)
        taken.add(name)
        keys.update(one.keys)
        contents.add(one.content)
    return odd


def _elsewhere(source: Source, some: Sequence[decide.New]) -> set[str]:
    """The keys under which another source of the ministry's tells something."""
    if not source.own:
        return set()
    wanted = {key for one in some for key in known.places(one.keys)}
    twins = ItemKey.objects.filter(key__in=wanted, item__own=True).exclude(source=source.name)
    return set(twins.values_list("key", flat=True))
