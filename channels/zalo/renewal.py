"""What is kept beside an account's pair of tokens: when each ends, and how the last renewal failed, if it did. Values.

Zalo's refresh token is good for one use and three months; the access token lasts about 25 hours and dies the moment its
successor is issued.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from channels.zalo.limits import REFRESH_LASTS

FAILED = "renewal_failed"
PATIENCE = timedelta(minutes=10)  # before anything is asked again after a renewal that failed


class How(StrEnum):
    """How a renewal failed."""

    LOST = "lost"  # no answer: whether the refresh token is spent nobody knows
    SPENT = "spent"  # Zalo says that the refresh token is no longer good
    UNFIT = "unfit"  # Zalo did not come to look at the refresh token: the application is not in order


@dataclass(frozen=True, slots=True)
class Failure:
    """How and when the renewal with the present refresh token and application failed."""

    how: How
    at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it is too early to ask again, or useless."""
        return self.how is How.SPENT or now - self.at < PATIENCE


def pair(access_token: str, refresh_token: str, lasts: int, now: datetime) -> dict[str, str]:
    """A new pair as it is kept. `lasts` is the access token's life in seconds, 0 when nobody said."""
    return {
        "access_token": access_token,
        "refresh_token": refresh_token,
        "token_expires_at": written(now + timedelta(seconds=lasts)) if lasts else "",
        "refresh_expires_at": written(now + REFRESH_LASTS) if refresh_token else "",
        FAILED: "",
    }


def renewable(held: Mapping[str, str], settings: Mapping[str, Any]) -> bool:
    """Whether there is all that a renewal needs."""
    return bool(held.get("refresh_token") and held.get("app_secret") and settings.get("app_id"))


def due(held: Mapping[str, str], settings: Mapping[str, Any], now: datetime) -> bool:
    """Whether the access token is to be renewed before it is used. Never for lack of a date.

    At most half of its life ahead, as far as that is known: a token shorter than the time ahead would be renewed for
    every call, and each renewal spends a refresh token.
    """
    ends = read_moment(held.get("token_expires_at", ""))
    if ends is None:
        return False
    ahead = timedelta(minutes=int(settings.get("refresh_ahead_minutes", 0)))
    refresh_ends = read_moment(held.get("refresh_expires_at", ""))
    if refresh_ends is not None:  # written when the pair was issued, so it says when that was
        ahead = min(ahead, (ends - (refresh_ends - REFRESH_LASTS)) / 2)
    return ends - now < ahead


def failure(held: Mapping[str, str], settings: Mapping[str, Any]) -> Failure | None:
    """How the last renewal failed; None when it did not, or was of another pair or application than the present one."""
    how, _, rest = held.get(FAILED, "").partition(" ")
    at, _, whose = rest.partition(" ")
    moment = read_moment(at)
    if how not in set(How) or moment is None or whose != _digest(held, settings):
        return None
    return Failure(How(how), moment)


def failed(how: How, held: Mapping[str, str], settings: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """What to keep of a renewal that failed, for `failure` to read."""
    return {FAILED: f"{how} {written(now)} {_digest(held, settings)}"}


def read_moment(text: str) -> datetime | None:
    """An aware moment from epoch seconds or ISO 8601 (UTC when it names no offset); None for "" and what is neither."""
    text = text.strip()
    try:
        if re.fullmatch(r"\d+(\.\d+)?", text):
            return datetime.fromtimestamp(float(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def written(moment: datetime) -> str:
    """A moment as it is kept."""
    return moment.isoformat(timespec="seconds")


def _digest(held: Mapping[str, str], settings: Mapping[str, Any]) -> str:
    """Which refresh token and application: a change of any of them makes an earlier failure another's."""
    told = [held.get("refresh_token"), held.get("app_secret"), settings.get("app_id"), settings.get("oauth_url")]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
