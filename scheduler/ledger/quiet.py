"""Quiet hours: what comes due in them waits until they are over, and its event says so. Only a first publication ever waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from formatters.sentence import Sentence
from scheduler import clock, pace
from scheduler.ledger.moving import amend
from scheduler.models import Delivery

CODE = "quiet-hours"
BEHIND = pace.BACKLOG + timedelta(seconds=1)  # just late enough to be of a backlog, and far from too late


def put_off(delivery: Delivery, now: datetime) -> bool:
    """Give a planned delivery the end of its account's quiet hours as its time, if it is now in them and not urgent.

    Whether it was put off; Conflict as for `amend`. The hours that it waits in quiet do not count as being late, and what
    has gathered in them drips afterwards, as a backlog does.
    """
    until = None if delivery.urgent else clock.quiet_until(delivery.account, now)
    if until is None:
        return False
    before = delivery.due_at or now
    wanted = (delivery.wanted_at or before) + (until - now)
    said = clock.said(until)
    say = Sentence(
        f"Tài khoản đang trong giờ yên lặng nên gửi khi hết giờ đó: {said}.",
        f"The account is in its quiet hours; it leaves when they are over: {said}.",
    )
    amend(
        delivery,
        who="scheduler",
        why=CODE,
        now=now,
        say=say,
        evidence={"before": before.isoformat(), "after": until.isoformat()},
        due_at=until,
        wanted_at=min(wanted, until - BEHIND),
        offered_at=None,
        reason=say.to_json(),
        reason_code=CODE,
    )
    return True
