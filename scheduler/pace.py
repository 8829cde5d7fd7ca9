"""How fast: the spacing between an account's publications, and quotas that are reserved before they are spent.

Both are kept in the database, so that every worker counts with the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from channels.errors import Throttled
from scheduler.models import Account, Delivery, Quota, Rest

BACKLOG = timedelta(minutes=10)  # what is later than this belongs to a backlog, and drips


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one account goes: the spacing between two publications, the one in a backlog, and how late is too late.

    `late` None means never; `then` is "hold" or "expire".
    """

    spacing: timedelta
    backlog: timedelta
    late: timedelta | None
    then: str

    def after(self, delivery: Delivery, now: datetime) -> timedelta:
        """How long after the account's last publication this one may leave."""
        behind = delivery.wanted_at is not None and now - delivery.wanted_at > BACKLOG
        return max(self.spacing, self.backlog) if behind else self.spacing

    def too_late(self, delivery: Delivery, now: datetime) -> bool:
        """Whether its time has passed by more than the account's policy lets it leave."""
        return self.late is not None and delivery.wanted_at is not None and now - delivery.wanted_at > self.late


def pace_of(account: Account) -> Pace:
    """The account's pace, by its settings."""
    settled = account.manifest.settle_settings(account.settings)
    hours = int(settled["late_hours"])
    return Pace(
        spacing=timedelta(seconds=int(settled["spacing_seconds"])),
        backlog=timedelta(seconds=int(settled["backlog_seconds"])),
        late=timedelta(hours=hours) if hours else None,
        then=str(settled["late_then"]),
    )


def last_publication(account_id: int) -> datetime | None:
    """When this account last began to publish something."""
    return last_publications(Account.objects.filter(pk=account_id)).get(account_id)


def last_publications(accounts: QuerySet[Account] | None = None) -> dict[int, datetime]:
    """When each account (all of them by default) last began to publish something; one that never has is not there.

    One look into the index an account, however many deliveries it has.
    """
    begun = Delivery.objects.filter(account=OuterRef("pk"), since__isnull=False).order_by("-since").values("since")[:1]
    chosen = Account.objects.all() if accounts is None else accounts
    found = chosen.annotate(begun=Subquery(begun)).values_list("pk", "begun")
    return {account_id: at for account_id, at in found if at is not None}


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
