from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from formatters.story import Film, Picture
from tests.support.ledger import START, live, retracted, story_of
from tests.syndication.feeds.conftest import NS

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FILM = Film(sha256="b" * 64, mime="video/mp4", size=7_000_000, url="https://moha.gov.vn/film.mp4")
PICTURE = Picture(sha256="a" * 64, mime="image/jpeg", width=1600, height=900, alt="The minister signs")


def test_the_feed_has_what_atom_requires_and_one_self_link_that_is_its_address(english, parse):
    live(english, story_of())
    feed = parse("english.atom")
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.findtext("a:id", namespaces=NS) == "urn:moha:feed:english"
    assert feed.findtext("a:title", namespaces=NS)
    assert feed.findtext("a:author/a:name", namespaces=NS) == "Ministry of Home Affairs Portal"
    assert feed.get(XML_LANG) == "en"
    links = [(link.get("rel"), link.get("href")) for link in feed.findall("a:link", NS)]
    assert links == [("alternate", "https://moha.gov.vn"), ("self", "https://feeds.example/feeds/english.atom")]
    assert (
        feed.findtext("a:rights", namespaces=NS)
        == "Source: Ministry of Home Affairs Portal – Theo: https://moha.gov.vn"
    )


def test_every_date_is_rfc_3339_and_every_id_is_there_once(english, parse):
    for number in range(1, 6):
        live(english, story_of(number))
    feed = parse("english.atom")
    dates = [element.text for name in ("updated", "published") for element in feed.iter(f"{{{NS['a']}}}{name}")]
    assert len(dates) == 11
    assert all(RFC3339.fullmatch(date) for date in dates)
    ids = [element.text for element in feed.iter(f"{{{NS['a']}}}id")]
    assert len(ids) == len(set(ids)) == 6


def test_an_entry_has_one_alternate_and_a_film_stays_an_enclosure(english, parse):
    story = story_of(film=FILM, pictures=(PICTURE,))
    live(english, story)
    entry = parse("english.atom").find("a:entry", NS)
    assert [dict(link.attrib) for link in entry.findall("a:link", NS)] == [
        {"href": story.link, "rel": "alternate", "type": "text/html", "hreflang": "en"},
        {"href": FILM.url, "rel": "enclosure", "type": "video/mp4", "length": "7000000"},
    ]
    assert entry.find("a:content", NS).get("type") == "html"
    assert entry.get(XML_LANG) == "en"
    assert entry.findtext("media:content/media:description", namespaces=NS) == "The minister signs"
    assert entry.find("a:category", NS).get("term") == "appointments"


def test_what_was_published_stays_and_what_was_updated_moves(english, reader):
    story = replace(story_of(), modified=START)
    live(english, story)
    (entry,) = reader("english.atom").entries
    assert datetime.fromisoformat(entry.published) == story.published
    assert datetime.fromisoformat(entry.updated) == START


def test_what_was_withdrawn_is_a_tombstone_and_no_entry(english, parse):
    kept, gone = story_of(1), story_of(2)
    live(english, kept)
    retracted(live(english, gone), now=START + timedelta(hours=1))
    feed = parse("english.atom")
    assert [entry.findtext("a:id", namespaces=NS) for entry in feed.findall("a:entry", NS)] == [kept.identifier]
    (stone,) = feed.findall("at:deleted-entry", NS)
    assert stone.get("ref") == gone.identifier
    assert datetime.fromisoformat(stone.get("when")) == START + timedelta(hours=1)
    assert stone.findtext("at:comment", namespaces=NS).startswith("The Ministry of Home Affairs has withdrawn")
    assert datetime.fromisoformat(feed.findtext("a:updated", namespaces=NS)) == START + timedelta(hours=1)


def test_a_feed_without_entries_is_a_feed(english, parse):
    feed = parse("english.atom")
    assert RFC3339.fullmatch(feed.findtext("a:updated", namespaces=NS))
    assert not feed.findall("a:entry", NS)
