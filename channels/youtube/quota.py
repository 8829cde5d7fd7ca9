"""What calls cost of the project's daily quota, and when its day ends.

Source: determine_quota_cost and the revision history of the YouTube Data API, as of 1 June 2026, when videos.insert got a
bucket of its own. The numbers changed twice in seven months: they are data, here and nowhere else.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from channels.access import Access

UPLOADS: Final = "videos.insert"
UNITS: Final = "units"

LIMITS: Final = {UPLOADS: 100, UNITS: 10_000}  # calls, units; a Pacific day

COSTS: Final = {
    "youtube.videos.insert": (UPLOADS, 1),
    "youtube.videos.list": (UNITS, 1),
    "youtube.videos.update": (UNITS, 50),
    "youtube.videos.delete": (UNITS, 50),
    "youtube.thumbnails.set": (UNITS, 50),
    "youtube.channels.list": (UNITS, 1),
    "youtube.playlistItems.list": (UNITS, 1),
    "youtube.playlistItems.insert": (UNITS, 50),
}


def take(access: Access, method: str) -> None:
    """Reserve the cost of the method with this id (as the discovery document names it). Throttled when the day is spent."""
    bucket, cost = COSTS[method]
    access.meter.reserve(bucket, cost, limit=LIMITS[bucket], ends=next_pacific_midnight(access.now()))


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
