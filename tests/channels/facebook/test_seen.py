"""How a listed post is known again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.facebook import seen

KEY = "https://moha.gov.vn/tin/a-1"


@pytest.mark.parametrize(
    "told",
    [
        "2019-01-02T18:31:28+0000",
        "2019-01-02T18:31:28+00:00",
        "2019-01-03T01:31:28+0700",
        "2019-01-02T18:31:28Z",
        1546453888,
    ],
)
def test_the_time_is_read_in_every_form(told: object) -> None:
    assert seen.created({"created_time": told}) == datetime(2019, 1, 2, 18, 31, 28, tzinfo=UTC)


@pytest.mark.parametrize("told", ["", None, "yesterday", "9" * 40])
def test_a_time_that_says_nothing_is_none(told: object) -> None:
    assert seen.created({"created_time": told}) is None


def test_the_same_text_is_known_whatever_became_of_its_spaces() -> None:
    assert seen.says({"message": "Bộ Nội vụ\nhọp "}, "Bộ Nội vụ\r\n\r\nhọp")
    assert seen.says({"message": "Bo\u0323\u0302"}, "Bộ")
    assert not seen.says({"message": "Bộ Nội vụ họp lại"}, "Bộ Nội vụ họp")
    assert not seen.says({}, " ")


@pytest.mark.parametrize(
    "attachments",
    [
        {"data": [{"url": KEY}]},
        {"data": [{"unshimmed_url": KEY}]},
        {"data": [{"url": "https://l.facebook.com/l.php?u=https%3A%2F%2Fmoha.gov.vn%2Ftin%2Fa-1&h=AT0"}]},
        [{"url": KEY}],
    ],
)
def test_a_link_card_bears_its_address(attachments: object) -> None:
    assert seen.bears({"attachments": attachments}, KEY)


@pytest.mark.parametrize("attachments", [None, {}, {"data": None}, {"data": ["x"]}, {"data": [{"url": KEY + "2"}]}])
def test_other_cards_do_not(attachments: object) -> None:
    assert not seen.bears({"message": f"Xem {KEY}2", "attachments": attachments}, KEY)
