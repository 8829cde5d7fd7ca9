"""What is promised of whatever is read, whatever it was read from."""

from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from formatters.html import sanitise
from syndication.sources.decide import KnownItem, New, Unchanged, decide
from syndication.sources.entry import Entry, Parsed, content_digest
from syndication.sources.parse import Unreadable, parse

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://moha.gov.vn/rss"
SECONDS = 2.0
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ADDRESSES = re.compile(r"""(?:href|src)="([^"]*)\"""")
_MARKS = re.compile(r"<[^>]*>")
_EXECUTABLE = re.compile(
    r"<(?:script|style|iframe|object|embed|svg|math|form|base|meta|link|template)\b|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)


def kept(body: bytes, content_type: str = "") -> tuple[str, float]:
    """How the document ended ("parsed", "empty" or "unreadable") and the seconds it took. AssertionError for a promise that is broken."""
    began = time.process_time()
    parsed, said = None, None
    try:
        parsed = parse(body, content_type, URL, NOW)
    except Unreadable as error:
        said = error.say
    seconds = time.process_time() - began
    assert said is None or (said.vi and said.en)
    assert seconds < SECONDS, f"it took {seconds:.1f} s"
    if parsed is None:
        return "unreadable", seconds
    the_document(parsed)
    for entry in parsed.entries:
        the_entry(entry)
    twice_is_unchanged(parsed)
    known_digests_are_not_read_again(parsed, body, content_type)
    return ("parsed" if parsed.entries else "empty"), seconds


def the_document(parsed: Parsed) -> None:
    """Its own texts and addresses."""
    clean(parsed.title, parsed.language)
    absolute(parsed.home, parsed.topic, *parsed.hubs)
    assert all(stone.when is None or aware(stone.when) for stone in parsed.tombstones)
    assert all(finding.vi and finding.en for finding in parsed.findings)


def the_entry(entry: Entry) -> None:
    """Texts, addresses, dates, HTML, digest."""
    clean(entry.title, entry.summary, entry.html, entry.author, entry.language, *entry.categories)
    clean(*(text for file in entry.media for text in (file.alt, file.caption)))
    assert entry.guid == unicodedata.normalize("NFC", entry.guid)
    assert not re.search("[\0\ud800-\udfff]", entry.guid)
    absolute(entry.link, *(file.url for file in entry.media))
    assert all(file.url for file in entry.media)
    assert len({file.url for file in entry.media}) == len(entry.media)
    for date in (entry.published, entry.updated):
        assert date is None or aware(date)
    assert sanitise(entry.html, entry.link or URL) == entry.html, "sanitising it again changes it"
    absolute(*(address.replace("&amp;", "&") for address in _ADDRESSES.findall("".join(_MARKS.findall(entry.html)))))
    for mark in _MARKS.findall(entry.html):
        assert not _EXECUTABLE.search(re.sub(r'"[^"]*"', '""', mark)), mark
    other = replace(entry, published=None, updated=None, guid="x", link="https://b.vn/", media=entry.media[::-1])
    assert content_digest(other) == content_digest(entry), "dates, names and order are no content"


def twice_is_unchanged(parsed: Parsed) -> None:
    """The same document once more changes nothing."""
    news = [intent for intent in decide([], parsed) if isinstance(intent, New)]
    known = [
        KnownItem(str(number), frozenset(new.keys), new.content, withdrawn=False, link=new.entry.link)
        for number, new in enumerate(reversed(news))
    ]
    again = decide(known, parsed)
    assert all(isinstance(intent, Unchanged) for intent in again), again
    assert len(again) == len(news)


def known_digests_are_not_read_again(parsed: Parsed, body: bytes, content_type: str) -> None:
    """What is known by its digest is named by it and nothing else; the rest is read as before."""
    seen = {entry.digest for entry in parsed.entries if entry.digest}
    again = parse(body, content_type, URL, NOW, seen=seen)
    assert list(again.same) == [entry.digest for entry in parsed.entries if entry.digest]
    assert again.entries == tuple(entry for entry in parsed.entries if not entry.digest)


def clean(*texts: str) -> None:
    """Composed, without control characters."""
    for text in texts:
        assert text == unicodedata.normalize("NFC", text), ascii(text)
        assert not _CONTROL.search(text), ascii(text)


def absolute(*addresses: str) -> None:
    """None, or an address of the web."""
    for address in filter(None, addresses):
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https"), address
        assert parts.hostname, address
        assert not re.search(r"[\s\x00-\x1f<>\"]", address), ascii(address)


def aware(date: datetime) -> bool:
    """Whether it names an instant that is no more than a day ahead."""
    return date.tzinfo is not None and date <= NOW + timedelta(days=1)
