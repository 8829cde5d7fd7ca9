"""Beat that looks before it wakes anybody: while nothing is due, a tick is one question to the database and no message.

`celery beat` takes this scheduler from the settings. When the database does not answer here, the message is sent all the same.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry
from django.db import Error, connection
from django.db.models import Q
from django.utils import timezone

from scheduler.models import Delivery
from scheduler.states import State
from scheduler.tasks import tick

log = logging.getLogger(__name__)


class LookingScheduler(PersistentScheduler):
    """Celery's own scheduler, which leaves out a tick that would find nothing."""

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send the entry's message, or nothing when it is a tick and nothing is due."""
        if entry.task != tick.name or _something_due():
            super().apply_entry(entry, producer)


def anything(now: datetime) -> bool:
    """Whether a tick would find something: due, to be looked for at its channel, or left by a lost worker."""
    due = Q(state__in=(State.PLANNED, State.REVISING, State.RETRACTING), due_at__lte=now)
    looks = Q(state__in=(State.UNKNOWN, State.PROCESSING, State.REVISING), check_at__lte=now)
    lost = Q(state=State.SENDING, lease_until__lte=now)
    return Delivery.objects.filter(due | looks | lost, Q(account__paused=False) | Q(state=State.SENDING)).exists()


def _something_due() -> bool:
    try:
        return anything(timezone.now())
    except Error:
        log.warning("whether something is due could not be asked", exc_info=True)
        connection.close()  # the next question gets a new one
        return True
