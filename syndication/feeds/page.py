"""One page of an account: its whole feed, or that of one category, as the ledger has it now."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from formatters.attribution import ADDRESS, portal
from scheduler.addresses import mint
from scheduler.models import Account, Delivery
from syndication.feeds import places, words
from syndication.feeds.entries import entry_of
from syndication.feeds.settings_of import FeedSettings, settings_of
from syndication.feeds.values import FORMS, Entry, Feed, whole_second, writable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """Which deliveries it shows, newest first, and a digest of all that its bytes are made from.

    `name` is the category as it stands in an address, "" for the whole feed.
    """

    account: Account
    told: FeedSettings
    category: str
    path: str
    deliveries: tuple[int, ...]
    inputs: str

    @property
    def paths(self) -> list[str]:
        """The path of its file in every form."""
        return [f"{self.path}.{form}" for form in FORMS]


def look(account: Account, name: str = "", category: str = "") -> Page:
    """The page as it would be now. ValueError when the account's settings make no feed."""
    told = settings_of(account)
    picks = places.newest(account.pk, name)
    # A picture's address changes with the instance's keys: it is an input like any other.
    seen = [repr(told), category, mint(told.base, "0" * 64), *(pick.stamp for pick in picks)]
    return Page(
        account=account,
        told=told,
        category=category,
        path=f"{told.slug}/{name}" if name else told.slug,
        deliveries=tuple(pick.delivery_id for pick in picks),
        inputs=hashlib.sha256("\n".join(seen).encode()).hexdigest(),
    )


def feed_of(page: Page) -> Feed:
    """The page as a feed in no format yet."""
    told, entries = page.told, tuple(_entries(page))
    return Feed(
        name=page.path,
        base=told.base,
        title=f"{told.title} – {writable(page.category)}" if page.category else told.title,
        description=f"{words.told(words.DESCRIPTION, told.language)} {words.rights(told.language)}",
        language=told.language,
        home=ADDRESS,
        publisher=portal(told.language),
        rights=words.rights(told.language),
        updated=max((entry.changed for entry in entries), default=whole_second(page.account.created_at)),
        category=page.category,
        entries=entries,
    )


def _entries(page: Page) -> Iterable[Entry]:
    """One that cannot be read is left out and reported: it must not take the feed away."""
    found = Delivery.objects.defer("coming", "memo").in_bulk(page.deliveries)
    seen: set[str] = set()
    for key in page.deliveries:
        try:
            entry = entry_of(found[key], page.told.base)
        except (KeyError, ValueError) as error:
            log.error("left out of its feed: %s", error)
            continue
        if entry.identifier not in seen:  # told again on another occasion: the newer telling stands for it
            seen.add(entry.identifier)
            yield entry
