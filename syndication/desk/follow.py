"""What is planned or live follows its item: a new revision means a new rendition, a new approval, and a revise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from formatters.rendition import CannotTell
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk import behind, outdated
from syndication.desk.automatic import needs_a_reader
from syndication.desk.films.ready import NotYet
from syndication.desk.tell import tell
from syndication.gate.clearance import complete
from syndication.items.models import Item
from syndication.items.overrides import newest, standing

# In these states nothing is under way at the channel, so what is coming may be exchanged. Any other delivery is caught up
# with as soon as it is settled: while an answer is awaited, the ledger must know what was sent.
AT_REST = (State.PROPOSED, State.PLANNED, State.LIVE)
TRIES = 5  # against somebody who moves the same delivery at the same time
REVISION, REWRITTEN = (
    "revision",
    "rewritten",
)  # why something else is coming: the item changed, or staff wrote for the account
SHOWN = ("shown", "shown_digest", "shown_revision", "shown_modified")


def follow(item: Item, *, who: str, now: datetime) -> int:
    """Let every delivery of this item that is at rest follow its newest revision, and its twin's tell it. How many changed."""
    rows = Delivery.objects.select_related("account").filter(item=item.pk, state__in=AT_REST)
    changed = sum(_unless_moved(row, item, who=who, now=now) for row in rows)
    outdated.settle_all(item, now=now)
    behind.settle(item, who=who, now=now)
    return changed + (retell(item.twin, who=who, now=now) if item.twin else 0)


def retell(item: Item, *, who: str, now: datetime) -> int:
    """Tell the newest revision anew where something beside it changed (its twin, its film's address). How many changed."""
    rows = Delivery.objects.select_related("account").filter(item=item.pk, state__in=AT_REST, withdraw=False)
    return sum(_unless_moved(row, item, who=who, now=now, anew=True) for row in rows)


def _unless_moved(delivery: Delivery, item: Item, *, who: str, now: datetime, anew: bool = False) -> bool:
    """As `follow_one`; what somebody is moving at this moment keeps no other, and is caught up with later."""
    try:
        return follow_one(delivery, item, who=who, now=now, anew=anew)
    except ledger.Conflict:
        return False


def rewritten(delivery: Delivery, item: Item, *, who: str, now: datetime) -> bool:
    """Tell it as staff have now written it for its account; approvals that were given before are void. Whether anything changed.

    One that has left its rest meanwhile is told so once it comes to rest again.
    """
    for _ in range(TRIES):
        try:
            return follow_one(delivery, item, who=who, now=now, anew=True, why=REWRITTEN)
        except ledger.Conflict:
            delivery = Delivery.objects.select_related("account").get(pk=delivery.pk)
            if delivery.state not in AT_REST:
                break
    return False


def follow_one(
    delivery: Delivery, item: Item, *, who: str, now: datetime, anew: bool = False, why: str = REVISION
) -> bool:
    """Exchange what is coming on this delivery for the newest revision's rendition. Whether anything changed."""
    if item.state == Item.State.WITHDRAWN or (delivery.seen_revision >= item.latest and not anew):
        return False
    try:
        coming = tell(item, item.revision, delivery.account)
    except NotYet:
        return False  # `catch_up` comes back to it
    except CannotTell as error:
        _cannot_follow(delivery, item, error.why, who, now)
        return False
    stands = standing(item, item.revision, delivery.account)
    say = outdated.SAY if stands and stands.outdated else None
    if anew and coming.rendition.digest == delivery.coming_digest and delivery.seen_revision >= item.latest:
        if delivery.reason_code == outdated.CODE and say is None:  # the words stay, what was to be looked at is settled
            ledger.amend(delivery, who=who, why=why, now=now, reason={}, reason_code="")
        return False
    with transaction.atomic():
        read_first = needs_a_reader(item, delivery.account)
        return _exchange(delivery, coming, who, now, why=why, read_first=read_first, say=say)


def _exchange(
    delivery: Delivery,
    coming: ledger.Coming,
    who: str,
    now: datetime,
    *,
    why: str,
    read_first: bool,
    say: Sentence | None,
) -> bool:
    same = coming.rendition.digest == (delivery.shown_digest or delivery.coming_digest)
    asked: dict[str, Any] = {"approvals_needed": max(1, delivery.approvals_needed)} if read_first else {}
    if why == REWRITTEN:
        asked["approval_round"] = delivery.approval_round + 1
    if say or delivery.reason_code == outdated.CODE:
        asked |= {"reason": say.to_json() if say else {}, "reason_code": outdated.CODE if say else ""}
    row = ledger.amend(
        delivery, who=who, why=why, now=now, say=say, title=coming.rendition.title, **coming.fields, **asked
    )
    if same:  # readers of this account would see no difference
        if row.shown_digest:
            ledger.amend(row, who=who, why="unchanged-here", now=now, shown_revision=coming.revision)
        return False
    ready: dict[str, Any] = {"ready": complete(row)}
    if ready["ready"] and row.state == State.PROPOSED:
        # It came back to what was approved once: nobody would be asked, and nothing would move it.
        ready = {"ready": False, "approval_round": row.approval_round + 1}
    row = ledger.amend(row, who=who, why="approval-asked", now=now, **ready)
    if not row.ready and row.state == State.PLANNED:
        ledger.move(row, State.PROPOSED, who=who, why=outdated.CODE if say else "changed", now=now, say=say)
    ledger.follow_up(row, now=now)
    return True


def _cannot_follow(delivery: Delivery, item: Item, why: Sentence, who: str, now: datetime) -> None:
    """The new revision has no form on this channel: what has not left does not leave, what is live is shown to a person."""
    known: dict[str, Any] = {"who": who, "why": "cannot-tell", "now": now, "say": why, "seen_revision": item.latest}
    if delivery.state == State.PLANNED:
        ledger.move(delivery, State.HELD, **known)
        return
    known |= {"reason": why.to_json(), "reason_code": "cannot-tell"}
    if delivery.state == State.LIVE and delivery.coming_digest != delivery.shown_digest:
        # A change that was under way to an older revision is given up: it must not be approved any more.
        known |= {name.replace("shown", "coming"): getattr(delivery, name) for name in SHOWN}
    ledger.amend(delivery, **known)


def after_rest(moved: Delivery) -> None:
    """Let one delivery that has just come to rest follow its item, and what staff wrote for its account meanwhile.

    What goes wrong here is made good by `catch_up`.
    """
    behind = Q(latest__gt=moved.seen_revision) | Q(overrides__account=moved.account_id)
    if not Item.objects.filter(behind, pk=moved.item).exists():
        return
    delivery = Delivery.objects.select_related("account").get(pk=moved.pk)
    item = Item.objects.filter(pk=delivery.item).first()
    if item is not None and delivery.state in AT_REST and not delivery.withdraw:
        try:
            anew = newest(item, delivery.account) is not None
            follow_one(delivery, item, who="desk", now=timezone.now(), anew=anew)
        except ledger.Conflict:
            return
