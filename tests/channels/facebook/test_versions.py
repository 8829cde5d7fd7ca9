"""Versions of the Graph API end, and a person hears of it in time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.facebook.versions import end_of, warning


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("version", "today", "warned"),
    [
        ("v21.0", "2026-10-22", False),
        ("v21.0", "2026-10-23", True),
        ("v21.0", "2027-03-01", True),
        ("v20.0", "2026-11-24", True),
        ("v26.0", "2028-08-07", True),
        ("v27.0", "2029-01-01", False),
        ("v31.0", "2029-01-01", False),
    ],
)
def test_it_is_told_from_ninety_days_before_the_end(version: str, today: str, warned: bool) -> None:
    told = warning(version, version, at(today))
    assert (told is not None) is warned
    assert told is None or ("graph_version" in told.vi and "graph_version" in told.en)


def test_another_version_in_the_answer_is_told() -> None:
    told = warning("v27.0", "v25.0", at("2026-11-24"))
    assert told is not None
    assert "v25.0" in told.vi
    assert warning("v27.0", "", at("2026-11-24")) is None


def test_the_end_of_a_version_is_a_moment_and_of_the_newest_nobody_knows_it() -> None:
    assert end_of("v22.0") == at("2027-05-20")
    assert end_of("v27.0") is None
