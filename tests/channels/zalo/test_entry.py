"""How an article is read back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.zalo.entry import entry_of, said_in, same_form


@pytest.mark.parametrize("date", [1795000000000, "1795000000000", 1795000000, "1795000000"])
def test_dates_are_milliseconds_as_number_or_string_and_seconds_are_recognised(date: Any) -> None:
    assert entry_of({"create_date": date}).created == datetime.fromtimestamp(1795000000, UTC)


@pytest.mark.parametrize("date", [None, "", "yesterday", 10**30])
def test_a_date_that_cannot_be_read_is_no_date(date: Any) -> None:
    assert entry_of({"create_date": date}).created is None


def test_an_id_is_a_text_even_when_it_came_as_a_number() -> None:
    assert entry_of({"id": 4318657068771012646}).id == "4318657068771012646"


def test_titles_are_alike_whatever_their_composition_spaces_and_entities() -> None:
    assert same_form("Hô\u0323i  nghị &amp; tập huấn ") == same_form("Hội nghị & tập huấn")


@pytest.mark.parametrize(
    "body",
    [
        [{"type": "text", "content": "Nguồn: https://a.vn/1?x=1&y=2"}],
        "<p>Nguồn: <a href='https://a.vn/1?x=1&amp;y=2'>xem</a></p>",
        '[{"type":"text","content":"https://a.vn/1?x=1&y=2"}]',
    ],
)
def test_the_text_of_an_article_is_read_in_whatever_shape_it_comes(body: Any) -> None:
    assert "https://a.vn/1?x=1&y=2" in said_in({"body": body, "description": "Tóm tắt"})


def test_addresses_of_pictures_are_no_text() -> None:
    blocks = [
        {"type": "image", "url": "https://a.vn/p.jpg", "caption": "Ảnh"},
        {"content": "<img src='https://a.vn/q'>"},
    ]
    assert said_in({"body": blocks}).split() == ["Ảnh"]
