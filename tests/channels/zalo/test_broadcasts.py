"""Pushing an article to every follower: once, and never again by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.registry import channel_of
from channels.wire import Guard, Wire

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)  # 12:00 in Hà Nội


@pytest.fixture
def live(desk: Any) -> Receipt:
    """A live article, at noon in Hà Nội for Zalo and for us."""
    set_clock(desk, NOON)
    receipt: Receipt = desk.live()
    return receipt


def set_clock(desk: Any, moment: datetime) -> None:
    offset = moment - datetime.now(UTC)
    desk.stage.clock = lambda: (datetime.now(UTC) + offset).timestamp()
    desk.access.later = offset


class Killed(BaseException):
    """As SIGKILL: nobody catches it."""


def stopped_by(error: BaseException) -> Wire:
    """A door that reads, and at which every write ends like this before it leaves."""

    def stop() -> None:
        raise error

    return Wire(Guard(["127.0.0.1"]), timeout=2, pause=0.01, before_write=stop)


def sent(desk: Any) -> list[Any]:
    pushed: list[Any] = desk.stage.broadcasts.sent
    return pushed


def test_the_manifest_says_that_it_can(desk: Any) -> None:
    assert channel_of("zalo").can.broadcast


def test_a_live_article_is_pushed_to_everybody_and_the_evidence_names_the_message(desk: Any, live: Receipt) -> None:
    evidence = desk.adapter.broadcast(live, desk.access)
    (push,) = sent(desk)
    assert (push.articles, dict(push.target)) == ((live.remote_id,), {})
    assert (evidence["message_id"], evidence["id"]) == (push.id, live.remote_id)
    assert desk.stage.frowns == []


def test_publishing_pushes_nothing(desk: Any, live: Receipt) -> None:
    assert sent(desk) == []


def test_asked_twice_it_is_pushed_once_and_told_again(desk: Any, live: Receipt) -> None:
    first = desk.adapter.broadcast(live, desk.access)
    again = desk.adapter.broadcast(live, desk.access)
    assert (again["message_id"], again["already"]) == (first["message_id"], True)
    assert len(sent(desk)) == 1


@pytest.mark.parametrize("fault", ["accept-then-502", "accept-then-drop", "accept-then-error", "accept-then-truncate"])
def test_a_lost_answer_is_unknown_for_good(desk: Any, live: Receipt, fault: str) -> None:
    desk.fault("oa.broadcast", fault)
    for _ in range(3):
        with pytest.raises(OutcomeUnknown) as lost:
            desk.adapter.broadcast(live, desk.access)
        assert "not sent again" in lost.value.say.en
    assert len(sent(desk)) == 1


def test_a_worker_killed_while_it_pushed_leaves_a_note_that_keeps_the_next_one_from_pushing(
    desk: Any, live: Receipt
) -> None:
    whole = desk.access.wire
    desk.access.wire = stopped_by(Killed())
    with pytest.raises(Killed):
        desk.adapter.broadcast(live, desk.access)
    desk.access.wire = whole
    with pytest.raises(OutcomeUnknown):
        desk.adapter.broadcast(live, desk.access)
    assert sent(desk) == []


@pytest.mark.parametrize(
    ("now", "after"),
    [
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), timedelta(hours=8)),
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), timedelta(minutes=1)),
    ],
)
def test_at_night_it_waits_for_six_in_the_morning_in_vietnam(
    desk: Any, live: Receipt, now: datetime, after: timedelta
) -> None:
    set_clock(desk, now)
    with pytest.raises(Throttled) as night:
        desk.adapter.broadcast(live, desk.access)
    assert abs(night.value.after - after) < timedelta(seconds=10)
    set_clock(desk, now + after + timedelta(seconds=5))
    assert desk.adapter.broadcast(live, desk.access)["message_id"]


def test_a_used_up_quota_waits_for_the_next_month(desk: Any, live: Receipt) -> None:
    desk.stage.switches.broadcast_quota = 0
    with pytest.raises(Throttled) as quota:
        desk.adapter.broadcast(live, desk.access)
    assert timedelta(days=7) < quota.value.after < timedelta(days=8)
    assert "broadcasts of this month" in quota.value.say.en


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("unauthorized", AccountBroken),
        ("not-supported", Refused),
        ("oa-type", Refused),
        ("throttle", Throttled),
    ],
)
def test_what_was_surely_not_sent_may_be_asked_for_again(
    desk: Any, live: Receipt, fault: str, error: type[Exception]
) -> None:
    desk.fault("oa.broadcast", fault)
    with pytest.raises(error):
        desk.adapter.broadcast(live, desk.access)
    desk.access.meter.resting.clear()
    assert desk.adapter.broadcast(live, desk.access)["message_id"]
    assert len(sent(desk)) == 1


def test_a_platform_that_cannot_be_reached_was_sent_nothing(desk: Any, live: Receipt) -> None:
    whole = desk.access.wire
    desk.access.wire = stopped_by(Unavailable("no connection"))
    with pytest.raises(Unavailable):
        desk.adapter.broadcast(live, desk.access)
    desk.access.wire = whole
    assert desk.adapter.broadcast(live, desk.access)["message_id"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda desk, live: replace(live, state=Remote.PROCESSING),
        lambda desk, live: replace(live, state=Remote.GONE),
        lambda desk, live: replace(live, remote_id=""),
        lambda desk, live: desk.stage.articles[live.remote_id].told.update(status="hide") or live,
        lambda desk, live: setattr(desk.stage.articles[live.remote_id], "removed", True) or live,
    ],
)
def test_what_the_public_cannot_see_is_not_pushed(
    desk: Any, live: Receipt, spoil: Callable[[Any, Receipt], Receipt]
) -> None:
    with pytest.raises(Refused) as refused:
        desk.adapter.broadcast(spoil(desk, live), desk.access)
    assert "public can see" in refused.value.say.en
    assert sent(desk) == []
