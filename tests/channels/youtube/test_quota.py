"""YouTube's day ends at midnight Pacific time, summer and winter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.youtube.quota import next_pacific_midnight


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-12-01T07:59:59", "2026-12-01T08:00:00"),  # 15:00 in Hanoi
        ("2026-12-01T08:00:00", "2026-12-02T08:00:00"),
        ("2026-07-01T06:00:00", "2026-07-01T07:00:00"),  # 14:00 in Hanoi
        ("2026-03-08T09:00:00", "2026-03-09T07:00:00"),  # the day the clocks go forward there
        ("2026-11-01T08:00:00", "2026-11-02T08:00:00"),  # and back
    ],
)
def test_the_day_ends_at_midnight_over_there(now: str, ends: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_pacific_midnight(moment) == datetime.fromisoformat(ends).replace(tzinfo=UTC)
