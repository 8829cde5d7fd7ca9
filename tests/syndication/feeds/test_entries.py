"""Which deliveries are seen, and that every form says the same of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler import ledger
from scheduler.states import State
from syndication.feeds import build
from syndication.feeds.entries import absolute, entry_of
from tests.support.ledger import START, account_of, live, planned, rendition_of, retracted, revised, story_of
from tests.syndication.feeds.standards import forms


def test_what_is_being_changed_or_taken_away_or_held_stays_as_it_was_shown(english, reader):
    deliveries = [live(english, story_of(number)) for number in (1, 2, 3, 4)]
    ledger.move(deliveries[1], State.REVISING, who="test", why="revise", now=START)
    ledger.move(deliveries[2], State.RETRACTING, who="test", why="withdraw", now=START)
    ledger.move(deliveries[3], State.REVISING, who="test", why="revise", now=START)
    ledger.move(deliveries[3], State.HELD, who="test", why="doubt", now=START)
    assert [entry.title for entry in reader("english.rss").entries] == [
        f"Appointment no. {number}" for number in (4, 3, 2, 1)
    ]


def test_what_was_never_public_is_never_seen(english, reader):
    planned(english, story_of(1))
    held = planned(english, story_of(2))
    ledger.move(held, State.HELD, who="test", why="doubt", now=START)
    taken = planned(english, story_of(3))
    ledger.move(taken, State.WITHDRAWN, who="test", why="withdraw", now=START)
    # The channel worked on it and it was taken away before anybody saw it: there is nothing to withdraw.
    worked_on = planned(english, story_of(4))
    for state in (State.SENDING, State.PROCESSING, State.RETRACTING, State.RETRACTED):
        ledger.move(worked_on, state, who="test", why="test", now=START)
    for form in ("rss", "atom"):
        assert reader(f"english.{form}").entries == []
    with pytest.raises(ValueError, match="was never public"):
        entry_of(held, "https://feeds.example")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (
            "https://moha.gov.vn/a[1].html?b[]=c&d=%zz#e[f]#g",
            "https://moha.gov.vn/a%5B1%5D.html?b%5B%5D=c&d=%25zz#e%5Bf%5D%23g",
        ),
        ("https://moha.gov.vn/tin/bổ-nhiệm?q=a%20b", "https://moha.gov.vn/tin/b%E1%BB%95-nhi%E1%BB%87m?q=a%20b"),
        ("http://[2001:db8::1]:8080/a[b]", "http://[2001:db8::1]:8080/a%5Bb%5D"),
        ("https://moha.gov.vn", "https://moha.gov.vn"),
        ("http://[broken/a", ""),
        ("/tin/1", ""),
    ],
)
def test_an_address_is_written_as_the_standard_wants_it_and_leads_to_the_same(address, written):
    assert absolute(address) == written
    assert forms.is_address(written) is bool(written)
    assert absolute(written) == written


def test_what_the_portal_says_was_modified_tomorrow_was_modified_when_it_was_shown(english):
    story = replace(story_of(), modified=START + timedelta(days=1))
    delivery = live(english, story)
    entry = entry_of(delivery, "https://feeds.example")
    assert entry.updated == entry.changed == START
    again = replace(story, revision=2, note="The date was wrong.", modified=START + timedelta(minutes=5))
    put_right = entry_of(revised(delivery, again, now=START + timedelta(minutes=6)), "https://feeds.example")
    assert put_right.updated == START + timedelta(minutes=5)


def test_nothing_was_modified_before_it_was_published(english):
    delivery = live(english, replace(story_of(), modified=START - timedelta(days=20)))
    entry = entry_of(delivery, "https://feeds.example")
    assert entry.updated == entry.published == story_of().published


def test_an_end_tag_that_was_meant_as_text_is_told_with_other_brackets(english, reader, read):
    account = account_of(slug="tags", language="en", title="How </b> ends")
    telling = replace(rendition_of(account, story_of()), title="The tag </b> & a < b", summary="So </p> ends.")
    live(account, story_of(), rendition=telling)
    for form in ("rss", "atom"):
        found = reader(f"tags.{form}")
        assert found.feed.title == "How ‹/b› ends"
        assert found.entries[0].title == "The tag ‹/b› & a < b"
    assert json.loads(read("tags.json"))["items"][0]["summary"].startswith("So ‹/p› ends.")


def test_another_account_and_another_channel_are_other_feeds(english, db, reader):
    vietnamese = account_of(slug="tin", language="vi")
    page = account_of("facebook", page_id="1")
    live(english, story_of(1))
    live(vietnamese, story_of(2, language="vi"))
    live(page, story_of(3, language="vi"))
    assert [entry.id for entry in reader("english.rss").entries] == ["urn:moha:article:1"]
    assert [entry.id for entry in reader("tin.rss").entries] == ["urn:moha:article:2"]


def test_a_withdrawal_is_seen_however_old_its_item_is(english, reader):
    first = live(english, story_of(1))
    second = live(english, story_of(2))
    for number in range(3, 203):
        live(english, story_of(number), now=START + timedelta(minutes=number))
    build.build_all()
    retracted(first, now=START + timedelta(days=1))
    revised(second, story_of(2, title="Put right", revision=2), now=START + timedelta(days=1))
    titles = [entry.title for entry in reader("english.rss").entries]
    # A withdrawal takes nobody's place.
    newest = [f"Appointment no. {number}" for number in range(202, 102, -1)]
    assert titles == [*newest, "Put right", "[Withdrawn] Appointment no. 1"]


def test_what_was_changed_long_before_the_last_change_is_no_longer_shown(english, reader):
    deliveries = [live(english, story_of(number)) for number in range(1, 203)]
    build.build_all()
    retracted(deliveries[0], now=START + timedelta(days=1))
    revised(deliveries[1], story_of(2, title="Put right", revision=2), now=START + timedelta(days=32))
    titles = [entry.title for entry in reader("english.rss").entries]
    assert titles[100:] == ["Put right"]


def test_old_items_that_are_told_late_do_not_push_out_what_is_new(english, reader):
    live(english, story_of(5000))
    for number in range(1, 310):
        live(english, story_of(number), now=START + timedelta(minutes=number))
    titles = [entry.title for entry in reader("english.rss").entries]
    assert titles == ["Appointment no. 5000", *(f"Appointment no. {number}" for number in range(309, 210, -1))]


def test_every_form_tells_the_same_item_for_item(english, reader, read):
    for number in range(1, 8):
        live(english, story_of(number, author="Lan Anh", tags=("cadres",)))
    rss, atom = reader("english.rss").entries, reader("english.atom").entries
    items = json.loads(read("english.json"))["items"]
    assert len(rss) == len(atom) == len(items) == 7
    for one, two, item in zip(rss, atom, items, strict=True):
        assert one.id == two.id == item["id"]
        assert one.title == two.title == item["title"]
        assert one.link == two.link == item["url"]
        assert one.summary == two.summary == item["summary"]
        assert one.content[0].value == two.content[0].value == item["content_html"]
        assert one.published_parsed == two.published_parsed
        assert one.updated_parsed == two.updated_parsed
        assert one.author == two.author == item["authors"][0]["name"] == "Lan Anh"
        assert [tag.term for tag in one.tags] == [tag.term for tag in two.tags] == item["tags"]
