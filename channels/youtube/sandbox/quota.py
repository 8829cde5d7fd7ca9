"""The quota of the project: buckets that empty and fill at midnight Pacific time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNITS = "units"
LIMITS = {"videos.insert": 100, "search.list": 100, UNITS: 10_000}
INVALID = 1  # what a request costs that is refused

COSTS = {
    "videos.start": ("videos.insert", 1),
    "search.list": ("search.list", 1),
    "videos.list": (UNITS, 1),
    "videos.update": (UNITS, 50),
    "videos.delete": (UNITS, 50),
    "videoCategories.list": (UNITS, 1),
    "thumbnails.set": (UNITS, 50),
    "channels.list": (UNITS, 1),
    "playlists.list": (UNITS, 1),
    "playlists.insert": (UNITS, 50),
    "playlist.list": (UNITS, 1),
    "playlist.insert": (UNITS, 50),
    "playlist.delete": (UNITS, 50),
    "captions.list": (UNITS, 50),
    "captions.insert": (UNITS, 400),
    "captions.update": (UNITS, 450),
    "captions.delete": (UNITS, 50),
}


def pacific_day(now: float) -> date:
    """The day in which the quota of this moment (seconds since the epoch) is counted."""
    return datetime.fromtimestamp(now, UTC).astimezone(_pacific()).date()


def _pacific() -> tzinfo:
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:  # a machine without zone data: winter time is at most an hour off
        return timezone(timedelta(hours=-8))
