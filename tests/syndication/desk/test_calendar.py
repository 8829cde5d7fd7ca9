"""The calendar's days as people enter them, each with who and when; and what is told when a year is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler import clock
from scheduler.calendar import is_working_day
from scheduler.models import CalendarDay, CalendarYear
from syndication.desk import calendar, watch
from syndication.desk.calendar import CannotChange, clear_day, confirm_year, import_days, remind, set_day
from syndication.notices import board

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
DECEMBER = datetime(2027, 11, 30, 17, tzinfo=UTC)  # the first of December in Hà Nội
DAY = date(2028, 1, 24)


def works(day: date) -> bool:
    return is_working_day(day, clock.table())


def test_a_day_that_is_entered_holds_and_its_who_and_when_are_kept() -> None:
    set_day(date(2026, 11, 25), "rest", " Nghỉ thêm, 1/QĐ-BNV ", who="lan", now=NOW)
    assert not works(date(2026, 11, 25))
    row = CalendarDay.objects.get()
    assert (row.reason, row.who, row.at) == ("Nghỉ thêm, 1/QĐ-BNV", "lan", NOW)


def test_the_newer_word_wins_and_the_older_one_is_kept() -> None:
    set_day(DAY, "rest", "dự thảo", who="lan", now=NOW)
    set_day(DAY, "work", "999/TB-BNV", who="an", now=NOW + timedelta(days=1))
    assert works(DAY)
    assert list(CalendarDay.objects.order_by("pk").values_list("kind", "who")) == [("rest", "lan"), ("work", "an")]


def test_what_is_taken_back_leaves_the_published_tables_and_its_own_trace() -> None:
    set_day(date(2026, 1, 10), "rest", "nhầm", who="lan", now=NOW)
    assert not works(date(2026, 1, 10))
    clear_day(date(2026, 1, 10), who="an", now=NOW)
    assert works(date(2026, 1, 10)), "12729/VPCP-KGVX holds again"
    assert list(CalendarDay.objects.order_by("pk").values_list("kind", "who")) == [("rest", "lan"), ("", "an")]
    with pytest.raises(CannotChange, match="nothing is entered for 2026-01-10"):
        clear_day(date(2026, 1, 10), who="an", now=NOW)


@pytest.mark.parametrize(
    ("day", "kind", "reason", "said"),
    [
        (DAY, "holiday", "x", "a day is work or rest, not 'holiday'"),
        (DAY, "", "x", "a day is work or rest"),
        (DAY, "rest", "  ", "say why in 1 to 300 characters"),
        (DAY, "rest", "x" * 301, "say why in 1 to 300 characters"),
        (DAY, "rest", "a\nb", "on one line"),
        (date(2101, 1, 1), "rest", "x", "the years 2000 to 2100"),
    ],
)
def test_what_cannot_be_entered_is_said_in_both_languages(day: date, kind: str, reason: str, said: str) -> None:
    with pytest.raises(CannotChange) as caught:
        set_day(day, kind, reason, who="lan", now=NOW)
    assert said in caught.value.say.en
    assert caught.value.say.vi != caught.value.say.en
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_file_of_days_is_entered_whole(delimiter: str) -> None:
    lines = ["day,as,reason", "2028-01-24,rest,Nghỉ Tết", "", "2028-01-22,WORK,Làm bù"]
    text = "\ufeff" + "\r\n".join(lines).replace(",", delimiter)
    made = import_days(text, who="lan", now=NOW)
    assert [(row.day, row.kind) for row in made] == [(DAY, "rest"), (date(2028, 1, 22), "work")]
    assert works(date(2028, 1, 22))


def test_a_reason_with_a_comma_is_quoted() -> None:
    (row,) = import_days('2028-01-24,rest,"Nghỉ Tết, 999/TB-BNV"', who="lan", now=NOW)
    assert row.reason == "Nghỉ Tết, 999/TB-BNV"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("24/01/2028,rest,Tết", "line 2: '24/01/2028' is not a date"),
        ("2028-01-25,rest", "line 2: it takes three columns"),
        ("2028-01-25,off,Tết", "line 2: a day is work or rest, not 'off'"),
        ("2028-01-24,work,Tết", "line 2: this day stands in line 1 already"),
        ("2028-01-25,rest,", "line 2: say why"),
    ],
)
def test_one_wrong_line_enters_nothing_and_is_named(line: str, said: str) -> None:
    with pytest.raises(CannotChange) as caught:
        import_days(f"2028-01-24,rest,Tết\n{line}\n", who="lan", now=NOW)
    assert said in caught.value.say.en
    assert "nothing was entered" in caught.value.say.en
    assert not CalendarDay.objects.exists()


def test_a_file_without_a_day_or_with_too_many_lines_is_refused() -> None:
    with pytest.raises(CannotChange, match="it names no day"):
        import_days("day,as,reason\n\n", who="lan", now=NOW)
    with pytest.raises(CannotChange, match="it has 1001 lines; at most 1000"):
        import_days("\n" * 1001, who="lan", now=NOW)


def test_a_missing_year_is_told_once_from_december_and_no_more_once_it_is_confirmed() -> None:
    assert remind(now=DECEMBER - timedelta(seconds=1)) == 0
    assert (remind(now=DECEMBER), remind(now=DECEMBER + timedelta(days=1))) == (1, 0)
    (notice,) = board.open_notices()
    assert (notice.kind, notice.key, notice.account) == (calendar.NOTICE, "2028", "")
    assert "năm 2028" in notice.sentence.vi
    confirm_year(2028, "999/TB-BNV", who="lan", now=DECEMBER)
    assert remind(now=DECEMBER + timedelta(days=2)) == 0
    assert not board.open_notices().exists()
    row = CalendarYear.objects.get()
    assert (row.year, row.decision, row.who, row.at) == (2028, "999/TB-BNV", "lan", DECEMBER)


def test_the_watch_tells_it_and_leaves_the_notices_of_accounts_alone() -> None:
    board.raise_once(board.Cause("ending", "x", clock.missing(DECEMBER), account="gone"), now=NOW)  # type: ignore[arg-type]
    assert watch.watch(now=DECEMBER) == 1
    assert {row.kind for row in board.open_notices()} == {"ending", "calendar"}


def test_a_decision_without_a_name_confirms_nothing() -> None:
    with pytest.raises(CannotChange, match="say why"):
        confirm_year(2028, " ", who="lan", now=NOW)
    assert not CalendarYear.objects.exists()
