"""Working hours, days off, swapped days and Tết, as the decisions of 2026 and 2027 have them."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from formatters.sentence import Sentence
from scheduler import calendar
from scheduler.calendar import Table, add_working_time, is_working_day, next_working_moment
from scheduler.decisions import DAYS, YEARS, Day, Kind

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TABLE = Table(HANOI)

# Two working hours after the end of an event (SLA-A), and what makes each of them hard.
VECTORS = [
    ("2026-11-20T11:30", "2026-11-20T14:30", "QĐ 188/1999/QĐ-TTg: over the noon break"),
    ("2026-11-21T09:00", "2026-11-23T10:00", "QĐ 188/1999/QĐ-TTg: a Saturday"),
    ("2026-11-23T16:30", "2026-11-25T09:30", "NQ 28/2026/QH16 and 10065/VPCP-KGVX: 24/11 alone is a day off"),
    ("2026-08-28T16:15", "2026-09-03T09:15", "TB 9441/TB-BNV: 31/8 is swapped, then two days of the National Day"),
    ("2026-02-13T16:00", "2026-02-23T09:00", "TB 9441/TB-BNV: Tết, 16 to 20/2 between two weekends"),
    ("2026-01-09T16:30", "2026-01-10T09:30", "CV 12729/VPCP-KGVX: Saturday 10/1 is worked for 2/1"),
    ("2027-02-03T16:30", "2027-02-11T09:30", "10065/VPCP-KGVX: Tết 2027, 4 to 10/2"),
]

# What the decisions give civil servants of weekdays off, and of Saturdays to work.
OFF = {
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
    2027: "1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11",
}
WORKED = {2026: "10/1 22/8", 2027: ""}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def days(text: str, year: int) -> set[date]:
    return {date(year, int(month), int(day)) for day, month in (word.split("/") for word in text.split())}


def whole(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=step) for step in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def entered(day: date, kind: Kind, **more: object) -> Table:
    say = Sentence("Theo quyết định", "By decision")
    return Table(HANOI, entered={day: Day(kind, say, "entered", "lan")}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("end", "due", "source"), VECTORS, ids=[vector[0] for vector in VECTORS])
def test_two_working_hours_after_it_ends(end: str, due: str, source: str) -> None:
    assert add_working_time(at(end), TABLE, hours=2) == at(due), source


def test_the_zone_of_the_question_changes_nothing_and_the_answer_is_on_the_tables_clock() -> None:
    due = add_working_time(at("2026-11-23T16:30").astimezone(UTC), TABLE, hours=2)
    assert due.isoformat() == "2026-11-25T09:30:00+07:00"


@pytest.mark.parametrize("year", sorted(YEARS))
def test_every_day_of_a_compared_year_is_as_its_decisions_have_it(year: int) -> None:
    weekdays_off = {day for day in whole(year) if day.weekday() < 5 and not is_working_day(day, TABLE)}
    weekends_worked = {day for day in whole(year) if day.weekday() >= 5 and is_working_day(day, TABLE)}
    assert (weekdays_off, weekends_worked) == (days(OFF[year], year), days(WORKED[year], year))


def test_what_the_package_does_not_know_is_corrected_with_the_address_of_the_decision() -> None:
    assert set(DAYS) == {date(2026, 1, 2), date(2026, 1, 10)}
    for day, published in DAYS.items():
        assert day not in calendar.computed(2026), "the package knows it now: take it out of the corrections"
        assert (published.origin, published.source.split(":")[0]) == ("published", "12729/VPCP-KGVX")
        assert "https://baochinhphu.vn/" in published.source


def test_what_a_person_enters_wins_over_the_package_and_over_the_decisions() -> None:
    assert is_working_day(date(2026, 11, 24), entered(date(2026, 11, 24), Kind.WORK))
    assert is_working_day(date(2026, 1, 2), entered(date(2026, 1, 2), Kind.WORK))
    assert not is_working_day(date(2026, 1, 10), entered(date(2026, 1, 10), Kind.REST))
    assert not is_working_day(date(2026, 11, 25), entered(date(2026, 11, 25), Kind.REST))


def test_a_year_is_listed_with_the_layer_and_the_source_of_each_day() -> None:
    shown = entered(date(2026, 12, 31), Kind.REST).year(2026)
    assert list(shown) == sorted(shown)
    assert [
        (shown[day].origin, shown[day].kind) for day in (date(2026, 2, 17), date(2026, 1, 10), date(2026, 12, 31))
    ] == [
        ("computed", "rest"),
        ("published", "work"),
        ("entered", "rest"),
    ]
    assert shown[date(2026, 2, 17)].name == Sentence("Tết Nguyên Đán", "Lunar New Year")
    assert shown[date(2026, 2, 17)].source.startswith("holidays ")


def test_a_day_has_its_two_stretches_and_a_day_off_none() -> None:
    assert calendar.working_hours(date(2026, 11, 23), TABLE) == (
        (at("2026-11-23T08:00"), at("2026-11-23T12:00")),
        (at("2026-11-23T13:00"), at("2026-11-23T17:00")),
    )
    assert calendar.working_hours(date(2026, 11, 24), TABLE) == ()
    early = Table(HANOI, hours=((450, 690),))
    assert calendar.working_hours(date(2026, 11, 23), early) == ((at("2026-11-23T07:30"), at("2026-11-23T11:30")),)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23T12:00", "2026-11-23T13:00"),
        ("2026-11-23T05:00", "2026-11-23T08:00"),
        ("2026-11-23T17:00", "2026-11-25T08:00"),
        ("2026-02-14T09:00", "2026-02-23T08:00"),
        ("2026-01-09T20:00", "2026-01-10T08:00"),
    ],
)
def test_the_next_working_moment_is_now_or_when_work_begins_again(moment: str, expected: str) -> None:
    assert next_working_moment(at(moment), TABLE) == at(expected)


@pytest.mark.parametrize(
    ("start", "worked", "expected"),
    [
        ("2026-11-23T10:00", {"days": 1}, "2026-11-25T10:00"),
        ("2026-11-21T09:00", {"days": 1}, "2026-11-25T08:00"),  # from Monday 08:00, past Tuesday's holiday
        ("2026-01-09T10:00", {"days": 1}, "2026-01-10T10:00"),  # the swapped Saturday
        ("2026-11-20T15:00", {"days": 5}, "2026-11-30T15:00"),
        ("2026-11-20T10:00", {"hours": 2}, "2026-11-20T12:00"),  # it ends with the morning, not after the break
        ("2026-11-20T10:00", {"hours": 8}, "2026-11-23T10:00"),
        ("2026-11-20T16:00", {"days": 1, "hours": 2}, "2026-11-25T09:00"),
        ("2026-11-21T09:00", {}, "2026-11-23T08:00"),
    ],
)
def test_working_days_and_hours_are_counted(start: str, worked: dict[str, int], expected: str) -> None:
    assert add_working_time(at(start), TABLE, **worked) == at(expected)


def test_time_is_not_counted_backwards_and_a_calendar_without_work_says_so() -> None:
    with pytest.raises(ValueError, match="not counted backwards"):
        add_working_time(at("2026-11-23T10:00"), TABLE, hours=-1)
    say = Sentence("", "")
    idle = Table(HANOI, entered={day: Day(Kind.REST, say, "entered", "lan") for day in whole(2026)})
    with pytest.raises(ValueError, match="no working day within sixty days"):
        next_working_moment(at("2026-03-02T10:00"), idle)


@pytest.mark.parametrize(
    ("now", "named"),
    [
        ("2026-11-30T23:59", None),
        ("2026-12-01T00:00", None),  # 2027 was compared
        ("2027-11-30T23:59", None),
        ("2027-12-01T00:00", "2028"),
        ("2028-03-01T09:00", "2028"),
    ],
)
def test_from_the_first_of_december_the_next_years_table_is_missed(now: str, named: str | None) -> None:
    for zone in (HANOI, UTC):
        say = calendar.missing(at(now).astimezone(zone), TABLE)
        assert (say is None) == (named is None)
        if say and named:
            assert f"năm {named}" in say.vi
            assert f"syndication calendar confirm {named}" in say.en


def test_a_year_that_a_person_confirmed_is_missed_no_more() -> None:
    table = Table(HANOI, confirmed={2028: "999/TB-BNV"})
    assert calendar.missing(at("2027-12-01T09:00"), table) is None
    assert table.knows(2028) == "999/TB-BNV"
    assert (TABLE.knows(2027), TABLE.knows(2028)) == ("10065/VPCP-KGVX", "")


def warn(now: datetime) -> None:
    """A warning of the test run when a year's table is missing at this moment."""
    say = calendar.missing(now, TABLE)
    if say is not None:
        warnings.warn(f"scheduler/decisions.py: {say.en}", UserWarning, stacklevel=2)


def test_the_warning_begins_on_the_first_of_december_of_a_year_before_one_that_nobody_compared() -> None:
    warn(at("2027-11-30T23:59"))  # a warning here would be an error
    with pytest.warns(
        UserWarning, match=r"scheduler/decisions\.py: The days off of 2028 were compared with no decision"
    ):
        warn(at("2027-12-01T00:00"))


@pytest.mark.filterwarnings("default")
def test_this_test_warns_when_the_next_years_table_is_missing_today() -> None:
    """The one test that reads the clock: from 1 December it warns, and never fails, until the next year was compared."""
    warn(datetime.now(UTC))
