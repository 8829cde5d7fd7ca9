"""What its account's policy calls too late does not leave by itself: it is held for a person, or expires."""

from __future__ import annotations

from datetime import datetime, timedelta

from formatters.sentence import Sentence
from scheduler import ledger, pace
from scheduler.models import Account, Delivery
from scheduler.states import State

SOONEST = timedelta(hours=1)  # no policy is shorter than one hour
AT_ONCE = 500


def sweep(now: datetime) -> int:
    """Hold or expire everything that is due and too late. How many.

    Account by account, so that what one of them may still send, however late, hides nothing of another.
    """
    behind = Delivery.objects.filter(state=State.PLANNED, due_at__lte=now, wanted_at__lt=now - SOONEST)
    moved = 0
    for account in Account.objects.filter(paused=False, pk__in=behind.values("account")).order_by("pk"):
        its = pace.pace_of(account)
        if its.late is not None:
            rows = behind.filter(account=account, wanted_at__lt=now - its.late).select_related("account")
            moved += sum(give_up(row, its, now) for row in rows.order_by("due_at", "pk")[:AT_ONCE])
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
