from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from formatters.story import Film, Picture
from tests.support.ledger import START, live, retracted, story_of

FILM = Film(sha256="b" * 64, mime="video/mp4", size=7_000_000, seconds=61.5, url="https://moha.gov.vn/film.mp4")
PICTURE = Picture(sha256="a" * 64, mime="image/jpeg", width=1600, height=900, alt="The minister signs")
KNOWN = {
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"),
    *("date_published", "date_modified", "authors", "tags", "language", "attachments"),
}


def test_the_feed_keeps_the_rules_of_json_feed_1_1(english, read):
    for number in range(1, 4):
        live(english, story_of(number, pictures=(PICTURE,), film=FILM))
    feed = json.loads(read("english.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == "https://feeds.example/feeds/english.json"
    assert feed["home_page_url"] == "https://moha.gov.vn"
    assert feed["language"] == "en"
    assert [item["id"] for item in feed["items"]] == [f"urn:moha:article:{number}" for number in (3, 2, 1)]
    for item in feed["items"]:
        assert {name for name in item if not name.startswith("_")} <= KNOWN
        assert item["content_html"]
        assert "<" not in item["title"] + item["summary"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert datetime.fromisoformat(item["date_modified"]).tzinfo
        assert all(author["name"] for author in item["authors"])


def test_pictures_and_film_are_attachments_with_their_sizes(english, read):
    live(english, story_of(pictures=(PICTURE,), film=FILM))
    (item,) = json.loads(read("english.json"))["items"]
    assert item["image"].startswith("https://feeds.example/media/")
    picture, *_, film = item["attachments"]
    assert picture["title"] == "The minister signs"
    assert picture["mime_type"] == "image/jpeg"
    assert film == {
        "url": FILM.url,
        "mime_type": "video/mp4",
        "size_in_bytes": 7_000_000,
        "duration_in_seconds": 61.5,
    }


def test_of_pictures_with_the_same_words_one_alone_is_called_so(english, read):
    alike = [replace(PICTURE, sha256=name * 64, alt=alt) for name, alt in zip("abcd", ("x", "x", "", ""), strict=True)]
    live(english, story_of(pictures=tuple(alike)))
    (item,) = json.loads(read("english.json"))["items"]
    assert [one.get("title") for one in item["attachments"]] == ["x", None, None, None]


def test_the_attribution_is_in_the_feed_and_in_every_item(english, read):
    live(english, story_of())
    feed = json.loads(read("english.json"))
    told = "Source: Ministry of Home Affairs Portal – Theo: https://moha.gov.vn"
    assert feed["_moha"]["rights"] == feed["items"][0]["_moha"]["rights"] == told
    assert "Source: Ministry of Home Affairs Portal" in feed["items"][0]["content_html"]


def test_what_was_withdrawn_says_only_that_under_its_id(english, read):
    story = story_of(pictures=(PICTURE,))
    retracted(live(english, story), now=START + timedelta(hours=1))
    (item,) = json.loads(read("english.json"))["items"]
    assert item["id"] == story.identifier
    assert item["title"] == f"[Withdrawn] {story.title}"
    assert item["content_html"] == f"<p>{item['summary']}</p>"
    assert "attachments" not in item
    assert "image" not in item
    assert item["_moha"]["withdrawn"] is True
    assert datetime.fromisoformat(item["date_modified"]) == START + timedelta(hours=1)
