"""How fast: the spacing between an account's publications, and quotas that are reserved before they are spent.

Both are kept in the database, so that every worker counts with the same numbers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from channels.errors import Throttled
from scheduler.models import Account, Attempt, Quota, Rest


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
    """One account's quotas, as `channels.access.Meter` wants them."""

    def __init__(self, account_id: int) -> None:
        self._own = f"account:{account_id}"

    def reserve(self, bucket: str, cost: int, *, limit: int, ends: datetime, pool: str = "") -> None:
        """Take `cost` from the window of `bucket` that ends at `ends`. Throttled until then when it would exceed `limit`."""
        self.ready(bucket, pool=pool)
        window: dict[str, Any] = {"pool": pool or self._own, "bucket": bucket, "ends": ends}
        Quota.objects.get_or_create(**window)
        if not Quota.objects.filter(**window, spent__lte=limit - cost).update(spent=F("spent") + cost):
            raise Throttled(
                f"the quota {bucket!r} of {limit} is used up until {ends.isoformat()}",
                after=ends - timezone.now(),
                evidence={"bucket": bucket, "limit": limit, "ends": ends.isoformat()},
            )

    def left(self, bucket: str, *, limit: int, ends: datetime, pool: str = "") -> int:
        """How much of the window that ends at `ends` is not spent; 0 while the bucket rests."""
        try:
            self.ready(bucket, pool=pool)
        except Throttled:
            return 0
        window = Quota.objects.filter(pool=pool or self._own, bucket=bucket, ends=ends)
        return max(0, limit - (window.values_list("spent", flat=True).first() or 0))

    def rest(self, bucket: str, until: datetime, *, pool: str = "") -> None:
        """Nothing more of this bucket before `until`. The longer of two rests holds."""
        row, made = Rest.objects.get_or_create(pool=pool or self._own, bucket=bucket, defaults={"until": until})
        if not made:
            Rest.objects.filter(pk=row.pk, until__lt=until).update(until=until)

    def ready(self, bucket: str, *, pool: str = "") -> None:
        """Throttled while the bucket rests."""
        now = timezone.now()
        until = (
            Rest.objects.filter(pool=pool or self._own, bucket=bucket, until__gt=now)
            .values_list("until", flat=True)
            .first()
        )
        if until is not None:
            raise Throttled(
                f"the bucket {bucket!r} rests until {until.isoformat()}: the platform's limit is near",
                after=until - now,
                evidence={"bucket": bucket, "until": until.isoformat()},
            )
