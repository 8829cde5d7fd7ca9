"""What the plan form shows of an account's hours: the zone, and the next free slot as a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from scheduler import clock
from scheduler.models import Account
from syndication.console.templatetags.console import zone_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Hours:
    """An account that does not post at any time; `free` is None when every slot of a year is taken."""

    free: datetime | None


@register.simple_tag
def hours_of(account: Account) -> Hours | None:
    """Its next free slot from the next whole minute on; None for an account that posts at any time."""
    if clock.rules_of(account).any_time:
        return None
    now = timezone.now()
    return Hours(clock.next_free(account, now.replace(second=0, microsecond=0) + timedelta(minutes=1), now=now))


@register.simple_tag
def zone() -> str:
    """The ministry's zone now, as people write it: UTC+7."""
    return zone_of(timezone.localtime())
