"""Accounts, deliveries and their evidence. No foreign key leads upwards: the evidence outlives the items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from channels.channel import Channel
from channels.registry import channel_of
from formatters.sentence import Sentence
from scheduler.states import State


class Account(models.Model):
    """One configured destination on a channel. Its secrets are encrypted and read only through `scheduler.vault`."""

    name = models.CharField(max_length=100, unique=True)
    channel = models.CharField(max_length=40)
    mode = models.CharField(max_length=10, default="sandbox")
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField(default=bytes)
    secrets_version = models.PositiveIntegerField(default=0)
    vault_until = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    paused_reason = models.JSONField(default=dict)
    # Whose it is: the person answerable for it here, and what the platform calls whoever gave the consent.
    owner = models.CharField(max_length=150, blank=True)
    connected_as = models.CharField(max_length=300, blank=True)
    connected_at = models.DateTimeField(null=True)
    # What the last check found: {"ok", "name", "may", "missing", "endings": [{"what", "at"}], "warnings", "say"}.
    health = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def manifest(self) -> Channel:
        """The manifest of its channel."""
        return channel_of(self.channel)

    @property
    def language(self) -> str:
        """The language told on it: a setting of feeds, Vietnamese elsewhere."""
        return str(self.settings.get("language") or "vi")

    @property
    def why_paused(self) -> Sentence:
        """Why nothing leaves on it."""
        return Sentence.from_json(self.paused_reason)


class Delivery(models.Model):
    """One Item told on one Account, once. Written by `scheduler.ledger` alone.

    `shown` is the rendition the public sees, `coming` the one to be sent next; each with its digest and the number of its
    revision. `ready` says that `coming` has its approvals. `since` is when bytes last left for publishing.
    """

    item = models.BigIntegerField()
    guid = models.CharField(max_length=2000)
    identifier = models.CharField(max_length=300)
    source = models.CharField(max_length=100)
    title = models.TextField()
    language = models.CharField(max_length=10)
    category = models.CharField(max_length=200, blank=True)
    # Its index is `delivery_account`, which answers as well when the account last published.
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    occurrence = models.PositiveIntegerField(default=1)

    state = models.CharField(max_length=20, default=State.PROPOSED.value)
    version = models.PositiveIntegerField(default=1)
    approvals_needed = models.PositiveIntegerField(default=1)
    # Approvals count when they were given in this round: after a freeze everybody is asked again.
    approval_round = models.PositiveIntegerField(default=0)
    ready = models.BooleanField(default=False)
    withdraw = models.BooleanField(default=False)

    coming = models.JSONField(null=True)
    coming_digest = models.CharField(max_length=64, blank=True)
    coming_revision = models.PositiveIntegerField(default=0)
    coming_modified = models.DateTimeField(null=True)
    # The newest revision of its item that was looked at; ahead of `coming_revision` when it could not be told here.
    seen_revision = models.PositiveIntegerField(default=0)
    shown = models.JSONField(null=True)
    shown_digest = models.CharField(max_length=64, blank=True)
    shown_revision = models.PositiveIntegerField(default=0)
    shown_modified = models.DateTimeField(null=True)

    due_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)  # when it was meant to leave, however often it was tried again since
    urgent = models.BooleanField(default=False)  # a person said so: it leaves in quiet hours too
    check_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=100, blank=True)
    since = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    checks = models.PositiveIntegerField(default=0)
    absent_at = models.DateTimeField(null=True)

    held_from = models.CharField(max_length=20, blank=True)
    reason = models.JSONField(default=dict)
    reason_code = models.CharField(max_length=60, blank=True)
    remote_id = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    handle = models.TextField(blank=True)
    receipt = models.JSONField(default=dict)  # what the channel gave back with it
    todo = models.JSONField(default=dict)
    memo = models.BinaryField(default=bytes)
    # What was seen before the time that would keep it from going: sentences; None while nobody has looked.
    preflight = models.JSONField(null=True)
    preflight_at = models.DateTimeField(null=True)

    created_at = models.DateTimeField(auto_now_add=True)
    live_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "account", "occurrence"], name="one_delivery_once"),
            models.UniqueConstraint(
                fields=["account", "remote_id"], condition=~models.Q(remote_id=""), name="one_object_one_delivery"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], name="delivery_due"),
            models.Index(fields=["state", "check_at"], name="delivery_check"),
            models.Index(fields=["account", "since"], name="delivery_account"),
            models.Index(fields=["state", "preflight_at"], name="delivery_foreseen"),
            models.Index(fields=["state", "settled_at"], name="delivery_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.account} ({self.state})"

    @property
    def why(self) -> Sentence:
        """Why it stands where it stands, when there is something to say."""
        return Sentence.from_json(self.reason)

    @property
    def foreseen(self) -> list[Sentence]:
        """What was seen before its time that would keep it from going, or from going whole."""
        return [Sentence.from_json(finding) for finding in self.preflight or ()]

    @property
    def left_to_do(self) -> Sentence:
        """What the channel left for a person to do by hand."""
        return Sentence.from_json(self.todo)


class Attempt(models.Model):
    """One try: opened before the first byte leaves, closed with its outcome and evidence, never edited after that."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    act = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, blank=True)
    worker = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    cause = models.TextField(blank=True)
    evidence = models.JSONField(default=dict)


class Event(models.Model):
    """One move of state: from where to where, when, who, why, on what evidence. Never edited."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    who = models.CharField(max_length=150)
    why = models.CharField(max_length=60)
    say = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["delivery", "version"], name="one_event_a_version")]


class Quota(models.Model):
    """What was spent of one bucket in the window that ends at `ends`. `pool` names an account, or what several share."""

    pool = models.CharField(max_length=200)
    bucket = models.CharField(max_length=60)
    ends = models.DateTimeField()
    spent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pool", "bucket", "ends"], name="one_quota_a_window")]


class Rest(models.Model):
    """A bucket that nothing is taken from before `until`, because the platform said that its limit is near."""

    pool = models.CharField(max_length=200)
    bucket = models.CharField(max_length=60)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pool", "bucket"], name="one_rest_a_bucket")]


class Consent(models.Model):
    """A consent that somebody was sent to give, until its answer is used. `sealed` holds what must stay secret meanwhile.

    `state_digest` is the SHA-256 (hex) of the state that comes back with the answer: the state itself is kept nowhere.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="consents")
    state_digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(default=bytes)
    who = models.CharField(max_length=150)
    made_at = models.DateTimeField()


class CalendarDay(models.Model):
    """What somebody entered for a day of the calendar; rows are only ever added, and the newest one of a day holds.

    `kind` is work or rest; "" takes back what was entered before, so that the published tables hold again.
    """

    day = models.DateField()
    kind = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    who = models.CharField(max_length=150)
    at = models.DateTimeField()


class CalendarYear(models.Model):
    """A year whose table of days off somebody has compared with the decision that fixes it. Rows are only ever added."""

    year = models.PositiveIntegerField()
    decision = models.CharField(max_length=300)
    who = models.CharField(max_length=150)
    at = models.DateTimeField()
