"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721) for what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from zlib import crc32

from syndication.feeds.extensions import Tombstones
from syndication.feeds.values import Entry, Feed
from syndication.feeds.xml import add, open_feed, safest


def render(feed: Feed) -> bytes:
    """The feed as Atom, UTF-8."""
    entries = tuple(_apart(feed.entries))
    newest = max((entry.updated for entry in entries), default=feed.updated)
    generator = open_feed(replace(feed, updated=max(feed.updated, newest)), "atom")
    generator.register_extension("tombstones", Tombstones)
    generator.tombstones.withdrawn = tuple(entry for entry in entries if entry.withdrawn)
    for entry in entries:
        if not entry.withdrawn:
            add(generator, entry).author(name=entry.author)
    return safest(generator.atom_str())


def _apart(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries, no two of them updated at the same moment: that is how some readers tell which is the newer.

    A source may tell no more than the day. So each moment has a fraction of a second that comes from the entry's identifier:
    the same whatever stands beside it, and the same when it is withdrawn, for a tombstone is compared with its entry.
    """
    moments: dict[str, datetime] = {}
    for entry in sorted(entries, key=lambda entry: entry.identifier):
        fraction = crc32(entry.identifier.encode()) % 1_000_000
        while (moment := entry.updated.replace(microsecond=fraction)) in moments.values():
            fraction = (fraction + 1) % 1_000_000
        moments[entry.identifier] = moment
    # When it was published stays a whole second: there are readers that lose the time zone of any other.
    return (replace(entry, updated=moments[entry.identifier]) for entry in entries)
