from __future__ import annotations

import gzip
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone
from django.utils.http import http_date
from lxml import etree, html

from syndication.feeds import build
from syndication.feeds.models import FeedFile
from tests.support.ledger import account_of, live, story_of

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@pytest.fixture
def served(english, client):
    live(english, story_of())
    build.build_all()
    return client


@pytest.mark.parametrize("form", TYPES)
def test_a_feed_comes_with_its_type_its_tag_and_its_age(served, form):
    answer = served.get(f"/feeds/english.{form}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"{TYPES[form]}; charset=utf-8"
    assert answer["ETag"].startswith('"')
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Accept-Encoding" in answer["Vary"]
    assert answer["Content-Language"] == "en"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("weak", ["", "W/"])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_who_has_it_already_gets_304_without_a_body(served, weak, encoding):
    first = served.get("/feeds/english.rss", headers={"Accept-Encoding": encoding})
    again = served.get(
        "/feeds/english.rss", headers={"Accept-Encoding": encoding, "If-None-Match": f'"other", {weak}{first["ETag"]}'}
    )
    assert again.status_code == 304
    assert again.content == b""
    assert "Content-Type" not in again
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
        assert again[name] == first[name]


def test_a_date_answers_too_and_a_tag_wins_over_it(served):
    first = served.get("/feeds/english.rss")
    since = first["Last-Modified"]
    assert served.get("/feeds/english.rss", headers={"If-Modified-Since": since}).status_code == 304
    earlier = http_date((timezone.now() - timedelta(days=1)).timestamp())
    assert served.get("/feeds/english.rss", headers={"If-Modified-Since": earlier}).status_code == 200
    assert served.get("/feeds/english.rss", headers={"If-Modified-Since": "yesterday"}).status_code == 200
    other_tag = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert served.get("/feeds/english.rss", headers=other_tag).status_code == 200
    same_tag = {"If-Modified-Since": earlier, "If-None-Match": first["ETag"]}
    assert served.get("/feeds/english.rss", headers=same_tag).status_code == 304
    assert served.get("/feeds/english.rss", headers={"If-None-Match": "*"}).status_code == 304


def test_feedparser_asks_again_and_is_told_nothing_is_new(served, live_server, settings):
    address = f"{live_server.url}/feeds/english.atom"
    first = feedparser.parse(address)
    assert first.status == 200
    assert len(first.entries) == 1
    assert feedparser.parse(address, etag=first.etag).status == 304
    assert feedparser.parse(address, modified=first.modified).status == 304


def test_who_takes_gzip_gets_it_under_a_tag_of_its_own(served):
    plain = served.get("/feeds/english.rss")
    zipped = served.get("/feeds/english.rss", headers={"Accept-Encoding": "br;q=0.5, gzip;q=0.8"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert int(zipped["Content-Length"]) == len(zipped.content)
    assert zipped["ETag"] != plain["ETag"]
    for refused in ("gzip;q=0", "identity", "deflate", "gzip;q=1.2.3"):
        assert "Content-Encoding" not in served.get("/feeds/english.rss", headers={"Accept-Encoding": refused})


def test_head_says_the_same_without_the_body(served):
    full, head = served.get("/feeds/english.json"), served.head("/feeds/english.json")
    assert head.status_code == 200
    assert head.content == b""
    assert dict(head.headers) == dict(full.headers)


def test_nothing_but_reading_is_allowed(served):
    assert served.post("/feeds/english.rss").status_code == 405


@pytest.mark.parametrize("path", ["nothing.rss", "english.xml", "english/nothing.atom", "english", "a/b/c.rss"])
def test_what_is_no_feed_is_told_where_the_feeds_are(served, path):
    answer = served.get(f"/feeds/{path}")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "Không có nguồn tin nào ở địa chỉ này" in text
    assert "There is no feed at this address" in text
    assert "https://feeds.example/feeds/" in text


def test_the_self_link_of_every_file_is_the_address_it_is_served_at(served):
    for file in FeedFile.objects.all():
        assert f"https://feeds.example/feeds/{file.path}".encode() in served.get(f"/feeds/{file.path}").content


def test_the_page_for_people_lists_every_feed_and_browsers_find_them(served):
    account_of(slug="tin", language="vi")
    build.build_all()
    page = html.fromstring(served.get("/feeds/", headers={"Accept-Language": "en"}).content)
    found = [(link.get("type"), link.get("href")) for link in page.findall("head/link[@rel='alternate']")]
    assert found == [(mime, f"/feeds/{slug}.{form}") for slug in ("english", "tin") for form, mime in TYPES.items()]
    listed = {link.get("href") for link in page.iter("a")}
    assert {"/feeds/english/appointments.rss", "/feeds/tin.json", "/feeds/opml.xml"} <= listed
    assert all(served.get(address).status_code == 200 for address in listed)


@pytest.mark.parametrize(("language", "heading"), [("vi", "Nguồn tin của Bộ Nội vụ"), ("en", "Feeds of the Ministry")])
def test_the_page_speaks_the_readers_language(client, db, language, heading):
    page = html.fromstring(client.get("/feeds/", headers={"Accept-Language": language}).content.decode())
    assert page.get("lang") == language
    assert page.findtext("body/main/h1").startswith(heading)


@pytest.mark.parametrize("path", ["opml.xml", "opml-categories.xml"])
def test_a_list_of_no_feeds_is_none(client, db, path):
    answer = client.get(f"/feeds/{path}")
    assert answer.status_code == 404
    assert "Không có nguồn tin nào ở địa chỉ này" in answer.content.decode()
    account_of(slug="tin", language="vi")
    build.build_all()
    page = html.fromstring(client.get("/feeds/").content)
    assert [link.get("href") for link in page.iter("a") if "opml" in link.get("href")] == ["/feeds/opml.xml"]
    assert client.get("/feeds/opml.xml").status_code == 200


def test_opml_lists_whole_feeds_once_and_is_cacheable(served):
    answer = served.get("/feeds/opml.xml")
    assert answer["Content-Type"] == "text/x-opml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.get("version") == "2.0"
    outlines = [dict(outline.attrib) for outline in root.iter("outline")]
    assert [outline["xmlUrl"] for outline in outlines] == ["https://feeds.example/feeds/english.rss"]
    assert outlines[0]["type"] == "rss"
    assert outlines[0]["language"] == "en"
    assert served.get("/feeds/opml.xml", headers={"If-None-Match": answer["ETag"]}).status_code == 304
