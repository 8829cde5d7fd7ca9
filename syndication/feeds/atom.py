"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721) for what was withdrawn."""

from __future__ import annotations

from syndication.feeds.extensions import Tombstones
from syndication.feeds.values import Feed
from syndication.feeds.xml import add, open_feed


def render(feed: Feed) -> bytes:
    """The feed as Atom, UTF-8."""
    generator = open_feed(feed, "atom")
    generator.register_extension("tombstones", Tombstones)
    generator.tombstones.withdrawn = tuple(entry for entry in feed.entries if entry.withdrawn)
    for entry in feed.entries:
        if not entry.withdrawn:
            add(generator, entry).author(name=entry.author)
    told: bytes = generator.atom_str()
    return told
