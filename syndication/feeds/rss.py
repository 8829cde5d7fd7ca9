"""RSS 2.0, as the RSS Advisory Board's best practices want it."""

from __future__ import annotations

import re

from syndication.feeds.values import Feed
from syndication.feeds.xml import add, open_feed


def render(feed: Feed) -> bytes:
    """The feed as RSS, UTF-8. What was withdrawn stays as an entry that says so: RSS knows no other way to take back."""
    generator = open_feed(feed, "rss")
    for entry in feed.entries:
        add(generator, entry)
    told: bytes = generator.rss_str()
    return _TITLE.sub(_safest, told)


# Readers differ in whether they take a title for text or for HTML; these two references are read alike by both.
_TITLE = re.compile(rb"(?<=<title>)[^<]*(?=</title>)")


def _safest(title: re.Match[bytes]) -> bytes:
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")
