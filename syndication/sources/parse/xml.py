"""RSS 0.9x to 2.0, RSS 1.0 (RDF) and Atom: feedparser knows the dialects, the tree gives what feedparser loses."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import feedparser
from lxml import etree

from formatters.sentence import Sentence
from formatters.text import unescape_plain
from syndication.sources.addresses import absolute
from syndication.sources.dates import read_date
from syndication.sources.entry import Entry, Parsed, Tombstone
from syndication.sources.parse.compose import Raw, compose, language_of
from syndication.sources.parse.files import MEDIA, files_of
from syndication.sources.parse.tree import XML, Document, grow, name, space

KINDS = {"rss": "rss", "channel": "rss", "rdf": "rdf", "feed": "atom"}
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
SEAT = "urn:moha:syndication:seat"


def read_xml(text: str, url: str, most_items: int, now: datetime | None) -> Parsed:
    """The feed in this XML text. Unreadable when nothing can be made of it.

    feedparser is only ever shown well-formed, pruned XML without entities: its lenient mode, which is slow beyond reason
    on hostile input, is never reached. Its dates and its reading of media and tombstones are not used.
    """
    document = grow(text, most_items)
    kind = KINDS.get(name(document.root), "rss")
    tombstones = _tombstones(document.root)
    files = [files_of(item, url) for item in document.items]
    languages = [_language(item) for item in document.items]
    bases = [item.base or "" for item in document.items]
    told = _feedparser(document)
    feed = told.feed
    home = absolute(_alternate(feed), url)
    composed: list[Entry | Sentence] = []
    for index, words in _seated(told.entries):
        if index >= len(files):
            continue
        raw = _raw(words, kind)
        raw.files, raw.language = files[index], languages[index]
        base = absolute(bases[index], home or url) or home or url
        composed.append(compose(raw, base, index + 1, now))
    return Parsed(
        kind=kind,
        title=unescape_plain(str(feed.get("title") or "")),
        language=language_of(str(feed.get("language") or document.root.get(f"{XML}lang") or "")),
        home=home,
        entries=tuple(one for one in composed if isinstance(one, Entry)),
        tombstones=tombstones,
        findings=(*document.findings, *(one for one in composed if isinstance(one, Sentence))),
    )


def _feedparser(document: Document) -> Any:
    """feedparser's reading of the tree, each item marked with its place, media and tombstones taken out."""
    for index, item in enumerate(document.items):
        etree.SubElement(item, f"{{{SEAT}}}place", nsmap={"seat": SEAT}).text = str(index)
    for element in list(document.root.iter()):
        parent = element.getparent()
        if parent is not None and (space(element) in MEDIA or space(element) == TOMBSTONES):
            _drop(element, parent)
    return feedparser.parse(
        etree.tostring(document.root, encoding="utf-8", xml_declaration=True),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )


def _drop(element: etree._Element, parent: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    before = element.getprevious()
    if element.tail and element.tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _seated(entries: list[Any]) -> list[tuple[int, Any]]:
    seats = ((str(entry.get("seat_place", "")), entry) for entry in entries)
    # As plain dicts: feedparser's own answer `published` when asked for `updated`.
    return [(int(seat), dict(entry)) for seat, entry in seats if seat.isascii() and seat.isdigit()]


def _raw(words: Any, kind: str) -> Raw:
    guid = str(words.get("id") or "").strip()
    link = _alternate(words)
    if link == guid and not re.match(r"https?:|/", link, re.IGNORECASE):
        link = ""  # feedparser takes a guid for the address when there is no other
    body = _content(words)
    summary = str(words.get("summary") or "")
    return Raw(
        guid=guid,
        link=link,
        title=str(words.get("title") or ""),
        body=str(body.get("value", "")),
        body_plain=_is_plain(body, kind),
        summary=summary,
        summary_plain=_is_plain({**words.get("summary_detail", {}), "value": summary}, kind),
        published=str(words.get("published") or words.get("created") or ""),
        updated=str(words.get("updated") or ""),
        authors=[str(person.get("name") or "") for person in words.get("authors", ())],
        categories=[str(tag.get("label") or tag.get("term") or "") for tag in words.get("tags", ())],
    )


def _content(words: Any) -> dict[str, Any]:
    """The fullest of the entry's contents, markup before plain text; {} for none."""
    told = [dict(part) for part in words.get("content", ()) if part.get("value") and "src" not in part]
    return max(told, key=lambda part: (part.get("type") != "text/plain", len(part["value"])), default={})


def _is_plain(part: dict[str, Any], kind: str) -> bool:
    """Whether line breaks mean something in it. RSS never says; Atom says so by its type."""
    value = str(part.get("value") or "")
    told = kind != "atom" or part.get("type") == "text/plain"
    return told and not re.search(r"<[a-zA-Z/!]|&\w+;|&#\d", value)


def _alternate(words: Any) -> str:
    """The first alternate address: a second one is the same page in another language or form."""
    for link in words.get("links", ()):
        if link.get("rel") == "alternate" and str(link.get("href") or "").strip():
            return str(link["href"]).strip()
    return str(words.get("link") or "").strip()


def _language(item: etree._Element) -> str:
    """The language the item itself names. What the whole feed claims is a template's default too often."""
    own = item.get(f"{XML}lang")
    told = next((child.text for child in item if name(child) == "language" and child.text), "")
    return own or told or ""


def _tombstones(root: etree._Element) -> tuple[Tombstone, ...]:
    found = (element for element in root.iter(f"{{{TOMBSTONES}}}deleted-entry") if element.get("ref", "").strip())
    return tuple(Tombstone(one.get("ref", "").strip(), read_date(one.get("when", ""))) for one in found)
