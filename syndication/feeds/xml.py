"""What RSS and Atom have in common: an entry as feedgen takes it."""

from __future__ import annotations

from syndication.feeds.extensions import EntryPictures, EntryTerms, Pictures, Terms
from syndication.feeds.generator import Generator, MendedEntry
from syndication.feeds.values import FORMS, Entry, Feed


def open_feed(feed: Feed, form: str) -> Generator:
    """A generator with the feed's head and the extensions that both forms use."""
    generator = Generator(feed, form, FORMS[form].partition(";")[0])
    generator.load_extension("dc")
    generator.register_extension("media", Pictures, EntryPictures)
    generator.register_extension("dcterms", Terms, EntryTerms)
    return generator


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
    told.dc.dc_creator(entry.author)
    told.dc.dc_date(entry.published.isoformat())
    told.dc.dc_language(entry.language)
    told.dc.dc_publisher(entry.publisher)
    told.dc.dc_rights(entry.rights)
    told.dc.dc_source(entry.source)
    told.dcterms.modified = entry.updated
    told.media.pictures = entry.pictures
    told.media.film = entry.film
    return told
