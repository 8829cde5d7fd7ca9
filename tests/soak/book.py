"""What the ledger of an instance says, as JSON on standard output: run as `python -m tests.soak.book` in its environment."""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def rows() -> list[dict[str, Any]]:
    """Every delivery with its events, its open attempts, and where its item stands."""
    from scheduler.models import Delivery
    from syndication.items.models import Item

    items = {item.pk: item for item in Item.objects.all()}
    found = []
    for row in Delivery.objects.select_related("account").prefetch_related("events", "attempts").order_by("pk"):
        item = items[row.item]
        events = sorted(row.events.all(), key=lambda event: event.version)
        found.append(
            {
                "id": row.pk,
                "guid": row.guid,
                "account": row.account.name,
                "state": row.state,
                "held_from": row.held_from,
                "why": row.reason_code,
                "reason": row.why.en,
                "todo": row.left_to_do.en,
                "version": row.version,
                "versions": [event.version for event in events],
                "moves": [[event.before, event.after] for event in events],
                "tale": [f"{event.version} {event.after} {event.why} {event.who} {event.at:%M:%S}" for event in events],
                "publications": sum(attempt.act == "publish" for attempt in row.attempts.all()),
                "open": sum(attempt.closed_at is None for attempt in row.attempts.all()),
                "leased": row.lease_until is not None,
                "paused": row.account.paused,
                "due": row.due_at is not None,
                "checked": row.check_at is not None,
                "waits": row.withdraw or (row.ready and row.coming_digest != row.shown_digest),
                "behind": row.seen_revision < item.latest,
                "remote_id": row.remote_id,
            }
        )
    return found


def items() -> dict[str, dict[str, Any]]:
    """Every item by its guid: its state and its newest title."""
    from syndication.items.models import Item

    return {
        item.guid: {"state": item.state, "title": item.revision.title, "untold": item.untold, "routed": item.routed}
        for item in Item.objects.all()
    }


if __name__ == "__main__":
    django.setup()
    json.dump({"rows": rows(), "items": items()}, sys.stdout)
