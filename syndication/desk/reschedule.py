"""Give a delivery that has not left yet another time."""

from __future__ import annotations

from datetime import datetime, timedelta

from formatters.sentence import Cannot, Sentence
from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import CALLED, State

BEFORE_LEAVING = (State.PROPOSED, State.PLANNED)
THIS_MINUTE = timedelta(minutes=1)  # a form knows whole minutes: the one that has begun is not past


class CannotReschedule(Cannot):
    """It cannot be given this time now; `say` tells why."""


def reschedule(delivery: Delivery, *, at: datetime, who: str, now: datetime) -> Delivery:
    """Let it leave at `at` (aware) instead. Its approvals stay: they are of what is shown, not of when.

    CannotReschedule when it has left, or is held, or when the time has passed; ledger.Conflict when somebody was faster.
    """
    if delivery.state not in BEFORE_LEAVING:
        raise CannotReschedule(
            Sentence(
                f"Chỉ đổi được giờ khi chưa gửi đi (trạng thái: {CALLED[State(delivery.state)]}).",
                f"Only what has not left yet can be given another time (state: {delivery.state}).",
            )
        )
    not_past(at, now)
    before = delivery.due_at.isoformat() if delivery.due_at else ""
    evidence = {"before": before, "after": at.isoformat()}
    return ledger.amend(
        delivery, who=who, why="rescheduled", now=now, evidence=evidence, due_at=at, wanted_at=at, offered_at=None
    )


def not_past(at: datetime, now: datetime) -> None:
    """CannotReschedule when `at` has passed: nothing can be sent then any more."""
    if at < now - THIS_MINUTE:
        raise CannotReschedule(
            Sentence(
                "Thời điểm này đã qua; hãy chọn một thời điểm sắp tới.",
                "This time has passed; choose one that is still to come.",
            )
        )
