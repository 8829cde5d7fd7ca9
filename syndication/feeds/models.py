"""What is derived from the ledger to serve it: it can be thrown away and made again at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduler.models import Account, Delivery


class Place(models.Model):
    """Where a delivery that is or was public stands on one page of its account: an index, so that nobody reads every story.

    `page` is the page's name as `pages` gives it and `title` what people call it. `rank` orders: the publication, never later
    than going live. `changed` is when it was corrected or, with `gone`, withdrawn; None while neither happened. `size` is about
    how many bytes its entry takes. `archive` is the number of the archive document that it was closed into. `stamp` is another
    whenever the entry is.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="places", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    page = models.CharField(max_length=220, blank=True)
    title = models.CharField(max_length=200, blank=True)
    item = models.BigIntegerField()
    rank = models.DateTimeField()
    gone = models.BooleanField(default=False)
    changed = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0)
    archive = models.PositiveIntegerField(null=True)
    stamp = models.CharField(max_length=250)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["delivery", "page"], name="one_place_a_page")]
        # One for each question of `shelves` and `pages`: none of them reads more rows with a larger archive.
        indexes: ClassVar = [
            models.Index(
                fields=["account", "page", "-rank", "-delivery"], condition=Q(gone=False), name="place_newest"
            ),
            models.Index(
                fields=["account", "page", "-changed", "-delivery"],
                condition=Q(changed__isnull=False),
                name="place_changed",
            ),
            models.Index(
                fields=["account", "page", "rank", "delivery"], condition=Q(archive__isnull=True), name="place_open"
            ),
            models.Index(
                fields=["account", "page", "archive"], condition=Q(archive__isnull=False), name="place_archived"
            ),
            models.Index(fields=["account", "page", "title"], name="place_pages"),
        ]


class Stale(models.Model):
    """An archive document that must be made again. Written in the transaction that changes what stands in it, and taken away
    when it was made after that: so none is forgotten, and nobody looks through all archives for those that are behind.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=220, blank=True)
    archive = models.PositiveIntegerField()


class FeedFile(models.Model):
    """One file of one feed, as it is sent. In the database, because several machines may serve it.

    `path` is the address below /feeds/ ("english.rss", "english/appointments.atom", "english/archive/3.json"). `page` and
    `archive` are what it shows: a page of the account, or one of the page's archive documents; `category` is what people call
    a page that is not the whole. `etag` is the strong one of `body`, with its quotes; `gzip` and `brotli` are the same bytes, made
    when it was. `modified` is when they last changed, at least a second after the time before: it is never written into them.
    `inputs` is a digest of all that the bytes were made from: as long as it is the same, so are they; `head` of that part which
    all files of the account have in common.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feed_files")
    path = models.CharField(max_length=300, unique=True)
    title = models.TextField()
    language = models.CharField(max_length=10)
    page = models.CharField(max_length=220, blank=True)
    archive = models.PositiveIntegerField(null=True)
    category = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=60)
    body = models.BinaryField()
    gzip = models.BinaryField()
    brotli = models.BinaryField(default=b"")
    etag = models.CharField(max_length=70)
    modified = models.DateTimeField()
    head = models.CharField(max_length=64, blank=True)
    inputs = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "page"], condition=Q(archive__isnull=True), name="file_current"),
            models.Index(
                fields=["account", "head", "page", "archive"], condition=Q(archive__isnull=False), name="file_archived"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Partner(models.Model):
    """A site that reads our feeds under a key of its own. The key itself is not kept: `key_hash` is its SHA-256, in hex."""

    name = models.CharField(max_length=200, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return self.name


class Fetch(models.Model):
    """What a partner has fetched at one path below /feeds/: how often, when, with which tag (of the plain bytes) and answer."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="fetches", db_index=False)
    path = models.CharField(max_length=300)
    etag = models.CharField(max_length=70)
    status = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "path"], name="fetch_once_a_path"),
        ]
