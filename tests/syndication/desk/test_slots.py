"""Posting slots and quiet hours where the desk decides: a late approval, a route, what a person calls urgent."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk.approve import CannotApprove, approve
from syndication.desk.calendar import set_day
from syndication.desk.plan import plan_by_hand, plan_routes
from syndication.desk.reschedule import reschedule
from syndication.gate.models import Approval
from syndication.items.models import Item
from syndication.sources.models import Route, Source
from tests.support import instance as make

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 23, 0, tzinfo=HANOI)
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=HANOI)
SLOTS = {"posting_slots": "08:00-11:30,13:30-17:00", "quiet_hours": "22:00-06:00", "spacing_seconds": "1800"}


def proposed(account: Account, *, urgent: bool = False, at: datetime = NOW - timedelta(minutes=10)) -> Delivery:
    row, made = plan_by_hand(make.item(), account, at=at, approvals_needed=1, who="lan", now=at, urgent=urgent)
    assert made
    return row


def test_what_is_approved_after_its_time_takes_the_next_free_slot_and_says_so() -> None:
    row = approve(proposed(make.account("facebook", **SLOTS)), make.person("approver"), now=NOW)
    assert (row.state, row.due_at, row.wanted_at) == (State.PLANNED, MORNING, MORNING)
    assert row.why.vi == "Duyệt sau giờ hẹn nên xếp vào khung giờ trống kế tiếp: 08:00, 24/11/2026 (UTC+7)."
    event = row.events.get(why="approved-late")
    assert event.evidence["after"] == "2026-11-24T08:00:00+07:00"
    assert event.say["en"].endswith("08:00, 24/11/2026 (UTC+7).")


def test_two_approvals_do_not_take_the_same_slot() -> None:
    account, person = make.account("facebook", **SLOTS), make.person("approver")
    rows = [approve(proposed(account), person, now=NOW) for _ in range(3)]
    assert [row.due_at for row in rows] == [MORNING + timedelta(minutes=30) * step for step in range(3)]


def test_where_an_account_posts_at_any_time_it_leaves_now() -> None:
    row = approve(proposed(make.account("facebook", spacing_seconds="1800")), make.person("approver"), now=NOW)
    assert (row.due_at, row.reason) == (NOW, {})
    assert row.events.filter(why="approved-late").exists()


def test_what_is_approved_in_time_keeps_its_time_whatever_the_slots() -> None:
    at = datetime(2026, 11, 24, 12, 0, tzinfo=HANOI)
    row = approve(proposed(make.account("facebook", **SLOTS), at=NOW), make.person("approver"), now=NOW)
    later = reschedule(row, at=at, who="lan", now=NOW)
    assert later.due_at == at, "a person's time is theirs"


def test_what_is_urgent_leaves_at_any_hour_but_never_without_its_approval() -> None:
    row = proposed(make.account("facebook", **SLOTS), urgent=True)
    assert (row.state, row.urgent) == (State.PROPOSED, True)
    assert row.events.get().why == "planned-urgent"
    assert ledger.claim(row.pk, worker="w", now=NOW) is None
    row = approve(row, make.person("approver"), now=NOW)
    assert row.due_at == NOW
    assert ledger.claim(row.pk, worker="w", now=NOW) is not None


def test_without_a_free_slot_within_a_year_nothing_is_approved_and_it_is_said() -> None:
    row = proposed(make.account("facebook", posting_slots="work 08:00"))
    for step in range(370):
        set_day(NOW.date() + timedelta(days=step), "rest", "đóng cửa", who="lan", now=NOW)
    with pytest.raises(CannotApprove, match="no free slot within a year"):
        approve(row, make.person("approver"), now=NOW)
    assert not Approval.objects.exists()
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_what_a_route_plans_takes_a_slot_too() -> None:
    account = make.account("facebook", **SLOTS)
    source = Source.objects.create(name="portal", url="https://moha.gov.vn/rss", canonical_host="moha.gov.vn")
    Route.objects.create(source=source, account=account, approvals=0, delay=timedelta(minutes=5))
    first, second = [plan_routes(_received(), now=NOW)[0] for _ in range(2)]
    assert (first.state, first.due_at, second.due_at) == (State.PLANNED, MORNING, MORNING + timedelta(minutes=30))


def test_a_route_to_an_account_that_posts_at_any_time_plans_its_delay() -> None:
    source = Source.objects.create(name="portal", url="https://moha.gov.vn/rss", canonical_host="moha.gov.vn")
    Route.objects.create(source=source, account=make.account("facebook"), approvals=0, delay=timedelta(minutes=5))
    (row,) = plan_routes(_received(), now=NOW)
    assert row.due_at == NOW + timedelta(minutes=5)


def _received() -> Item:
    return make.item(source="portal", state=Item.State.RECEIVED)
