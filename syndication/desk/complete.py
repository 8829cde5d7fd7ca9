"""Media that an item lacks are asked for: now when somebody plans it, soon when somebody looks at it, again when they could not be had."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from channels.wire import Wire
from scheduler.models import Delivery
from syndication.desk import media
from syndication.desk.judge import judge
from syndication.desk.patience import Patience
from syndication.items.models import READ_FIRST, Item

PAUSES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6), timedelta(hours=24))


def complete(item: Item, wire: Wire, *, now: datetime, patience: Patience | None = None) -> bool:
    """Ask for what the newest revision lacks. Whether anything came: then there is a new revision, which nothing follows yet.

    What could not be had is due again later, and after the last try it stays a finding. `patience` is what all that are asked
    for together have left.
    """
    old = item.revision
    found, findings = media.again(old.media, wire, patience)
    came = any(new["sha256"] != known["sha256"] for new, known in zip(found, old.media, strict=True))
    with transaction.atomic():
        pause = PAUSES[item.media_tries] if item.media_tries < len(PAUSES) else None
        item.media_due_at = now + pause if pause and any(not one["sha256"] for one in found) else None
        item.media_tries += 1
        if came:
            item.latest += 1
            kept = [finding for finding in old.findings if finding.get("code") == READ_FIRST["code"]]
            # What nobody was told has not changed for anybody.
            modified = now if Delivery.objects.filter(item=item.pk).exists() else old.modified
            new = old.successor(media=found, findings=kept + findings, modified=modified)
            new.save(force_insert=True)
            judge(item, new)
        item.save(update_fields=["latest", "media_due_at", "media_tries"])
    return came


def never_asked_for(item: Item) -> bool:
    """Whether the item has media that were left for later when it was learnt, because it was there before we came."""
    if item.state != Item.State.BASELINE or item.media_tries or item.media_due_at:
        return False
    return any(not one["sha256"] for one in item.revision.media)


def want(item: Item, *, now: datetime) -> bool:
    """Somebody looks at it: what was left for later is due now. Whether anything was."""
    left = never_asked_for(item)
    if left:
        Item.objects.filter(pk=item.pk, media_due_at=None).update(media_due_at=now)
    return left
