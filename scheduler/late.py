"""What its account's policy calls too late does not leave by itself: it is held for a person, or expires."""

from __future__ import annotations

from datetime import datetime, timedelta

from formatters.sentence import Sentence
from scheduler import ledger, pace
from scheduler.models import Delivery
from scheduler.states import State

SOONEST = timedelta(hours=1)  # no policy is shorter than one hour
AT_ONCE = 500


def sweep(now: datetime) -> int:
    """Hold or expire everything that is due and too late. How many."""
    rows = Delivery.objects.select_related("account").filter(
        state=State.PLANNED, due_at__lte=now, wanted_at__lt=now - SOONEST, account__paused=False
    )
    known: dict[int, pace.Pace] = {}
    moved = 0
    for row in rows.order_by("due_at", "pk")[:AT_ONCE]:
        its = known.setdefault(row.account_id, pace.pace_of(row.account))
        if its.too_late(row, now):
            moved += give_up(row, its, now)
    return moved


def give_up(delivery: Delivery, its: pace.Pace, now: datetime) -> bool:
    """Hold it or let it expire, as the policy says. Whether it was moved: somebody may have been faster."""
    assert its.late is not None
    hours = int(its.late.total_seconds()) // 3600
    after = State.EXPIRED if its.then == "expire" else State.HELD
    say = Sentence(
        f"Đã quá giờ hẹn hơn {hours} giờ nên không tự gửi nữa.",
        f"Its time passed more than {hours} hours ago, so it does not leave by itself any more.",
    )
    try:
        ledger.move(delivery, after, who="scheduler", why="too-late", now=now, say=say)
    except ledger.Conflict:
        return False
    return True
