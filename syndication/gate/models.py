"""Verdicts, refusals, approvals and mandates."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from scheduler.models import Account, Delivery

RULES = "668/2025"  # the version of the rule set that verdicts name


class Verdict(models.Model):
    """What the gate found on one revision. `findings` is a list of {"code", "article", "level", "vi", "en"}."""

    item = models.BigIntegerField()
    revision = models.PositiveIntegerField()
    passed = models.BooleanField()
    findings = models.JSONField(default=list)
    rules = models.CharField(max_length=40, default=RULES)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "revision"], name="one_verdict")]


class Refusal(models.Model):
    """Something that was not taken in. Of a suspected secret nothing is kept but this: a digest, the sender, the time."""

    source = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=10)
    article = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "digest", "code"], name="refused_once")]


class Approval(models.Model):
    """A person, a time, and the digest of what they saw. A changed rendition has another digest and needs another one.

    `round` is the delivery's round of approvals in which it was given; after a freeze a new one begins.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    round = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delivery", "digest", "person", "round"], name="one_approval_a_person_and_round"
            )
        ]


class Reading(models.Model):
    """What was read back of something live: whether the public still finds the attribution in it. One row a delivery and digest.

    `result` is whole, gone (the attribution is not in it any more), silent (the channel gives no text back) or unread (it could
    not be asked). The last one `at` counts.
    """

    class Result(models.TextChoices):
        WHOLE = "whole"
        GONE = "gone"
        SILENT = "silent"
        UNREAD = "unread"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="readings")
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=10, choices=Result.choices)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["delivery", "digest"], name="one_reading_a_digest")]
        # Of all that was ever read back, the few that were found wanting are asked for every minute.
        indexes: ClassVar = [models.Index(fields=["delivery"], condition=models.Q(result="gone"), name="reading_gone")]


class Mandate(models.Model):
    """The ministry leadership's recorded decision (Điều 4) that a channel's account or a language may be used."""

    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="mandates")
    language = models.CharField(max_length=10, blank=True)
    decision = models.CharField(max_length=100)
    signed_by = models.CharField(max_length=200)
    signed_on = models.DateField()
    expires = models.DateField(null=True)
    file = models.CharField(max_length=64, blank=True)  # SHA-256 of the kept scan
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=150)


class Freeze(models.Model):
    """A time in which nothing new is told: a solemn period, a crisis. `topic` is a category or tag; "" means everything."""

    topic = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic"], condition=models.Q(ended_at=None), name="one_freeze_a_topic")
        ]
