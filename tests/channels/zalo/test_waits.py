"""Zalo's limits end at Vietnamese hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from channels.zalo.waits import next_day, next_minute, next_month, next_morning

NOON = datetime(2026, 11, 23, 5, 0, 20, tzinfo=UTC)  # 12:00:20 in Hà Nội


@pytest.mark.parametrize(
    ("wait", "now", "expected"),
    [
        (next_minute, NOON, timedelta(seconds=41)),
        (next_day, datetime(2026, 11, 23, 18, tzinfo=UTC), timedelta(hours=23)),
        (next_month, datetime(2026, 11, 30, 16, tzinfo=UTC), timedelta(hours=1)),
        (next_month, datetime(2026, 12, 31, 17, tzinfo=UTC), timedelta(days=31)),
        (next_month, datetime(2027, 1, 30, 17, tzinfo=UTC), timedelta(days=1)),
        (next_morning, datetime(2026, 11, 23, 15, 30, tzinfo=UTC), timedelta(hours=7, minutes=30)),
        (next_morning, datetime(2026, 11, 23, 22, 30, tzinfo=UTC), timedelta(minutes=30)),
        (next_morning, datetime(2026, 11, 23, 23, 0, tzinfo=UTC), timedelta(hours=24)),
    ],
)
def test_waits_end_at_the_minute_at_midnight_at_the_first_and_at_six_in_vietnam(
    wait: Callable[[datetime], timedelta], now: datetime, expected: timedelta
) -> None:
    assert wait(now) == expected
