"""What every account shows, will show, or could show of one item, side by side; made by the function that publishes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet

from formatters.rendition import CannotTell, Cut, Rendition
from formatters.sentence import Sentence
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk.tell import tell
from syndication.gate.models import Approval
from syndication.items.models import Item
from syndication.items.overrides import Standing, standing

IN_PLACE = {"post": 4, "entry": 1}  # how many pictures of the gallery a template draws
BEFORE_LEAVING = (State.PROPOSED, State.PLANNED)
# What was to come and does not, or not by itself.
NOT_COMING = {
    State.WITHDRAWN: "unsent",
    State.EXPIRED: "unsent",
    State.RETRACTING: "unsent",
    State.RETRACTED: "unsent",
    State.REFUSED: "refused",
    State.HELD: "held",
}


@dataclass(frozen=True, slots=True)
class Face:
    """One rendition as the public of its channel would see it. `part` is one of `words.PARTS`."""

    part: str
    rendition: Rendition
    revision: int
    digest: str
    pictures: dict[str, str] = field(default_factory=dict)  # their address at the portal → SHA-256

    @property
    def template(self) -> str:
        """The template that draws this form."""
        return f"console/faces/{self.rendition.form}.html"

    @property
    def further(self) -> list[Cut]:
        """The pictures that are sent with it and that its template has no place for, each once."""
        told = self.rendition
        drawn = {cut.sha256 for cut in ([told.cover] if told.cover and told.form != "entry" else [])}
        if told.form == "article":
            drawn |= {told.gallery[block.cut].sha256 for block in told.body if block.kind == "image"}
        else:
            drawn |= {cut.sha256 for cut in told.gallery[: IN_PLACE.get(told.form, 0)]}
        return [cut for digest, cut in {cut.sha256: cut for cut in told.cuts}.items() if digest not in drawn]


@dataclass(frozen=True, slots=True)
class Panel:
    """One account beside the others: its delivery if there is one, its faces, or why it cannot tell the item."""

    account: Account
    delivery: Delivery | None
    faces: list[Face]
    why: Sentence | None = None
    approvals: list[Approval] = field(default_factory=list)
    given: bool = False  # the reader has approved this, and somebody else is still needed
    written: Standing | None = None  # what staff wrote for this account instead

    @property
    def awaits(self) -> bool:
        """Whether a person's approval is what it waits for."""
        return self.delivery is not None and awaits(self.delivery)

    @property
    def asks(self) -> bool:
        """Whether the reader's own approval would bring it further."""
        return self.awaits and not self.given

    @property
    def movable(self) -> bool:
        """Whether its time can still be changed."""
        return self.delivery is not None and self.delivery.state in BEFORE_LEAVING


def awaits(delivery: Delivery) -> bool:
    """Whether this delivery waits for an approval, as `desk.approve.awaiting` sees it."""
    if delivery.withdraw or delivery.ready or delivery.seen_revision != delivery.coming_revision:
        return False
    changed = delivery.coming_digest != delivery.shown_digest
    return delivery.state == State.PROPOSED or (delivery.state == State.LIVE and changed)


def awaiting() -> QuerySet[Delivery]:
    """The same question, asked of the database."""
    waiting = Q(state=State.PROPOSED) | Q(state=State.LIVE) & ~Q(coming_digest=F("shown_digest"))
    return Delivery.objects.filter(waiting, withdraw=False, ready=False, seen_revision=F("coming_revision"))


def panels(item: Item, reader: User) -> list[Panel]:
    """A panel for every account that has a delivery of this item, then one for every other account."""
    found = _panels(item, reader)
    if not item.latest:
        return found
    return [replace(panel, written=standing(item, item.revision, panel.account)) for panel in found]


def _panels(item: Item, reader: User) -> list[Panel]:
    kept = pictures_of(item)
    deliveries = list(Delivery.objects.select_related("account").filter(item=item.pk).order_by("account__name", "pk"))
    found = [delivered(delivery, kept, reader) for delivery in deliveries]
    if item.state == Item.State.WITHDRAWN or not item.latest:
        return found
    taken = [delivery.account_id for delivery in deliveries]
    return found + [
        _possible(item, account, kept) for account in Account.objects.exclude(pk__in=taken).order_by("name")
    ]


def pictures_of(item: Item) -> dict[str, str]:
    """Where the bytes of the portal's pictures are kept, by the address they have there."""
    media = [entry for revision in item.revisions.all() for entry in revision.media]
    return {entry["url"]: entry["sha256"] for entry in media if entry.get("sha256") and entry.get("url")}


def faces(delivery: Delivery, pictures: dict[str, str]) -> list[Face]:
    """What the public sees now, and what is to be sent next when that is something else."""
    shown = "removed" if delivery.state == State.RETRACTED else "shown"
    both = [(shown, delivery.shown, delivery.shown_revision, delivery.shown_digest)]
    if delivery.coming_digest != delivery.shown_digest:
        part = NOT_COMING.get(State(delivery.state), "coming")
        both.append((part, delivery.coming, delivery.coming_revision, delivery.coming_digest))
    return [
        Face(part, Rendition.from_json(value), revision, digest, pictures)
        for part, value, revision, digest in both
        if value
    ]


def delivered(delivery: Delivery, pictures: dict[str, str], reader: User) -> Panel:
    """The panel of an account that has a delivery, as this reader sees it."""
    now = {"digest": delivery.coming_digest, "round": delivery.approval_round}
    approvals = list(Approval.objects.filter(delivery=delivery, **now).select_related("person").order_by("at"))
    given = any(row.person_id == reader.pk for row in approvals) and len(approvals) < delivery.approvals_needed
    return Panel(delivery.account, delivery, faces(delivery, pictures), approvals=approvals, given=given)


def _possible(item: Item, account: Account, pictures: dict[str, str]) -> Panel:
    try:
        coming = tell(item, item.revision, account)
    except CannotTell as error:
        return Panel(account, None, [], error.why)
    face = Face("could", coming.rendition, coming.revision, coming.rendition.digest, pictures)
    return Panel(account, None, [face])
