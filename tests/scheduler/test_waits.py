"""Why each delivery that is due has not left, and when its turn is expected; `test_outage` compares it with what happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from formatters.sentence import Sentence
from scheduler import dispatch, ledger, waits
from scheduler.models import Delivery
from scheduler.states import State
from scheduler.waits import Wait, spoken
from tests.support.scripted import Script, account, again, planned, playing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _channel() -> Iterator[None]:
    with playing(Script()):
        yield


def wait_of(row: Delivery, now: datetime = NOW) -> Wait | None:
    return waits.waits([again(row)], now).get(row.pk)


def at_of(row: Delivery, now: datetime = NOW) -> datetime | None:
    found = wait_of(row, now)
    assert found is not None
    return found.at


def test_the_first_of_a_backlog_is_ready_and_the_others_know_their_turns_and_how_many_are_before_them() -> None:
    on = account(backlog_seconds=90)
    rows = [planned(NOW - HOUR + number * MINUTE, item=number + 1, on=on) for number in range(3)]
    found = waits.waits([again(row) for row in reversed(rows)], NOW)
    assert [found[row.pk].at for row in rows] == [NOW, NOW + timedelta(seconds=90), NOW + timedelta(seconds=180)]
    assert found[rows[0].pk].why == waits.READY
    assert found[rows[2].pk].why == Sentence(
        "Chờ đến lượt: tài khoản gửi mỗi bài cách nhau 90 giây, còn 2 bài trước.",
        "It waits for its turn: the account sends one every 90 s; 2 ahead of it.",
    )


def test_a_turn_is_counted_from_what_was_published_last() -> None:
    on = account(backlog_seconds=600)
    first, second = (planned(NOW - HOUR, item=number, on=on) for number in (1, 2))
    assert ledger.claim(first.pk, worker="w", now=NOW) is not None
    assert at_of(second, NOW + MINUTE) == NOW + 10 * MINUTE
    assert dispatch.due(NOW + 9 * MINUTE) == []
    assert [row.pk for row in dispatch.due(NOW + 10 * MINUTE)] == [second.pk]


def test_what_was_handed_to_a_worker_has_had_its_turn_and_the_next_one_counts_from_it() -> None:
    on = account(backlog_seconds=600)
    first, second = (planned(NOW - HOUR, item=number, on=on) for number in (1, 2))
    Delivery.objects.filter(pk=first.pk).update(offered_at=NOW)
    assert wait_of(first, NOW + timedelta(seconds=5)) == Wait(waits.READY, NOW + timedelta(seconds=5))
    assert at_of(second, NOW + timedelta(seconds=5)) == NOW + 10 * MINUTE


def test_what_waits_so_long_that_it_belongs_to_a_backlog_meanwhile_gets_a_later_turn() -> None:
    on = account(spacing_seconds=300, backlog_seconds=1200)
    rows = [planned(NOW, item=number, on=on) for number in (1, 2, 3, 4)]
    assert [at_of(row) for row in rows] == [NOW, NOW + 5 * MINUTE, NOW + 10 * MINUTE, NOW + 30 * MINUTE]


def test_what_will_be_too_late_before_its_turn_says_what_becomes_of_it_and_takes_no_turn() -> None:
    on = account(backlog_seconds=3600, late_hours=2, late_then="expire")
    rows = [planned(NOW - lateness * MINUTE, item=lateness, on=on) for lateness in (119, 118, 30)]
    first, second, third = (wait_of(row) for row in rows)
    assert first == Wait(waits.READY, NOW)
    assert second is not None
    assert (second.at, second.gives_up) == (NOW + 2 * MINUTE, True)
    assert second.why.en.endswith("up to 2 h late; then it expires unsent.")
    assert third is not None
    assert (third.at, third.gives_up) == (NOW + HOUR, False)


def test_on_a_paused_account_it_waits_for_a_person() -> None:
    on = account()
    row, later = planned(NOW - HOUR, on=on), planned(NOW + HOUR, item=2, on=on)
    ledger.pause(on, Sentence("Mã hết hạn.", "The token has expired."))
    assert wait_of(row) == wait_of(later) == Wait(waits.PAUSED, None)


@pytest.mark.parametrize(("code", "why"), [("throttled", waits.AFTER_THE_REST), ("unavailable", waits.AGAIN)])
def test_what_is_tried_again_waits_until_then(code: str, why: Sentence) -> None:
    row = planned(NOW)
    Delivery.objects.filter(pk=row.pk).update(tries=1, reason_code=code, due_at=NOW + HOUR)
    assert wait_of(row) == Wait(why, NOW + HOUR)


def test_a_turn_in_quiet_hours_comes_after_them_and_those_behind_it_drip() -> None:
    on = account(quiet_hours="09:01-10:00", backlog_seconds=60)
    rows = [planned(NOW - HOUR, item=number, on=on) for number in (1, 2, 3)]
    urgent = planned(NOW - HOUR, item=4, on=on)
    Delivery.objects.filter(pk=urgent.pk).update(urgent=True, due_at=NOW - 2 * HOUR, wanted_at=NOW - 2 * HOUR)
    assert at_of(urgent) == NOW
    assert [at_of(row) for row in rows] == [NOW + HOUR, NOW + HOUR + MINUTE, NOW + HOUR + 2 * MINUTE]
    found = wait_of(rows[0])
    assert found is not None
    assert found.why == waits.IN_QUIET


def test_what_was_put_off_to_the_end_of_quiet_hours_has_its_turn_foretold_too() -> None:
    on = account(quiet_hours="08:30-10:00", backlog_seconds=60)
    rows = [planned(NOW - MINUTE, item=number, on=on) for number in (1, 2)]
    for row in rows:
        assert ledger.claim(row.pk, worker="w", now=NOW) is None
    assert [at_of(row) for row in rows] == [NOW + HOUR, NOW + HOUR + MINUTE]


def test_a_change_of_what_is_live_waits_for_its_next_try_alone() -> None:
    row = planned(NOW)
    Delivery.objects.filter(pk=row.pk).update(state=State.REVISING, due_at=NOW + MINUTE, tries=2)
    assert wait_of(row) == Wait(waits.AGAIN, NOW + MINUTE)
    assert wait_of(row, NOW + MINUTE) == Wait(waits.READY, NOW + MINUTE)


def test_what_waits_for_its_time_or_for_nothing_is_left_out() -> None:
    later, proposed = planned(NOW + HOUR), planned(NOW - HOUR, item=2, approvals=1)
    gone = planned(NOW - HOUR, item=3)
    ledger.move(gone, State.WITHDRAWN, who="lan", why="withdraw", now=NOW)
    assert waits.waits([again(row) for row in (later, proposed, gone)], NOW) == {}


def test_a_page_costs_as_many_questions_as_one_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name in ("one", "two", "three"):
        for number in range(20):
            item = Delivery.objects.count() + 1
            planned(NOW - HOUR + number * MINUTE, item=item, on=account(name, backlog_seconds=60))
    rows = list(Delivery.objects.select_related("account"))
    with django_assert_num_queries(3):
        assert len(waits.waits(rows, NOW)) == 60
    with django_assert_num_queries(3):
        assert len(waits.waits(rows[:1], NOW)) == 1


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(90, ("90 giây", "90 s")), (120, ("2 phút", "2 min")), (7200, ("2 giờ", "2 h")), (0, ("0 giây", "0 s"))],
)
def test_lengths_are_said_in_the_largest_whole_unit(seconds: int, said: tuple[str, str]) -> None:
    assert spoken(timedelta(seconds=seconds)) == said
