"""A sitemap for news, as Google reads it: a site without any feed still says there what it published in the last days."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime

from lxml import etree

from formatters.sentence import Sentence
from formatters.text import unescape_plain, unescaped
from syndication.sources.addresses import absolute
from syndication.sources.entry import Enclosure, Entry, Parsed
from syndication.sources.parse.compose import Raw, attached, compose, language_of
from syndication.sources.parse.digest import digests
from syndication.sources.parse.markup import text_of
from syndication.sources.parse.tree import rooted, too_many
from syndication.sources.parse.unreadable import MOST_ANNOUNCED, not_a_feed, sitemap_index
from syndication.sources.parse.words import word

SITEMAP = ("sơ đồ trang (sitemap) không có tin", "a sitemap without news")
_NEWS = re.compile(r"news|tin-?tuc", re.IGNORECASE)


def read_sitemap(text: str, url: str, most_items: int, now: datetime | None, seen: Collection[str]) -> Parsed:
    """The news of this sitemap, newest or not, without any body. Unreadable for one that has no news, or only lists others."""
    root, findings = rooted(text)
    if word(root) == "sitemapindex":
        named = (absolute(address, url) for place in root for address in _texts(place, "loc"))
        raise sitemap_index(tuple(dict.fromkeys(one for one in named if _NEWS.search(one)))[:MOST_ANNOUNCED])
    told = [(place, news) for place in root for news in place if word(news) == "news:news"]
    if not told:
        raise not_a_feed(*SITEMAP)
    if len(told) > most_items:
        findings = (*findings, too_many(len(told), most_items))
    home = absolute("/", url)
    digest = digests("sitemap", url)
    entries: list[Entry] = []
    same: list[str] = []
    for number, (place, news) in enumerate(told[:most_items], 1):
        mark = digest(etree.tostring(place, encoding="utf-8", with_tail=False), "")
        if mark in seen:
            same.append(mark)
            continue
        composed = compose(_raw(place, news, url), url, number, now, mark)
        if isinstance(composed, Sentence):
            findings = (*findings, composed)
        else:
            entries.append(composed)
    first = told[0][1]
    return Parsed(
        kind="sitemap",
        title=unescape_plain(_within(first, "news:publication", "news:name")),
        language=language_of(_within(first, "news:publication", "news:language")),
        home=home,
        entries=tuple(entries),
        findings=findings,
        same=tuple(same),
    )


def _raw(place: etree._Element, news: etree._Element, url: str) -> Raw:
    address = next(_texts(place, "loc"), "")
    return Raw(
        guid=address,
        link=address,
        title=next(_texts(news, "news:title"), ""),
        published=next(_texts(news, "news:publication_date"), ""),
        updated=next(_texts(place, "lastmod"), ""),
        categories=next(_texts(news, "news:keywords"), "").split(","),
        language=_within(news, "news:publication", "news:language"),
        files=[file for one in place if word(one) == "image:image" for file in _picture(one, url)],
    )


def _picture(image: etree._Element, url: str) -> list[Enclosure]:
    caption = next(_texts(image, "image:caption", "image:title"), "")
    return attached(next(_texts(image, "image:loc"), ""), url, "image/*", caption=unescaped(caption))


def _texts(element: etree._Element, *names: str) -> Iterator[str]:
    """What the elements of these names in it say, those that say something."""
    return (said for name in names for child in element if word(child) == name and (said := text_of(child)))


def _within(element: etree._Element, outer: str, inner: str) -> str:
    return next((said for child in element if word(child) == outer for said in _texts(child, inner)), "")
