"""What has been decided is written down: items, their keys and their revisions. Nothing else writes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from syndication.items.models import Item, ItemKey, Revision
from syndication.sources.decide import KnownItem
from syndication.sources.entry import Entry
from syndication.sources.models import Source

OLD_ENOUGH = 500  # how many of a source's newest items are looked at for having vanished


def known_items(source: Source, keys: Iterable[str]) -> list[KnownItem]:
    """What is known of this source: the items that bear any of these keys, and its newest ones."""
    wanted = set(ItemKey.objects.filter(source=source.name, key__in=list(keys)).values_list("item_id", flat=True))
    newest = Item.objects.filter(source=source.name).order_by("-pk").values_list("pk", flat=True)[:OLD_ENOUGH]
    items = Item.objects.filter(pk__in=wanted | set(newest)).prefetch_related("keys").order_by("pk")
    contents = dict(
        Revision.objects.filter(item__in=items).order_by("item", "number").values_list("item_id", "content")
    )  # the newest of an item comes last and stays
    return [
        KnownItem(
            id=str(item.pk),
            keys=frozenset(key.key for key in item.keys.all()),
            content=contents.get(item.pk, ""),
            withdrawn=item.state == Item.State.WITHDRAWN,
            link=item.link,
        )
        for item in items
    ]


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
    """A new item with its first revision. The first pull of a source makes a baseline unless told otherwise."""
    baseline = source.baseline and not source.first_pull_done
    item = Item.objects.create(
        source=source.name,
        own=source.own,
        guid=entry.guid or entry.link or keys[0],
        identifier=_identifier(source, entry, keys),
        language=_language(source, entry),
        category=(entry.categories[0] if entry.categories else source.category)[:200],
        link=entry.link,
        state=Item.State.BASELINE if baseline else Item.State.RECEIVED,
    )
    learn(item, source, keys)
    return item, _add(item, entry, content, media, findings, now)


@transaction.atomic
def store_revision(
    item: Item,
    source: Source,
    entry: Entry,
    keys: Sequence[str],
    content: str,
    media: list[dict[str, Any]],
    findings: list[dict[str, str]],
    now: datetime,
) -> Revision:
    """A new revision of a known item."""
    learn(item, source, keys)
    return _add(item, entry, content, media, findings, now)


def learn(item: Item, source: Source, keys: Sequence[str]) -> None:
    """Remember keys under which the item is now known too; a key that is another item's stays there."""
    ItemKey.objects.bulk_create(
        [ItemKey(item=item, source=source.name, key=key[:2100]) for key in keys], ignore_conflicts=True
    )


def _add(
    item: Item,
    entry: Entry,
    content: str,
    media: list[dict[str, Any]],
    findings: list[dict[str, str]],
    now: datetime,
) -> Revision:
    first = item.revisions.order_by("number").first()
    revision = Revision.objects.create(
        item=item,
        number=item.latest + 1,
        content=content,
        title=entry.title,
        summary=entry.summary,
        html=entry.html,
        # The canonical address is the one first published: it is on every channel already and the portal keeps it alive.
        link=first.link if first else entry.link,
        author=entry.author[:300],
        tags=list(entry.categories),
        published=first.published if first else (entry.published or entry.updated or now),
        modified=now if first else (entry.updated or entry.published or now),
        media=media,
        findings=findings,
    )
    item.latest = revision.number
    item.save(update_fields=["latest"])
    return revision


def _identifier(source: Source, entry: Entry, keys: Sequence[str]) -> str:
    """`urn:moha:article:57695` from the portal's own article number, else a digest of the strongest key."""
    if source.canonical_host == "moha.gov.vn" or urlsplit(entry.link).hostname == "moha.gov.vn":
        number = re.search(r"---oid(\d+)$", urlsplit(entry.link).path)
        wanted = f"urn:moha:article:{number[1]}" if number else ""
        if wanted and not Item.objects.filter(identifier=wanted).exists():
            return wanted
    digest = hashlib.sha256(f"{source.name}\n{keys[0]}".encode()).hexdigest()
    return f"urn:moha:item:{digest[:24]}"


def _language(source: Source, entry: Entry) -> str:
    """What the entry says, when it is a language we tell; else the source's."""
    said = entry.language.lower().partition("-")[0]
    return said if said in ("vi", "en") else source.language
