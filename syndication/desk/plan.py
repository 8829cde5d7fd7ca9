"""Plan one item on one account; and plan a new item where its routes say."""

from __future__ import annotations

from datetime import datetime

from formatters.rendition import CannotTell
from formatters.sentence import Cannot, Sentence
from scheduler import clock, ledger
from scheduler.access import open_wire
from scheduler.models import Account, Delivery
from scheduler.states import FINAL
from syndication.desk.automatic import needs_a_reader
from syndication.desk.complete import complete, never_asked_for
from syndication.desk.films.ready import NotYet
from syndication.desk.tell import tell
from syndication.items.models import Item
from syndication.sources.models import Route

PATIENCE = 10.0  # seconds for a picture while a person waits
NO_SLOT = Sentence(
    "Tài khoản không còn khung giờ trống trong một năm tới; hãy chọn giờ hoặc sửa posting_slots của tài khoản.",
    "The account has no free slot within a year; give it a time, or change the account's posting_slots.",
)


class CannotPlan(Cannot):
    """This item cannot be planned on this account; `say` tells a person why. `awaits` is the film that is being made ready for
    it, by its SHA-256; "" when waiting would not help."""

    def __init__(self, say: Sentence, awaits: str = "") -> None:
        super().__init__(say)
        self.awaits = awaits


def plan(
    item: Item,
    account: Account,
    *,
    at: datetime,
    approvals_needed: int,
    who: str,
    why: str,
    now: datetime,
    occurrence: int = 1,
    urgent: bool = False,
) -> tuple[Delivery, bool]:
    """The delivery of this item on this account, and whether it was made now. CannotPlan with the reason."""
    if item.state == Item.State.WITHDRAWN:
        raise CannotPlan(Sentence("Bài này đã được thu hồi.", "This item has been withdrawn."))
    try:
        coming = tell(item, item.revision, account)
    except CannotTell as error:
        raise CannotPlan(error.why, error.sha256 if isinstance(error, NotYet) else "") from error
    wanted_plan = ledger.Plan(
        item=item.pk,
        guid=item.guid,
        # A repeat is another thing to whoever keeps what we told: an id is never used twice.
        identifier=item.identifier if occurrence == 1 else f"{item.identifier}:{occurrence}",
        source=item.source,
        account=account,
        coming=coming,
        category=item.category,
        # What was collected elsewhere, or written by hand for this account, is never automatic.
        approvals_needed=max(1, approvals_needed) if needs_a_reader(item, account) else approvals_needed,
        due_at=at,
        occurrence=occurrence,
        urgent=urgent,
    )
    return ledger.plan(wanted_plan, who=who, why=why, now=now)


def plan_by_hand(
    item: Item, account: Account, *, at: datetime, approvals_needed: int, who: str, now: datetime, urgent: bool = False
) -> tuple[Delivery, bool]:
    """A person plans it: what was refused or taken away before may be told once more. CannotPlan with the reason.

    What they call urgent asks neither for posting slots nor for quiet hours; it needs its approvals all the same. An item that was
    there before we came gets its pictures now.
    """
    if never_asked_for(item):
        complete(item, open_wire(PATIENCE, reads=1), now=now)
    return plan(
        item,
        account,
        at=at,
        approvals_needed=approvals_needed,
        who=who,
        why="planned-urgent" if urgent else "planned",
        now=now,
        occurrence=next_occurrence(item, account),
        urgent=urgent,
    )


def slot_for(account: Account, wanted: datetime, *, now: datetime) -> datetime:
    """The account's next free slot from `wanted` on; `wanted` itself where it posts at any time. CannotPlan without one."""
    free = clock.next_free(account, wanted, now=now)
    if free is None:
        raise CannotPlan(NO_SLOT)
    return free


def next_occurrence(item: Item, account: Account) -> int:
    """Which occurrence a person would plan: the next one when all before have ended, else the one that is under way."""
    known = Delivery.objects.filter(item=item.pk, account=account)
    under_way = known.exclude(state__in=FINAL).order_by("occurrence").first()
    return under_way.occurrence if under_way else known.count() + 1


def plan_routes(item: Item, *, now: datetime) -> list[Delivery]:
    """Plan an item on the account of every route that takes it; what cannot be told is noted on the item and shown.

    Safe to repeat: what is planned already stays as it is. The item is marked only when every route has been gone through,
    and no film is being made ready for one, so that what is left out is planned by `catch_up`.
    """
    if item.state != Item.State.RECEIVED:
        return []
    planned: list[Delivery] = []
    untold: list[dict[str, str]] = []
    awaits = ""
    revision = item.revision
    for route in Route.objects.filter(source__name=item.source).select_related("account").order_by("pk"):
        if route.categories and not {item.category, *revision.tags} & set(route.categories):
            continue
        try:
            delivery, _ = plan(
                item,
                route.account,
                at=slot_for(route.account, now + route.delay, now=now),
                approvals_needed=route.approvals,
                who=f"route {route.pk}",
                why="route",
                now=now,
            )
            planned.append(delivery)
        except CannotPlan as error:
            untold.append({"account": route.account.name, **error.say.to_json()})
            awaits = error.awaits or awaits
    item.untold, item.routed, item.awaits_film = untold, not awaits, awaits
    item.save(update_fields=["untold", "routed", "awaits_film"])
    return planned
