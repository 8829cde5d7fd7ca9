"""Hours of the week as a person writes them."""

from __future__ import annotations

import pytest

from channels.hours import check_together, posting_slots, quiet_hours
from channels.registry import channel_of
from tests.support.instance import NEEDED

WEEKDAYS = frozenset({0, 1, 2, 3, 4})


def times(text: str) -> list[tuple[int, int]]:
    return [(span.begin, span.end) for span in posting_slots(text)]


def test_stretches_and_single_times_hold_every_day_unless_days_are_named() -> None:
    assert times("08:00-11:30, 13:30 - 17:00") == [(480, 690), (810, 1020)]
    assert times("07:30,11:00") == [(450, 450), (660, 660)]
    assert all(span.days == frozenset(range(7)) for span in posting_slots("08:00-11:30,07:30"))


@pytest.mark.parametrize("text", ["mon-fri 07:30", "t2-t6 7:30", "Mon,Tue,wed,thu, fri 07:30", "t2 - t6  07:30"])
def test_days_are_written_in_english_or_as_vietnamese_counts_them(text: str) -> None:
    (span,) = posting_slots(text)
    assert span.days == WEEKDAYS
    assert [span.on(weekday, works=True) for weekday in (0, 4, 5, 6)] == [True, True, False, False]


def test_each_part_has_its_own_days() -> None:
    weekday, saturday = posting_slots("mon-fri 07:30; t7,cn 09:00-10:00")
    assert (weekday.days, saturday.days) == (WEEKDAYS, frozenset({5, 6}))
    assert [span.days for span in posting_slots("fri-mon 07:30")] == [frozenset({4, 5, 6, 0})], "over the weekend"


def test_work_and_rest_are_told_apart_by_whether_people_work_and_not_by_the_weekday() -> None:
    work, rest = posting_slots("work 08:00; rest 09:00")
    assert work.on(5, works=True)
    assert not work.on(0, works=False)
    assert rest.on(0, works=False)


def test_a_stretch_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    assert [(span.begin, span.end) for span in quiet_hours("22:00–06:00")] == [(1320, 1800)]
    assert [(span.begin, span.end) for span in quiet_hours("rest 00:00-24:00")] == [(0, 1440)]


def test_an_empty_text_is_any_time() -> None:
    assert posting_slots(" ") == quiet_hours("") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("8", "'8' is no time of day; write for instance 08:00-11:30,13:30-17:00"),
        ("25:00", "'25:00' is no time of day"),
        ("08:60-09:00", "'08:60-09:00' is no time of day"),
        ("08:00-", "is no time of day"),
        ("24:00", "write 00:00"),
        ("08:00-08:00", "begins and ends at the same time; the whole day is 00:00-24:00"),
        ("someday 08:00", "'someday' is no day; days are mon, tue"),
        ("mon- 08:00", "'mon-08:00' is no time of day"),
        ("mon 08:00 09:00", "cannot be read"),
        (";", "names no time"),
        (",".join(["08:00"] * 51), "names 51 times; at most 50"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        posting_slots(text)
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["00:00-24:00", "06:00-22:00,21:00-07:00", "work 00:00-24:00; mon-sun 00:00-24:00"])
def test_no_account_is_always_quiet(text: str) -> None:
    with pytest.raises(ValueError, match="always be quiet"):
        quiet_hours(text)


def test_quiet_hours_have_a_beginning_and_an_end() -> None:
    with pytest.raises(ValueError, match="22:00 is one moment"):
        quiet_hours("22:00")


def test_slots_that_lie_in_the_quiet_hours_are_refused_and_those_that_reach_out_of_them_are_not() -> None:
    with pytest.raises(ValueError, match="every one of the posting_slots lies in the quiet_hours"):
        check_together("23:00-23:30,05:00", "22:00-06:00")
    check_together("05:00-06:30", "22:00-06:00")
    check_together("sat 23:00", "mon-fri 22:00-06:00")


@pytest.mark.parametrize("kind", sorted(NEEDED))
def test_every_kind_has_both_and_names_the_one_that_is_wrong(kind: str) -> None:
    channel = channel_of(kind)
    settled = channel.settle_settings({**NEEDED[kind], "posting_slots": "07:30", "quiet_hours": "22:00-06:00"})
    assert (settled["posting_slots"], settled["quiet_hours"]) == ("07:30", "22:00-06:00")
    assert channel.settle_settings(NEEDED[kind])["quiet_hours"] == ""
    for name in ("posting_slots", "quiet_hours"):
        with pytest.raises(ValueError, match=f"the setting '{name}': 'noon' is no time of day"):
            channel.settle_settings({**NEEDED[kind], name: "noon"})
    with pytest.raises(ValueError, match="lies in the quiet_hours"):
        channel.settle_settings({**NEEDED[kind], "posting_slots": "23:00", "quiet_hours": "22:00-06:00"})
