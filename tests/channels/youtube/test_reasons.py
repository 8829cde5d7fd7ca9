"""Errors are read by their reason, and named by what to do next."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.youtube.answers import error_for
from channels.youtube.reasons import DONE, PASSING, REASONS, SESSION_GONE, STATUSES
from channels.youtube.sandbox.reasons import REASONS as THEIRS

NOW = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


def said(status: int, reason: str = "", harmless: bool = False, retry_after: str = "") -> ChannelError:
    body = {"error": {"code": status, "message": "m", "errors": [{"domain": "global", "reason": reason}]}}
    return error_for(
        status, json.dumps(body).encode(), {"retry-after": retry_after}, doing="call", now=NOW, harmless=harmless
    )


@pytest.mark.parametrize(
    ("status", "reason", "error"),
    [
        (400, "invalidTitle", Refused),
        (400, "neverHeardOf", Refused),
        (400, "uploadLimitExceeded", Throttled),
        (403, "quotaExceeded", Throttled),
        (403, "userRateLimitExceeded", Throttled),
        (429, "", Throttled),
        (403, "channelSuspended", AccountBroken),
        (403, "", AccountBroken),
        (401, "youtubeSignupRequired", AccountBroken),
        (403, "forbiddenPrivacySetting", Refused),
        (412, "conditionNotMet", Unavailable),
        (400, "backendError", OutcomeUnknown),
        (500, "backendError", OutcomeUnknown),
        (503, "quotaExceeded", OutcomeUnknown),
        (302, "", OutcomeUnknown),
    ],
)
def test_what_a_reason_means(status: int, reason: str, error: type[ChannelError]) -> None:
    assert type(said(status, reason)) is error


def test_every_row_names_its_source_and_every_sentence_both_languages() -> None:
    rows = [*REASONS.values(), *STATUSES.values()]
    assert all(row.source.startswith("https://") for row in rows)
    assert all(row.say is None or (row.say.vi and row.say.en) for row in rows)
    assert all(source.startswith("https://") for source in [*PASSING.values(), *DONE.values(), *SESSION_GONE.values()])
    assert all(row.after is not None for row in rows if row.error is Throttled)


@pytest.mark.parametrize("reason", sorted(THEIRS))
def test_every_reason_that_the_stand_in_knows_is_in_the_table(reason: str) -> None:
    assert reason in REASONS or reason in PASSING or reason in DONE


def test_a_broken_answer_to_what_publishes_nothing_is_unavailable() -> None:
    assert type(said(503, harmless=True)) is Unavailable


def test_how_long_to_wait_is_the_longer_of_what_we_know_and_what_they_ask() -> None:
    waits = [said(403, "quotaExceeded"), said(429, "rateLimitExceeded", retry_after="300"), said(429)]
    assert [error.after for error in waits if isinstance(error, Throttled)] == [
        timedelta(hours=2),
        timedelta(minutes=5),
        timedelta(minutes=1),
    ]


def test_a_body_that_is_not_theirs_is_read_by_its_status() -> None:
    for body in (b"", b"<html>", b"[]", b'{"error": "no"}', b'{"error": {"errors": "no"}}', b"\xff"):
        error = error_for(502, body, {}, doing="call", now=NOW, harmless=False)
        assert type(error) is OutcomeUnknown
