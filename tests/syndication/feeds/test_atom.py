from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from formatters.story import Film, Picture
from scheduler.models import Delivery
from syndication.feeds import atom
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
    assert datetime.fromisoformat(entry.updated).replace(microsecond=0) == START


def entries_of(feed):
    """Of each entry, by its id, when it was published and when it was updated."""
    return {
        entry.findtext("a:id", namespaces=NS): tuple(
            datetime.fromisoformat(entry.findtext(f"a:{name}", namespaces=NS)) for name in ("published", "updated")
        )
        for entry in feed.findall("a:entry", NS)
    }


def test_entries_of_one_minute_are_updated_at_moments_of_their_own_whatever_stands_beside_them(english, parse):
    for number in range(1, 41):
        live(english, replace(story_of(number), published=START, modified=START))
    feed = parse("english.atom")
    before = entries_of(feed)
    moments = [updated for _, updated in before.values()]
    assert len(set(moments)) == 40
    assert {moment.replace(microsecond=0) for moment in moments} == {START}
    assert {published for published, _ in before.values()} == {START}  # newsboat takes a fraction for another zone
    assert datetime.fromisoformat(feed.findtext("a:updated", namespaces=NS)) == max(moments)
    gone = Delivery.objects.get(identifier="urn:moha:article:7")
    retracted(gone, now=START)
    live(english, story_of(41))
    after = parse("english.atom")
    assert {name: told for name, told in entries_of(after).items() if name in before} == {
        name: told for name, told in before.items() if name != gone.identifier
    }
    # Whoever keeps what was updated later than it was deleted deletes it all the same.
    when = after.find("at:deleted-entry", NS).get("when")
    assert datetime.fromisoformat(when) == before[gone.identifier][1]


def test_entries_whose_fractions_are_alike_are_still_told_apart(english, parse, monkeypatch):
    monkeypatch.setattr(atom, "crc32", lambda _: 999_999)
    for number in (1, 2, 3):
        live(english, replace(story_of(number), published=START, modified=START))
    moments = [updated.microsecond for _, (_, updated) in sorted(entries_of(parse("english.atom")).items())]
    assert moments == [999_999, 0, 1]


def test_what_was_withdrawn_is_a_tombstone_and_no_entry(english, parse):
    kept, gone = story_of(1), story_of(2)
    live(english, kept)
    retracted(live(english, gone), now=START + timedelta(hours=1))
    feed = parse("english.atom")
    assert [entry.findtext("a:id", namespaces=NS) for entry in feed.findall("a:entry", NS)] == [kept.identifier]
    (stone,) = feed.findall("at:deleted-entry", NS)
    assert stone.get("ref") == gone.identifier
    assert datetime.fromisoformat(stone.get("when")).replace(microsecond=0) == START + timedelta(hours=1)
    assert stone.findtext("at:comment", namespaces=NS).startswith("The Ministry of Home Affairs has withdrawn")
    assert feed.findtext("a:updated", namespaces=NS) == stone.get("when")


def test_a_feed_without_entries_is_a_feed(english, parse):
    feed = parse("english.atom")
    assert RFC3339.fullmatch(feed.findtext("a:updated", namespaces=NS))
    assert not feed.findall("a:entry", NS)
