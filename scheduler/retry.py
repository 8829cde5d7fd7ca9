"""What to do after a try that was surely not accepted: pure. The caller says how often, and what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=1)
MOST_TRIES = 12


@dataclass(frozen=True, slots=True)
class Again:
    """Try again at this time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Often enough: a person must look."""


def decide(*, tries: int, first: timedelta, now: datetime, after: timedelta | None = None) -> Again | GiveUp:
    """After the `tries`-th failure in a row (1 for the first): again after `first` doubled each time, at most an hour.

    `after` is what the platform asked for; it is waited for however long, and such a wait is never given up.
    """
    if after is not None:
        return Again(now + after)
    if tries >= MOST_TRIES:
        return GiveUp()
    return Again(now + backoff(tries, first))


def backoff(tries: int, first: timedelta, longest: timedelta = LONGEST) -> timedelta:
    """`first` for the first, doubled for each one after it, at most `longest`."""
    doubled: timedelta = first * (2 ** min(max(tries - 1, 0), 20))
    return min(longest, doubled)
