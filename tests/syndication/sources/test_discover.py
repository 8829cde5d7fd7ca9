"""A page's address leads to the feed of its site, by few questions, and to nothing that is not meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.wire import Guard, Wire
from syndication.sources.discover import MOST_REQUESTS, Found, discover
from syndication.sources.parse import Unreadable, parse
from syndication.sources.retrieve import retrieve
from tests.support.portal import Article, Portal

WIRE = Wire(Guard(["127.0.0.1"]), timeout=2.0, reads=1)
RSS = (
    "<rss version='2.0'><channel><title>Tin {}</title><item><title>Một tin</title></item></channel></rss>",
    "text/xml",
)
SITEMAP = (
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
    "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://chinhphu.vn/tin-1.htm</loc><news:news>"
    "<news:publication><news:name>Báo</news:name><news:language>vi</news:language></news:publication>"
    "<news:publication_date>2026-11-20T08:00:00+07:00</news:publication_date><news:title>Tin trong sơ đồ</news:title>"
    "</news:news></url></urlset>"
)


@pytest.fixture
def site() -> Iterator[Portal]:
    with Portal([Article(1)]) as server:
        yield server


def page(*links: tuple[str, str], body: str = "") -> tuple[bytes, str]:
    named = "".join(f'<link rel="alternate" type="application/{kind}" href="{href}">' for kind, href in links)
    return f"<!DOCTYPE html><html><head>{named}</head><body>{body}</body></html>".encode(), "text/html"


def feed(name: str) -> tuple[bytes, str]:
    return RSS[0].format(name).encode(), RSS[1]


def look(site: Portal, path: str = "/tin", language: str = "vi", **words: object) -> Found | None:
    """What is found from this page; `site.requests` is what it took besides."""
    came = retrieve(f"{site.url}{path}", WIRE)
    site.requests.clear()
    with pytest.raises(Unreadable) as caught:
        parse(came.body, came.content_type, came.url)
    return discover(came, caught.value, WIRE, language, **words)  # type: ignore[arg-type]


def test_the_feed_that_a_page_announces_is_read_and_said(site: Portal) -> None:
    site.files |= {"/tin": page(("rss+xml", "/moi.xml")), "/moi.xml": feed("mới")}
    found = look(site)
    assert found is not None
    assert (found.url, found.kind, found.parsed.title) == (f"{site.url}/moi.xml", "feed", "Tin mới")
    assert f"found on it: {site.url}/moi.xml" in found.how.en
    assert f"{site.url}/tin là một trang web" in found.how.vi
    assert site.requests == ["/moi.xml"]


@pytest.mark.parametrize(("language", "wanted"), [("vi", "/tin.rss"), ("en", "/en/news.rss")])
def test_of_several_the_one_in_the_sources_language_is_taken(site: Portal, language: str, wanted: str) -> None:
    order = [
        ("feed+json", "/tin.json"),
        ("rss+xml", "/comments/feed"),
        ("rss+xml", "/en/news.rss"),
        ("rss+xml", "/tin.rss"),
    ]
    site.files |= {"/tin": page(*order), "/en/news.rss": feed("en"), "/tin.rss": feed("vi")}
    found = look(site, language=language)
    assert found is not None
    assert site.requests == [wanted]


def test_the_sites_own_goes_before_another_sites(site: Portal) -> None:
    site.files |= {
        "/tin": page(("rss+xml", "https://feeds.example/x"), ("atom+xml", "/own.xml")),
        "/own.xml": feed("của mình"),
    }
    found = look(site)
    assert found is not None
    assert found.url.endswith("/own.xml")


def test_one_that_is_none_is_passed_over_and_no_more_than_four_are_asked_for(site: Portal) -> None:
    site.files["/tin"] = page(*(("rss+xml", f"/{number}.xml") for number in range(6)))
    site.files["/0.xml"] = page(("rss+xml", "/again.xml"))
    site.files["/3.xml"] = feed("bốn")
    found = look(site)
    assert found is not None
    assert found.parsed.title == "Tin bốn"
    del site.files["/3.xml"]
    site.files["/4.xml"] = feed("năm")
    assert look(site) is None
    assert site.requests == [f"/{number}.xml" for number in range(MOST_REQUESTS)]


def test_what_may_not_be_is_not_even_asked_for(site: Portal) -> None:
    site.files |= {"/tin": page(("rss+xml", "/moi.xml")), "/moi.xml": feed("mới")}
    assert look(site, may=lambda url: "moi" not in url) is None
    assert site.requests == []


def test_an_address_inside_a_private_network_is_refused_by_the_door(site: Portal) -> None:
    site.files["/tin"] = page(("rss+xml", "http://127.0.0.2:1/rss"), ("rss+xml", "http://[::1]/rss"))
    assert look(site) is None


def test_without_one_the_sitemap_of_news_that_robots_names_is_read(site: Portal) -> None:
    robots = f"User-agent: *\nSitemap: {site.url}/sitemap.xml\n sitemap : /sitemaps/Google-News.xml\n"
    site.files |= {"/tin": page(), "/robots.txt": (robots.encode(), "text/plain")}
    site.files["/sitemaps/Google-News.xml"] = (SITEMAP.encode(), "text/xml")
    found = look(site)
    assert found is not None
    assert (found.kind, found.parsed.entries[0].title) == ("sitemap", "Tin trong sơ đồ")
    assert "in its place" in found.how.en
    assert site.requests == ["/robots.txt", "/sitemaps/Google-News.xml"]


def test_else_where_many_keep_it_and_else_nothing_is_found_in_four_questions(site: Portal) -> None:
    site.files |= {"/tin": page(), "/news-sitemap.xml": (SITEMAP.encode(), "text/xml")}
    found = look(site)
    assert found is not None
    assert found.url == f"{site.url}/news-sitemap.xml"
    del site.files["/news-sitemap.xml"]
    robots = "".join(f"Sitemap: /news-{number}.xml\n" for number in range(9))
    site.files["/robots.txt"] = (robots.encode(), "text/plain")
    assert look(site) is None
    assert len(site.requests) == MOST_REQUESTS


def test_what_is_no_page_leads_nowhere(site: Portal) -> None:
    site.files["/tin"] = (b"%PDF-1.7 ...", "application/pdf")
    assert look(site) is None
    assert site.requests == []
