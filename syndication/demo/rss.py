"""The portal's RSS: content:encoded, Media RSS, categories, an enclosure for the film, tombstones; with a portal's habits."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from lxml import etree

from syndication.demo.addresses import MEDIA, complete, page
from syndication.demo.pictures import SIZE
from syndication.demo.stories import shots
from syndication.demo.timetable import Edition, Shown

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
TITLES = {
    "vi": (
        "Cổng trình diễn Bộ Nội vụ – Tin tức",
        "Tin mới của Cổng trình diễn. Mọi tin bài đều được viết ra để thử nghiệm.",
    ),
    "en": (
        "Ministry of Home Affairs demonstration portal – News",
        "News of the demonstration portal. Every item is invented.",
    ),
}
_HOMES = {"vi": "/", "en": "/en"}
_FEEDS = {"vi": "/rss", "en": "/en/rss"}


def render(edition: Edition, language: str, base: str, began: datetime, film_size: Callable[[str], int]) -> bytes:
    """The feed of this edition as RSS 2.0 in UTF-8. `film_size` gives the bytes of a film by its file's name.

    Nothing in it depends on when it is rendered: the same edition gives the same bytes.
    """
    rss = etree.Element("rss", {"version": "2.0"}, nsmap=SPACES)
    channel = etree.SubElement(rss, "channel")
    title, description = TITLES[language]
    _add(channel, "title", title)
    _add(channel, "link", base + _HOMES[language])
    _add(channel, "description", description)
    _add(channel, "language", language)
    _add(channel, "lastBuildDate", _date(edition.changed(began)))
    _add(channel, "ttl", "1")
    feed = {"rel": "self", "type": "application/rss+xml", "href": base + _FEEDS[language]}
    etree.SubElement(channel, _name("atom:link"), feed)
    for one in edition.shown:
        _item(etree.SubElement(channel, "item"), one, base, film_size)
    for taken in edition.taken:
        stone = {"ref": taken.item.guid, "when": taken.when.astimezone(HANOI).isoformat()}
        etree.SubElement(channel, _name("at:deleted-entry"), stone)
    return etree.tostring(rss, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _item(element: etree._Element, one: Shown, base: str, film_size: Callable[[str], int]) -> None:
    item, told = one.item, _manner(one)
    _add(element, "title", told(one.title))
    _add(element, "link", base + page(one))
    _add(element, "guid", item.guid, isPermaLink="false")
    _add(element, "pubDate", _date(one.published))
    if one.updated != one.published:
        _add(element, "dcterms:modified", one.updated.astimezone(HANOI).isoformat())
    _add(element, "dc:creator", item.author)
    for category in (item.category, *item.tags):
        _add(element, "category", category)
    _add(element, "description", told(escape(item.summary, quote=False)))
    body = complete(one.body, "" if "relative" in item.manner else base)
    _add(element, "content:encoded", "").text = etree.CDATA(told(body))
    for shot in shots(one.body):
        width, height = SIZE
        file = _add(
            element,
            "media:content",
            "",
            url=base + MEDIA + shot.name,
            type="image/jpeg",
            medium="image",
            width=str(width),
            height=str(height),
        )
        _add(file, "media:description", shot.alt, type="plain")
    if item.film:
        film = {"url": base + MEDIA + item.film, "length": str(film_size(item.film)), "type": "video/mp4"}
        etree.SubElement(element, "enclosure", film)


def _manner(one: Shown) -> Callable[[str], str]:
    """How this item's texts are put into the feed: the portal's editors use many tools, and it shows."""
    manner = one.item.manner

    def told(text: str) -> str:
        text = unicodedata.normalize("NFD" if "nfd" in manner else "NFC", text)
        return escape(text) if "twice-escaped" in manner else text

    return told


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _name(name), attributes)
    element.text = text or None
    return element


def _name(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{SPACES[prefix]}}}{local}" if prefix else local


def _date(when: datetime) -> str:
    return format_datetime(when.astimezone(HANOI))
