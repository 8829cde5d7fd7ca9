"""Media that could not be had are asked for again, less and less often; what comes makes a new revision."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from channels.wire import Wire
from syndication.desk import follow, media
from syndication.desk.judge import judge
from syndication.desk.plan import plan_routes
from syndication.items.models import READ_FIRST, Item

PAUSES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6), timedelta(hours=24))


def refetch(item: Item, wire: Wire, *, now: datetime) -> bool:
    """Ask again for what the newest revision lacks. Whether anything came; after the last try it stays a finding."""
    old = item.revision
    found, findings = media.again(old.media, wire)
    came = any(new["sha256"] != known["sha256"] for new, known in zip(found, old.media, strict=True))
    with transaction.atomic():
        pause = PAUSES[item.media_tries] if item.media_tries < len(PAUSES) else None
        item.media_due_at = now + pause if pause and any(not one["sha256"] for one in found) else None
        item.media_tries += 1
        if came:
            item.latest += 1
            kept = [finding for finding in old.findings if finding.get("code") == READ_FIRST["code"]]
            new = old.successor(media=found, findings=kept + findings, modified=now)
            new.save(force_insert=True)
            judge(item, new)
        item.save(update_fields=["latest", "media_due_at", "media_tries"])
    if came:
        follow.follow(item, who="refetch", now=now)
        plan_routes(item, now=now)
    return came
