"""The pause grows, is bounded, and ends with a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.retry import LONGEST, MOST_TRIES, Again, GiveUp, decide

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FIRST = timedelta(seconds=30)


@pytest.mark.parametrize(("tries", "seconds"), [(1, 30), (2, 60), (3, 120), (8, 3600), (11, 3600)])
def test_each_pause_is_twice_the_one_before_and_at_most_an_hour(tries: int, seconds: int) -> None:
    assert decide(tries=tries, first=FIRST, now=NOW) == Again(NOW + timedelta(seconds=seconds))
    assert timedelta(seconds=seconds) <= LONGEST


def test_after_many_tries_a_person_must_look() -> None:
    assert decide(tries=MOST_TRIES, first=FIRST, now=NOW) == GiveUp()


def test_a_pause_that_the_platform_asked_for_is_waited_for_however_often() -> None:
    asked = timedelta(hours=9)
    assert decide(tries=MOST_TRIES * 3, first=FIRST, now=NOW, after=asked) == Again(NOW + asked)
