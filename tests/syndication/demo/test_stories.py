"""What the portal tells: realistic, invented, and with one of every trap."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from syndication.demo import pictures
from syndication.demo.stories import LANGUAGES, PortalItem, items, read, shots
from syndication.gate.rules import secrecy

ALL = [item for language in LANGUAGES for item in items(language)]


def one(oid: int) -> PortalItem:
    return next(item for item in ALL if item.oid == oid)


def test_there_are_about_twenty_items_and_no_number_is_used_twice() -> None:
    assert len(items("vi")) == 17
    assert len(items("en")) == 5
    assert max(Counter(item.oid for item in ALL).values()) == 1
    assert [item.place for item in items("vi")] == list(range(17))


def test_every_english_item_has_a_vietnamese_twin_and_twins_name_each_other() -> None:
    for item in items("en"):
        assert one(item.twin).language == "vi"
    for item in ALL:
        assert not item.twin or one(item.twin).twin == item.oid


@pytest.mark.parametrize("item", ALL, ids=lambda item: f"{item.language}-{item.oid}")
def test_every_item_has_a_title_a_sapo_an_author_and_three_to_six_paragraphs(item: PortalItem) -> None:
    assert item.title
    assert len(item.summary) > 40
    assert item.author
    assert item.category
    assert 3 <= len(re.findall(r"<p>", item.edited_body)) <= 6


def test_exactly_one_item_bears_the_stamp_of_a_state_secret() -> None:
    stamped = [
        item.oid for item in ALL if secrecy.stamped(secrecy.texts_of(item.title, item.summary, item.edited_body))
    ]
    assert stamped == [57706]


def test_one_item_is_published_twice_word_for_word_under_another_number() -> None:
    told = Counter((item.title, item.summary, item.body) for item in ALL)
    assert sorted(told.values())[-2:] == [1, 2]
    assert one(57707).body == one(57704).body
    assert one(57707).guid != one(57704).guid


def test_the_traps_are_there() -> None:
    assert [item.oid for item in ALL if len(item.title) > 150] == [57712]
    assert any("&" in item.title and '"' in item.title for item in ALL)
    assert [item.oid for item in ALL if item.film] == [57703]
    assert any(len(shots(item.body)) == 3 for item in ALL)
    assert any(not shots(item.body) for item in ALL)
    assert any("<table>" in item.body for item in ALL)
    manners = Counter(word for item in ALL for word in item.manner)
    assert manners == {"edited": 1, "withdrawn": 1, "nfd": 1, "twice-escaped": 1, "relative": 1}


def test_one_picture_address_is_broken_and_every_other_can_be_drawn() -> None:
    unknown = {shot.name for item in ALL for shot in shots(item.body) if not pictures.known(shot.name)}
    assert unknown == {"anh-khong-con.jpg"}


def test_every_picture_has_a_description_and_a_caption() -> None:
    for item in ALL:
        assert len(shots(item.body)) == item.body.count("<img")
        assert all(shot.alt and shot.caption for shot in shots(item.body))


def test_the_edited_item_has_another_title_and_one_paragraph_more() -> None:
    [edited] = [item for item in ALL if "edited" in item.manner]
    assert edited.edited_title != edited.title
    assert edited.edited_body.count("<p>") == edited.body.count("<p>") + 1
    assert "<!--" not in edited.edited_body + edited.body


def test_a_file_without_a_head_is_an_error() -> None:
    with pytest.raises(ValueError, match="no head"):
        read("<p>Không có đầu bài</p>", "vi", 3)
