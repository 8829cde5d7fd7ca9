"""Sources, and the routes from them to accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models

from scheduler.models import Account


class Source(models.Model):
    """Where items come from. `own` says that it is the ministry's; what is collected elsewhere is never automatic."""

    name = models.CharField(max_length=100, unique=True)
    url = models.CharField(max_length=2000)
    kind = models.CharField(max_length=10, default="feed")
    language = models.CharField(max_length=10, default="vi")
    category = models.CharField(max_length=200, blank=True)
    every = models.DurationField(default=timedelta(minutes=5))
    baseline = models.BooleanField(default=True)
    canonical_host = models.CharField(max_length=255)
    own = models.BooleanField(default=True)
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=200, blank=True)
    pulled_at = models.DateTimeField(null=True)
    next_pull_at = models.DateTimeField(null=True)
    first_pull_at = models.DateTimeField(null=True)
    first_pull_done = models.BooleanField(default=False)  # every entry that was there at first has been dealt with
    stopped = models.BooleanField(default=False)
    error = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class Route(models.Model):
    """What goes where by itself after publish. Empty `categories` means all of the source's items."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="routes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="routes")
    categories = models.JSONField(default=list)
    approvals = models.PositiveIntegerField(default=1)
    delay = models.DurationField(default=timedelta(0))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "account"], name="one_route")]
