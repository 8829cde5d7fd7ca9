"""Commands about the calendar of working days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from scheduler import clock
from scheduler.calendar import missing
from scheduler.decisions import Day
from syndication.cli import out, read
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.desk import calendar as desk
from syndication.desk import people

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

calendar = Commands("The calendar: days off, swapped days, Tết.")

Named = Annotated[str, typer.Argument(metavar="DAY", help="YYYY-MM-DD.")]


@calendar.command("show")
def show(
    year: Annotated[
        int | None, typer.Argument(metavar="[YEAR]", help="This year by default.", min=2000, max=2100)
    ] = None,
    json: Json = False,
) -> None:
    """Every day that is not like any other of its weekday, where that is from, and whether the year was compared.

    Example: syndication calendar show 2027 --json
    """
    now = timezone.now()
    table = clock.table()
    number = year or timezone.localtime(now).year
    rows = [_row(day, entry) for day, entry in table.year(number).items()]
    if json:
        answer = {
            "year": number,
            "zone": str(table.zone),
            "hours": [[f"{_clock(begin)}", f"{_clock(end)}"] for begin, end in table.hours],
            "confirmed_by": table.knows(number),
            "days": rows,
        }
        out.document(answer)
        return
    known = table.knows(number)
    out.line(
        f"{number} ({table.zone}): " + (f"compared with {known}" if known else "computed, compared with no decision")
    )
    out.table(rows, ["day", "weekday", "as", "name", "origin", "source"])
    say = missing(now, table)
    if say is not None:
        out.line(out.in_their_language(say))


@calendar.command("set")
def set_day(
    day: Named,
    kind: Annotated[str, typer.Option("--as", help="work or rest.")],
    reason: Annotated[str, typer.Option(help="The decision, and what it is for; it is recorded.")],
) -> None:
    """Say that a day is worked, or off; this wins over every table.

    Example: syndication calendar set 2028-01-24 --as rest --reason "Nghỉ Tết, 999/TB-BNV"
    """
    made = desk.set_day(read.day(day), kind, reason, who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"{made.day.isoformat()}: {made.kind} ({made.reason})")


@calendar.command("clear")
def clear(day: Named) -> None:
    """Take back what was entered for a day; the published tables hold again.

    Example: syndication calendar clear 2028-01-24
    """
    made = desk.clear_day(read.day(day), who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"cleared: {made.day.isoformat()}")


@calendar.command("import")
def import_days(
    file: Annotated[
        Path, typer.Argument(help="CSV in UTF-8, a line a day: day,as,reason.", exists=True, dir_okay=False)
    ],
) -> None:
    """Enter all the days of a file, or none when one line is wrong.

    Example: syndication calendar import tet-2028.csv
    """
    made = desk.import_days(file.read_text(encoding="utf-8"), who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"entered: {len(made)} days, {min(row.day for row in made)} to {max(row.day for row in made)}")


@calendar.command("confirm")
def confirm(
    year: Annotated[int, typer.Argument(help="The year that was compared, day by day.", min=2000, max=2100)],
    decision: Annotated[str, typer.Option(help="The number of the decision it was compared with.")],
) -> None:
    """Record that a year's table was compared with the decision that fixes it: it is missed no more.

    Example: syndication calendar confirm 2028 --decision 999/TB-BNV
    """
    made = desk.confirm_year(year, decision, who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"confirmed: {made.year} by {made.decision}")


def _row(day: date, entry: Day) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "weekday": WEEKDAYS[day.weekday()],
        "as": entry.kind.value,
        "name": out.in_their_language(entry.name),
        "origin": entry.origin,
        "source": entry.source,
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
