"""What feedgen lacks, as extensions of it: when an item was modified (in RSS), pictures with their words, tombstones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from syndication.feeds.values import Entry, Reel, Shown

TERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class Terms(BaseExtension):  # type: ignore[misc]  # feedgen has no types
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
