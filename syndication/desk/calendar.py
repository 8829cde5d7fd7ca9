"""The calendar's days as people enter them: a day off, a day to work, taken back, a year compared with its decision.

Nothing entered is ever changed or deleted: a newer word on the same day holds instead, and each has its who and when.
"""

from __future__ import annotations

import csv
from datetime import date, datetime

from django.db import transaction

from formatters.sentence import Cannot, Sentence
from scheduler import clock
from scheduler.calendar import FIRST, LAST, missing, missing_year
from scheduler.decisions import Kind
from scheduler.models import CalendarDay, CalendarYear
from syndication.notices import board
from syndication.notices.board import Cause

LONGEST = 300  # characters of a reason or a decision
MOST_LINES = 1000
COLUMNS = ("day", "as", "reason")
NOTICE = "calendar"


class CannotChange(Cannot):
    """The calendar cannot be changed so; `say` tells why."""


def set_day(day: date, kind: str, reason: str, *, who: str, now: datetime) -> CalendarDay:
    """Say that this day is worked ("work") or off ("rest"), whatever the tables say. CannotChange names what is wrong."""
    if kind not in set(Kind):
        raise CannotChange(
            Sentence(
                f"Ngày là work (làm việc) hoặc rest (nghỉ), không phải {kind!r}.",
                f"a day is work or rest, not {kind!r}",
            )
        )
    _check_year(day.year)
    return CalendarDay.objects.create(day=day, kind=kind, reason=_said(reason), who=who, at=now)


def clear_day(day: date, *, who: str, now: datetime) -> CalendarDay:
    """Take back what was entered for this day: the published tables hold again. CannotChange when nothing was."""
    newest = CalendarDay.objects.filter(day=day).order_by("-pk").first()
    if newest is None or not newest.kind:
        raise CannotChange(
            Sentence(f"Không có gì được nhập cho ngày {day:%d/%m/%Y}.", f"nothing is entered for {day.isoformat()}")
        )
    return CalendarDay.objects.create(day=day, kind="", reason="", who=who, at=now)


@transaction.atomic
def import_days(text: str, *, who: str, now: datetime) -> list[CalendarDay]:
    """Enter every line `day,as,reason` of a CSV text (a heading may stand first; semicolons do too). All lines, or none.

    CannotChange names the first line that is wrong.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        raise CannotChange(
            Sentence(
                f"Tệp có {len(lines)} dòng; tối đa {MOST_LINES}.", f"it has {len(lines)} lines; at most {MOST_LINES}"
            )
        )
    made: list[CalendarDay] = []
    seen: dict[date, int] = {}
    delimiter = ";" if lines and ";" in lines[0] else ","
    for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        words = [cell.strip() for cell in cells]
        if not any(words) or (number == 1 and tuple(word.lower() for word in words) == COLUMNS):
            continue
        try:
            day, kind, reason = _line(words)
            if day in seen:
                raise CannotChange(
                    Sentence(f"ngày này đã có ở dòng {seen[day]}", f"this day stands in line {seen[day]} already")
                )
            seen[day] = number
            made.append(set_day(day, kind, reason, who=who, now=now))
        except CannotChange as error:
            raise CannotChange(
                Sentence(
                    f"Dòng {number}: {error.say.vi} Chưa nhập gì.",
                    f"line {number}: {error.say.en}; nothing was entered",
                )
            ) from None
    if not made:
        raise CannotChange(Sentence("Tệp không có ngày nào.", "it names no day"))
    return made


def confirm_year(year: int, decision: str, *, who: str, now: datetime) -> CalendarYear:
    """Record that the whole year was compared with this decision. CannotChange when it names none."""
    _check_year(year)
    return CalendarYear.objects.create(year=year, decision=_said(decision), who=who, at=now)


def remind(*, now: datetime) -> int:
    """Raise a notice, once, when this year's table (from 1 December the next year's) is missing; close it when it is there.

    How many are new.
    """
    table = clock.table()
    year, say = missing_year(now, table), missing(now, table)
    causes = [Cause(NOTICE, str(year), say)] if say is not None else []
    return board.settle_kind(NOTICE, causes, now=now)


def _line(words: list[str]) -> tuple[date, str, str]:
    if len(words) != len(COLUMNS):
        raise CannotChange(
            Sentence("cần ba cột: ngày, work hoặc rest, lý do.", "it takes three columns: day, as, reason")
        )
    try:
        return date.fromisoformat(words[0]), words[1].lower(), words[2]
    except ValueError:
        raise CannotChange(
            Sentence(
                f"{words[0]!r} không phải ngày; viết như 2027-02-04.",
                f"{words[0]!r} is not a date; write for instance 2027-02-04",
            )
        ) from None


def _check_year(year: int) -> None:
    if not FIRST <= year <= LAST:
        raise CannotChange(
            Sentence(f"Lịch chỉ có các năm {FIRST} đến {LAST}.", f"the calendar has the years {FIRST} to {LAST}")
        )


def _said(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST or not said.isprintable():
        raise CannotChange(
            Sentence(
                f"Hãy ghi căn cứ (1 đến {LONGEST} ký tự, trên một dòng), ví dụ số hiệu thông báo.",
                f"say why in 1 to {LONGEST} characters on one line, for instance the number of the decision",
            )
        )
    return said
