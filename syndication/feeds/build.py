"""From the ledger to bytes: which files a feed has, which of them must be made again, and the making."""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable, Collection, Iterable

from django.db import transaction
from django.utils import timezone

from formatters.attribution import ADDRESS, portal
from scheduler.addresses import mint
from scheduler.models import Account, Delivery
from syndication.feeds import atom, jsonfeed, places, rss, words
from syndication.feeds.entries import entry_of
from syndication.feeds.models import FeedFile
from syndication.feeds.settings_of import FeedSettings, settings_of
from syndication.feeds.values import FORMS, Entry, Feed, whole_second, writable

log = logging.getLogger(__name__)

KIND = "feed"
RENDER: dict[str, Callable[[Feed], bytes]] = {"rss": rss.render, "atom": atom.render, "json": jsonfeed.render}


def build_all() -> list[str]:
    """Make every file of every feed again from the ledger, whatever is known of it; the paths that changed.

    A feed that cannot be built is left as it is, with a line in the log: the others are built.
    """
    return _each(lambda account: build(account, everything=True, anew=True))


def catch_up() -> list[str]:
    """Make the files again whose inputs are no longer what they were made from; the paths that changed.

    That is what a process left that died between its commit and the building. Cheap when there is nothing: the places are
    read, nothing is rendered.
    """
    return _each(lambda account: build(account, everything=True))


def _each(make: Callable[[int], list[str]]) -> list[str]:
    changed: list[str] = []
    for account in Account.objects.filter(channel=KIND).order_by("pk"):
        try:
            changed += make(account.pk)
        except ValueError as error:
            log.error("feed %s was not built: %s", account, error)
    return changed


@transaction.atomic
def build(account_id: int, touched: Collection[str] = (), *, everything: bool = False, anew: bool = False) -> list[str]:
    """Make the files of one account that may have changed; the paths whose bytes did.

    These are its whole feed and the feeds of the `touched` categories, with `everything` all of them. A file whose inputs
    are as they were is not rendered, except `anew`, which also reads the whole ledger again.
    Two builders of one account come one after the other, so an older view never replaces a newer one.
    ValueError when the account's settings make no feed.
    """
    # On SQLite the transaction itself is the lock; on PostgreSQL the row, in the mode that lets deliveries be planned.
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id, channel=KIND).first()
    if account is None:
        return []
    told = settings_of(account)
    known = {file.path: file for file in FeedFile.objects.filter(account=account).defer("body", "gzip")}
    if anew or not known:
        places.index(account.pk)
        everything = True
    wanted = None if everything else {places.address_name(category) for category in touched}
    names = {"": ""} | places.categories(account.pk)
    changed: list[str] = []
    for name, category in names.items():
        if wanted is None or not name or name in wanted:
            changed += _build_page(account, told, name, category, {} if anew else known)
    if everything:
        paths = {f"{_path(told.slug, name)}.{form}" for name in names for form in FORMS}
        FeedFile.objects.filter(account=account).exclude(path__in=paths).delete()
    return changed


def _build_page(
    account: Account, told: FeedSettings, name: str, category: str, known: dict[str, FeedFile]
) -> Iterable[str]:
    picks = places.newest(account.pk, name)
    # A picture's address changes with the instance's keys: it is an input like any other.
    head = f"{told} {category} {mint(told.base, '0' * 64)}"
    inputs = hashlib.sha256("\n".join([head, *(pick.stamp for pick in picks)]).encode()).hexdigest()
    path = _path(told.slug, name)
    files = [known.get(f"{path}.{form}") for form in FORMS]
    if all(file is not None and file.inputs == inputs for file in files):
        return []
    entries = tuple(_entries([pick.delivery_id for pick in picks], told.base))
    feed = Feed(
        name=path,
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
    return [f"{path}.{form}" for form in FORMS if _keep(account, feed, form, inputs)]


def _path(slug: str, name: str) -> str:
    return f"{slug}/{name}" if name else slug


def _keep(account: Account, feed: Feed, form: str, inputs: str) -> bool:
    """Render and store; whether the bytes are other than those that were stored."""
    path, body = f"{feed.name}.{form}", RENDER[form](feed)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    same = {
        "account": account,
        "inputs": inputs,
        "title": feed.title,
        "language": feed.language,
        "category": feed.category,
    }
    if FeedFile.objects.filter(path=path, etag=etag).update(**same):
        return False
    made = {
        "content_type": FORMS[form],
        "body": body,
        "gzip": gzip.compress(body, 6, mtime=0),
        "etag": etag,
        "modified": timezone.now().replace(microsecond=0),
    }
    FeedFile.objects.update_or_create(path=path, defaults=same | made)
    return True


def _entries(keys: list[int], base: str) -> Iterable[Entry]:
    """The entries in the order of `keys`. One that cannot be read is left out and reported: it must not take the feed away."""
    found = Delivery.objects.defer("coming", "memo").in_bulk(keys)
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
