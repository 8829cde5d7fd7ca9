"""The instance's clock: its zone, what people entered, and the next free slot among what is planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from scheduler import calendar, clock, ledger
from scheduler.models import Account, CalendarDay, CalendarYear, Delivery
from scheduler.states import State
from tests.support.ledger import account_of, planned, story_of
from tests.support.scripted import Script, playing

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
LATER = datetime(2026, 11, 25, 7, 0, tzinfo=HANOI)


@pytest.fixture(autouse=True)
def _cleared() -> Iterator[None]:
    with playing(Script()):  # these deliveries have no item that clearance could ask
        yield


def account(**settings: object) -> Account:
    return account_of(slug="tin-tuc", **settings)


def enter(day: date, kind: str) -> None:
    CalendarDay.objects.create(day=day, kind=kind, reason="Theo quyết định", who="lan", at=NOW)


def test_the_newest_word_on_a_day_holds_and_an_empty_one_takes_the_older_back() -> None:
    day = date(2026, 11, 25)
    enter(day, "rest")
    assert not calendar.is_working_day(day, clock.table())
    enter(day, "work")
    entry = clock.table().entry(day)
    assert entry is not None
    assert (entry.kind, entry.origin, entry.source, entry.name.vi) == ("work", "entered", "lan", "Theo quyết định")
    enter(day, "")
    assert clock.table().entry(day) is None


def test_its_hours_are_the_instances_setting_and_its_zone_the_ministrys(settings: object) -> None:
    settings.SYNDICATION_WORKING_HOURS = ((450, 690), (780, 1020))  # type: ignore[attr-defined]
    begin, end = calendar.working_hours(date(2026, 11, 23), clock.table())[0]
    assert (begin.isoformat(), f"{end:%H:%M}") == ("2026-11-23T07:30:00+07:00", "11:30")


def test_next_years_table_is_missed_from_december_until_somebody_confirms_it() -> None:
    december = datetime(2027, 12, 1, 0, 0, tzinfo=HANOI)
    assert clock.missing(december - timedelta(minutes=1)) is None
    assert clock.missing(december) is not None
    CalendarYear.objects.create(year=2028, decision="999/TB-BNV", who="lan", at=NOW)
    assert clock.missing(december) is None


def test_an_account_without_hours_posts_at_any_time_whatever_else_is_planned(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    free = account(spacing_seconds="600")
    planned(free, story_of(1), now=NOW)
    with django_assert_num_queries(0):
        assert clock.next_free(free, NOW, now=NOW) == NOW


def test_the_spacing_is_kept_from_what_is_planned_and_from_what_is_proposed() -> None:
    busy = account(posting_slots="08:00-11:30", spacing_seconds="1800")
    first = planned(busy, story_of(1), now=datetime(2026, 11, 25, 8, 0, tzinfo=HANOI))
    second = planned(busy, story_of(2), now=datetime(2026, 11, 25, 8, 30, tzinfo=HANOI))
    Delivery.objects.filter(pk=second.pk).update(state=State.PROPOSED, ready=False)
    assert clock.next_free(busy, LATER, now=NOW) == datetime(2026, 11, 25, 9, 0, tzinfo=HANOI)
    ledger.move(first, State.WITHDRAWN, who="lan", why="withdraw", now=NOW)
    assert clock.next_free(busy, LATER, now=NOW) == datetime(2026, 11, 25, 8, 0, tzinfo=HANOI)
    assert clock.next_free(busy, LATER + timedelta(minutes=80), now=NOW, besides=second) == LATER + timedelta(
        minutes=80
    )


def test_it_is_kept_from_what_has_just_been_published_and_from_what_is_overdue() -> None:
    busy = account(quiet_hours="22:00-06:00", spacing_seconds="600")
    row = planned(busy, story_of(1), now=NOW - timedelta(minutes=5))
    assert ledger.claim(row.pk, worker="w", now=NOW - timedelta(minutes=4)) is not None
    assert clock.next_free(busy, NOW, now=NOW) == NOW + timedelta(minutes=6)
    planned(busy, story_of(2), now=NOW - timedelta(minutes=3))
    planned(busy, story_of(3), now=NOW - timedelta(minutes=2))
    assert clock.next_free(busy, NOW, now=NOW) == NOW + timedelta(minutes=26), "two wait for their turns before it"


def test_a_single_time_is_taken_by_one_delivery_of_the_account_and_of_no_other() -> None:
    busy, other = account(posting_slots="07:30,11:00"), account_of(slug="other", posting_slots="07:30,11:00")
    planned(busy, story_of(1), now=datetime(2026, 11, 25, 7, 30, tzinfo=HANOI))
    assert clock.next_free(busy, LATER, now=NOW) == datetime(2026, 11, 25, 11, 0, tzinfo=HANOI)
    assert clock.next_free(other, LATER, now=NOW) == datetime(2026, 11, 25, 7, 30, tzinfo=HANOI)


def test_working_days_of_slots_are_those_of_the_calendar_with_what_was_entered() -> None:
    office = account(posting_slots="work 08:00-17:00")
    evening = datetime(2026, 11, 23, 18, 0, tzinfo=HANOI)
    assert clock.next_free(office, evening, now=NOW) == datetime(2026, 11, 25, 8, 0, tzinfo=HANOI), "24/11 is a day off"
    enter(date(2026, 11, 25), "rest")
    assert clock.next_free(office, evening, now=NOW) == datetime(2026, 11, 26, 8, 0, tzinfo=HANOI)


def test_a_moment_is_never_said_without_its_zone() -> None:
    assert clock.said(datetime(2026, 11, 24, 1, 0, tzinfo=UTC)) == "08:00, 24/11/2026 (UTC+7)"
