"""What RSS and Atom have in common: an entry as feedgen takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndication.feeds.extensions import EntryPictures, EntryRelated, EntryTerms, History, Pictures, Related, Terms
from syndication.feeds.generator import Generator, MendedEntry
from syndication.feeds.values import FORMS, STATES, UNITS, Entry, Feed

# All that is no markup: readers differ in whether they take such an element for text or for HTML.
_PLAIN = re.compile(
    rb"(?<=>)[^<]+(?=</(?:title|subtitle|summary|rights|name|copyright|description|category|media:description|media:credit"
    rb"|dc:\w+|at:comment)>)"
)


def safest(document: bytes) -> bytes:
    """The document with & and < in its plain texts written by those references that are read alike as text and as HTML."""
    return _PLAIN.sub(lambda text: text[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;"), document)


def open_feed(feed: Feed, form: str) -> Generator:
    """A generator with the feed's head and the extensions that both forms use."""
    mime = FORMS[form].partition(";")[0]
    generator = Generator(feed, form, mime)
    generator.load_extension("dc")
    generator.register_extension("history", History)
    generator.history.mime = mime
    generator.history.archive = feed.archive.number is not None
    generator.history.links = tuple(_links(feed, form))
    generator.register_extension("related", Related, EntryRelated)
    generator.register_extension("media", Pictures, EntryPictures)
    generator.register_extension("dcterms", Terms, EntryTerms)
    return generator


def _links(feed: Feed, form: str) -> Iterator[tuple[str, str]]:
    """What leads from this document to others, by its rel."""
    if feed.hub:
        yield "hub", feed.hub
    if feed.archive.number is not None:
        yield "current", feed.current(form)
    for rel, number in (("prev-archive", feed.archive.previous), ("next-archive", feed.archive.next)):
        if number is not None:
            yield rel, feed.archived_at(number, form)


def add(generator: Generator, entry: Entry) -> MendedEntry:
    """Add the entry after those that are there."""
    told = MendedEntry(entry.published, entry.updated, entry.language)
    generator.add_entry(told)
    told.id(entry.identifier)
    told.title(entry.title)
    if entry.link:
        told.link(href=entry.link, rel="alternate", type="text/html", hreflang=entry.language)
    if entry.film is not None:
        told.enclosure(entry.film.url, entry.film.size, entry.film.mime)
    told.summary(entry.summary)
    told.content(entry.html, type="html")
    told.rights(entry.rights)
    told.category([{"term": term} for term in entry.categories])
    told.category([{"term": state, "scheme": STATES} for state in entry.states])
    if entry.unit:
        told.category({"term": entry.unit, "scheme": UNITS})
        told.contributor(name=entry.unit)
        told.dc.dc_contributor(entry.unit)
    told.dc.dc_creator(entry.author)
    told.dc.dc_language(entry.language)
    told.dc.dc_publisher(entry.publisher)
    told.dc.dc_rights(entry.rights)
    told.dc.dc_source(entry.source)
    told.dcterms.modified = entry.updated
    told.related.translations = entry.translations
    told.media.pictures = entry.pictures
    told.media.film = entry.film
    return told
