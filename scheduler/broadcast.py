"""Push what is live to a channel's followers: only when a person asks, once, and never again while there is a doubt.

It is no state of a delivery: an attempt `broadcast` is opened before the first byte leaves, and its outcome says what came.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from channels.channel import Broadcaster, Remote
from channels.errors import AccountBroken, ChannelError, OutcomeUnknown
from formatters.sentence import Cannot, Sentence
from scheduler import ledger, ports
from scheduler.access import AccountAccess, receipt_of
from scheduler.models import Attempt, Delivery
from scheduler.states import State

ACT = "broadcast"
DONE = "broadcast"
MAY_HAVE_GONE = ("", DONE, "outcomeunknown")  # outcomes after which it may be with the followers already

NO_FOLLOWERS = Sentence(
    "Kênh này không có tin gửi tới người theo dõi.", "This channel has nothing that is pushed to followers."
)
NOT_LIVE = Sentence(
    "Chỉ gửi tới người theo dõi bài đang hiển thị và không chờ thay đổi nào.",
    "Only what is live, with no change waiting, is pushed to followers.",
)
PAUSED = Sentence("Tài khoản đang tạm dừng.", "The account is paused.")
DONE_BEFORE = Sentence(
    "Bài này đã được gửi, hoặc có thể đã được gửi, tới người theo dõi; chỉ gửi lần nữa khi chắc chắn là cần.",
    "It has been, or may have been, pushed to the followers already; do it again only when that is surely wanted.",
)


class CannotBroadcast(Cannot):
    """It cannot be pushed now; `say` tells why."""


def broadcast(delivery_id: int, *, who: str, again: bool = False) -> Attempt:
    """Push it. The closed attempt; its outcome is "broadcast" when the channel took it.

    CannotBroadcast when it may not go; ChannelError as the adapter raises it, recorded before. `again` allows a second time.
    """
    attempt = _open(delivery_id, who=who, again=again, now=timezone.now())
    delivery = Delivery.objects.select_related("account").get(pk=delivery_id)
    adapter = cast(Broadcaster, delivery.account.manifest.load())
    try:
        evidence = adapter.broadcast(receipt_of(delivery, Remote.LIVE), AccountAccess(delivery.account, delivery))
    except ChannelError as error:
        if isinstance(error, AccountBroken):
            ledger.pause(delivery.account, error.say)
        _close(delivery, attempt, ledger.Outcome(error.code, error.cause, error.say, error.evidence), who)
        raise
    except Exception as error:
        lost = OutcomeUnknown(f"{type(error).__name__}: {error}")
        _close(delivery, attempt, ledger.Outcome(lost.code, lost.cause, lost.say), who)
        raise
    _close(delivery, attempt, ledger.Outcome(DONE, evidence=dict(evidence)), who)
    attempt.refresh_from_db()
    return attempt


def possible(delivery: Delivery) -> bool:
    """Whether a person may be offered to push it: it is live as approved, and it has not been pushed before."""
    return _against(delivery) is None and not _gone_before(delivery)


def _against(delivery: Delivery) -> Sentence | None:
    manifest = delivery.account.manifest
    if not manifest.can.broadcast:
        return manifest.can.why.get(ACT) or NO_FOLLOWERS
    if delivery.account.paused:
        return PAUSED
    at_rest = delivery.coming_digest == delivery.shown_digest and not delivery.withdraw
    return None if delivery.state == State.LIVE and at_rest else NOT_LIVE


def _gone_before(delivery: Delivery) -> bool:
    return Attempt.objects.filter(delivery=delivery, act=ACT, outcome__in=MAY_HAVE_GONE).exists()


@transaction.atomic
def _open(delivery_id: int, *, who: str, again: bool, now: datetime) -> Attempt:
    """The open attempt. Of two that ask at once the second gets ledger.Conflict: the first moved the version."""
    delivery = Delivery.objects.select_related("account").get(pk=delivery_id)
    if against := _against(delivery):
        raise CannotBroadcast(against)
    [answer] = ports.clearance()([delivery])
    if answer.may is not ports.May.GO:
        raise CannotBroadcast(answer.say or NOT_LIVE)
    ledger.amend(delivery, who=who, why="broadcast-asked", now=now, evidence={"again": again})
    if _gone_before(delivery) and not again:
        raise CannotBroadcast(DONE_BEFORE)
    return Attempt.objects.create(
        delivery=delivery, act=ACT, digest=delivery.shown_digest, worker=who[:100], opened_at=now
    )


def _close(delivery: Delivery, attempt: Attempt, outcome: ledger.Outcome, who: str) -> None:
    """Written down whatever became of the delivery meanwhile: `settle` closes the attempt before it gives up."""
    try:
        ledger.settle(delivery, State.LIVE, outcome, who=who, now=timezone.now(), attempt=attempt)
    except ledger.Conflict:
        return
