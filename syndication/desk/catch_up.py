"""What a crash, a fault or an answer awaited at the time left behind is made good: swept for by the timer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from channels.wire import Wire
from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import FINAL
from syndication.desk import behind, follow
from syndication.desk.patience import Patience
from syndication.desk.plan import plan_routes
from syndication.desk.refetch import refetch
from syndication.desk.withdraw import withdraw
from syndication.items.models import FilmCopy, Item, Revision

log = logging.getLogger(__name__)

AT_ONCE = 50  # of each kind in a round, taken at random: fifty that cannot be helped yet keep no other from its turn
SETTLED_AT_ONCE = 500
AT_WORK = timedelta(
    hours=1
)  # longer than anybody takes to plan what was read of an item before its newest revision came


def catch_up(wire: Wire, *, now: datetime) -> int:
    """Deliveries behind their item follow, items whose routes were not planned are planned, withdrawals that were cut off are
    finished, and media that could not be had are asked for again. How many of them changed. One that fails keeps no other
    from its turn.
    """
    patience = Patience.afterwards()
    unspent = takewhile(lambda _: not patience.spent, _incomplete(now))  # the others are asked for in the next round
    changed = (
        _each(_behind(), lambda row: follow.follow_one(row, Item.objects.get(pk=row.item), who="catch-up", now=now))
        + _each(_unrouted(), lambda item: plan_routes(item, now=now))
        + _each(_half_withdrawn(), lambda item: _finish(item, now))
        + _each(unspent, lambda item: refetch(item, wire, now=now, patience=patience))
    )
    # One by one and by the number that was looked at: a revision that comes in between is not taken for followed.
    for item in _settled(now)[:SETTLED_AT_ONCE]:
        behind.settle(item, who="catch-up", now=now)
        Item.objects.filter(pk=item.pk, latest=item.latest).update(followed=item.latest)
    return changed


def _each(rows: Iterable[Any], act: Callable[[Any], Any]) -> int:
    changed = 0
    for row in rows:
        try:
            changed += bool(act(row))
        except ledger.Conflict:
            continue  # it moved meanwhile; the next round looks again
        except Exception:
            log.exception("%s %s could not be caught up with", type(row).__name__, row.pk)
    return changed


def _behind() -> Iterable[Delivery]:
    ahead = Item.objects.filter(ahead=True).exclude(state=Item.State.WITHDRAWN)
    rows = Delivery.objects.filter(state__in=follow.AT_REST, withdraw=False, item__in=ahead.values("pk"))
    rows = rows.annotate(latest=Subquery(ahead.filter(pk=OuterRef("item")).values("latest")[:1]))
    return rows.filter(latest__gt=F("seen_revision")).select_related("account").order_by("?")[:AT_ONCE]


def _settled(now: datetime) -> QuerySet[Item]:
    """Those whose every delivery follows the newest revision, which came so long ago that no other one is being made of an older."""
    behind = Delivery.objects.exclude(state__in=FINAL).filter(
        item=OuterRef("pk"), withdraw=False, seen_revision__lt=OuterRef("latest")
    )
    recent = Revision.objects.filter(item=OuterRef("pk"), made_at__gt=now - AT_WORK)
    return Item.objects.filter(~Exists(behind), ~Exists(recent), ahead=True)


def _unrouted() -> Iterable[Item]:
    being_made = FilmCopy.objects.filter(state=FilmCopy.State.WANTED).values("source")
    rows = Item.objects.filter(routed=False, state=Item.State.RECEIVED).exclude(awaits_film__in=being_made)
    return rows.order_by("?")[:AT_ONCE]


def _half_withdrawn() -> Iterable[Item]:
    left = Delivery.objects.exclude(state__in=FINAL).filter(withdraw=False).values("item")
    return Item.objects.filter(state=Item.State.WITHDRAWN, pk__in=left).order_by("?")[:AT_ONCE]


def _incomplete(now: datetime) -> Iterable[Item]:
    return Item.objects.filter(media_due_at__lte=now).exclude(state=Item.State.WITHDRAWN).order_by("?")[:AT_ONCE]


def _finish(item: Item, now: datetime) -> int:
    rows = withdraw(item, reason=item.withdrawn_code, note=item.withdrawn_note, who="catch-up", now=now)
    return len(rows)
