"""What feedgen lacks, as extensions of it: links, archives, when an item was modified (in RSS), pictures with their words,
tombstones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from syndication.feeds.values import Entry, Reel, Shown, Translation

TERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"
ATOM = "http://www.w3.org/2005/Atom"


class History(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Where a document stands among the others (RFC 5005), and the hub that tells of its changes (WebSub)."""

    links: tuple[tuple[str, str], ...] = ()  # rel and address
    mime = ""
    archive = False

    def extend_ns(self) -> dict[str, str]:
        """Its namespace."""
        return {"fh": HISTORY}

    def extend_rss(self, root: Any) -> Any:
        """In the channel, before its items."""
        self._extend(root[0], f"{{{ATOM}}}link")
        return root

    def extend_atom(self, feed: Any) -> Any:
        """In the feed, before its entries."""
        self._extend(feed, "link")
        return feed

    def _extend(self, head: Any, link: str) -> None:
        if self.archive:
            etree.SubElement(head, f"{{{HISTORY}}}archive")
        for rel, address in self.links:
            told = etree.SubElement(head, link, href=address, rel=rel)
            if rel != "hub":  # what a hub answers is no document of ours
                told.set("type", self.mime)


class Related(BaseExtension):  # type: ignore[misc]
    """Translations in a feed: they need no namespace but Atom's, which is there."""

    def extend_ns(self) -> dict[str, str]:
        """None of its own."""
        return {}


class EntryRelated(BaseEntryExtension):  # type: ignore[misc]
    """Where an entry can be read in another language, as a related link: readers take several alternates for one address."""

    translations: tuple[Translation, ...] = ()

    def extend_rss(self, item: Any) -> Any:
        """As Atom's link, which RSS feeds use too."""
        self._extend(item, f"{{{ATOM}}}link")
        return item

    def extend_atom(self, entry: Any) -> Any:
        """As a link."""
        self._extend(entry, "link")
        return entry

    def _extend(self, entry: Any, link: str) -> None:
        for told in self.translations:
            etree.SubElement(entry, link, href=told.url, rel="related", type="text/html", hreflang=told.language)


class Terms(BaseExtension):  # type: ignore[misc]
    """dcterms in a feed."""

    def extend_ns(self) -> dict[str, str]:
        """Its namespace."""
        return {"dcterms": TERMS}


class EntryTerms(BaseEntryExtension):  # type: ignore[misc]
    """dcterms:modified of an entry: RSS has no element of its own that says it."""

    modified: datetime

    def extend_rss(self, item: Any) -> Any:
        """Written last, for readers let a later date win."""
        etree.SubElement(item, f"{{{TERMS}}}modified").text = self.modified.isoformat()
        return item

    extend_atom = extend_rss


class Pictures(BaseExtension):  # type: ignore[misc]
    """Media RSS in a feed."""

    def extend_ns(self) -> dict[str, str]:
        """Its namespace."""
        return {"media": MEDIA}


class EntryPictures(BaseEntryExtension):  # type: ignore[misc]
    """media:content for every picture and for the film. No media:group: that is for one thing in several shapes."""

    pictures: tuple[Shown, ...] = ()
    film: Reel | None = None

    def extend_rss(self, item: Any) -> Any:
        """The pictures in their order, each with its description and its credit, then the film."""
        for picture in self.pictures:
            content = _content(item, picture.url, picture.size, picture.mime, "image")
            content.set("width", str(picture.width))
            content.set("height", str(picture.height))
            if picture.alt:
                etree.SubElement(content, f"{{{MEDIA}}}description", type="plain").text = picture.alt
            if picture.credit:
                etree.SubElement(content, f"{{{MEDIA}}}credit", role="photographer").text = picture.credit
        if self.film is not None:
            content = _content(item, self.film.url, self.film.size, self.film.mime, "video")
            if self.film.seconds is not None:
                content.set("duration", str(round(self.film.seconds)))
        return item

    extend_atom = extend_rss


def _content(item: Any, url: str, size: int, mime: str, medium: str) -> Any:
    content = etree.SubElement(item, f"{{{MEDIA}}}content", url=url, type=mime, medium=medium)
    if size:
        content.set("fileSize", str(size))
    return content


class Tombstones(BaseExtension):  # type: ignore[misc]
    """RFC 6721: what is no longer in an Atom feed, since when, and a sentence for people."""

    withdrawn: tuple[Entry, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """Its namespace."""
        return {"at": TOMBSTONES}

    def extend_atom(self, feed: Any) -> Any:
        """One deleted-entry for each."""
        for entry in self.withdrawn:
            deleted = etree.SubElement(
                feed, f"{{{TOMBSTONES}}}deleted-entry", ref=entry.identifier, when=entry.updated.isoformat()
            )
            comment = etree.SubElement(deleted, f"{{{TOMBSTONES}}}comment")
            comment.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
            comment.text = entry.summary
        return feed
