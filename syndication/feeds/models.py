"""What is derived from the ledger to serve it: it can be thrown away and made again at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scheduler.models import Account, Delivery


class Place(models.Model):
    """Where a delivery that is or was public stands in its feeds: an index, so that nobody reads every story to find the newest.

    `name` is the category as it stands in an address. `stamp` is another whenever the entry is.
    """

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, primary_key=True, related_name="place")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    category = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    published = models.DateTimeField()
    rank = models.DateTimeField()
    stamp = models.CharField(max_length=250)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "-rank", "-delivery"], name="place_newest"),
            models.Index(fields=["account", "name", "-rank", "-delivery"], name="place_newest_of_category"),
        ]


class FeedFile(models.Model):
    """One file of one feed, as it is sent. In the database, because several machines may serve it.

    `path` is the address below /feeds/ ("english.rss", "english/appointments.atom"). `etag` is the strong one of `body`,
    with its quotes. `modified` is when the bytes last changed: it is never written into them. `inputs` is a digest of all
    that the bytes were made from: as long as it is the same, so are they.
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

    def __str__(self) -> str:
        return self.path
