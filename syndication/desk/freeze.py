"""Hold everything, or one topic, for a solemn time or in a crisis; and let it go on, approved anew.

What is live stays live, a withdrawal is never held, and what is being sent cannot be stopped any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from formatters.sentence import Cannot, Sentence
from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.gate import freezes
from syndication.gate.models import Freeze


class CannotFreeze(Cannot):
    """It cannot be frozen or resumed so; `say` tells why."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A freeze that begins or ends, and the deliveries that it holds or lets go."""

    freeze: Freeze
    deliveries: tuple[Delivery, ...]


def freeze(topic: str, reason: str, *, who: str, now: datetime) -> Frozen:
    """Hold every planned delivery of this topic ("" is everything) and every one that is planned later.

    CannotFreeze without a reason, and when the same is frozen already.
    """
    if not reason.strip():
        raise CannotFreeze(Sentence("Hãy ghi lý do tạm giữ.", "Say why it is frozen."))
    try:
        with transaction.atomic():
            made = Freeze.objects.create(topic=topic.strip(), reason=reason.strip(), began_at=now, began_by=who)
    except IntegrityError:
        raise CannotFreeze(Sentence("Chủ đề này đang được tạm giữ rồi.", "This is frozen already.")) from None
    planned = Delivery.objects.select_related("account").filter(state=State.PLANNED, withdraw=False)
    held = [row for row in planned.order_by("pk") if freezes.over(row) is not None and _hold(row, made, who, now)]
    return Frozen(made, tuple(held))


def _hold(delivery: Delivery, freeze: Freeze, who: str, now: datetime) -> bool:
    """Whether it is held now; a worker that was faster has it, and clearance is asked by the next one."""
    try:
        ledger.move(delivery, State.HELD, who=who, why=freezes.CODE, now=now, say=freezes.say(freeze))
    except ledger.Conflict:
        return False
    return True


def resume(topic: str, reason: str, *, who: str, now: datetime) -> Frozen:
    """End the freeze of this topic. What it held, and no other freeze holds, asks for its approvals again.

    CannotFreeze when nothing of that name is frozen.
    """
    found = Freeze.objects.filter(topic=topic.strip(), ended_at=None).first()
    if found is None:
        named = f"“{topic}”" if topic else ""
        raise CannotFreeze(
            Sentence(
                f"Không có lệnh tạm giữ nào {named}.".replace(" .", "."),
                f"Nothing {named} is frozen.".replace("  ", " "),
            )
        )
    with transaction.atomic():
        Freeze.objects.filter(pk=found.pk, ended_at=None).update(ended_at=now, ended_by=who)
        let_go = [row for row in held_ones() if freezes.over(row) is None]
        for row in let_go:
            _ask_again(row, reason, who, now)
    found.refresh_from_db()
    return Frozen(found, tuple(let_go))


def held_ones() -> list[Delivery]:
    """Every delivery that a freeze holds, the earliest first."""
    rows = Delivery.objects.select_related("account").filter(state=State.HELD, reason_code=freezes.CODE)
    return list(rows.order_by("due_at", "pk"))


def _ask_again(delivery: Delivery, reason: str, who: str, now: datetime) -> None:
    """Before anything left it is proposed again; a change of what is live waits for its approval."""
    after = State.LIVE if delivery.held_from == State.REVISING else State.PROPOSED
    ledger.move(
        delivery,
        after,
        who=who,
        why="resumed",
        now=now,
        evidence={"reason": reason},
        ready=False,
        approval_round=delivery.approval_round + 1,
        approvals_needed=max(1, delivery.approvals_needed),
    )
