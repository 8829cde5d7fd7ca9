"""Bytes to a feed: RSS, RDF, Atom, JSON Feed or a sitemap of news. Whatever the bytes, the answer is a Parsed or an Unreadable."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from traceback import extract_tb

from syndication.sources.entry import Parsed
from syndication.sources.parse.decode import decode, unpacked
from syndication.sources.parse.jsonfeed import read_json
from syndication.sources.parse.sitemap import read_sitemap
from syndication.sources.parse.unreadable import (
    Unreadable,
    damaged,
    empty,
    file_kind,
    not_a_feed,
    too_large,
    web_page,
)
from syndication.sources.parse.xml import read_xml

__all__ = ["Unreadable", "parse"]

log = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
MOST_ENTRIES = 10_000
_FEED = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|channel)(?=[\s>/])", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html(?=[\s>])|<body(?=[\s>])", re.IGNORECASE)
_OTHERS = {
    "opml": ("danh mục nguồn tin OPML", "an OPML list of feeds"),
    "entry": ("một mục Atom lẻ", "a single Atom entry"),
    "svg": ("ảnh SVG", "an SVG picture"),
    "envelope": ("thông điệp SOAP", "a SOAP message"),
}


def parse(
    body: bytes, content_type: str, url: str, now: datetime | None = None, seen: Collection[str] = frozenset()
) -> Parsed:
    """The feed in `body`, fetched from `url` with this Content-Type. `now` bounds its dates; the present if not given.

    An entry whose digest is in `seen` is not read again: only its digest is given, in `same`.

    Raises Unreadable, and nothing else, when there is none: its sentence says what it looked like and what to do.
    At most 10 MiB (also after unpacking gzip) and the first 10,000 entries are read.
    """
    try:
        return _read(body, content_type, url, now or datetime.now(UTC), seen)
    except Unreadable:
        raise
    except Exception as error:  # bytes from outside must never take the reader of all other sources down
        # Only where it failed: the message may hold content that nobody has checked for a secrecy stamp yet.
        where = extract_tb(error.__traceback__)[-1]
        kind, place = type(error).__name__, f"{where.name}:{where.lineno}"
        log.error("a feed of %s could not be read: %s in %s", url.partition("?")[0], kind, place)
        raise damaged() from None


def _read(body: bytes, content_type: str, url: str, now: datetime | None, seen: Collection[str]) -> Parsed:
    body = unpacked(body, MOST_BYTES)
    if len(body) > MOST_BYTES:
        raise too_large(len(body), MOST_BYTES)
    if not body.strip(b" \t\r\n\0"):
        raise empty()
    if kind := file_kind(body):
        raise not_a_feed(f"một tệp {kind}", f"a {kind} file")
    text, findings = decode(body, content_type)
    parsed = _parsed(text, url, now, seen)
    return replace(parsed, findings=(*findings, *parsed.findings))


def _parsed(text: str, url: str, now: datetime | None, seen: Collection[str]) -> Parsed:
    start = text.lstrip()
    if not start:
        raise empty()
    if start[0] in "{[":
        return read_json(start, url, MOST_ENTRIES, now, seen)
    feed = _FEED.search(text)
    if _PAGE.search(text, 0, feed.start() if feed else len(text)):
        raise web_page(text, url)
    first = re.search(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", text)
    if first and (not feed or first.start() < feed.start()):
        name = first[1].lower()
        if name in ("urlset", "sitemapindex"):
            return read_sitemap(text[_beginning(text, first.start()) :], url, MOST_ENTRIES, now, seen)
        if name in _OTHERS:
            raise not_a_feed(*_OTHERS[name])
    if not feed:
        raise _unknown(first)
    return read_xml(text[_beginning(text, feed.start()) :], url, MOST_ENTRIES, now, seen)


def _beginning(text: str, root: int) -> int:
    """Where the XML begins: at its declaration, past the warnings a server printed before it."""
    starts = [text.rfind(mark, 0, root) for mark in ("<?xml", "<!DOCTYPE")]
    return next((start for start in starts if start >= 0), root)


def _unknown(first: re.Match[str] | None) -> Unreadable:
    if first:
        return not_a_feed(
            f"một tài liệu XML hoặc HTML khác (<{first[1][:40]}>)", f"some other markup (<{first[1][:40]}>)"
        )
    return not_a_feed("văn bản thường", "plain text")
