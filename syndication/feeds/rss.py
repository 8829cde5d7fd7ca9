"""RSS 2.0, as the RSS Advisory Board's best practices want it."""

from __future__ import annotations

from html import escape

from syndication.feeds.values import Feed
from syndication.feeds.xml import add, open_feed, safest


def render(feed: Feed) -> bytes:
    """The feed as RSS, UTF-8. What was withdrawn stays as an entry that says so: RSS knows no other way to take back."""
    generator = open_feed(feed, "rss")
    for entry in feed.entries:
        # Readers take an item's description for HTML, whatever is in it.
        add(generator, entry).summary(escape(entry.summary, quote=False))
    return safest(generator.rss_str())
