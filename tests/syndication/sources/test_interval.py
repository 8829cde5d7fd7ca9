"""When a source is asked again: as the operator wants, less often while it is quiet or fails, never much later than wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from syndication.sources.interval import after_failure, until_next

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("every", "quiet", "pace", "want"),
    [
        (5 * MINUTE, None, None, 5 * MINUTE),  # nothing is known of it yet
        (5 * MINUTE, 10 * MINUTE, None, 5 * MINUTE),
        (5 * MINUTE, 3 * HOUR, None, 9 * MINUTE),
        (5 * MINUTE, 30 * DAY, None, HOUR),
        (5 * MINUTE, MINUTE, 20 * MINUTE, 20 * MINUTE),  # it says itself that it changes less often
        (5 * MINUTE, MINUTE, SECOND, 5 * MINUTE),
        (5 * MINUTE, MINUTE, 7 * DAY, HOUR),
        (5 * MINUTE, 10 * HOUR, 20 * MINUTE, 30 * MINUTE),
        (2 * HOUR, 30 * DAY, 7 * DAY, 2 * HOUR),  # never oftener than was asked for
    ],
)
def test_what_is_collected_is_asked_less_often_while_it_is_quiet(
    every: timedelta, quiet: timedelta | None, pace: timedelta | None, want: timedelta
) -> None:
    assert until_next(every=every, own=False, quiet=quiet, pace=pace) == want


def test_the_ministrys_own_is_asked_as_the_operator_wants() -> None:
    assert until_next(every=10 * SECOND, own=True, quiet=30 * DAY, pace=DAY) == 10 * SECOND


@pytest.mark.parametrize(
    ("every", "own", "failures", "asked", "want"),
    [
        (5 * MINUTE, False, 1, None, 10 * MINUTE),
        (5 * MINUTE, False, 2, None, 20 * MINUTE),
        (5 * MINUTE, False, 10_000, None, HOUR),
        (5 * MINUTE, True, 10_000, None, 15 * MINUTE),
        (2 * HOUR, True, 3, None, 2 * HOUR),
        (5 * MINUTE, True, 1, 3 * HOUR, 3 * HOUR),  # Retry-After
        (5 * MINUTE, True, 1, SECOND, 10 * MINUTE),
    ],
)
def test_what_fails_is_asked_later_and_later_up_to_a_bound(
    every: timedelta, own: bool, failures: int, asked: timedelta | None, want: timedelta
) -> None:
    assert after_failure(every=every, own=own, failures=failures, asked=asked) == want
