"""When something is to be published: the forms in which Meta takes a time, and the window in which it must lie."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from channels.facebook.sandbox.protocol import Refusal

TEN_MINUTES = 600
UNITS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def moment(text: str, now: float) -> float:
    """Epoch seconds from UNIX seconds, ISO 8601, or the plain words of PHP's strtotime. Refusal 100 for anything else."""
    if re.fullmatch(r"\d{1,12}", text):
        return float(text)
    if found := re.fullmatch(r"\+\s*(\d{1,6}) (minute|hour|day|week)s?", text.strip()):
        return now + int(found[1]) * UNITS[found[2]]
    if text.strip() == "tomorrow":
        midnight = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight + timedelta(days=1)).timestamp()
    try:
        read = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text.strip()))
    except ValueError:
        raise Refusal(100, detail="Param scheduled_publish_time is no time") from None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def within(text: str, now: float, days: int) -> float:
    """The moment, when it lies between ten minutes and `days` days from now. Refusal 100 otherwise.

    Meta's subcode for it is not known, so there is none: nobody can rely on it.
    """
    at = moment(text, now)
    if not now + TEN_MINUTES <= at <= now + days * 86_400:
        raise Refusal(
            100,
            detail="The specified scheduled publish time is invalid.",
            error_user_title="Invalid Scheduled Time",
            error_user_msg=f"The time must be between 10 minutes and {days} days from now.",
        )
    return at
