"""What one read of a source gives: entries and tombstones as frozen plain values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from formatters.boilerplate import furniture
from formatters.html import plain
from formatters.sentence import Sentence
from formatters.text import nfc
from syndication.sources.addresses import CACHE_BUSTERS, untracked

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry. `url` is absolute and quoted.

    `mime` and `length` (bytes) are what the source claims: real feeds invent both, so nothing may rest on them.
    `role` is "picture", "video", "captions" or "file". `language` is that of captions, "" when it is not said.
    """

    url: str
    mime: str = ""
    length: int | None = None
    alt: str = ""
    caption: str = ""
    role: str = "picture"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the source tells it now. `title` and `summary` are plain NFC text on one line or more.

    `html` is sanitised NFC with absolute addresses. `published` and `updated` are aware, None when absent, unreadable
    or in the future; `raw_date` is the text they were read from. `media` holds the pictures of the body too, without
    repetition. `findings` say what was mended.
    """

    guid: str
    link: str
    title: str
    summary: str
    html: str
    published: datetime | None
    updated: datetime | None
    raw_date: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""
    media: tuple[Enclosure, ...] = ()
    findings: tuple[Sentence, ...] = ()
    letters: tuple[
        Sentence, ...
    ] = ()  # those findings that speak of letters in an old encoding: a person reads it first
    digest: str = ""  # of the bytes that it was read from: while it is the same, there is nothing to read again


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The source says that the entry with this guid or address is deleted (RFC 6721). `when` is aware."""

    ref: str
    when: datetime | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document, read. `kind` is "rss", "rdf", "atom", "jsonfeed" or "sitemap"; `home` is the address of the site, absolute.

    `same` are the digests of entries that were known by them and not read again, in the order of the document. `hubs` are the
    WebSub hubs that it names and `topic` its own address as it says itself, absolute; `pace` is how often it says it changes.
    """

    kind: str
    title: str
    language: str
    home: str
    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    findings: tuple[Sentence, ...] = ()
    same: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    topic: str = ""
    pace: timedelta | None = None


def content_digest(entry: Entry) -> str:
    """SHA-256 (hex) over what matters to a reader: title, summary, the text of the body, its pictures and files.

    Dates, the entry's own address and guid, markup, white space, the order of the files, a page's buttons and counters, and
    parameters that only track or defeat caches are left out: an entry that was re-dated, re-ordered, re-addressed or read more
    often has the same digest.
    """
    told = (
        _fold(entry.title),
        _fold(_read(entry.summary)),
        _fold(_read(plain(entry.html))),
    )
    files = sorted({(untracked(file.url, CACHE_BUSTERS), _fold(file.alt), _fold(file.caption)) for file in entry.media})
    written = f"[{','.join(map(_quoted, told))},{_JSON.encode(files)}]"
    return hashlib.sha256(written.encode()).hexdigest()


def _quoted(text: str) -> str:
    """The text as JSON writes it."""
    if not text.isprintable():
        return _JSON.encode(text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _read(text: str) -> str:
    """What of a text is read; a counter of its readers is not."""
    lines = text.split("\n")
    if not (unread := furniture(lines)):
        return text
    return "\n".join(line for place, line in enumerate(lines) if place not in unread)


def _fold(text: str) -> str:
    """The text in composed letters, on one line, single blanks between its words."""
    told = " ".join(filter(None, nfc(text).split("\n"))).strip(" ")
    return told if told.isprintable() and "  " not in told else " ".join(told.split())
