"""Feeds made by code, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from syndication.sources.entry import Entry, Parsed
from syndication.sources.parse import parse

URL = "https://moha.gov.vn/rss/tin-tuc.rss"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
WHOLE = (
    "<title>Hội nghị tổng kết</title><link>https://moha.gov.vn/tin-tuc/hoi-nghi---oid57695</link>"
    "<guid>https://moha.gov.vn/tin-tuc/hoi-nghi---oid57695</guid><pubDate>Mon, 07 Sep 2026 19:41:53 +0700</pubDate>"
)


def rss(*items: str, channel: str = "<title>Bộ Nội vụ</title><link>https://moha.gov.vn</link>", head: str = "") -> str:
    told = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0" {SPACES}><channel>{channel}{told}</channel></rss>'


def atom(*entries: str, feed: str = "<title>Bộ Nội vụ</title><id>urn:f</id>", attributes: str = "") -> str:
    told = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" '
        f'xmlns:media="http://search.yahoo.com/mrss/" {attributes}>{feed}{told}</feed>'
    )


def read(document: str | bytes, content_type: str = "application/xml", url: str = URL) -> Parsed:
    body = document.encode() if isinstance(document, str) else document
    return parse(body, content_type, url, NOW)


def only(document: str | bytes, content_type: str = "application/xml", url: str = URL) -> Entry:
    parsed = read(document, content_type, url)
    assert len(parsed.entries) == 1, parsed
    return parsed.entries[0]
