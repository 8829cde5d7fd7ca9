"""How fast: the spacing between an account's publications, and quotas that are reserved before they are spent.

Both are kept in the database, so that every worker counts with the same numbers.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Max
from django.utils import timezone

from channels.errors import Throttled
from scheduler.models import Account, Attempt, Quota


def spacing_of(account: Account) -> timedelta:
    """How long one publication of this account keeps the next one waiting."""
    return timedelta(seconds=int(account.manifest.settle_settings(account.settings)["spacing_seconds"]))


def last_publication(account_id: int) -> datetime | None:
    """When this account last began to publish something."""
    begun: datetime | None = Attempt.objects.filter(delivery__account=account_id, act="publish").aggregate(
        at=Max("opened_at")
    )["at"]
    return begun


class AccountMeter:
    """One account's quotas, as `channels.channel.Meter` wants them."""

    def __init__(self, account_id: int) -> None:
        self._id = account_id

    def reserve(self, bucket: str, cost: int, *, limit: int, ends: datetime) -> None:
        """Take `cost` from the window of `bucket` that ends at `ends`. Throttled until then when it would exceed `limit`."""
        Quota.objects.get_or_create(account_id=self._id, bucket=bucket, ends=ends)
        room = Quota.objects.filter(account_id=self._id, bucket=bucket, ends=ends, spent__lte=limit - cost)
        if not room.update(spent=F("spent") + cost):
            raise Throttled(
                f"the quota {bucket!r} of {limit} is used up until {ends.isoformat()}",
                after=ends - timezone.now(),
                evidence={"bucket": bucket, "limit": limit, "ends": ends.isoformat()},
            )
