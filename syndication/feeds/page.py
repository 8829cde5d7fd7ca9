"""One document of an account: a page of it as its readers subscribe to it, or one of the page's archives, as the ledger has it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formatters.attribution import ADDRESS, portal
from scheduler.addresses import mint
from scheduler.models import Account, Delivery
from syndication.feeds import pages, shelves, words
from syndication.feeds.beside import beside
from syndication.feeds.entries import entry_of
from syndication.feeds.settings_of import FeedSettings, settings_of
from syndication.feeds.values import FORMS, Archive, Beside, Entry, Feed, plain, whole_second

log = logging.getLogger(__name__)

WRITTEN = 3  # another whenever something else is made of the same inputs: every document is made again then


@dataclass(frozen=True, slots=True)
class Page:
    """Which deliveries it shows, newest first, what is told beside each, and a digest of all that its bytes are made from.

    `name` is the page's name and `title` what people call it, both "" for the whole feed. `archive` is the number of the
    document, None for the one that readers subscribe to; `last` is the number of the page's newest archive. `head` is a digest
    of what all documents of the account have in common.
    """

    account: Account
    told: FeedSettings
    name: str
    title: str
    archive: int | None
    last: int
    deliveries: tuple[int, ...]
    beside: Mapping[int, Beside]
    head: str
    inputs: str

    @property
    def path(self) -> str:
        """Where it is below /feeds/, without the ending."""
        return pages.path_of(self.told.slug, self.name, self.archive)

    @property
    def paths(self) -> list[str]:
        """The path of its file in every form."""
        return [f"{self.path}.{form}" for form in FORMS]


def look(account: Account, name: str = "", archive: int | None = None) -> Page | None:
    """The document as it would be now; None when there is no such page. ValueError when the account's settings make no feed."""
    told = settings_of(account)
    title = pages.title_of(account.pk, name)
    if title is None:
        return None
    picks = shelves.archived(account.pk, name, archive) if archive else shelves.current(account.pk, name)
    last = shelves.last_archive(account.pk, name)
    besides = beside(account, {pick.delivery_id: pick.item for pick in picks})
    # An archive's neighbours are fixed once it has a next one: the number of the last says no more than that.
    end = min(last, archive + 1) if archive else last
    head = head_of(told)
    seen = [head, title, str(end), *(f"{pick.stamp} {besides.get(pick.delivery_id, Beside())!r}" for pick in picks)]
    return Page(
        account=account,
        told=told,
        name=name,
        title=title,
        archive=archive,
        last=last,
        deliveries=tuple(pick.delivery_id for pick in picks),
        beside=besides,
        head=head,
        inputs=hashlib.sha256("\n".join(seen).encode()).hexdigest(),
    )


def head_of(told: FeedSettings) -> str:
    """A digest of what all documents of an account are made from."""
    # A picture's address changes with the instance's keys: it is an input like any other.
    return hashlib.sha256(f"{WRITTEN}\n{told!r}\n{mint(told.base, '0' * 64)}".encode()).hexdigest()


def feed_of(page: Page) -> Feed:
    """The document as a feed in no format yet."""
    told, entries = page.told, tuple(_entries(page))
    return Feed(
        name=pages.path_of(told.slug, page.name),
        base=told.base,
        title=f"{told.title} – {plain(page.title)}" if page.title else told.title,
        description=f"{words.told(words.DESCRIPTION, told.language)} {words.rights(told.language)}",
        language=told.language,
        home=ADDRESS,
        publisher=portal(told.language),
        rights=words.rights(told.language),
        updated=max((entry.changed for entry in entries), default=whole_second(page.account.created_at)),
        hub=told.hub,
        category=plain(page.title),
        entries=entries,
        archive=Archive(page.archive, page.last),
    )


def _entries(page: Page) -> Iterable[Entry]:
    """One that cannot be read is left out and reported: it must not take the feed away."""
    found = Delivery.objects.defer("coming", "memo").in_bulk(page.deliveries)
    seen: set[str] = set()
    for key in page.deliveries:
        try:
            entry = entry_of(found[key], page.told.base, page.beside.get(key, Beside()))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            log.error("left out of its feed: %s", error)
            continue
        if entry.identifier not in seen:  # told again on another occasion: the newer telling stands for it
            seen.add(entry.identifier)
            yield entry
