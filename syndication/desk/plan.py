"""Plan one item on one account; and plan a new item where its routes say."""

from __future__ import annotations

from datetime import datetime

from formatters.rendition import CannotTell
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Account, Delivery
from syndication.desk.tell import tell
from syndication.items.models import Item
from syndication.sources.models import Route


class CannotPlan(ValueError):
    """This item cannot be planned on this account; `say` tells a person why."""

    def __init__(self, say: Sentence) -> None:
        super().__init__(say.en)
        self.say = say


def plan(
    item: Item, account: Account, *, at: datetime, approvals_needed: int, who: str, why: str, now: datetime
) -> tuple[Delivery, bool]:
    """The delivery of this item on this account, and whether it was made now. CannotPlan with the reason."""
    if item.state == Item.State.WITHDRAWN:
        raise CannotPlan(Sentence("Bài này đã được thu hồi.", "This item has been withdrawn."))
    wanted = account.settings.get("language")
    if wanted and wanted != item.language:
        raise CannotPlan(
            Sentence(
                f"Tài khoản “{account.name}” đăng ngôn ngữ {wanted}, bài này là {item.language}.",
                f"The account “{account.name}” tells {wanted}, this item is {item.language}.",
            )
        )
    try:
        coming = tell(item, item.revision, account)
    except CannotTell as error:
        raise CannotPlan(error.why) from error
    wanted_plan = ledger.Plan(
        item=item.pk,
        guid=item.guid,
        identifier=item.identifier,
        source=item.source,
        account=account,
        coming=coming,
        category=item.category,
        # What was collected elsewhere is never automatic.
        approvals_needed=approvals_needed if item.own else max(1, approvals_needed),
        due_at=at,
    )
    return ledger.plan(wanted_plan, who=who, why=why, now=now)


def plan_routes(item: Item, *, now: datetime) -> list[Delivery]:
    """Plan a new item on the account of every route that takes it; what cannot be told is noted on the item and shown."""
    planned: list[Delivery] = []
    untold: list[dict[str, str]] = []
    revision = item.revision
    for route in Route.objects.filter(source__name=item.source).select_related("account").order_by("pk"):
        if route.categories and not {item.category, *revision.tags} & set(route.categories):
            continue
        try:
            delivery, _ = plan(
                item,
                route.account,
                at=now + route.delay,
                approvals_needed=route.approvals,
                who=f"route {route.pk}",
                why="route",
                now=now,
            )
            planned.append(delivery)
        except CannotPlan as error:
            untold.append({"account": route.account.name, **error.say.to_json()})
    if untold != item.untold:
        item.untold = untold
        item.save(update_fields=["untold"])
    return planned
