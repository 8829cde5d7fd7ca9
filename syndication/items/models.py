"""Items, their keys, their revisions and media, and what staff wrote of them for one account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from formatters.override import Override
from scheduler.models import Account

READ_FIRST = {"code": "N3"}  # of a finding after which nothing is told automatically


class Item(models.Model):
    """The identity of a thing told. Its contents are its revisions; `latest` is the number of the newest."""

    class State(models.TextChoices):
        BASELINE = "baseline"  # was there before we came: known, never sent by itself
        RECEIVED = "received"
        WITHDRAWN = "withdrawn"

    source = models.CharField(max_length=100)
    own = models.BooleanField(default=True)  # the ministry's own, not collected from elsewhere
    guid = models.CharField(max_length=2000)
    identifier = models.CharField(max_length=300, unique=True)
    language = models.CharField(max_length=10)
    category = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=200, blank=True)  # the unit of the ministry that it comes from
    link = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=20, default=State.RECEIVED)
    latest = models.PositiveIntegerField(default=0)
    followed = models.PositiveIntegerField(default=0)  # the newest revision that all its deliveries are known to follow
    ahead: models.GeneratedField = models.GeneratedField(
        expression=models.ExpressionWrapper(
            models.Q(latest__gt=models.F("followed")), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    routed = models.BooleanField(default=False)  # its routes have been planned (a baseline has none to plan)
    media_due_at = models.DateTimeField(null=True)  # when what could not be had is asked for again
    media_tries = models.PositiveIntegerField(default=0)
    awaits_film = models.CharField(
        max_length=64, blank=True
    )  # the film that is made ready before its routes are all planned
    twin = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="+")  # in another language
    still_right = models.PositiveIntegerField(
        default=0
    )  # of a translation: the revision of its twin that changes nothing in it
    untold = models.JSONField(default=list)  # [{"account", "vi", "en"}]: what could not be told there, and why
    withdrawn_code = models.CharField(max_length=40, blank=True)
    withdrawn_note = models.TextField(blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # What the timer asks for every few seconds is found without reading all that ever was.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(ahead=True), name="item_ahead"),
            models.Index(fields=["id"], condition=models.Q(routed=False), name="item_unrouted"),
            models.Index(fields=["state"], name="item_state"),
            models.Index(fields=["media_due_at"], name="item_media_due"),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def revision(self) -> Revision:
        """Its newest contents."""
        return self.revisions.get(number=self.latest)


class ItemKey(models.Model):
    """One of the marks by which an item is known again at its source: its guid, its address, its article number."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="keys")
    source = models.CharField(max_length=100)
    key = models.CharField(max_length=2100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="one_item_a_key")]


class Revision(models.Model):
    """The immutable contents number `number` of an item. `content` is a digest over what readers see.

    `media` is a list of {"url", "alt", "caption", "role", "sha256"}; sha256 is "" for what could not be had, and then
    `findings` says why. Texts are NFC, `html` is sanitised.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.CharField(max_length=64, db_index=True)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    html = models.TextField(blank=True)
    link = models.CharField(max_length=2000, blank=True)
    author = models.CharField(max_length=300, blank=True)
    tags = models.JSONField(default=list)
    published = models.DateTimeField()
    modified = models.DateTimeField()
    media = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    note = models.TextField(blank=True)
    synthetic = models.CharField(max_length=10, default="none")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="one_revision_a_number")]
        ordering: ClassVar = ["item", "number"]

    @property
    def read_first(self) -> bool:
        """Whether a person must read it before it is told anywhere."""
        return any(finding.get("code") == READ_FIRST["code"] for finding in self.findings)

    def successor(self, **changes: Any) -> Revision:
        """The next revision of the item: the same contents but for `changes`. Not saved."""
        kept = {name: getattr(self, name) for name in CONTENTS}
        return Revision(item=self.item, number=self.number + 1, **{**kept, **changes})


CONTENTS = (
    *("content", "title", "summary", "html", "link", "author", "tags", "published", "modified"),
    *("media", "findings", "note", "synthetic"),
)


class Media(models.Model):
    """A picture, film or subtitles kept by content. Width and height in pixels, 0 where they are not known; size in bytes.

    `facts` is {} but for a film that was looked at: {"film": what `FilmFacts` writes, "poster": the SHA-256 of a frame of it or
    "", "captions": [{"language", "name", "sha256"}] for the subtitles that were in it}; poster and subtitles are media too.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    mime = models.CharField(max_length=60)
    size = models.BigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    kept_at = models.DateTimeField(auto_now_add=True)


class FilmCopy(models.Model):
    """A film as a channel takes it, made or to be made from one it does not take. One for each film and recipe.

    `source` and `made` are SHA-256 of media, `recipe` is a `Recipe` as JSON and `name` its name. `why` is the reason when it
    could not be made. While it is being made, `leased_until` is in the future.
    """

    class State(models.TextChoices):
        WANTED = "wanted"
        MADE = "made"
        FAILED = "failed"

    source = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    recipe = models.JSONField()
    state = models.CharField(max_length=10, default=State.WANTED)
    made = models.CharField(max_length=64, blank=True)
    why = models.JSONField(default=dict)
    tries = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "name"], name="one_copy_a_recipe")]
        indexes: ClassVar = [
            models.Index(fields=["wanted_at"], condition=models.Q(state="wanted"), name="copy_wanted"),
        ]


class OverrideVersion(models.Model):
    """One version of what staff wrote for one account instead of what the item says. Rows are only ever added.

    The one with the highest `number` of an item and account holds; one that changes nothing says that the override was dropped.
    It was written for the revision `revision`, and `told` is a `formatters.override.Override` as JSON.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="overrides")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    told = models.JSONField(default=dict)
    who = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "account", "number"], name="one_override_a_number")
        ]

    @property
    def override(self) -> Override:
        """What was written."""
        return Override.from_json(self.told)
