"""A site without a feed is read from its sitemap of news; any other sitemap is answered with a sentence."""

from __future__ import annotations

from datetime import datetime

import pytest

from syndication.sources.parse import Unreadable, parse
from tests.syndication.sources.feeds import NOW, only, read

URL = "https://baochinhphu.vn/news-sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
PLACE = (
    "<url><loc>https://baochinhphu.vn/a-102260907.htm</loc><lastmod>2026-09-07T20:00:00+07:00</lastmod><news:news><news:publication>"
    "<news:name>Báo Chính phủ</news:name><news:language>vi</news:language></news:publication>"
    "<news:publication_date>2026-09-07T19:41:53+07:00</news:publication_date><news:title>Tin &amp;amp; bài</news:title>"
    "<news:keywords>cải cách, công vụ</news:keywords></news:news>"
    "<image:image><image:loc>/anh/1 a.jpg</image:loc><image:caption>Hội nghị</image:caption></image:image></url>"
)
PLAIN = "<url><loc>https://baochinhphu.vn/lien-he.htm</loc></url>"


def sitemap(*places: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{"".join(places)}</urlset>'


def test_the_news_of_a_sitemap_are_entries_without_a_body() -> None:
    parsed = read(sitemap(PLAIN, PLACE), url=URL)
    assert (parsed.kind, parsed.title, parsed.language, parsed.home) == (
        "sitemap",
        "Báo Chính phủ",
        "vi",
        "https://baochinhphu.vn/",
    )
    (entry,) = parsed.entries
    assert entry.guid == entry.link == "https://baochinhphu.vn/a-102260907.htm"
    assert (entry.title, entry.summary, entry.html, entry.language) == ("Tin & bài", "", "", "vi")
    assert entry.published == datetime.fromisoformat("2026-09-07T19:41:53+07:00")
    assert entry.updated == datetime.fromisoformat("2026-09-07T20:00:00+07:00")
    assert entry.categories == ("cải cách", "công vụ")
    assert [(file.url, file.role, file.caption) for file in entry.media] == [
        ("https://baochinhphu.vn/anh/1%20a.jpg", "picture", "Hội nghị")
    ]


def test_news_that_are_known_are_not_read_again() -> None:
    document = sitemap(PLACE, PLACE.replace("a-1022", "b-1022"))
    first = read(document, url=URL)
    again = parse(document.encode(), "application/xml", URL, NOW, {first.entries[0].digest})
    assert again.same == (first.entries[0].digest,)
    assert again.entries == first.entries[1:]


def test_a_damaged_sitemap_is_mended() -> None:
    assert only(sitemap(PLACE).replace("</urlset>", ""), url=URL).title == "Tin & bài"


def test_a_sitemap_without_news_is_no_feed() -> None:
    with pytest.raises(Unreadable) as caught:
        read(sitemap(PLAIN), url=URL)
    assert "sitemap" in caught.value.say.vi


def test_a_list_of_sitemaps_names_those_of_news() -> None:
    listed = "".join(
        f"<sitemap><loc>{address}</loc></sitemap>"
        for address in ("https://a.vn/pages.xml", "/news-1.xml", "/news-2.xml")
    )
    with pytest.raises(Unreadable) as caught:
        read(f"<sitemapindex {SPACES}>{listed}</sitemapindex>", url="https://a.vn/sitemap.xml")
    assert caught.value.announced == ("https://a.vn/news-1.xml", "https://a.vn/news-2.xml")
    assert "https://a.vn/news-1.xml" in caught.value.say.vi
    with pytest.raises(Unreadable) as caught:
        read(f"<sitemapindex {SPACES}><sitemap><loc>/pages.xml</loc></sitemap></sitemapindex>")
    assert (caught.value.announced, "sitemap" in caught.value.say.vi) == ((), True)
