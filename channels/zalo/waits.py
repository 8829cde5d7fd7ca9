"""How long Zalo's limits last: they are refilled by the minute, the day and the month, and nothing is sent at night."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh; it keeps no summer time


def next_minute(now: datetime) -> timedelta:
    """From `now` until the next minute has begun."""
    return timedelta(seconds=61 - now.second)


def next_day(now: datetime) -> timedelta:
    """From `now` until the next midnight in Việt Nam."""
    return _midnight(now) + timedelta(days=1) - now


def next_month(now: datetime) -> timedelta:
    """From `now` until the first of the next month in Việt Nam."""
    return (_midnight(now).replace(day=1) + timedelta(days=32)).replace(day=1) - now


def next_morning(now: datetime) -> timedelta:
    """From `now` until the next 06:00 in Việt Nam."""
    six = _midnight(now) + timedelta(hours=6)
    return (six if six > now else six + timedelta(days=1)) - now


def _midnight(now: datetime) -> datetime:
    return now.astimezone(HANOI).replace(hour=0, minute=0, second=0, microsecond=0)
