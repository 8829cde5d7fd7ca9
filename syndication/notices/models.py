"""Notices."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from formatters.sentence import Sentence


class Notice(models.Model):
    """Something a person must hear of; one row a cause. Written by `syndication.notices.board` and `.mail` alone.

    It is open until its cause is gone (`closed_at`). A cause that comes back opens its row again, as a new notice would be.
    """

    class Level(models.TextChoices):
        WARNING = "warning"  # something will stop
        SERIOUS = "serious"  # something has stopped, or will within days

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level.choices)
    say = models.JSONField()
    account = models.CharField(max_length=100, blank=True)  # its name: the notice outlives it
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)  # None: at once
    mail_tries = models.PositiveIntegerField(default=0)
    mail_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_notice_a_cause")]
        indexes: ClassVar = [models.Index(fields=["closed_at", "raised_at"], name="notice_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def sentence(self) -> Sentence:
        """What is the matter and what to do, in both languages."""
        return Sentence.from_json(self.say)

    @property
    def is_open(self) -> bool:
        """Whether its cause is still there."""
        return self.closed_at is None
