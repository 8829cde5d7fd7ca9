"""A person approves what they saw: the approval is bound to the digest of the rendition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from formatters.locked import is_attributed
from formatters.rendition import Rendition
from formatters.sentence import Cannot, Sentence
from scheduler import clock, ledger
from scheduler.models import Account, Delivery
from scheduler.states import CALLED, State
from syndication.desk.people import APPROVERS, may
from syndication.desk.plan import NO_SLOT
from syndication.gate.clearance import NO_ATTRIBUTION, complete
from syndication.gate.models import Approval
from syndication.items.models import Item


class CannotApprove(Cannot):
    """This cannot be approved by this person now; `say` tells why."""


class AlreadyApproved(CannotApprove):
    """This person has approved exactly this; another one is needed."""


def awaiting() -> list[Delivery]:
    """Deliveries that wait for an approval: proposed ones, and live ones with a change that nobody has approved.

    One whose item has a newer revision that cannot be told there is not among them: there is nothing to approve.
    """
    rows = Delivery.objects.select_related("account").filter(
        withdraw=False, ready=False, seen_revision=F("coming_revision")
    )
    return [
        row
        for row in rows.filter(state__in=(State.PROPOSED, State.LIVE)).order_by("pk")
        if row.state == State.PROPOSED or row.coming_digest != row.shown_digest
    ]


def approve(delivery: Delivery, person: User, *, now: datetime, seen: str | None = None) -> Delivery:
    """Approve what is coming. `seen` is the digest of what the person looked at: CannotApprove when it has changed since.

    The delivery is planned, or its change is sent, once enough different people have approved. One whose time has passed is
    planned for the account's next free slot (now, where it posts at any time or the delivery is urgent), and its event says so.
    """
    if not may(person, APPROVERS):
        raise CannotApprove(
            Sentence(
                f"{person.username} không có vai trò duyệt.", f"{person.username} does not have a role that approves."
            )
        )
    if seen is not None and seen != delivery.coming_digest:
        raise CannotApprove(
            Sentence(
                "Nội dung đã thay đổi sau khi bạn xem; hãy xem lại rồi duyệt.",
                "It has changed since you looked; look again and approve.",
            )
        )
    if delivery.state not in (State.PROPOSED, State.LIVE) or delivery.ready:
        raise CannotApprove(
            Sentence(
                f"Không có gì chờ duyệt (trạng thái: {CALLED[State(delivery.state)]}).",
                f"Nothing waits for approval (state: {delivery.state}).",
            )
        )
    if Item.objects.filter(pk=delivery.item, latest__gt=delivery.coming_revision).exists():
        raise CannotApprove(
            Sentence(
                f"Bài gốc đã có bản mới hơn. {delivery.why.vi}".strip(),
                f"The item has a newer revision. {delivery.why.en}".strip(),
            )
        )
    if not is_attributed(Rendition.from_json(delivery.coming or {})):
        raise CannotApprove(NO_ATTRIBUTION)
    now_given: dict[str, Any] = {
        "delivery": delivery,
        "digest": delivery.coming_digest,
        "round": delivery.approval_round,
    }
    given = Approval.objects.filter(**now_given)
    if given.filter(person=person).exists() and not complete(delivery):
        count = given.count()
        raise AlreadyApproved(
            Sentence(
                f"{person.username} đã duyệt bản này ({count}/{delivery.approvals_needed}); cần thêm một người khác.",
                f"{person.username} has approved this already ({count}/{delivery.approvals_needed}); "
                "another person is needed.",
            )
        )
    with transaction.atomic():
        Approval.objects.get_or_create(**now_given, person=person)
        who = person.username
        evidence = {"digest": delivery.coming_digest}
        if not complete(delivery):
            return ledger.amend(delivery, who=who, why="approved-in-part", now=now, evidence=evidence)
        if delivery.state == State.LIVE:
            row = ledger.amend(delivery, who=who, why="approved", now=now, evidence=evidence, ready=True)
            return ledger.follow_up(row, now=now)
        if delivery.due_at is None or delivery.due_at < now:
            return _approved_late(delivery, who, now, evidence)
        return ledger.move(delivery, State.PLANNED, who=who, why="approved", now=now, evidence=evidence, ready=True)


def _approved_late(delivery: Delivery, who: str, now: datetime, evidence: dict[str, Any]) -> Delivery:
    at: datetime | None = now
    if not delivery.urgent:
        # Two approvals at once are told one after the other, and do not take the same slot.
        account = Account.objects.select_for_update().get(pk=delivery.account_id)
        at = clock.next_free(account, now, now=now, besides=delivery)
    if at is None:
        raise CannotApprove(NO_SLOT)
    say = None
    if at != now:
        say = Sentence(
            f"Duyệt sau giờ hẹn nên xếp vào khung giờ trống kế tiếp: {clock.said(at)}.",
            f"It was approved after its time and takes the next free slot: {clock.said(at)}.",
        )
    before = delivery.due_at.isoformat() if delivery.due_at else ""
    return ledger.move(
        delivery,
        State.PLANNED,
        who=who,
        why="approved-late",
        now=now,
        say=say,
        evidence={**evidence, "before": before, "after": at.isoformat()},
        ready=True,
        due_at=at,
        wanted_at=at,
    )
