"""Pushing an article to every follower: once, and never again by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled
from channels.registry import channel_of

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


@pytest.mark.parametrize(
    "fault",
    [
        "accept-then-500",
        "accept-then-502",
        "accept-then-drop",
        "accept-then-error",
        "accept-then-truncate",
        "refuse-502",
    ],
)
def test_a_lost_answer_is_unknown_and_was_asked_for_once(desk: Any, live: Receipt, fault: str) -> None:
    desk.fault("oa.broadcast", fault)
    with pytest.raises(OutcomeUnknown) as lost:
        desk.adapter.broadcast(live, desk.access)
    assert "not sent again" in lost.value.say.en
    assert len(sent(desk)) == fault.startswith("accept")


def test_a_token_that_was_refused_is_renewed_and_the_article_pushed_once(desk: Any, live: Receipt) -> None:
    desk.stage.kill_tokens()
    assert desk.adapter.broadcast(live, desk.access)["message_id"]
    assert len(sent(desk)) == 1


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
