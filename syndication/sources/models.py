"""Sources, and the routes from them to accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models

from scheduler.models import Account


class Source(models.Model):
    """Where items come from. `own` says that it is the ministry's; what is collected elsewhere is never automatic.

    It is asked at `next_pull_at` unless a person has `paused` it or it was `stopped`, for it said that it is gone.
    """

    name = models.CharField(max_length=100, unique=True)
    url = models.CharField(max_length=2000)
    found_on = models.CharField(max_length=2000, blank=True)  # the web page that was given as the address first
    kind = models.CharField(max_length=10, default="feed")
    language = models.CharField(max_length=10, default="vi")
    category = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=200, blank=True)  # the unit of the ministry whose items these are
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
    paused = models.BooleanField(default=False)
    error = models.JSONField(default=dict)
    findings = models.JSONField(default=list)  # about the last document that was read
    body = models.CharField(max_length=64, blank=True)  # digest of the last document, when all of it was dealt with
    entries = models.PositiveIntegerField(default=0)  # how many items it told: unchanged while it is
    pace = models.DurationField(null=True)  # how often it says that it changes
    changed_at = models.DateTimeField(null=True)  # when something was last new, revised or withdrawn
    failures = models.PositiveIntegerField(default=0)  # one after another
    failing_since = models.DateTimeField(null=True)
    moved_to = models.CharField(
        max_length=2000, blank=True
    )  # where it says it has moved, and we may not follow for good
    before = models.JSONField(default=list)  # the addresses it had before, oldest first

    def __str__(self) -> str:
        return self.name


class LastRead(models.Model):
    """What the last document of a source held, entry by entry: a `Snapshot`, `entries` as it writes itself."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="last_read")
    of = models.CharField(max_length=64)
    entries = models.BinaryField()


class Missing(models.Model):
    """An item that its source tells no more and whose address answered 404: asked again at `ask_at`, and forgotten when it is there."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="missing")
    item = models.BigIntegerField(unique=True)
    since = models.DateTimeField()
    ask_at = models.DateTimeField()
    doubted = models.BooleanField(default=False)  # it was not believed, and a person has been asked


class Route(models.Model):
    """What goes where by itself after publish. Empty `categories` means all of the source's items."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="routes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="routes")
    categories = models.JSONField(default=list)
    approvals = models.PositiveIntegerField(default=1)
    delay = models.DurationField(default=timedelta(0))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "account"], name="one_route")]


class Subscription(models.Model):
    """That a hub tells us when a source's feed has changed (WebSub): one of each source. Written by `syndication.desk` alone.

    Without a source it is only there to be ended at its hub: the source is gone, or names another hub or none now.
    """

    class State(models.TextChoices):
        ASKED = "asked"  # to be asked for, or asked for and not yet verified by the hub
        VERIFIED = "verified"
        DENIED = "denied"
        ENDED = "ended"  # the hub is asked to tell us nothing more

    source = models.OneToOneField(Source, null=True, on_delete=models.SET_NULL, related_name="subscription")
    hub = models.CharField(max_length=2000)
    topic = models.CharField(max_length=2000)
    token = models.CharField(max_length=64, unique=True)  # of the callback's address; nobody can guess it
    secret = models.BinaryField(default=b"")  # sealed; what the hub signs with
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    lease_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asks = models.PositiveIntegerField(default=0)  # since the hub verified last
    due_at = models.DateTimeField(null=True)  # when the hub is asked next; None: nothing is to be asked
    last_push_at = models.DateTimeField(null=True)
    pushes = models.PositiveIntegerField(default=0)  # taken for the hub's
    ignored = models.PositiveIntegerField(default=0)  # not signed by it, or too large
    problem = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.topic} at {self.hub}"
