"""What has been decided is written down: items, their keys and their revisions. Nothing else writes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from syndication.items.models import Item, ItemKey, Revision
from syndication.sources.decide import KnownItem
from syndication.sources.entry import Entry
from syndication.sources.models import Source

FIRST_ASK = timedelta(minutes=1)  # until media that could not be had are asked for again
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


class AlreadyKnown(Exception):
    """Another pull of the same source has stored this item meanwhile."""


def told_elsewhere(source: Source, keys: Sequence[str]) -> Item | None:
    """The item under which another source of the ministry's tells the same article: same number, or same address."""
    if not source.own:
        return None
    places = [key for key in keys if key.startswith(("oid:", "link:"))]
    twins = ItemKey.objects.filter(key__in=places, item__own=True).exclude(source=source.name)
    found = twins.select_related("item").order_by("pk").first()
    return found.item if found else None


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
    baseline = _is_baseline(source, entry)
    item = Item(
        source=source.name,
        own=source.own,
        guid=(entry.guid or entry.link or keys[0])[:2000],
        identifier=_identifier(source, entry, keys),
        language=_language(source, entry),
        category=(entry.categories[0] if entry.categories else source.category)[:200],
        link=_address(entry),
        state=Item.State.BASELINE if baseline else Item.State.RECEIVED,
        routed=baseline,
    )
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
    return item, add_revision(item, entry, content, media, findings, now)


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
) -> Revision:
    """The next revision of an item. `media` may hold what could not be had; then it is asked for again later."""
    first = item.revisions.order_by("number").first()
    last = item.revisions.order_by("-number").first()
    revision = Revision.objects.create(
        item=item,
        number=item.latest + 1,
        content=content,
        title=entry.title,
        summary=entry.summary,
        html=entry.html,
        # The canonical address is the one first published: it is on every channel already and the portal keeps it alive.
        link=first.link if first else _address(entry),
        author=entry.author[:300],
        tags=list(entry.categories),
        published=first.published if first else (entry.published or entry.updated or now),
        modified=now if first else (entry.updated or entry.published or now),
        media=media,
        findings=findings,
        synthetic=last.synthetic if last else "none",  # what a person said of it holds for the next revision too
    )
    item.latest = revision.number
    item.media_tries = 0
    item.media_due_at = now + FIRST_ASK if any(not one["sha256"] for one in media) else None
    item.save(update_fields=["latest", "media_tries", "media_due_at"])
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


def _address(entry: Entry) -> str:
    """The canonical address; one longer than anything a browser takes is none."""
    return entry.link if len(entry.link) <= 2000 else ""


def _is_baseline(source: Source, entry: Entry) -> bool:
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
