"""Zalo's own numbers are read before its limit bites, and honoured when it does."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from channels.channel import Remote
from channels.errors import Throttled
from channels.wire import Reply
from channels.zalo.envelope import Minute, minute_of

KEY = "https://moha.gov.vn/tin/57695"


def nearly_used_up(desk: Any) -> None:
    """Others have made 3,920 of this minute's 4,000 calls for articles. The minute does not pass meanwhile."""
    moment = time.time()
    desk.stage.clock = lambda: moment
    desk.stage.gate.calls = {(int(moment) // 60, "articles"): 3_920}


def test_near_the_limit_nothing_more_is_made_until_the_next_minute(desk: Any) -> None:
    live = desk.live()
    nearly_used_up(desk)
    desk.adapter.status(live, desk.access)
    heard = dict(desk.stage.calls)
    for change in (
        lambda: desk.adapter.publish(desk.parcel(), KEY, desk.access),
        lambda: desk.adapter.revise(live, desk.parcel(), desk.access),
    ):
        with pytest.raises(Throttled) as rest:
            change()
        assert timedelta(0) < rest.value.after <= timedelta(seconds=61)
    assert desk.stage.calls == heard
    desk.access.meter.resting.clear()
    assert desk.adapter.publish(desk.parcel(), KEY, desk.access).state is Remote.PROCESSING


def test_what_only_asks_goes_on_while_the_calls_rest(desk: Any) -> None:
    live = desk.live()
    desk.access.meter.rest("calls", desk.access.now() + timedelta(minutes=1))
    assert desk.adapter.status(live, desk.access).state is Remote.LIVE
    assert desk.adapter.retract(live, desk.access).state is Remote.GONE


def test_far_from_the_limit_nothing_rests(desk: Any) -> None:
    desk.live()
    assert desk.access.meter.resting == {}


def test_a_no_from_zalo_rests_the_calls_as_well(desk: Any) -> None:
    desk.fault("article.create", "oa-throttle")
    for _ in range(2):
        with pytest.raises(Throttled):
            desk.adapter.publish(desk.parcel(), KEY, desk.access)
    desk.access.meter.resting.clear()
    assert desk.adapter.publish(desk.parcel(), KEY, desk.access).state is Remote.PROCESSING


@pytest.mark.parametrize(
    ("limit", "left", "near"), [("4000", "81", False), ("4000", "80", True), ("100", "2", True), ("100", "3", False)]
)
def test_two_in_a_hundred_are_near(limit: str, left: str, near: bool) -> None:
    minute = minute_of(Reply(200, {"x-ratelimit-limit": limit, "x-ratelimit-remain": left}, b"", ""))
    assert minute == Minute(int(limit), int(left))
    assert minute.near_its_end is near


@pytest.mark.parametrize("headers", [{}, {"x-ratelimit-limit": "4000"}, {"x-ratelimit-limit": "x"}])
def test_what_is_not_said_in_numbers_is_not_guessed(headers: dict[str, str]) -> None:
    assert minute_of(Reply(200, headers, b"", "")) is None
    assert minute_of(Reply(200, {"x-ratelimit-limit": "0", "x-ratelimit-remain": "0"}, b"", "")) is None
