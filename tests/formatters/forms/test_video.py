"""The video: a title, a description in bytes, tags as YouTube counts them."""

from __future__ import annotations

import pytest

from formatters.forms import tell
from formatters.forms.video import tags, tags_length
from formatters.rendition import CannotTell, TextLimit
from tests.formatters.stories import LIMITS, story_of

FILM = {"sha256": "f" * 64, "mime": "video/mp4", "size": 1000}


def test_an_item_without_a_film_cannot_be_told_and_both_languages_say_why() -> None:
    with pytest.raises(CannotTell) as caught:
        tell("video", story_of(), LIMITS["video"])
    assert "không có video" in caught.value.why.vi
    assert "no video" in caught.value.why.en


def test_refused_characters_become_their_look_alikes_everywhere() -> None:
    credit = {"name": "Báo <A>", "url": "https://a.vn/1"}
    told = tell("video", story_of(title="a < b", text="c > d", film=FILM, credit=credit), LIMITS["video"])
    assert told.title == "a ‹ b"
    assert "c › d" in told.text
    assert "Theo Báo ‹A›: https://a.vn/1" in told.text


def test_a_description_fills_its_bytes_and_not_one_more() -> None:
    told = tell(
        "video", story_of(text="Hội nghị trực tuyến toàn quốc của Bộ Nội vụ " * 300, film=FILM), LIMITS["video"]
    )
    assert 4900 < len(told.text.encode()) <= 5000


def test_the_summary_is_not_told_twice() -> None:
    told = tell("video", story_of(summary="Mở đầu.", text="Mở đầu. Thân bài.", film=FILM), LIMITS["video"])
    assert told.text.count("Mở đầu.") == 1


def test_tags_are_counted_with_their_commas_and_quotes() -> None:
    limit = TextLimit(500)
    assert tags_length(("Foo-Baz",), limit) == 7
    assert tags_length(("Foo Baz",), limit) == 9
    assert tags_length(("Bộ Nội vụ", "cải cách hành chính"), limit) == 33


def test_tags_fit_exactly_and_lose_the_signs_that_part_them() -> None:
    assert tags(("Bộ Nội vụ", "cải cách hành chính"), TextLimit(33)) == ("Bộ Nội vụ", "cải cách hành chính")
    assert tags(("Bộ Nội vụ", "cải cách hành chính", "a"), TextLimit(32)) == ("Bộ Nội vụ", "a")
    assert tags(('"a", <b>', "A B", ",", "a b"), TextLimit(500)) == ("a b",)
    assert tags(("a",), None) == ()


def test_the_first_picture_is_the_thumbnail_and_none_is_made_up() -> None:
    assert tell("video", story_of(film=FILM), LIMITS["video"]).cover is None
    told = tell("video", story_of(film=FILM, pictures=[{"sha256": "a"}, {"sha256": "b"}]), LIMITS["video"])
    assert told.cover is not None
    assert told.cover.source == "a"


def test_an_hour_of_the_day_is_not_taken_for_a_place_in_the_film_and_a_chapter_is() -> None:
    text = "Hội nghị khai mạc lúc 8:30, đến 11:45 thì bế mạc; tỷ lệ 1:20.\n00:00 Mở đầu\n02:15 Phát biểu"
    told = tell("video", story_of(film=FILM, summary="", text=text), LIMITS["video"]).text
    assert told.startswith(
        "Hội nghị khai mạc lúc 8h30, đến 11h45 thì bế mạc; tỷ lệ 1:20.\n00:00 Mở đầu\n02:15 Phát biểu\n"
    )
