"""The calendar of working hours: weekends, public holidays, Tết, swapped days. Pure: the table and every moment are handed in.

Three layers, the later one winning: what the package `holidays` computes, what published decisions correct (`decisions`), and
what people of this instance entered. Moments are aware; what is answered is on the table's own clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import holidays
from holidays.version import __version__ as HOLIDAYS_VERSION

from channels.hours import working_hours as read_hours
from formatters.sentence import Sentence
from scheduler.decisions import DAYS, YEARS, Day, Kind

COUNTRY = "VN"
FIRST, LAST = 2000, 2100  # years, both included
DECEMBER = 12
LONGEST_REST = 60  # days without a working one: further than that nobody looks
NO_WORK = "the calendar has no working day within sixty days"


@dataclass(frozen=True, slots=True)
class Table:
    """Which days are worked, from when to when, on which clock. `entered` is what people entered; `confirmed` the years they
    compared with a decision, each with its name. `hours` are minutes after midnight."""

    zone: tzinfo
    hours: tuple[tuple[int, int], ...] = read_hours("08:00-12:00,13:00-17:00")
    entered: Mapping[date, Day] = field(default_factory=dict)
    confirmed: Mapping[int, str] = field(default_factory=dict)

    def entry(self, day: date) -> Day | None:
        """What it says of this day; None for one that is like any other of its weekday."""
        return self.entered.get(day) or DAYS.get(day) or computed(day.year).get(day)

    def knows(self, year: int) -> str:
        """The decision that this year was compared with; "" for a year that is computed alone."""
        return self.confirmed.get(year) or ", ".join(decision.number for decision in YEARS.get(year, ()))

    def year(self, year: int) -> dict[date, Day]:
        """Every day of the year of which it says something, in order."""
        days = {*computed(year), *DAYS, *self.entered}
        found = {day: self.entry(day) for day in sorted(days) if day.year == year}
        return {day: entry for day, entry in found.items() if entry is not None}


def is_working_day(day: date, table: Table) -> bool:
    """Whether civil servants work on it."""
    entry = table.entry(day)
    return entry.kind is Kind.WORK if entry else day.weekday() < 5


def working_hours(day: date, table: Table) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when they work on it; empty on a day off."""
    if not is_working_day(day, table):
        return ()
    return tuple((_at(day, begin, table), _at(day, end, table)) for begin, end in table.hours)


def next_working_moment(moment: datetime, table: Table) -> datetime:
    """The first moment from this one on at which somebody works. ValueError when there is no working day within sixty days."""
    begin, _ = next(_stretches(moment, table))
    return begin


def add_working_time(start: datetime, table: Table, *, hours: float = 0, days: int = 0) -> datetime:
    """When so many working days and then working hours have passed since `start`, which counts from the next working moment.

    A working day later is the same time of day on the next day that is worked. ValueError for less than nothing, and when
    there is no working day within sixty days.
    """
    if hours < 0 or days < 0:
        raise ValueError(f"working time is not counted backwards: {hours} hours, {days} days")
    moment = next_working_moment(start, table)
    for _ in range(days):
        tomorrow = moment.date() + timedelta(days=1)
        moment = datetime.combine(_next_working_day(tomorrow, table), moment.timetz())
    left = timedelta(hours=hours)
    for begin, end in _stretches(moment, table):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise ValueError(NO_WORK)


def missing_year(now: datetime, table: Table) -> int | None:
    """The first year that was compared with no decision: of this one and, from 1 December, the next. None: both were."""
    local = now.astimezone(table.zone)
    wanted = [local.year, *([local.year + 1] if local.month == DECEMBER else [])]
    return next((year for year in wanted if not table.knows(year)), None)


def missing(now: datetime, table: Table) -> Sentence | None:
    """What a person must do about the year that `missing_year` names; None when there is none."""
    year = missing_year(now, table)
    if year is None:
        return None
    return Sentence(
        f"Lịch nghỉ lễ, Tết năm {year} chưa được đối chiếu với thông báo nào: hãy nhập ngày nghỉ và ngày làm bù bằng "
        f"lệnh calendar set, rồi xác nhận: syndication calendar confirm {year} --decision SỐ-HIỆU.",
        f"The days off of {year} were compared with no decision yet: enter its days off and swapped days with "
        f"calendar set, then confirm them: syndication calendar confirm {year} --decision NUMBER.",
    )


@lru_cache(maxsize=16)
def computed(year: int) -> Mapping[date, Day]:
    """What the package `holidays` makes of this year: days off by law, and the swaps it knows; nothing outside 2000 to 2100."""
    if not FIRST <= year <= LAST:
        return {}
    ours, theirs = (holidays.country_holidays(COUNTRY, years=year, language=language) for language in ("vi", "en_US"))
    source = f"holidays {HOLIDAYS_VERSION}"
    found = {
        day: Day(Kind.REST, Sentence(ours[day], theirs[day]), "computed", source) for day in ours if day.year == year
    }
    for day in ours.weekend_workdays:
        if day.year == year:
            found[day] = Day(Kind.WORK, Sentence("Ngày làm bù", "Worked for a swapped day"), "computed", source)
    return found


def _stretches(since: datetime, table: Table) -> Iterator[tuple[datetime, datetime]]:
    """What is left of working time from `since` on, stretch by stretch. ValueError as `next_working_moment`."""
    moment = since.astimezone(table.zone)
    day = moment.date()
    while True:
        day = _next_working_day(day, table)
        for begin, end in working_hours(day, table):
            if end > moment:
                yield max(begin, moment), end
        day += timedelta(days=1)


def _next_working_day(day: date, table: Table) -> date:
    for step in range(LONGEST_REST):
        if is_working_day(day + timedelta(days=step), table):
            return day + timedelta(days=step)
    raise ValueError(NO_WORK)


def _at(day: date, minute: int, table: Table) -> datetime:
    """So many minutes after midnight on the table's clock; 1440 is the next midnight."""
    whole, rest = divmod(minute, 24 * 60)
    return datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), table.zone)
