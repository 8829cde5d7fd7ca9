"""What has been decided is written down: items, their keys and their revisions. Nothing else writes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from syndication.items.models import Item, ItemKey, Revision
from syndication.sources import rows
from syndication.sources.entry import Entry
from syndication.sources.models import Source

ARTICLE = "urn:moha:article:"
ITEM = ("source", "own", "guid", "identifier", "language", "category", "unit", "link", "state", "routed")
FIRST_ASK = timedelta(minutes=1)  # until media that could not be had are asked for again


class AlreadyKnown(Exception):
    """Another pull of the same source has stored this item meanwhile."""


@transaction.atomic
def store_new(
    source: Source,
    entry: Entry,
    keys: Sequence[str],
    content: str,
    media: list[dict[str, Any]],
    findings: list[dict[str, str]],
    now: datetime,
) -> tuple[Item, Revision]:
    """A new item with its first revision. The first pull of a source makes a baseline unless told otherwise.

    AlreadyKnown when another pull that ran at the same time was first: nothing is stored then.
    """
    item = new_item(source, entry, keys, _identifier(source, entry, keys))
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:
        if ItemKey.objects.filter(source=source.name, key=keys[0]).exists():
            raise AlreadyKnown(keys[0]) from None
        raise
    learn(item, source, keys)
    if ItemKey.objects.filter(source=source.name, key=keys[0]).exclude(item=item).exists():
        raise AlreadyKnown(keys[0])
    return item, add_revision(item, entry, content, media, findings, now, later=item.state == Item.State.BASELINE)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new entry as it will be stored, under the identifier that it should have (`identifier_of`)."""

    entry: Entry
    keys: Sequence[str]
    content: str
    identifier: str
    media: list[dict[str, Any]]
    findings: list[dict[str, str]]


@transaction.atomic
def store_many(source: Source, many: Sequence[Fresh], now: datetime) -> list[Item]:
    """New items with their first revisions, in this order, in a few statements. None of their keys may be known yet.

    IntegrityError when one is, or an identifier is taken: nothing is stored then. Media that they lack are not asked for yet.
    """
    items = [new_item(source, one.entry, one.keys, one.identifier) for one in many]
    rows.insert(Item, (*ITEM, "latest"), [(*(getattr(item, name) for name in ITEM), 1) for item in items])
    made = Item.objects.filter(identifier__in=[item.identifier for item in items])
    numbers = dict(made.values_list("identifier", "pk"))
    for item in items:
        item.pk, item.latest, item._state.adding = numbers[item.identifier], 1, False
    rows.insert(
        ItemKey,
        ("item", "source", "key"),
        [(item.pk, source.name, key) for item, one in zip(items, many, strict=True) for key in one.keys],
    )
    told = [first_contents(one.entry, one.content, one.media, one.findings, now) for one in many]
    rows.insert(
        Revision,
        ("item", "number", *told[0]),
        [(item.pk, 1, *contents.values()) for item, contents in zip(items, told, strict=True)],
    )
    return items


def new_item(source: Source, entry: Entry, keys: Sequence[str], identifier: str) -> Item:
    """The item as it will be stored, without revisions yet."""
    baseline = is_baseline(source, entry)
    return Item(
        source=source.name,
        own=source.own,
        guid=(entry.guid or entry.link or keys[0])[:2000],
        identifier=identifier,
        language=_language(source, entry),
        category=(entry.categories[0] if entry.categories else source.category)[:200],
        unit=source.unit,
        link=_address(entry),
        state=Item.State.BASELINE if baseline else Item.State.RECEIVED,
        routed=baseline,
    )


def learn(item: Item, source: Source, keys: Sequence[str]) -> None:
    """Remember keys under which the item is now known too; a key that is another item's stays there."""
    ItemKey.objects.bulk_create(
        [ItemKey(item=item, source=source.name, key=key) for key in keys], ignore_conflicts=True
    )


def add_revision(
    item: Item,
    entry: Entry,
    content: str,
    media: list[dict[str, Any]],
    findings: list[dict[str, str]],
    now: datetime,
    *,
    later: bool = False,
) -> Revision:
    """The next revision of an item. `media` may hold what could not be had; then it is asked for again.

    With `later` only when somebody wants the item (`desk/refetch`): what nobody is told needs no pictures yet.
    """
    revision = Revision(item=item, number=1, **first_contents(entry, content, media, findings, now))
    if item.latest:
        first = item.revisions.order_by("number")[0]
        last = item.revisions.order_by("-number")[0]
        revision.number = item.latest + 1
        # The canonical address is the one first published: it is on every channel already and the portal keeps it alive.
        revision.link, revision.published, revision.modified = first.link, first.published, now
        revision.synthetic = last.synthetic  # what a person said of it holds for the next revision too
    revision.save(force_insert=True)
    item.latest = revision.number
    item.media_tries = 0
    lacks = any(not one["sha256"] for one in media)
    item.media_due_at = now + FIRST_ASK if lacks and not later else None
    # Its routes are gone through anew: what could not be told before may be told now, even if this process ends here.
    item.routed = item.state != Item.State.RECEIVED
    item.save(update_fields=["latest", "media_tries", "media_due_at", "routed"])
    return revision


def first_contents(
    entry: Entry, content: str, media: list[dict[str, Any]], findings: list[dict[str, str]], now: datetime
) -> dict[str, Any]:
    """The contents of a first revision as they will be stored."""
    return {
        "content": content,
        "title": entry.title,
        "summary": entry.summary,
        "html": entry.html,
        "link": _address(entry),
        "author": entry.author[:300],
        "tags": list(entry.categories),
        "published": entry.published or entry.updated or now,
        "modified": entry.updated or entry.published or now,
        "media": media,
        "findings": findings,
    }


def _identifier(source: Source, entry: Entry, keys: Sequence[str]) -> str:
    """`urn:moha:article:57695` from the portal's own article number, else a digest of the strongest key."""
    wanted = identifier_of(source, entry, keys)
    if wanted.startswith(ARTICLE) and Item.objects.filter(identifier=wanted).exists():
        return _by_key(source, keys)
    return wanted


def identifier_of(source: Source, entry: Entry, keys: Sequence[str]) -> str:
    """The identifier that the item should have, if no other has it."""
    if source.canonical_host == "moha.gov.vn" or urlsplit(entry.link).hostname == "moha.gov.vn":
        number = re.search(r"---oid(\d+)$", urlsplit(entry.link).path)
        if number:
            return f"{ARTICLE}{number[1]}"
    return _by_key(source, keys)


def _by_key(source: Source, keys: Sequence[str]) -> str:
    digest = hashlib.sha256(f"{source.name}\n{keys[0]}".encode()).hexdigest()
    return f"urn:moha:item:{digest[:24]}"


def _address(entry: Entry) -> str:
    """The canonical address; one longer than anything a browser takes is none."""
    return entry.link if len(entry.link) <= 2000 else ""


def is_baseline(source: Source, entry: Entry) -> bool:
    """Whether the entry was there before we came. One that was dealt with late is told from a new one by its date."""
    if not source.baseline or source.first_pull_done:
        return False
    if source.first_pull_at is None or entry.published is None:
        return True
    return entry.published <= source.first_pull_at


def _language(source: Source, entry: Entry) -> str:
    """What the entry says, when it is a language we tell; else the source's."""
    said = entry.language.lower().partition("-")[0]
    return said if said in ("vi", "en") else source.language
