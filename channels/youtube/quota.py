"""The project's daily quota as a ledger: what a call costs is reserved before it is spent, by every account of the project.

Sources: COST developers.google.com/youtube/v3/determine_quota_cost · HISTORY developers.google.com/youtube/v3/revision_history (since
1 June 2026 videos.insert has a bucket of its own), both read 2026-11-23. They changed twice in seven months, so the limits are
settings (`uploads_per_day`, `units_per_day`, `quota_stop_percent`), and a method new to us may not be called without its row.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from channels.access import Access
from channels.errors import Throttled

UPLOADS: Final = "videos.insert"
UNITS: Final = "units"
BUCKETS: Final = {UPLOADS: ("uploads_per_day", 100), UNITS: ("units_per_day", 10_000)}  # the setting, its default
STOP_PERCENT: Final = 90  # of a bucket, for everything but what corrects or withdraws


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call takes, from which bucket, and where that is said."""

    bucket: str
    cost: int
    source: str


_COST: Final = "https://developers.google.com/youtube/v3/determine_quota_cost"
_HISTORY: Final = "https://developers.google.com/youtube/v3/revision_history"

COSTS: Final = {
    "youtube.videos.insert": Cost(UPLOADS, 1, _HISTORY),
    "youtube.videos.list": Cost(UNITS, 1, _COST),
    "youtube.videos.update": Cost(UNITS, 50, _COST),
    "youtube.videos.delete": Cost(UNITS, 50, _COST),
    "youtube.thumbnails.set": Cost(UNITS, 50, _COST),
    "youtube.captions.list": Cost(UNITS, 50, _COST),
    "youtube.captions.insert": Cost(UNITS, 400, _COST),
    "youtube.captions.update": Cost(UNITS, 450, _COST),
    "youtube.captions.delete": Cost(UNITS, 50, _COST),
    "youtube.channels.list": Cost(UNITS, 1, _COST),
    "youtube.playlistItems.list": Cost(UNITS, 1, _COST),
    "youtube.playlistItems.insert": Cost(UNITS, 50, _COST),
}

# What the platform itself says is used up: the project's bucket until its midnight, or the account's own for a while.
PROJECT_IS_SPENT: Final = frozenset(["quotaExceeded", "dailyLimitExceeded"])
ACCOUNT_IS_SPENT: Final = {
    "uploadLimitExceeded": "youtube.videos.insert",
    "uploadRateLimitExceeded": "youtube.thumbnails.set",
}


class Ledger:
    """The quota of one act on one account. `urgent`: it corrects or withdraws, and may use the last tenth too."""

    def __init__(self, access: Access, *, urgent: bool = False) -> None:
        self._access = access
        self._share = 100 if urgent else int(access.settings.get("quota_stop_percent") or STOP_PERCENT)
        self._pool = pool_of(access.vault.read().get("client_id", ""))

    def take(self, method: str) -> None:
        """Reserve the cost of the method with this id (as the discovery document names it).

        Throttled when the day is spent as far as it may be, or while YouTube wants to be left alone.
        """
        cost = COSTS[method]
        self._access.meter.ready(method)
        self._access.meter.reserve(
            cost.bucket, cost.cost, limit=self._limit(cost.bucket), ends=self._ends(), pool=self._pool
        )

    def left(self, bucket: str) -> int:
        """How many calls (UPLOADS) or units (UNITS) this act may still spend today."""
        return self._access.meter.left(bucket, limit=self._limit(bucket), ends=self._ends(), pool=self._pool)

    def learn(self, method: str, error: Exception) -> None:
        """Rest what YouTube itself says is used up, so that nobody else runs into it."""
        if not isinstance(error, Throttled):
            return
        reason, after = str(error.evidence.get("reason") or ""), error.after or timedelta(0)
        if reason in PROJECT_IS_SPENT:
            self._access.meter.rest(COSTS[method].bucket, self._ends(), pool=self._pool)
        elif ACCOUNT_IS_SPENT.get(reason) == method:
            self._access.meter.rest(method, self._access.now() + after)

    def _limit(self, bucket: str) -> int:
        name, default = BUCKETS[bucket]
        return -(-int(self._access.settings.get(name) or default) * self._share // 100)  # rounded up: 1 a day is 1

    def _ends(self) -> datetime:
        return next_pacific_midnight(self._access.now())


def pool_of(client_id: str) -> str:
    """The name of the budget that all accounts of one project share; a hash, for the OAuth client's id is kept as a secret."""
    return f"youtube:{hashlib.sha256(client_id.encode()).hexdigest()[:32]}" if client_id else ""


def next_pacific_midnight(now: datetime) -> datetime:
    """The end of YouTube's quota day that `now` (aware) is in, in UTC."""
    there = now.astimezone(_pacific())
    tomorrow = (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return tomorrow.astimezone(now.tzinfo)


def _pacific() -> tzinfo:
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:  # a machine without zone data: winter time is at most an hour too late
        return timezone(timedelta(hours=-8))
