"""feedgen, with its traps closed. Everything here is pinned to feedgen 1.0.0 and held by conformance tests.

What was wrong and what is done (docs/adr/0002-feeds-out.md says why feedgen at all):
1. links of an Atom entry lose rel, type, hreflang and length       → the links are written again;
2. the RSS <link> is the last link that was added, whatever its rel  → it is the alternate one;
3. entries come out in reverse                                      → they are appended;
4. `updated` is the time of building when nobody says otherwise      → saying it is required, so the bytes are stable;
5. one control character or one missing id loses the whole feed      → values.writable and entries.entry_of, before this;
6. pictures land in a media:group, names without e-mail are lost     → extensions.Pictures and dc:creator;
7. dates are written through setlocale, which is the whole process's → feedgen never sees the dates of RSS.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from syndication.feeds.answer import MAX_AGE
from syndication.feeds.values import Feed

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LINK = ("rel", "type", "hreflang", "title", "length")


class MendedEntry(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """An entry that knows its own dates and language and keeps what its links are."""

    def __init__(self, published: datetime, updated: datetime, language: str) -> None:
        super().__init__()
        self._told = published
        self._language = language
        self.updated(updated)
        self.published(published)
        self._FeedEntry__rss_pubDate = None  # trap 7: it is written below

    def rss_entry(self, extensions: bool = True) -> Any:
        """The RSS item."""
        item = super().rss_entry(extensions)
        etree.SubElement(item, "pubDate").text = format_datetime(self._told)
        return item

    def atom_entry(self, extensions: bool = True) -> Any:
        """The Atom entry."""
        entry = super().atom_entry(extensions)
        entry.set(LANGUAGE, self._language)
        links = self.link() or []  # what extensions add stands behind them
        for element, link in zip(entry.findall("link")[: len(links)], links, strict=True):
            for name in _LINK:
                if link.get(name, "0") != "0":  # RSS wants a length, of which 0 says that it is unknown
                    element.set(name, link[name])
        return entry


class Generator(FeedGenerator):  # type: ignore[misc]  # feedgen has no types
    """A feedgen generator for one feed in one form, its head filled in."""

    def __init__(self, feed: Feed, form: str, mime: str) -> None:
        super().__init__()
        self.id(feed.identifier)
        self.title(feed.title)
        self.description(feed.description)
        self.language(feed.language)
        self.rights(feed.rights)
        self.author(name=feed.publisher, uri=feed.home)
        self.generator("syndication")
        self.docs("http://www.rssboard.org/rss-specification")  # the address by which validators know it
        self.ttl(str(MAX_AGE // 60))
        self.link(href=feed.home, rel="alternate", type="text/html", hreflang=feed.language)
        self.link(href=feed.address(form), rel="self", type=mime)
        self._FeedGenerator__rss_link = feed.home  # trap 2
        self.updated(feed.updated)
        self._built = feed.updated
        self._FeedGenerator__rss_lastBuildDate = None  # trap 7: it is written below

    def add_entry(self, feedEntry: MendedEntry | None = None, order: str = "append") -> Any:
        """Add an entry after those that are there. ValueError without one: it must be made with its dates."""
        if feedEntry is None:
            raise ValueError("an entry is made with its dates, then added")
        return super().add_entry(feedEntry, order=order)

    def _create_rss(self, extensions: bool = True) -> Any:
        root, document = super()._create_rss(extensions)
        channel = root[0]
        built = etree.Element("lastBuildDate")
        built.text = format_datetime(self._built)
        channel.insert(channel.index(channel.find("language")) + 1, built)
        return root, document
