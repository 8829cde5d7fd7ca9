"""Addresses of the portal: plain letters, and the number that stays."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from syndication.demo.addresses import complete, page, slug
from syndication.demo.stories import items
from syndication.demo.timetable import Timetable


def test_a_slug_is_plain_letters_whatever_the_title_holds() -> None:
    assert slug('Đính chính: "Hỏi & Đáp" về tiền lương') == "dinh-chinh-hoi-dap-ve-tien-luong"


def test_a_long_title_is_cut_at_a_word() -> None:
    long = slug("Hướng dẫn " + "tổng kết công tác " * 20)
    assert len(long) <= 90
    assert set(long.split("-")) <= {"huong", "dan", "tong", "ket", "cong", "tac"}


def test_the_slug_follows_the_title_and_the_number_stays() -> None:
    item = items("vi")[0]
    timetable = Timetable(datetime(2026, 11, 23, tzinfo=UTC))
    [before, after] = [
        next(one for one in timetable.edition((item,), timetable.began.replace(minute=minute)).shown)
        for minute in (0, 30)
    ]
    assert page(before) != page(after)
    assert all(re.fullmatch(r"/tin-tuc/[a-z0-9-]+---oid57701", page(one)) for one in (before, after))


def test_only_names_of_files_are_completed() -> None:
    body = '<img src="a.jpg" alt=""><img src="https://example.vn/b.jpg" alt="">'
    told = complete(body, "http://portal")
    assert (
        told == '<img src="http://portal/Media_Share/2026/11/a.jpg" alt=""><img src="https://example.vn/b.jpg" alt="">'
    )
