"""When an account may publish: its posting slots, its quiet hours, and the next moment that is free. Pure: all is handed in."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from channels.hours import DAY, Span

FURTHEST = timedelta(days=366)  # further ahead nobody looks for a slot
A_MINUTE = timedelta(minutes=1)  # a single time takes one delivery


@dataclass(frozen=True, slots=True)
class Rules:
    """One account's hours on one clock. `works` tells working days from days off; `spacing` keeps two deliveries apart."""

    zone: tzinfo
    works: Callable[[date], bool]
    slots: Sequence[Span] = ()
    quiet: Sequence[Span] = ()
    spacing: timedelta = timedelta(0)

    @property
    def any_time(self) -> bool:
        """Whether it may publish at any hour of any day."""
        return not self.slots and not self.quiet


def quiet_until(moment: datetime, rules: Rules) -> datetime | None:
    """When the quiet hours that hold this moment are over, on the rules' clock; None when it is not in any.

    Quiet hours that follow one another without a break are one. Those that never end within a year end then.
    """
    until = moment
    while until - moment < FURTHEST:
        local = until.astimezone(rules.zone)
        around = (local.date() - timedelta(days=1), local.date())  # what began yesterday may last past midnight
        ends = [end for begin, end in _windows(rules.quiet, around, rules) if begin <= until < end]
        if not ends:
            break
        until = max(ends)
    return until.astimezone(rules.zone) if until > moment else None


def in_slot(moment: datetime, rules: Rules) -> bool:
    """Whether it lies in a posting slot; a single time is a slot for its whole minute. Without slots every moment does."""
    local = moment.astimezone(rules.zone)
    around = (local.date() - timedelta(days=1), local.date())
    windows = _windows(rules.slots, around, rules)
    return not rules.slots or any(begin <= moment < max(end, begin + A_MINUTE) for begin, end in windows)


def next_free(wanted: datetime, rules: Rules, taken: Iterable[datetime] = ()) -> datetime | None:
    """The first moment from `wanted` on that is in a slot, not quiet, and apart by the spacing from each that is `taken`.

    A single time that is taken within its minute is not free again. None when there is no such moment within a year.
    """
    others = sorted(taken)
    for begin, end in _slots(wanted, rules):
        if begin == end:
            apart = max(rules.spacing, A_MINUTE)
            if begin >= wanted and not quiet_until(begin, rules) and _conflict(begin, apart, others) is None:
                return begin.astimezone(rules.zone)
            continue
        found = _within(max(begin, wanted), end, rules, others)
        if found is not None:
            return found.astimezone(rules.zone)
    return None


def in_a_row(first: datetime, count: int, spacing: timedelta) -> list[datetime]:
    """The moments that so many take one after the other, from the first one on: what waits already has its turns."""
    return [first + spacing * step for step in range(count)]


def _within(moment: datetime, end: datetime, rules: Rules, others: Sequence[datetime]) -> datetime | None:
    while moment < end:
        later = quiet_until(moment, rules)
        if later is None:
            other = _conflict(moment, rules.spacing, others)
            if other is None:
                return moment
            later = other + rules.spacing
        moment = later
    return None


def _conflict(moment: datetime, apart: timedelta, others: Sequence[datetime]) -> datetime | None:
    """The one among the sorted others that is less than `apart` from the moment, before or after it."""
    index = bisect_right(others, moment - apart)
    return others[index] if index < len(others) and others[index] < moment + apart else None


def _slots(wanted: datetime, rules: Rules) -> Iterator[tuple[datetime, datetime]]:
    """The slots that end after `wanted`, by their beginning, for a year; all of it is one when there are none."""
    if not rules.slots:
        yield wanted, wanted + FURTHEST
        return
    first = wanted.astimezone(rules.zone).date() - timedelta(days=1)
    days = (first + timedelta(days=step) for step in range(FURTHEST.days + 1))
    yield from (window for window in _windows(rules.slots, days, rules) if window[1] >= wanted)


def _windows(spans: Sequence[Span], days: Iterable[date], rules: Rules) -> Iterator[tuple[datetime, datetime]]:
    for day in days:
        works = any(isinstance(word, str) for span in spans for word in span.days) and rules.works(day)
        today: list[tuple[datetime, datetime]] = []
        for span in spans:
            if span.on(day.weekday(), works):
                insort(today, (_at(day, span.begin, rules.zone), _at(day, span.end, rules.zone)))
        yield from today


def _at(day: date, minute: int, zone: tzinfo) -> datetime:
    days, rest = divmod(minute, DAY)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
