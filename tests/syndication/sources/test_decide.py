"""What we know and what came: an edited item is revised, a moved one is known, and no two are ever made one by accident."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from syndication.sources.decide import (
    MOST_ABSENT,
    Absent,
    Gone,
    Intent,
    KnownItem,
    New,
    Revised,
    Unchanged,
    decide,
)
from syndication.sources.entry import Enclosure, Entry, Parsed, Tombstone, content_digest
from syndication.sources.keys import keys_of

THEN = datetime(2026, 9, 7, 12, 41, 53, tzinfo=UTC)
SITE = "https://moha.gov.vn/tin-tuc/"


def entry(guid: str = "", link: str = "", title: str = "Hội nghị tổng kết", **more: Any) -> Entry:
    told: dict[str, Any] = {"summary": "Tóm tắt", "html": "<p>Toàn văn</p>", "published": THEN, "updated": None, **more}
    return Entry(guid=guid, link=link, title=title, **told)


def known(one: Entry, id: str = "1", withdrawn: bool = False) -> KnownItem:
    return KnownItem(id, frozenset(keys_of(one)), content_digest(one), withdrawn, one.link)


def came(*entries: Entry, stones: tuple[Tombstone, ...] = ()) -> Parsed:
    return Parsed("rss", "T", "vi", "https://moha.gov.vn", entries, stones)


def kinds(intents: tuple[Intent, ...]) -> list[str]:
    return [type(intent).__name__ for intent in intents]


@pytest.mark.parametrize(
    ("guid", "link", "keys"),
    [
        ("urn:a", "", ["guid:urn:a"]),
        ("urn:a", SITE + "hoi-nghi---oid57695", ["guid:urn:a", "oid:moha.gov.vn/57695", "link:moha.gov.vn/tin-tuc/hoi-nghi---oid57695"]),
        ("urn:a", SITE + "---oid57695", ["guid:urn:a", "oid:moha.gov.vn/57695", "link:moha.gov.vn/tin-tuc/---oid57695"]),
        ("u", "https://baochinhphu.vn/a-102250628.htm", ["guid:u", "oid:baochinhphu.vn/102250628", "link:baochinhphu.vn/a-102250628.htm"]),
        ("u", "https://vnexpress.net/a-4567890.html", ["guid:u", "oid:vnexpress.net/4567890", "link:vnexpress.net/a-4567890.html"]),
        ("u", "https://moha.gov.vn/lich-20260907.html", ["guid:u", "link:moha.gov.vn/lich-20260907.html"]),
        ("u", "https://moha.gov.vn/lich-070926.html", ["guid:u", "link:moha.gov.vn/lich-070926.html"]),
        ("u", "https://moha.gov.vn/ke-hoach-2026", ["guid:u", "link:moha.gov.vn/ke-hoach-2026"]),
        ("u", "HTTP://WWW.Moha.gov.vn:80/a/?utm_source=fb&id=1&fbclid=x#dau", ["guid:u", "link:moha.gov.vn/a?id=1"]),
        ("u", "https://moha.gov.vn/", ["guid:u"]),
    ],
)  # fmt: skip
def test_keys_are_given_strongest_first(guid: str, link: str, keys: list[str]) -> None:
    assert list(keys_of(entry(guid, link))) == keys


@pytest.mark.parametrize(
    ("guid", "link", "said"),
    [
        ("", SITE + "a", True),
        (SITE + "a", SITE + "a", True),
        ("http://moha.gov.vn/tin-tuc/a/", SITE + "a", True),
        ("57695", SITE + "a", False),
    ],
)
def test_title_and_instant_are_a_key_only_where_the_guid_says_nothing_of_its_own(
    guid: str, link: str, said: bool
) -> None:
    assert any(key.startswith("said:") for key in keys_of(entry(guid, link))) is said


def test_the_same_headline_without_a_date_is_no_key_beside_an_address() -> None:
    assert not any(key.startswith("said:") for key in keys_of(entry("", SITE + "a", published=None)))
    assert any(key.startswith("said:") for key in keys_of(entry("", "", published=None)))


def test_what_is_not_known_is_new_and_what_is_known_is_unchanged() -> None:
    one, two = entry("1", SITE + "a"), entry("2", SITE + "b", "Khác")
    intents = decide([known(one)], came(two, one))
    assert kinds(intents) == ["New", "Unchanged"]
    assert isinstance(intents[1], Unchanged)
    assert (intents[1].item, intents[1].keys) == ("1", ())


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Đính chính: hội nghị"},
        {"summary": "Khác"},
        {"html": "<p>Toàn văn mới</p>"},
        {"media": (Enclosure("https://moha.gov.vn/a.jpg"),)},
    ],
)
def test_an_edited_item_is_revised_never_new(change: dict[str, Any]) -> None:
    before = entry("1", SITE + "a")
    intents = decide([known(before)], came(entry("1", SITE + "a", **change)))
    assert kinds(intents) == ["Revised"]
    assert isinstance(intents[0], Revised)
    assert intents[0].item == "1"
    assert intents[0].content == content_digest(intents[0].entry)


@pytest.mark.parametrize(
    "now",
    [
        entry("1", SITE + "a", published=THEN + timedelta(hours=3), updated=THEN + timedelta(days=1)),
        entry("1", SITE + "dia-chi-khac"),
        entry("1", SITE + "a", html="<div><p>Toàn  văn</p></div>"),
        entry("1", SITE + "a", summary="Tóm  tắt\n"),
        entry("1", SITE + "a?utm_source=rss"),
    ],
)
def test_a_new_date_address_or_markup_is_no_revision(now: Entry) -> None:
    assert kinds(decide([known(entry("1", SITE + "a"))], came(now))) == ["Unchanged"]


def test_pictures_in_another_order_or_with_another_cache_number_are_no_revision() -> None:
    a, b = Enclosure("https://i.vn/a.jpg?v=1"), Enclosure("https://i.vn/b.jpg")
    before = entry("1", SITE + "a", media=(a, b))
    now = entry("1", SITE + "a", media=(b, Enclosure("https://i.vn/a.jpg?v=2&utm_campaign=x")))
    assert kinds(decide([known(before)], came(now))) == ["Unchanged"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # the headline in the address is edited, and the guid is the address
        ((SITE + "hoi-nghi---oid57695",) * 2, (SITE + "hoi-nghi-tong-ket---oid57695",) * 2),
        (("https://baochinhphu.vn/a-102250628143012345.htm",) * 2, ("https://baochinhphu.vn/b-102250628143012345.htm",) * 2),
        # no number to hold on to: title and instant
        ((SITE + "hoi-nghi",) * 2, (SITE + "hoi-nghi-tong-ket",) * 2),
        (("", SITE + "hoi-nghi"), ("", SITE + "hoi-nghi-tong-ket")),
        # the site went to https
        (("http://moha.gov.vn/tin/a", "http://moha.gov.vn/tin/a"), ("https://moha.gov.vn/tin/a", "https://moha.gov.vn/tin/a")),
        # the guid is made anew at every build
        (("build-1", SITE + "a"), ("build-2", SITE + "a")),
        # the guid vanished
        (("57695", SITE + "a"), ("", SITE + "a")),
    ],
)  # fmt: skip
def test_an_item_that_moved_is_not_new(before: tuple[str, str], after: tuple[str, str]) -> None:
    intents = decide([known(entry(*before))], came(entry(*after)))
    assert kinds(intents) == ["Unchanged"]
    assert isinstance(intents[0], Unchanged)
    assert set(intents[0].keys) == set(keys_of(entry(*after))) - set(keys_of(entry(*before)))


def test_an_item_whose_title_and_address_changed_together_is_known_by_its_number() -> None:
    before, after = entry("", SITE + "a---oid57695"), entry("", SITE + "b---oid57695", "Tiêu đề mới")
    assert kinds(decide([known(before)], came(after))) == ["Revised"]


def test_two_entries_under_one_guid_are_one_item_and_the_first_counts() -> None:
    first, second = entry("1", SITE + "a"), entry("1", SITE + "a", "Bản cũ")
    intents = decide([], came(first, second))
    assert kinds(intents) == ["New"]
    assert isinstance(intents[0], New)
    assert intents[0].entry is first


def test_one_article_in_two_categories_is_one_item() -> None:
    assert kinds(decide([], came(entry("a?cat=1", SITE + "a"), entry("a?cat=2", SITE + "a")))) == ["New"]


def test_two_guids_with_two_addresses_and_one_title_are_two_items() -> None:
    for guids in (("1", "2"), (SITE + "a", SITE + "b")):
        one, two = entry(guids[0], SITE + "a"), entry(guids[1], SITE + "b")
        first = decide([], came(one, two))
        assert kinds(first) == ["New", "New"]
        both = [
            KnownItem(str(n), frozenset(new.keys), new.content, False, "")
            for n, new in enumerate(first)
            if isinstance(new, New)
        ]
        assert kinds(decide(both, came(two, one))) == ["Unchanged", "Unchanged"]


def test_a_second_item_of_the_same_title_beside_the_known_one_is_new() -> None:
    one, two = entry(SITE + "a", SITE + "a"), entry(SITE + "b", SITE + "b")
    assert kinds(decide([known(one)], came(two, one))) == ["New", "Unchanged"]


def test_a_feed_that_gives_every_item_one_guid_does_not_lose_any() -> None:
    entries = [entry("1", SITE + f"bai-{n}", f"Bài {n}") for n in range(5)]
    assert kinds(decide([], came(*entries))) == ["New"] * 5


@pytest.mark.parametrize("guids", [["1", "2", "3"], ["", "", ""]])
@pytest.mark.parametrize("link", ["https://moha.gov.vn/", SITE + "tin-moi", SITE + "danh-muc-57695"])
def test_a_feed_whose_items_all_lead_to_one_page_does_not_lose_any(guids: list[str], link: str) -> None:
    entries = [entry(guid, link, f"Bài {n}") for n, guid in enumerate(guids)]
    first = decide([], came(*entries))
    assert kinds(first) == ["New"] * 3
    items = [
        KnownItem(str(n), frozenset(new.keys), new.content, False, "")
        for n, new in enumerate(first)
        if isinstance(new, New)
    ]
    assert kinds(decide(items, came(*reversed(entries)))) == ["Unchanged"] * 3


def test_two_announcements_of_one_day_are_not_one_because_their_addresses_end_in_it() -> None:
    one = entry("1", "https://moha.gov.vn/thong-bao-20260907.html", "Thông báo")
    two = entry("2", "https://moha.gov.vn/lich-hop-20260907.html", "Lịch họp")
    assert kinds(decide([known(one)], came(two, one))) == ["New", "Unchanged"]


def test_an_entry_without_anything_to_know_it_by_is_left_out() -> None:
    assert decide([], came(entry("", "", ""))) == ()


def test_the_same_number_on_another_host_is_another_item() -> None:
    one = entry("1", "https://moha.gov.vn/a---oid57695")
    two = entry("2", "https://so.moha.gov.vn/a---oid57695", "Khác")
    assert kinds(decide([known(one)], came(two))) == ["New"]


def test_a_tombstone_withdraws_a_known_item_once() -> None:
    one = entry("urn:a", SITE + "a")
    stone = Tombstone("urn:a", THEN + timedelta(days=1))
    assert decide([known(one)], came(stones=(stone,))) == (Gone("1"),)
    assert decide([known(one, withdrawn=True)], came(stones=(stone,))) == ()


@pytest.mark.parametrize("ref", [SITE + "a", "http://www.moha.gov.vn/tin-tuc/a/"])
def test_a_tombstone_may_name_the_address(ref: str) -> None:
    assert decide([known(entry("urn:a", SITE + "a"))], came(stones=(Tombstone(ref, None),))) == (Gone("1"),)


def test_a_tombstone_for_the_front_page_or_a_stranger_buries_nobody() -> None:
    stones = (Tombstone("https://moha.gov.vn/", None), Tombstone("urn:khac", None))
    assert decide([known(entry("urn:a", SITE + "a"))], came(stones=stones)) == ()


@pytest.mark.parametrize(
    ("updated", "when", "want"),
    [
        (THEN + timedelta(days=2), THEN + timedelta(days=1), "Unchanged"),
        (THEN, THEN + timedelta(days=1), "Gone"),
        (None, None, "Gone"),
    ],
)
def test_an_entry_that_is_still_listed_outlives_only_an_older_tombstone(
    updated: datetime | None, when: datetime | None, want: str
) -> None:
    one = entry("urn:a", SITE + "a", updated=updated)
    assert kinds(decide([known(one)], came(one, stones=(Tombstone("urn:a", when),)))) == [want]


def test_what_is_buried_before_it_was_known_never_becomes_new() -> None:
    assert decide([], came(entry("urn:a", SITE + "a"), stones=(Tombstone("urn:a", None),))) == ()


def test_a_withdrawn_item_that_comes_back_unchanged_stays_withdrawn() -> None:
    one = entry("urn:a", SITE + "a")
    assert kinds(decide([known(one, withdrawn=True)], came(one))) == ["Unchanged"]
    assert kinds(decide([known(one, withdrawn=True)], came(entry("urn:a", SITE + "a", "Khác")))) == ["Revised"]


def test_an_item_missing_though_an_older_one_is_there_is_absent() -> None:
    entries = [entry(str(n), SITE + f"bai-{n}", f"Bài {n}") for n in range(4)]
    items = [known(one, id=f"id{n}") for n, one in enumerate(entries)]  # oldest first
    intents = decide(items, came(entries[3], entries[1]))
    assert [intent for intent in intents if isinstance(intent, Absent)] == [Absent("id2")]


def test_what_fell_off_the_end_and_what_is_withdrawn_is_not_absent() -> None:
    entries = [entry(str(n), SITE + f"bai-{n}", f"Bài {n}") for n in range(4)]
    items = [known(one, id=f"id{n}", withdrawn=n == 2) for n, one in enumerate(entries)]
    assert kinds(decide(items, came(entries[3], entries[1]))) == ["Unchanged", "Unchanged"]
    assert decide(items, came()) == ()


def test_a_pinned_old_item_does_not_make_us_ask_for_the_whole_archive() -> None:
    entries = [entry(str(n), SITE + f"bai-{n}", f"Bài {n}") for n in range(100)]
    items = [known(one, id=str(n)) for n, one in enumerate(entries)]
    absent = [intent for intent in decide(items, came(entries[0])) if isinstance(intent, Absent)]
    assert [intent.item for intent in absent] == [str(n) for n in range(99, 99 - MOST_ABSENT, -1)]


def test_reordering_the_document_changes_nothing() -> None:
    entries = [entry(str(n), SITE + f"bai-{n}", f"Bài {n}") for n in range(5)]
    items = [known(one, id=str(n)) for n, one in enumerate(entries)]
    assert kinds(decide(items, came(*reversed(entries)))) == ["Unchanged"] * 5


def test_thousands_of_items_and_tombstones_are_decided_at_once() -> None:
    entries = [entry(str(n), SITE + f"bai-{n}", f"Bài {n}", html="") for n in range(3000)]
    items = [known(one, id=str(n)) for n, one in enumerate(entries)]
    stones = tuple(Tombstone(f"urn:{n}", None) for n in range(10_000))
    began = time.process_time()
    assert kinds(decide(items, came(*entries, stones=stones))) == ["Unchanged"] * 3000
    assert time.process_time() - began < 20  # it takes one; by comparing each with each it would take minutes
