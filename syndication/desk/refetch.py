"""Media that could not be had are asked for again, less and less often; what comes makes a new revision, and is told."""

from __future__ import annotations

from datetime import datetime

from channels.wire import Wire
from syndication.desk import follow
from syndication.desk.complete import complete
from syndication.desk.patience import Patience
from syndication.desk.plan import plan_routes
from syndication.items.models import Item


def refetch(item: Item, wire: Wire, *, now: datetime, patience: Patience | None = None) -> bool:
    """Ask again for what the newest revision lacks, and let what is planned or live follow. Whether anything came.

    `patience` is what all that are asked for in this round have left.
    """
    came = complete(item, wire, now=now, patience=patience)
    if came:
        follow.follow(item, who="refetch", now=now)
        plan_routes(item, now=now)
    return came
