"""Reading an answer that is no success: its stable reason, and the error of ours that it means.

The body is {"error": {"code", "message", "errors": [{"domain", "reason", "message"}]}}
(developers.google.com/youtube/v3/docs/errors, read 2026-11-23).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.errors import ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.youtube.quota import next_pacific_midnight
from channels.youtube.reasons import PACIFIC_MIDNIGHT, PASSING, REASONS, STATUS, STATUSES, Meaning

REFUSAL = Meaning(Refused, STATUS)  # any other 4xx


def reason_of(body: bytes) -> str:
    """The first stable reason in an error body; "" when there is none. Never raises."""
    error = _error(body)
    details = error.get("errors")
    for detail in details if isinstance(details, list) else []:
        if isinstance(detail, dict) and detail.get("reason"):
            return str(detail["reason"])
    return str(error.get("status") or "")


def error_for(
    status: int, body: bytes, headers: Mapping[str, str], *, doing: str, now: datetime, harmless: bool
) -> ChannelError:
    """The error to raise for an answer that is not a success.

    `harmless` says that nothing can have been published or changed by the request (a read, the start of a session, a part
    of a film): a broken answer is then Unavailable, else OutcomeUnknown. `doing` names the call in the log.
    """
    reason = reason_of(body)
    message = str(_error(body).get("message") or "")[:300]
    evidence: dict[str, Any] = {"status": status, "reason": reason, "message": message, "call": doing}
    cause = f"{doing}: {status} {reason}".rstrip()
    # A reason under a 5xx (a gateway that repeats an older body) is not to be trusted more than the status.
    theirs = 400 <= status < 500 and reason not in PASSING
    meaning = (REASONS.get(reason) or STATUSES.get(status) or REFUSAL) if theirs else None
    if meaning is None:
        return (Unavailable if harmless else OutcomeUnknown)(cause, evidence=evidence)
    if meaning.error is Throttled:
        return Throttled(cause, after=_wait(meaning, headers, now), say=meaning.say, evidence=evidence)
    return meaning.error(cause, say=meaning.say, evidence=evidence)


def _wait(meaning: Meaning, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    if meaning.after == PACIFIC_MIDNIGHT:
        return next_pacific_midnight(now) - now
    least = meaning.after if isinstance(meaning.after, timedelta) else timedelta(0)
    asked = headers.get("retry-after", "")
    return max(least, timedelta(seconds=int(asked))) if asked.isdecimal() else least


def _error(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    error = value.get("error") if isinstance(value, dict) else None
    return error if isinstance(error, dict) else {}
