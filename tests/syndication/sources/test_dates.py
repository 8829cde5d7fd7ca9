"""Dates as Vietnamese sites write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.sources import dates
from syndication.sources.dates import read_date

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

READ = [
    ("Mon, 07 Sep 2026 19:41:53 GMT+7", "2026-09-07T19:41:53+07:00"),
    ("Mon, 07 Sep 2026 19:41:53 gMt + 7", "2026-09-07T19:41:53+07:00"),
    ("Mon, 07 Sep 2026 19:41:53 +0700", "2026-09-07T19:41:53+07:00"),
    ("Mon, 07 Sep 2026 19:41:53 +0700 (ICT)", "2026-09-07T19:41:53+07:00"),
    ("Mon,07 Sep 2026 19:41:53 +0700", "2026-09-07T19:41:53+07:00"),
    ("Mon, 07 Sep 2026 12:41:53 GMT", "2026-09-07T19:41:53+07:00"),
    ("Mon, 07 Sep 2026 12:41:53 -0000", "2026-09-07T19:41:53+07:00"),
    ("Mon, 05 Jan 2026 07:02:00 ICT", "2026-01-05T07:02:00+07:00"),
    ("Mon, 05 Jan 2026 07:02:00 EST", "2026-01-05T07:02:00-05:00"),
    ("07 Sep 26 19:41 +0700", "2026-09-07T19:41:00+07:00"),
    ("Monday, 07-Sep-26 12:41:53 GMT", "2026-09-07T19:41:53+07:00"),
    ("Mon Sep  7 19:41:53 2026", "2026-09-07T19:41:53+07:00"),
    ("Sep 7, 2026 07:02 PM", "2026-09-07T19:02:00+07:00"),
    ("2025-06-30T08:00:00Z", "2025-06-30T08:00:00+00:00"),
    ("2025-06-30T08:00:00.123456+07:00", "2025-06-30T08:00:00+07:00"),
    ("2025-06-30t08:00:00z", "2025-06-30T08:00:00+00:00"),
    ("2025-06-30T08:00:00+0700", "2025-06-30T08:00:00+07:00"),
    ("2025-06-30T08:00:00", "2025-06-30T08:00:00+07:00"),
    ("2025-06-30 08:00:00", "2025-06-30T08:00:00+07:00"),
    ("2026-01-05T07:02-05:00", "2026-01-05T07:02:00-05:00"),
    ("20260907T124153Z", "2026-09-07T19:41:53+07:00"),
    ("2026-09-07 24:00:00", "2026-09-08T00:00:00+07:00"),
    ("2026-09-07T12:41:60Z", "2026-09-07T19:41:59+07:00"),
    ("Thứ 5, 28/05/2026 17:00:00 GMT+7", "2026-05-28T17:00:00+07:00"),
    ("Thứ hai, 05/01/2026 - 07:02", "2026-01-05T07:02:00+07:00"),
    ("Thứ Năm, 28/05/2026, 17:00 (GMT+7)", "2026-05-28T17:00:00+07:00"),
    ("Thứ Năm, 28/05/2026, 17:00 (GMT+9)", "2026-05-28T17:00:00+09:00"),
    ("Thứ Ba, ngày 06/01/2026 - 08:00", "2026-01-06T08:00:00+07:00"),
    ("Chủ nhật, 06/09/2026 8:05:00 CH", "2026-09-06T20:05:00+07:00"),
    ("T2, 05/01/2026 07:02", "2026-01-05T07:02:00+07:00"),
    ("07:02, Thứ Hai, 05/01/2026", "2026-01-05T07:02:00+07:00"),
    ("07:02 | 05/01/2026", "2026-01-05T07:02:00+07:00"),
    ("19h30 ngày 05/01/2026", "2026-01-05T19:30:00+07:00"),
    ("ngày 5 tháng 1 năm 2026", "2026-01-05T00:00:00+07:00"),
    ("30/06/2025 08:00:00", "2025-06-30T08:00:00+07:00"),
    ("6/30/2025 8:00:00 AM", "2025-06-30T08:00:00+07:00"),
    ("6/30/2025 8:00:00 PM", "2025-06-30T20:00:00+07:00"),
    ("12/05/2026", "2026-05-12T00:00:00+07:00"),
    ("05/01/2026 07:02 SA", "2026-01-05T07:02:00+07:00"),
    ("05/01/2026 07:02 CH", "2026-01-05T19:02:00+07:00"),
    ("05/01/2026 12:10 SA", "2026-01-05T00:10:00+07:00"),
    ("05/01/2026 12:10 CH", "2026-01-05T12:10:00+07:00"),
    ("28/05/2026 17:00:00 UTC +07:00", "2026-05-28T17:00:00+07:00"),
    ("28.05.2026 17:00", "2026-05-28T17:00:00+07:00"),
    (
        "Tho\u031b\u0301 hai".replace("Tho\u031b\u0301", "Thu\u031b\u0301") + ", 05/01/2026 - 07:02",
        "2026-01-05T07:02:00+07:00",
    ),
    ("\u200b 05/01/2026\u00a007:02 ", "2026-01-05T07:02:00+07:00"),
]

NOT_READ = [
    "", "yesterday", "1795399500", "2024", "31/02/2026 08:00", "13/13/2026", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z",
    "Mon, 05 Jan 2026 07:02:00 XYZ", "05/01/2026 25:00", "05/01/2026 07:02 +700", "05/01/2026 07:02 GMT+25", "x" * 500,
]  # fmt: skip


@pytest.mark.parametrize(("text", "instant"), READ)
def test_a_date_is_read(text: str, instant: str) -> None:
    read = read_date(text, NOW)
    assert read
    assert read.tzinfo
    assert read == datetime.fromisoformat(instant)


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_no_date_is_none_and_never_a_guess(text: str) -> None:
    assert read_date(text, NOW) is None


def test_a_date_more_than_a_day_ahead_is_none() -> None:
    assert read_date("2026-11-23T20:00:00+07:00", NOW)
    assert read_date("2026-11-24T08:00:00+07:00", NOW)
    assert read_date("2026-11-24T10:00:00+07:00", NOW) is None


@given(st.text(max_size=60) | st.from_regex(r"[0-9/: +\-GMTSACH]{5,30}", fullmatch=True))
def test_no_text_makes_it_fail(text: str) -> None:
    read = read_date(text, NOW)
    assert read is None or read.tzinfo is not None


@given(
    st.datetimes(min_value=datetime(1971, 1, 2), max_value=datetime(2026, 11, 1)),  # noqa: DTZ001
    st.sampled_from(["+0700", "-0330", "GMT", "+0000", "+1400", "Z", "UTC", "+07:00", "-09:30"]),
    st.sampled_from(["%a, %d %b %Y %H:%M:%S ", "%d %b %Y %H:%M:%S ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]),
)
def test_a_date_by_the_standards_is_read_at_a_glance_as_by_all_our_rules(at: datetime, zone: str, form: str) -> None:
    written = at.strftime(form) + zone
    assert read_date(written, NOW) == dates._read(written)
    assert read_date(written, NOW) is not None
