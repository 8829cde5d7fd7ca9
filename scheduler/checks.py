"""What can be wrong with how the scheduler is set up, said at start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from scheduler.ports import clearance


@register("scheduler")
def the_clearance_resolves(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without clearance nothing may leave: a name that does not resolve stops the start."""
    try:
        clearance()
    except (ImportError, AttributeError) as error:
        return [Error(f"SCHEDULER_CLEARANCE = {settings.SCHEDULER_CLEARANCE!r}: {error}", id="scheduler.E001")]
    return []
