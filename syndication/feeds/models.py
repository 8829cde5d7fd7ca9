"""The bytes that are served. Derived from the ledger alone: they can be thrown away and built again at any time."""

from __future__ import annotations

from django.db import models

from scheduler.models import Account


class FeedFile(models.Model):
    """One file of one feed, as it is sent. In the database, because several machines may serve it.

    `path` is the address below /feeds/ ("english.rss", "english/appointments.atom"). `etag` is the strong one of `body`,
    with its quotes. `modified` is when the bytes last changed: it is never written into them. `inputs` is a digest of all
    that the bytes were made from, `built_from` the highest event of the account that was known then.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feed_files")
    path = models.CharField(max_length=300, unique=True)
    title = models.TextField()
    language = models.CharField(max_length=10)
    category = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=60)
    body = models.BinaryField()
    gzip = models.BinaryField()
    etag = models.CharField(max_length=70)
    modified = models.DateTimeField()
    inputs = models.CharField(max_length=64)
    built_from = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.path
