"""When an account may publish next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.hours import posting_slots, quiet_hours
from scheduler import calendar
from scheduler.slots import Rules, in_a_row, in_slot, next_free, quiet_until

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TABLE = calendar.Table(HANOI)
OFFICE = "08:00-11:30,13:30-17:00"
NIGHT = "22:00-06:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def works(day: date) -> bool:
    return calendar.is_working_day(day, TABLE)


def rules(slots: str = "", quiet: str = "", minutes: int = 0) -> Rules:
    return Rules(HANOI, works, posting_slots(slots), quiet_hours(quiet), timedelta(minutes=minutes))


def free(wanted: str, its: Rules, *taken: str) -> str:
    found = next_free(at(wanted), its, [at(one) for one in taken])
    assert found is not None
    return found.replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("wanted", "slots", "expected"),
    [
        ("2026-11-23T09:17", OFFICE, "2026-11-23T09:17"),
        ("2026-11-23T11:30", OFFICE, "2026-11-23T13:30"),
        ("2026-11-23T17:00", OFFICE, "2026-11-24T08:00"),
        ("2026-11-23T09:17", "07:30,11:00,17:00", "2026-11-23T11:00"),
        ("2026-11-23T11:00", "07:30,11:00,17:00", "2026-11-23T11:00"),
        ("2026-11-23T17:01", "07:30,11:00,17:00", "2026-11-24T07:30"),
        ("2026-11-20T18:00", "mon-fri 07:30; sat 09:00", "2026-11-21T09:00"),
        ("2026-11-21T10:00", "mon-fri 07:30; sat 09:00", "2026-11-23T07:30"),
        ("2026-11-23T18:00", "work 08:00-17:00", "2026-11-25T08:00"),  # 24/11 is a day off
        ("2026-11-23T18:00", "rest 08:00-17:00", "2026-11-24T08:00"),
        ("2026-11-24T00:30", "mon 23:00-01:00", "2026-11-24T00:30"),  # Monday's lasts past midnight
        ("2026-11-24T01:00", "mon 23:00-01:00", "2026-11-30T23:00"),
    ],
)
def test_the_first_moment_in_a_slot(wanted: str, slots: str, expected: str) -> None:
    assert free(wanted, rules(slots)) == expected


@pytest.mark.parametrize(
    ("wanted", "slots", "expected"),
    [
        ("2026-11-23T21:59", "", "2026-11-23T21:59"),
        ("2026-11-23T22:00", "", "2026-11-24T06:00"),
        ("2026-11-24T05:59", "", "2026-11-24T06:00"),
        ("2026-11-23T23:00", "05:00-07:00", "2026-11-24T06:00"),
        ("2026-11-23T20:00", "05:00,23:00,07:00", "2026-11-24T07:00"),
    ],
)
def test_and_never_in_quiet_hours(wanted: str, slots: str, expected: str) -> None:
    assert free(wanted, rules(slots, NIGHT)) == expected


def test_spacing_is_kept_from_what_comes_before_and_from_what_comes_after() -> None:
    its = rules(OFFICE, minutes=30)
    assert free("2026-11-23T08:00", its, "2026-11-23T08:00") == "2026-11-23T08:30"
    assert free("2026-11-23T08:00", its, "2026-11-23T08:10") == "2026-11-23T08:40"
    assert free("2026-11-23T08:00", its, "2026-11-23T08:30") == "2026-11-23T08:00", "half an hour is enough"
    full = [f"2026-11-23T{hour:02d}:{minute:02d}" for hour in (8, 9, 10, 11) for minute in (0, 30)]
    assert free("2026-11-23T08:00", its, *full) == "2026-11-23T13:30"
    assert free("2026-11-23T16:50", its, "2026-11-23T16:40") == "2026-11-24T08:00", "16:40 and half an hour is too late"


def test_a_single_time_takes_one_delivery_even_without_spacing() -> None:
    its = rules("07:30,11:00")
    assert free("2026-11-23T07:00", its, "2026-11-23T07:30") == "2026-11-23T11:00"
    assert free("2026-11-23T07:00", its, "2026-11-23T07:30", "2026-11-23T11:00") == "2026-11-24T07:30"
    assert free("2026-11-23T08:00", rules(OFFICE), "2026-11-23T08:00") == "2026-11-23T08:00", "a stretch takes many"


def test_without_slots_and_quiet_hours_it_is_the_moment_itself() -> None:
    assert rules().any_time
    assert not rules(quiet=NIGHT).any_time
    assert free("2026-11-23T03:14", rules()) == "2026-11-23T03:14"


def test_when_nothing_is_free_within_a_year_there_is_no_moment() -> None:
    resting = Rules(HANOI, lambda day: False, posting_slots("work 08:00"))
    assert next_free(at("2026-11-23T08:00"), resting) is None


def test_quiet_hours_last_until_they_end_and_those_without_a_break_are_one() -> None:
    assert quiet_until(at("2026-11-23T23:00"), rules(quiet=NIGHT)) == at("2026-11-24T06:00")
    assert quiet_until(at("2026-11-24T05:59:59"), rules(quiet=NIGHT)) == at("2026-11-24T06:00")
    assert quiet_until(at("2026-11-24T06:00"), rules(quiet=NIGHT)) is None
    assert quiet_until(at("2026-11-23T21:59:59"), rules(quiet=NIGHT)) is None
    tet = rules(quiet=f"rest 00:00-24:00; {NIGHT}")
    assert quiet_until(at("2026-02-13T23:00"), tet) == at("2026-02-23T06:00"), "Tết, and the nights before and after it"


def test_the_clock_of_the_question_is_anybodys_and_the_answer_is_local() -> None:
    found = next_free(at("2026-11-23T22:30").astimezone(UTC), rules(quiet=NIGHT))
    assert found is not None
    assert found.isoformat() == "2026-11-24T06:00:00+07:00"
    assert quiet_until(datetime(2026, 11, 23, 16, 0, tzinfo=UTC), rules(quiet=NIGHT)) == at("2026-11-24T06:00")


def test_a_single_time_is_a_slot_for_its_minute() -> None:
    assert in_slot(at("2026-11-23T07:30:59"), rules("07:30"))
    assert not in_slot(at("2026-11-23T07:31"), rules("07:30"))
    assert in_slot(at("2026-11-23T03:00"), rules())
    assert not in_slot(at("2026-11-23T11:30"), rules(OFFICE))


def test_what_waits_takes_its_turns() -> None:
    assert in_a_row(at("2026-11-23T08:00"), 3, timedelta(minutes=10))[-1] == at("2026-11-23T08:20")
    assert in_a_row(at("2026-11-23T08:00"), 0, timedelta(minutes=10)) == []


TEXTS = ["", OFFICE, "07:30,11:00,17:00", "mon-fri 07:30; sat 09:00-12:00", "work 08:00-17:00", "23:00-02:00"]
QUIETS = ["", NIGHT, "12:00-13:00,22:00-06:00", "rest 00:00-24:00", "sun 00:00-24:00"]


@given(
    slots=st.sampled_from(TEXTS),
    quiet=st.sampled_from(QUIETS),
    spacing=st.integers(0, 90),
    wanted=st.integers(0, 30 * 24 * 60),
    taken=st.lists(st.integers(0, 31 * 24 * 60), max_size=30),
)
def test_what_is_found_keeps_every_rule_and_no_earlier_minute_does(
    slots: str, quiet: str, spacing: int, wanted: int, taken: list[int]
) -> None:
    its, start = rules(slots, quiet, spacing), at("2026-11-16T00:00")
    others = [start + timedelta(minutes=minute) for minute in taken]
    apart = timedelta(minutes=max(spacing, 1 if any(span.is_point for span in its.slots) else 0))
    first = start + timedelta(minutes=wanted)

    def fits(moment: datetime) -> bool:
        near = any(abs(moment - other) < apart for other in others)
        return in_slot(moment, its) and quiet_until(moment, its) is None and not near

    found = next_free(first, its, others)
    if found is None:  # only what lies wholly in the quiet hours has no moment
        assert slots == "23:00-02:00" or not any(fits(first + timedelta(minutes=step)) for step in range(3 * 24 * 60))
        return
    assert found >= first
    minute = first
    while minute < found and minute < first + timedelta(days=3):
        assert not fits(minute), (minute, found)
        minute += timedelta(minutes=1)
    if not any(span.is_point and (spacing == 0) for span in its.slots):
        assert fits(found)
