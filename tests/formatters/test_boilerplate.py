"""Buttons, counters and lists of other items go; what somebody wrote stays."""

from __future__ import annotations

import time

import pytest

from formatters.boilerplate import furniture

TEXT = ["Sáng nay, Bộ Nội vụ họp.", "", "Hội nghị kết thúc."]


@pytest.mark.parametrize(
    "line",
    [
        "In bài viết",
        "[In trang]",
        "Gửi email",
        "Chia sẻ bài viết này",
        "Chia sẻ trên Facebook",
        "Lượt xem: 1.234",
        "Số lượt truy cập: 56",
        "12 lượt xem",
        "Views: 12",
        "Về đầu trang",
        "A- A A+",
        "Cỡ chữ A- A A+",
        "In bài viết | Gửi email | Chia sẻ",
        "» Quay lại trang trước",
    ],
)
def test_a_button_or_a_counter_goes(line: str) -> None:
    assert furniture([*TEXT, line]) == {3}
    assert furniture([line, *TEXT]) == {0}


@pytest.mark.parametrize(
    "line",
    [
        "Chia sẻ",
        "Facebook",
        "In",
        "Chia sẻ tại hội nghị, Bộ trưởng nhấn mạnh việc cải cách.",
        "Lượt xem: tăng 12 % so với năm 2025",
        "Bình luận",
        "Gửi email về địa chỉ congttdt@moha.gov.vn trước ngày 20/11/2026",
        "Tin liên quan đến công tác cán bộ được đăng sáng nay.",
        "In bài viết này ra giấy để học tập",
    ],
)
def test_what_may_be_content_stays(line: str) -> None:
    assert furniture([*TEXT, line, "Câu cuối."]) == set()


def test_a_word_that_may_be_a_button_goes_beside_one_that_is() -> None:
    assert furniture([*TEXT, "Chia sẻ", "", "Facebook", "Zalo", "In bài viết"]) == {3, 5, 6, 7}


def test_the_list_of_other_items_that_ends_a_page_goes() -> None:
    others = ["Tin liên quan:", "• Bộ Nội vụ họp báo quý III (20/11/2026)", "", "• Thủ tướng làm việc với Bộ Nội vụ"]
    assert furniture([*TEXT, *others]) == {3, 4, 6}
    assert furniture([*TEXT, "Các tin khác", "In bài viết"]) == {3, 4}


def test_such_a_list_in_the_middle_or_before_a_sentence_stays_whole() -> None:
    assert furniture(["Tin liên quan", "Bộ Nội vụ họp báo quý III", *TEXT]) == set()
    assert furniture([*TEXT, "Tin khác", "Cuộc họp dời sang 14 giờ cùng ngày."]) == set()


def test_headings_past_all_reason_are_looked_at_in_linear_time() -> None:
    began = time.monotonic()
    assert len(furniture(["Tin liên quan"] * 50_000)) <= 21
    assert time.monotonic() - began < 3
