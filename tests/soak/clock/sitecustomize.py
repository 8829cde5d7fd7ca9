"""The clock of a soak's instance, which can be made to jump: Python imports this by itself at the start of each of its processes.

It goes as many seconds ahead as the file named by SOAK_CLOCK says. Only the clock of the day jumps, as when a machine's is set;
the one that measures how long something takes does not.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

PLACE = Path(os.environ["SOAK_CLOCK"])
REAL = time.time


def ahead() -> float:
    """By how much; 0 while the file is being written."""
    return float(PLACE.read_text() or 0)


def now() -> datetime:
    """As `django.utils.timezone.now`."""
    return datetime.now(tz=UTC) + timedelta(seconds=ahead())


timezone.now = now
time.time = lambda: REAL() + ahead()
