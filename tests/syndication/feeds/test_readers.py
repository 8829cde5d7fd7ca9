"""Our feeds as real readers read them, through the addresses they are served at: item for item, and 304 on the repeat."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import listparser
import pytest
from reader import make_reader

from formatters.story import Film, Picture
from syndication.feeds import build
from syndication.feeds.models import FeedFile
from syndication.items.models import Item
from tests.support.ledger import START, account_of, live, retracted, story_of

PICTURE = Picture(sha256="a" * 64, mime="image/jpeg", width=1600, height=900, alt="Bộ trưởng ký quyết định")
FILM = Film(sha256="b" * 64, mime="video/mp4", size=7_000_000, seconds=61.4, url="https://moha.gov.vn/film.mp4")
NEWSBOAT = shutil.which("newsboat")


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    """Where a Vietnamese feed is served that has five entries: with a picture, with a film, corrected, withdrawn, plain."""
    settings.SYNDICATION_BASE_URL = live_server.url
    account = account_of(slug="tin", language="vi", title="Tin & bài")
    for number in (1, 2, 3):
        live(account, story_of(number, language="vi", title=f"Quyết định số {number} & “Đổi mới”", category="Cải cách"))
    live(account, story_of(4, language="vi", pictures=(PICTURE,), film=FILM, author="Lan Anh"))
    retracted(live(account, story_of(5, language="vi")), now=START + timedelta(hours=1))
    # One of them can be read in English too: that link must not be taken for the item's own.
    for number, language in ((1, "vi"), (101, "en")):
        Item.objects.create(pk=number, source="portal", identifier=f"urn:moha:article:{number}", language=language)
    Item.objects.filter(pk=1).update(twin=101)
    Item.objects.filter(pk=101).update(twin=1)
    live(account_of(slug="english", language="en"), story_of(101))
    build.build_all()
    return f"{live_server.url}/feeds/tin"


def told() -> list[dict[str, Any]]:
    """What is to be read, as our own JSON Feed has it."""
    items = json.loads(bytes(FeedFile.objects.get(path="tin.json").body))["items"]
    assert [item["id"] for item in items if "translations" in item["_moha"]] == ["urn:moha:article:1"]
    return list(items)


def moment(parsed: Any) -> datetime:
    return datetime(*parsed[:6], tzinfo=UTC)


def as_written(content: str) -> str:
    """A body as it was before feedparser wrote its tags anew."""
    return content.replace("<br />", "<br>")


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_reads_the_same_item_for_item(address, form):
    found = feedparser.parse(f"{address}.{form}")
    assert not found.bozo
    assert found.feed.language == "vi"
    expected = [item for item in told() if form == "rss" or not item["_moha"]["withdrawn"]]
    assert len(found.entries) == len(expected)
    for entry, item in zip(found.entries, expected, strict=True):
        assert (entry.id, entry.title, entry.link) == (item["id"], item["title"], item["url"])
        assert moment(entry.published_parsed) == datetime.fromisoformat(item["date_published"])
        assert moment(entry.updated_parsed) == datetime.fromisoformat(item["date_modified"])
        assert as_written(entry.content[0].value) == item["content_html"]
        if form == "atom":
            assert entry.content[0].language == "vi"
    with_film = next(entry for entry in found.entries if entry.id == "urn:moha:article:4")
    enclosures = [(one.href, one.type) for one in with_film.enclosures]
    assert enclosures == [(FILM.url, "video/mp4")]
    assert [one["medium"] for one in with_film.media_content] == ["image", "video"]
    assert feedparser.parse(f"{address}.{form}", etag=found.etag, modified=found.modified).status == 304


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_the_reader_package_reads_the_same_item_for_item(address, form, tmp_path):
    reader = make_reader(str(tmp_path / "reader.sqlite"), feed_root=None)
    reader.add_feed(f"{address}.{form}")
    first = reader.update_feed(f"{address}.{form}")
    assert first is not None
    found = {entry.id: entry for entry in reader.get_entries()}
    expected = {item["id"]: item for item in told() if form != "atom" or not item["_moha"]["withdrawn"]}
    assert found.keys() == expected.keys()
    assert first.new == len(expected)
    for name, item in expected.items():
        entry = found[name]
        assert (entry.title, entry.link) == (item["title"], item["url"])
        assert entry.published == datetime.fromisoformat(item["date_published"])
        assert as_written(entry.get_content().value) == item["content_html"]
    assert {one.href for one in found["urn:moha:article:4"].enclosures} >= {FILM.url}
    # Nothing new: it is told so without a body.
    assert reader.update_feed(f"{address}.{form}") is None
    reader.close()


def test_listparser_finds_every_feed_of_the_lists(address, live_server):
    for name, expected in (
        ("opml.xml", ["/tin.rss", "/english.rss"]),
        ("opml-categories.xml", ["/tin/appointments.rss", "/tin/cai-cach.rss", "/english/appointments.rss"]),
    ):
        with urllib.request.urlopen(f"{live_server.url}/feeds/{name}", timeout=10) as answer:
            listed = listparser.parse(answer.read().decode())
        assert not listed.bozo
        assert [feed.url for feed in listed.feeds] == [f"{live_server.url}/feeds{path}" for path in expected]
        assert all(feed.title for feed in listed.feeds)


@pytest.mark.skipif(
    NEWSBOAT is None, reason="NOT TESTED: newsboat is not installed here (Debian: apt install newsboat)"
)
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_newsboat_reads_the_same_item_for_item(address, form, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "urls").write_text(f"{address}.{form}\n")
    (tmp_path / "config").write_text("")
    files = ["-u", str(tmp_path / "urls"), "-c", str(tmp_path / "cache.db"), "-C", str(tmp_path / "config")]
    expected = [item for item in told() if form == "rss" or not item["_moha"]["withdrawn"]]
    for _ in range(3):  # it keeps what it can ask with from the second time on
        subprocess.run([str(NEWSBOAT), "-q", *files, "-x", "reload"], check=True, timeout=60, capture_output=True)
    unread = subprocess.run(
        [str(NEWSBOAT), "-q", *files, "-x", "print-unread"], check=True, timeout=60, capture_output=True
    )
    assert unread.stdout.decode().startswith(f"{len(expected)} ")
    with sqlite3.connect(Path(tmp_path / "cache.db")) as cache:
        rows = cache.execute("SELECT guid, title, url, pubDate, enclosure_url FROM rss_item").fetchall()
        (asked_with,) = cache.execute("SELECT etag FROM rss_feed").fetchone()
    assert sorted(row[:3] for row in rows) == sorted((item["id"], item["title"], item["url"]) for item in expected)
    dates = {item["id"]: datetime.fromisoformat(item["date_published"]).timestamp() for item in expected}
    assert {row[0]: row[3] for row in rows} == dates
    assert {row[0]: row[4] for row in rows}["urn:moha:article:4"] == FILM.url
    assert asked_with
