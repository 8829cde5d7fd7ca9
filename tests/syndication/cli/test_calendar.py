"""The calendar at the keyboard, and the settings and the mark that go with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from scheduler import calendar
from scheduler.models import Account, CalendarDay, Delivery
from syndication.desk import people
from syndication.items.models import Item
from tests.support import instance as made
from tests.support.desk import done, say
from tests.support.mistakes import Rows, refused

pytestmark = pytest.mark.django_db


def test_a_year_is_shown_with_every_day_where_it_is_from_and_what_it_was_compared_with() -> None:
    shown = done("calendar", "show", "2026", "--json").json
    assert (shown["year"], shown["zone"], shown["hours"][0]) == (2026, "Asia/Ho_Chi_Minh", ["08:00", "12:00"])
    assert shown["confirmed_by"].startswith("9441/TB-BNV, 12729/VPCP-KGVX")
    days = {row["day"]: row for row in shown["days"]}
    assert list(days) == sorted(days)
    assert (days["2026-01-10"]["as"], days["2026-01-10"]["origin"]) == ("work", "published")
    assert (days["2026-02-17"]["as"], days["2026-02-17"]["weekday"]) == ("rest", "Tue")
    assert "compared with 10065/VPCP-KGVX" in done("calendar", "show", "2027").out
    assert "computed, compared with no decision" in done("calendar", "show", "2030").out
    assert done("calendar", "show", "--json").json["year"] == timezone.localtime().year


def test_a_day_is_set_shown_and_cleared_in_the_name_of_whoever_types() -> None:
    done("calendar", "set", "2028-01-25", "--as", "work", "--reason", "Làm bù, 999/TB-BNV")
    (row,) = [one for one in done("calendar", "show", "2028", "--json").json["days"] if one["day"] == "2028-01-25"]
    who = people.name_at_the_keyboard()
    assert (row["as"], row["name"], row["origin"], row["source"]) == ("work", "Làm bù, 999/TB-BNV", "entered", who)
    done("calendar", "clear", "2028-01-25")
    (row,) = [one for one in done("calendar", "show", "2028", "--json").json["days"] if one["day"] == "2028-01-25"]
    assert (row["as"], row["origin"]) == ("rest", "computed")
    assert list(CalendarDay.objects.values_list("who", flat=True)) == [who, who]


def test_a_file_is_entered_and_a_year_confirmed(tmp_path: Path) -> None:
    file = tmp_path / "tet.csv"
    file.write_text("day,as,reason\n2028-01-24,rest,Nghỉ Tết\n2028-01-22,work,Làm bù\n", encoding="utf-8")
    assert "entered: 2 days, 2028-01-22 to 2028-01-24" in done("calendar", "import", str(file)).out
    done("calendar", "confirm", "2028", "--decision", "999/TB-BNV")
    assert done("calendar", "show", "2028", "--json").json["confirmed_by"] == "999/TB-BNV"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("calendar", "set", "24/11/2026", "--as", "rest", "--reason", "x"), "'24/11/2026' is not a date"),
        (("calendar", "set", "2026-11-24", "--as", "off", "--reason", "x"), "a day is work or rest, not 'off'"),
        (("calendar", "set", "2026-11-24", "--as", "rest", "--reason", ""), "is empty"),
        (("calendar", "set", "1999-11-24", "--as", "rest", "--reason", "x"), "not in the years 2000 to 2100"),
        (("calendar", "set", "2026-11-24", "--as", "rest"), "Missing option"),
        (("calendar", "clear", "2026-11-24"), "nothing is entered for 2026-11-24"),
        (("calendar", "show", "1999"), "2000"),
        (("calendar", "show", "soon"), "valid integer"),
        (("calendar", "import", "/no/such.csv"), "does not exist"),
        (("calendar", "confirm", "2028", "--decision", ""), "is empty"),
        (
            ("account", "set", "feed", "--set", "posting_slots=noon"),
            "the setting 'posting_slots': 'noon' is no time of day",
        ),
        (("account", "set", "feed", "--set", "quiet_hours=22:00"), "quiet hours have a beginning and an end"),
        (("account", "set", "feed", "--set", "quiet_hours=00:00-24:00"), "it would always be quiet"),
        (
            ("account", "add", "x", "--channel", "feed", "--set", "slug=x", "--set", "posting_slots=8-9"),
            "is no time of day",
        ),
    ],
    ids=lambda part: " ".join(part)[:60] if isinstance(part, tuple) else "",
)
def test_a_mistake_is_told_in_one_sentence_and_changes_nothing(rows: Rows, words: tuple[str, ...], told: str) -> None:
    assert told in refused(*words)


def test_a_wrong_line_and_a_file_that_is_no_text_enter_nothing(rows: Rows, tmp_path: Path) -> None:
    file = tmp_path / "tet.csv"
    file.write_text("2028-01-24,rest,Tết\nsoon,rest,Tết\n", encoding="utf-8")
    assert "line 2: 'soon' is not a date" in refused("calendar", "import", str(file))
    file.write_bytes(b"2028-01-24,rest,T\xff\n")
    assert "not UTF-8 text" in refused("calendar", "import", str(file))


def test_an_accounts_hours_are_set_and_taken_away_again(rows: Rows) -> None:
    done("account", "set", "feed", "--set", "posting_slots=mon-fri 07:30,11:00", "--set", "quiet_hours=22:00-06:00")
    assert Account.objects.get(name="feed").settings["posting_slots"] == "mon-fri 07:30,11:00"
    done("account", "set", "feed", "--set", "posting_slots=", "--set", "quiet_hours=")
    assert Account.objects.get(name="feed").settings["quiet_hours"] == ""


def test_what_is_planned_as_urgent_is_marked_and_quiet_hours_are_said_otherwise() -> None:
    made.account("facebook", quiet_hours="22:00-06:00")
    words = ("--account", "facebook", "--at", "2027-11-24T23:00")
    first, second = made.item("Một"), made.item("Hai")
    said = done("plan", str(first.pk), *words).out
    assert "The account is quiet at that time: unless it is urgent, it leaves at 06:00, 25/11/2027 (UTC+7)." in said
    said = done("plan", str(second.pk), *words, "--urgent").out
    assert "quiet" not in said
    assert list(Delivery.objects.order_by("pk").values_list("urgent", flat=True)) == [False, True]
    listed = {row["item"]: row for row in done("deliveries", "--json").json}
    assert (listed[second.pk]["urgent"], listed[second.pk]["due_at"]) == (True, "2027-11-24T23:00:00+07:00")
    assert Item.objects.count() == 2


def test_the_doctor_tells_of_a_missing_year_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [one for one in say("doctor", "--json").json if "calendar" in one["do"]]
    monkeypatch.setattr(calendar, "YEARS", {})
    from syndication.desk.calendar import remind

    assert remind(now=timezone.now()) == 1
    (finding,) = [one for one in say("doctor", "--json").json if "calendar" in one["do"] + one["what"]]
    year = datetime.now(tz=timezone.get_default_timezone()).year
    assert f"syndication calendar confirm {year}" in finding["what"]
    assert f"confirm {year}" in done("calendar", "show").out
