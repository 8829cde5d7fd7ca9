"""What is claimed together: as many as the channel is quick, and never on an old clearance."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, Refused
from formatters.sentence import Sentence
from scheduler import dispatch, ledger
from scheduler.lanes import lane
from scheduler.models import Attempt, Delivery
from scheduler.ports import Clearance, May
from scheduler.states import State
from tests.support.scripted import Script, account, again, planned, playing

pytestmark = pytest.mark.django_db


class Clock:
    """A monotonic clock that only moves when the channel takes its time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(dispatch, "time", SimpleNamespace(monotonic=lambda: self.now))


def taking(clock: Clock, seconds: float) -> Any:
    def publish(parcel: Any, *words: Any) -> Receipt:
        clock.now += seconds
        return Receipt(Remote.LIVE, remote_id=parcel.identifier)

    return publish


def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were claimed each time; filled as they are."""
    sizes: list[int] = []
    claim_each = ledger.claim_each

    def noted(ids: Any, **words: Any) -> Any:
        sizes.append(len(ids))
        return claim_each(ids, **words)

    monkeypatch.setattr(ledger, "claim_each", noted)
    return sizes


def test_a_quick_channels_are_claimed_together_ever_more_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, sizes = Clock(monkeypatch), batches(monkeypatch)
    with playing(Script(publish=[taking(clock, 0.001)])):
        rows = [planned(timezone.now(), item=number) for number in range(1, 41)]
        dispatch.send_each([row.pk for row in rows])
    assert sizes == [1, 2, 4, 8, 16, 9]
    assert {again(row).state for row in rows} == {State.LIVE}
    assert Attempt.objects.filter(outcome="live").count() == 40


def test_a_slow_channels_are_claimed_singly(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, sizes = Clock(monkeypatch), batches(monkeypatch)
    with playing(Script(publish=[taking(clock, 1.0)])):
        rows = [planned(timezone.now(), item=number) for number in range(1, 5)]
        dispatch.send_each([row.pk for row in rows])
    assert sizes == [1, 1, 1, 1]


def test_one_message_is_worked_on_for_its_turn_and_the_rest_is_offered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    with playing(Script(publish=[taking(clock, 4.0)])) as script:
        rows = [planned(timezone.now(), item=number) for number in range(1, 6)]
        Delivery.objects.update(offered_at=timezone.now())
        dispatch.send_each([row.pk for row in rows])
    assert len(script.made("publish")) == 3
    assert [again(row).state for row in rows] == [State.LIVE] * 3 + [State.PLANNED] * 2
    assert [again(row).offered_at for row in rows[3:]] == [None, None]


def test_nothing_leaves_on_a_clearance_that_has_grown_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    times = iter([0.01, 0.01, 0.01, 3.0, 0.01, 0.01, 0.01])
    asked: list[int] = []

    def cleared(row: Delivery) -> Clearance:
        asked.append(row.item)
        return Clearance(May.GO)

    script = Script(publish=[lambda parcel, *words: taking(clock, next(times))(parcel)], clearance=cleared)
    with playing(script):
        rows = [planned(timezone.now(), item=number) for number in range(1, 8)]
        dispatch.send_each([row.pk for row in rows])
        given_back = [row for row in rows if again(row).state == State.PLANNED]
        assert [row.item for row in given_back] == [5, 6, 7]
        for row in given_back:
            assert row.attempts.get().outcome == "not-begun"
            assert again(row).lease_until is None
        dispatch.send_each([row.pk for row in given_back])
    assert len(script.made("publish")) == 7
    assert sorted(asked) == [1, 2, 3, 4, 5, 5, 6, 6, 7, 7]
    assert {again(row).state for row in rows} == {State.LIVE}


def test_an_account_keeps_two_workers_busy_and_no_third(tmp_path: Path, settings: Any) -> None:
    settings.SCHEDULER_RUN_DIR = tmp_path
    with playing(Script()) as script:
        row = planned(timezone.now())
        Delivery.objects.update(offered_at=timezone.now())
        with lane(row.account_id) as first, lane(row.account_id) as second:
            assert (first, second) == (True, True)
            dispatch.send_each([row.pk])
            assert script.made("publish") == []
            assert again(row).offered_at is None
            with lane(row.account_id + 1) as another_accounts:
                assert another_accounts
        dispatch.send_each([row.pk])
    assert again(row).state == State.LIVE


def test_a_killed_workers_lane_is_free_at_once(tmp_path: Path, settings: Any) -> None:
    settings.SCHEDULER_RUN_DIR = tmp_path
    hold = f"import fcntl, time; f = open('{tmp_path}/lane-1-0', 'a'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with lane(1) as second, lane(1) as third:
            assert (second, third) == (True, False)
        holder.kill()
        holder.wait()
        with lane(1) as first, lane(1) as second:
            assert (first, second) == (True, True)


def test_once_the_account_is_broken_what_was_claimed_with_it_stays_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    answers = iter([*[taking(clock, 0.001)] * 3, AccountBroken("the token is gone"), *[taking(clock, 0.001)] * 4])

    def publish(parcel: Any, *words: Any) -> Receipt:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer(parcel)

    with playing(Script(publish=[publish])) as script:
        rows = [planned(timezone.now(), item=number) for number in range(1, 8)]
        dispatch.send_each([row.pk for row in rows])
    assert len(script.made("publish")) == 4
    assert [again(row).state for row in rows] == [State.LIVE] * 3 + [State.HELD] + [State.PLANNED] * 3


def test_one_with_a_film_is_claimed_singly_however_quick_the_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, sizes = Clock(monkeypatch), batches(monkeypatch)
    with playing(Script(publish=[taking(clock, 0.001)])):
        rows = [planned(timezone.now(), item=number) for number in range(1, 9)]
        film = Delivery.objects.get(pk=rows[4].pk)
        Delivery.objects.filter(pk=film.pk).update(
            coming={**(film.coming or {}), "film": {"sha256": "0" * 64, "mime": "video/mp4", "size": 1}}
        )
        dispatch.send_each([row.pk for row in rows])
    assert sizes == [1, 2, 1, 1, 3]


def test_one_that_cannot_be_looked_at_keeps_none_of_those_offered_with_it() -> None:
    def clearance(row: Delivery) -> Clearance:
        if row.item == 3:
            raise KeyError("an older shape of rendition")
        return Clearance(May.GO)

    publish = [lambda parcel, *_: Receipt(Remote.LIVE, parcel.identifier)]
    with playing(Script(publish=publish, clearance=clearance)):
        rows = [planned(timezone.now(), item=number) for number in range(1, 7)]
        dispatch.send_each([row.pk for row in rows])
    assert [again(row).state for row in rows] == [State.LIVE] * 2 + [State.PLANNED] + [State.LIVE] * 3


def test_what_is_to_wait_waits_and_says_so_once() -> None:
    def clearance(row: Delivery) -> Clearance:
        return Clearance(May.WAIT, "behind-its-item", Sentence("Chờ.", "It waits."))

    with playing(Script(clearance=clearance)):
        row = planned(timezone.now())
        for _ in range(3):
            Delivery.objects.update(due_at=timezone.now())
            assert dispatch.send(row.pk) is None
    fresh = again(row)
    assert (fresh.state, fresh.reason_code, fresh.version) == (State.PLANNED, "behind-its-item", 2)
    assert fresh.due_at is not None
    assert fresh.due_at > timezone.now()


def test_what_may_not_go_keeps_none_of_those_claimed_with_it() -> None:
    def clearance(row: Delivery) -> Clearance:
        return Clearance(May.HOLD, "frozen") if row.item == 2 else Clearance(May.GO)

    with playing(Script(publish=[lambda parcel, *_: Receipt(Remote.LIVE, parcel.identifier)], clearance=clearance)):
        rows = [planned(timezone.now(), item=number) for number in (1, 2, 3)]
        attempts = ledger.claim_each([row.pk for row in rows], worker="w", now=timezone.now())
    assert [attempt.delivery_id for attempt in attempts] == [rows[0].pk, rows[2].pk]
    assert [again(row).state for row in rows] == [State.SENDING, State.HELD, State.SENDING]


def test_a_refused_one_keeps_none_of_those_claimed_with_it() -> None:
    def publish(parcel: Any, *words: Any) -> Receipt:
        if parcel.identifier.endswith(":2"):
            raise Refused("no")
        return Receipt(Remote.LIVE, remote_id=parcel.identifier)

    with playing(Script(publish=[publish])):
        rows = [planned(timezone.now(), item=number) for number in (1, 2, 3)]
        dispatch.send_each([row.pk for row in rows])
    assert [again(row).state for row in rows] == [State.LIVE, State.REFUSED, State.LIVE]


def test_of_a_spaced_account_one_is_claimed_however_many_are_asked_for() -> None:
    spaced, free = account("spaced", spacing_seconds=60), account("free")
    with playing(Script()):
        rows = [planned(timezone.now(), item=number, on=spaced) for number in (1, 2, 3)]
        rows.append(planned(timezone.now(), item=4, on=free))
        attempts = ledger.claim_each([row.pk for row in rows], worker="w", now=timezone.now())
    assert [attempt.delivery_id for attempt in attempts] == [rows[0].pk, rows[3].pk]


def test_all_or_none_are_claimed_when_one_was_moved_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = planned(timezone.now(), item=1), planned(timezone.now(), item=2)

    def clearance(row: Delivery) -> Clearance:
        Delivery.objects.filter(pk=second.pk).update(version=9)  # as if somebody had been faster
        return Clearance(May.GO)

    with playing(Script(clearance=clearance)):
        assert ledger.claim_each([first.pk, second.pk], worker="w", now=timezone.now()) == []
    assert again(first).state == State.PLANNED
    assert not Attempt.objects.exists()


def test_clearance_and_claim_cost_the_same_few_statements_for_one_and_for_many() -> None:
    with playing(Script()):
        rows = [planned(timezone.now(), item=number) for number in range(1, 22)]
        with CaptureQueriesContext(
            connection,
        ) as one:
            ledger.claim_each([rows[0].pk], worker="w", now=timezone.now())
        with CaptureQueriesContext(connection) as many:
            ledger.claim_each([row.pk for row in rows[1:]], worker="w", now=timezone.now())
    assert len(many) == len(one)
