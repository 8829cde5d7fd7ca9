"""Which deliveries are seen, and that every form says the same of them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from scheduler import ledger
from scheduler.states import State
from syndication.feeds import build
from syndication.feeds.entries import entry_of
from tests.support.ledger import START, account_of, live, planned, retracted, revised, story_of


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
