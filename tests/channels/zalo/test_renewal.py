"""What is kept beside a pair, and when it is to be renewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from channels.zalo.renewal import FAILED, How, due, failed, failure, pair, read_moment

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SETTINGS = {"app_id": "9", "oauth_url": "https://oauth.example", "refresh_ahead_minutes": 300}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1795000000", datetime.fromtimestamp(1795000000, UTC)),
        ("2026-11-23T10:00:00+07:00", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("2026-11-23T03:00:00Z", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("2026-11-23T03:00:00", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("", None),
        ("nan", None),
        ("soon", None),
        ("9" * 40, None),
    ],
)
def test_the_end_of_a_token_is_read_as_iso_or_epoch_seconds(text: str, moment: datetime | None) -> None:
    assert read_moment(text) == moment


def test_a_pair_says_when_each_of_it_ends() -> None:
    assert pair("a", "r", 90_000, NOW) == {
        "access_token": "a",
        "refresh_token": "r",
        "token_expires_at": "2026-11-24T04:00:00+00:00",
        "refresh_expires_at": "2027-02-21T03:00:00+00:00",
        FAILED: "",
    }
    assert pair("a", "", 0, NOW)["token_expires_at"] == pair("a", "", 0, NOW)["refresh_expires_at"] == ""


@pytest.mark.parametrize(
    ("ends", "refresh_ends", "ahead", "expected"),
    [
        (timedelta(hours=25), timedelta(days=90), 300, False),
        (timedelta(hours=5, minutes=1), timedelta(days=90) - timedelta(hours=20), 300, False),
        (timedelta(hours=4, minutes=59), timedelta(days=90) - timedelta(hours=20), 300, True),
        (timedelta(hours=4, minutes=59), None, 300, True),
        (timedelta(minutes=1), None, 0, False),
        (timedelta(minutes=-1), None, 0, True),
        (timedelta(hours=12), timedelta(days=90) - timedelta(hours=13), 1200, True),
        (timedelta(hours=13), timedelta(days=90) - timedelta(hours=12), 1200, False),
        (None, timedelta(days=1), 300, False),
    ],
)
def test_a_token_is_due_ahead_of_its_end_but_in_the_second_half_of_its_life(
    ends: timedelta | None, refresh_ends: timedelta | None, ahead: int, expected: bool
) -> None:
    held = {
        "token_expires_at": (NOW + ends).isoformat() if ends is not None else "",
        "refresh_expires_at": (NOW + refresh_ends).isoformat() if refresh_ends is not None else "",
    }
    assert due(held, {**SETTINGS, "refresh_ahead_minutes": ahead}, NOW) is expected


def test_a_failure_is_of_one_refresh_token_and_one_application() -> None:
    held = {"refresh_token": "r", "app_secret": "s"}
    noted = {**held, **failed(How.LOST, held, SETTINGS, NOW)}
    known = failure(noted, SETTINGS)
    assert (known.how, known.at) == (How.LOST, NOW)
    for other in ({"refresh_token": "r2"}, {"app_secret": "s2"}):
        assert failure({**noted, **other}, SETTINGS) is None
    assert failure(noted, {**SETTINGS, "app_id": "8"}) is None
    assert failure(held, SETTINGS) is None
    assert failure({**held, FAILED: "nonsense"}, SETTINGS) is None


def test_a_spent_token_is_never_asked_with_again_and_a_lost_answer_keeps_for_a_while() -> None:
    held = {"refresh_token": "r"}
    for how, for_ever in ((How.SPENT, True), (How.LOST, False), (How.UNFIT, False)):
        known = failure({**held, **failed(how, held, SETTINGS, NOW)}, SETTINGS)
        assert known.holds(NOW + timedelta(minutes=9))
        assert known.holds(NOW + timedelta(days=9)) is for_ever
