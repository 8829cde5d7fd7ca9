"""From the ledger to bytes: which files a feed has, which of them must be made again, and the making."""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from formatters.attribution import ADDRESS, portal
from scheduler.addresses import mint
from scheduler.models import Account, Delivery, Event
from syndication.feeds import atom, jsonfeed, rss, selection, words
from syndication.feeds.entries import entry_of
from syndication.feeds.models import FeedFile
from syndication.feeds.settings_of import FeedSettings, settings_of
from syndication.feeds.values import FORMS, Entry, Feed, whole_second, writable

log = logging.getLogger(__name__)

KIND = "feed"
RENDER: dict[str, Callable[[Feed], bytes]] = {"rss": rss.render, "atom": atom.render, "json": jsonfeed.render}


def build_all() -> list[str]:
    """Make every file of every feed again, whatever is known of it; the paths that changed.

    A feed whose settings are wrong is left as it is, with a line in the log: the others are built.
    """
    changed: list[str] = []
    for account in Account.objects.filter(channel=KIND).order_by("pk"):
        try:
            changed += build(account.pk, everything=True, anew=True)
        except ValueError as error:
            log.error("feed %s was not built: %s", account, error)
    return changed


def catch_up() -> list[str]:
    """Build the feeds that have events newer than what was built: a process died between its commit and the building."""
    changed: list[str] = []
    for account in Account.objects.filter(channel=KIND).order_by("pk"):
        try:
            known = FeedFile.objects.filter(account=account).aggregate(last=Max("built_from"))["last"]
            if known is None or _newest_event(account.pk) > known:
                changed += build(account.pk, everything=True)
        except ValueError as error:
            log.error("feed %s was not built: %s", account, error)
    return changed


@transaction.atomic
def build(account_id: int, touched: Collection[str] = (), *, everything: bool = False, anew: bool = False) -> list[str]:
    """Make the files of one account that may have changed; the paths whose bytes did.

    These are its whole feed, the feeds of the `touched` categories, and those of categories with events since the last
    building; with `everything` all of them. A file whose inputs are as they were is not rendered, except `anew`.
    Two builders of one account come one after the other, so an older view never replaces a newer one.
    ValueError when the account's settings make no feed.
    """
    # On SQLite the transaction itself is the lock; on PostgreSQL the row, in the mode that lets deliveries be planned.
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id, channel=KIND).first()
    if account is None:
        return []
    told = settings_of(account)
    newest = _newest_event(account.pk)
    known = {file.path: file for file in FeedFile.objects.filter(account=account).defer("body", "gzip")}
    pages: dict[str, list[str] | None] = {told.slug: None}
    names = selection.categories(account.pk)
    pages |= {f"{told.slug}/{name}": values for name, values in names.items()}
    whole = known.get(f"{told.slug}.rss")
    if not everything and whole is not None:
        recent = {*touched, *_touched_since(account.pk, whole.built_from)}
        pages = {name: values for name, values in pages.items() if values is None or recent & set(values)}
    changed: list[str] = []
    for name, values in pages.items():
        changed += _build_page(account, told, name, values, known, newest, anew)
    if everything or whole is None:
        wanted = {f"{name}.{form}" for name in pages for form in FORMS}
        FeedFile.objects.filter(account=account).exclude(path__in=wanted).delete()
    return changed


def _build_page(
    account: Account,
    told: FeedSettings,
    name: str,
    values: list[str] | None,
    known: dict[str, FeedFile],
    newest: int,
    anew: bool,
) -> Iterable[str]:
    picks = selection.newest(account.pk, values)
    category = "" if values is None else values[0]
    # A picture's address changes with the instance's keys: it is an input like any other.
    head = f"{told} {category} {mint(told.base, '0' * 64)}"
    inputs = hashlib.sha256("\n".join([head, *(pick.stamp for pick in picks)]).encode()).hexdigest()
    files = [known.get(f"{name}.{form}") for form in FORMS]
    if not anew and all(file is not None and file.inputs == inputs for file in files):
        FeedFile.objects.filter(path__in=[f"{name}.{form}" for form in FORMS]).update(built_from=newest)
        return []
    entries = tuple(_entries([pick.pk for pick in picks], told.base))
    feed = Feed(
        name=name,
        base=told.base,
        title=f"{told.title} – {writable(category)}" if category else told.title,
        description=f"{words.told(words.DESCRIPTION, told.language)} {words.rights(told.language)}",
        language=told.language,
        home=ADDRESS,
        publisher=portal(told.language),
        rights=words.rights(told.language),
        updated=max((entry.changed for entry in entries), default=whole_second(account.created_at)),
        category=category,
        entries=entries,
    )
    fields = {"account": account, "inputs": inputs, "built_from": newest}
    return [path for form in FORMS if (path := _keep(feed, form, known.get(f"{name}.{form}"), fields))]


def _keep(feed: Feed, form: str, known: FeedFile | None, fields: dict[str, Any]) -> str:
    """Render and store; the path when the bytes are other than those that were known, else ""."""
    path, body = f"{feed.name}.{form}", RENDER[form](feed)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    fields = {**fields, "title": feed.title, "language": feed.language, "category": feed.category}
    if known is not None and known.etag == etag:
        FeedFile.objects.filter(pk=known.pk).update(**fields)
        return ""
    fields |= {
        "content_type": FORMS[form],
        "body": body,
        "gzip": gzip.compress(body, 6, mtime=0),
        "etag": etag,
        "modified": timezone.now().replace(microsecond=0),
    }
    FeedFile.objects.update_or_create(path=path, defaults=fields)
    return path


def _entries(keys: list[int], base: str) -> Iterable[Entry]:
    """The entries in the order of `keys`. One that cannot be read is left out and reported: it must not take the feed away."""
    found = Delivery.objects.in_bulk(keys)
    seen: set[str] = set()
    for key in keys:
        try:
            entry = entry_of(found[key], base)
        except ValueError as error:
            log.error("left out of its feed: %s", error)
            continue
        if entry.identifier not in seen:  # told again on another occasion: the newer telling stands for it
            seen.add(entry.identifier)
            yield entry


def _newest_event(account: int) -> int:
    newest: int | None = Event.objects.filter(delivery__account=account).aggregate(last=Max("pk"))["last"]
    return newest or 0


def _touched_since(account: int, event: int) -> Iterable[str]:
    moved = Delivery.objects.filter(account=account, live_at__isnull=False, events__pk__gt=event)
    return moved.values_list("category", flat=True).distinct()
