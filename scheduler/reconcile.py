"""Unknown, processing, stalled → evidence → settle. Everything here only reads at the channel."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError
from django.db.models import Q
from django.utils import timezone

from channels.channel import Receipt, Remote, Unfinished
from channels.errors import AccountBroken, ChannelError, Unsupported
from formatters.sentence import Sentence
from scheduler import ledger, retry
from scheduler.access import AccountAccess, key_of, parcel_of, receipt_of
from scheduler.dispatch import TURN, UNRECORDED
from scheduler.models import Attempt, Delivery
from scheduler.states import State

log = logging.getLogger(__name__)

FIRST_CHECK = timedelta(seconds=1)
LONGEST_CHECK = timedelta(minutes=5)
GIVE_UP = timedelta(hours=24)
# How far a platform's clock may be behind ours: what it made then seems older than our try. What is on another receipt is not
# taken for ours anyway, so looking a little further back costs nothing; not looking there would publish a second time.
CLOCKS_APART = timedelta(minutes=10)

# What waits for evidence; `revising` only while the channel is still working on the change.
WAITING = Q(state__in=(State.UNKNOWN, State.PROCESSING)) | Q(state=State.REVISING, check_at__isnull=False)

LOST_LEASE = Sentence(
    "Tiến trình gửi bị ngắt giữa chừng; đang đối chiếu với nền tảng.",
    "The worker that was sending it was cut off; it is being compared with what the platform holds.",
)
CANNOT_FIND = Sentence(
    "Không rõ đã đăng hay chưa và kênh này không cho tra lại; hãy xem trang rồi quyết định.",
    "Whether it was published is unknown and this channel cannot be searched; look at the page and decide.",
)
TOO_LONG = Sentence(
    "Đã quá 24 giờ mà kênh chưa cho kết quả; hãy xem trang rồi quyết định.",
    "The channel has given no result for 24 hours; look at the page and decide.",
)
OUR_FAULT = Sentence(
    "Chưa đối chiếu được do lỗi của hệ thống; sẽ thử lại. Nếu kéo dài, hãy báo người vận hành.",
    "It could not be compared because of a fault of ours; it will be tried again. If it goes on, tell the operator.",
)
VANISHED = Sentence(
    "Kênh đã nhận nhưng nay không còn bài này; hãy xem trang rồi quyết định.",
    "The channel had accepted it and no longer has it; look at the page and decide.",
)


def reap(now: datetime) -> int:
    """A lost lease on `sending` becomes `unknown`, never `planned`. How many there were."""
    lost = Delivery.objects.filter(state=State.SENDING, lease_until__lte=now)
    reaped = 0
    for delivery in lost.select_related("account"):
        attempt = delivery.attempts.filter(closed_at=None).order_by("-opened_at").first()
        outcome = ledger.Outcome("lease-lost", cause=f"{delivery.lease_by} was lost", say=LOST_LEASE)
        try:
            ledger.settle(
                delivery,
                State.UNKNOWN,
                outcome,
                who="reaper",
                now=now,
                attempt=attempt,
                check_at=now,
                checks=0,
                absent_at=None,
                where={"lease_until__lte": now},  # renewed between our look and our move: not lost after all
            )
            reaped += 1
        except ledger.Conflict:
            log.info("delivery %s was settled while it was being reaped", delivery.pk)
    return reaped


def is_due(delivery: Delivery, now: datetime) -> bool:
    """Whether this one's evidence is to be looked for now."""
    waiting = delivery.state in (State.UNKNOWN, State.PROCESSING, State.REVISING)
    return waiting and delivery.check_at is not None and delivery.check_at <= now and not delivery.account.paused


def due(
    now: datetime, *, limit: int | None = 200, all_of_them: bool = False, offered_before: datetime | None = None
) -> list[Delivery]:
    """Those whose evidence is to be looked for now; with `all_of_them` whatever their next look was set to.

    With `offered_before`, those that were handed to a worker since then are left out.
    """
    rows = Delivery.objects.select_related("account").filter(WAITING, account__paused=False)
    if not all_of_them:
        rows = rows.filter(check_at__lte=now)
    if offered_before is not None:
        rows = rows.filter(Q(offered_at=None) | Q(offered_at__lte=offered_before))
    return list(rows.order_by("check_at", "pk")[:limit])


def look_each(delivery_ids: Sequence[int]) -> None:
    """Look for those whose evidence is to be looked for now, for at most TURN; the rest is given back, to be offered again."""
    ends = time.monotonic() + TURN
    for row in Delivery.objects.select_related("account").filter(pk__in=delivery_ids).order_by("check_at", "pk"):
        if time.monotonic() < ends and is_due(row, timezone.now()):
            look(row)
    Delivery.objects.filter(WAITING, pk__in=delivery_ids).update(offered_at=None)


def look(delivery: Delivery) -> Delivery:
    """Ask the channel what became of it, and settle that. A channel that cannot be asked now is asked again later.

    What somebody has decided while it was asked stands, and is given back as it is now.
    """
    try:
        return _look(delivery)
    except ledger.Conflict:
        return Delivery.objects.select_related("account").get(pk=delivery.pk)


def _look(delivery: Delivery) -> Delivery:
    try:
        if delivery.state == State.UNKNOWN:
            return _search(delivery)
        return _poll(delivery)
    except Unsupported as error:
        return _hold(delivery, CANNOT_FIND, error)
    except AccountBroken as error:
        ledger.pause(delivery.account, error.say)
        return _later(delivery, error.say, error.code)
    except ChannelError as error:
        return _later(delivery, error.say, error.code)
    except ledger.Conflict:
        raise
    except (IntegrityError, DataError) as error:
        return _hold(delivery, UNRECORDED, evidence={"error": type(error).__name__})
    except Exception:
        # A fault of our own concludes nothing and must keep no other delivery waiting; after a day a person is asked.
        log.exception("delivery %s: an unexpected fault while looking for evidence", delivery.pk)
        return _later(delivery, OUR_FAULT, "our-fault")


def _search(delivery: Delivery) -> Delivery:
    """`unknown`: found → what it is; a session known to be incomplete → planned; absent twice, apart → planned."""
    manifest = delivery.account.manifest
    if not manifest.can.find:
        return _hold(delivery, CANNOT_FIND)
    parcel = parcel_of(delivery)
    access = AccountAccess(delivery.account, delivery)
    since = (delivery.since or delivery.created_at) - CLOCKS_APART
    asked_at = timezone.now()
    found = manifest.load().find(key_of(parcel.rendition), parcel, since, access)
    now = timezone.now()
    who: dict[str, Any] = {"who": "reconcile", "now": now}
    if isinstance(found, Receipt):
        return _settle_found(delivery, found, now)
    if isinstance(found, Unfinished):
        outcome = ledger.Outcome("unfinished", evidence=dict(found.evidence))
        return ledger.settle(delivery, State.PLANNED, outcome, due_at=now, check_at=None, **who)
    settle = timedelta(seconds=int(access.settings["settle_seconds"]))
    lost_at = _lost_at(delivery)
    if asked_at < lost_at + settle:
        return _later(delivery, delivery.why, "not-seen-yet", at=lost_at + settle)
    if delivery.absent_at is None or asked_at < delivery.absent_at + settle:
        first = delivery.absent_at or asked_at
        return ledger.amend(
            delivery, why="absent-once", say=delivery.why, absent_at=first, check_at=first + settle, **who
        )
    evidence = {
        "absent": [delivery.absent_at.isoformat(), asked_at.isoformat()],
        "settle_seconds": settle.total_seconds(),
    }
    outcome = ledger.Outcome("absence-proven", evidence=evidence)
    tries = delivery.tries + 1
    step = retry.decide(tries=tries, first=timedelta(seconds=int(access.settings["retry_seconds"])), now=now)
    if isinstance(step, retry.GiveUp):
        return _hold(delivery, TOO_LONG)
    return ledger.settle(
        delivery, State.PLANNED, outcome, due_at=now, tries=tries, check_at=None, absent_at=None, **who
    )


def _poll(delivery: Delivery) -> Delivery:
    """`processing`, or `revising` that the channel is still working on: ask how far it is."""
    access = AccountAccess(delivery.account, delivery)
    receipt = delivery.account.manifest.load().status(receipt_of(delivery, Remote.PROCESSING), access)
    now = timezone.now()
    if receipt.state is Remote.PROCESSING:
        if now - _lost_at(delivery) > GIVE_UP:
            return _hold(delivery, TOO_LONG)
        return _later(delivery, delivery.why, "still-processing", quiet=True)
    return _settle_found(delivery, receipt, now)


def _settle_found(delivery: Delivery, receipt: Receipt, now: datetime) -> Delivery:
    outcome = ledger.Outcome(f"found-{receipt.state}", evidence=dict(receipt.evidence))
    who: dict[str, Any] = {"who": "reconcile", "now": now}
    fields = ledger.receipt_fields(receipt)
    if receipt.state is Remote.LIVE:
        row = ledger.settle(delivery, State.LIVE, outcome, **who, **fields, **ledger.shown_fields(delivery))
        return _mend(row, now) if receipt.mend else row
    if receipt.state is Remote.PROCESSING:
        return ledger.settle(delivery, State.PROCESSING, outcome, check_at=now + FIRST_CHECK, checks=0, **who, **fields)
    if receipt.state is Remote.REFUSED and delivery.state == State.PROCESSING:
        return ledger.settle(delivery, State.REFUSED, outcome, check_at=None, **who, **fields)
    return _hold(delivery, VANISHED, evidence=dict(receipt.evidence))


def _mend(delivery: Delivery, now: datetime) -> Delivery:
    """What was found again is not whole: the same is sent once more as a change, unless something else is due already."""
    if delivery.state != State.LIVE or delivery.coming_digest != delivery.shown_digest:
        return delivery
    return ledger.move(
        delivery, State.REVISING, who="reconcile", why="mend", now=now, due_at=now, tries=0, check_at=None
    )


def _lost_at(delivery: Delivery) -> datetime:
    """When the newest attempt ended: absence is believed only after the settling time from then."""
    last = Attempt.objects.filter(delivery=delivery).order_by("-opened_at", "-pk").first()
    if last is None:
        return delivery.since or delivery.created_at
    return last.closed_at or last.opened_at


def _later(delivery: Delivery, say: Sentence, why: str, *, at: datetime | None = None, quiet: bool = False) -> Delivery:
    """Look again later: at `at`, else after a pause that grows. A poll that only repeats itself (`quiet`) leaves no event."""
    now = timezone.now()
    checks = delivery.checks + 1
    check_at = at or now + retry.backoff(checks, FIRST_CHECK, LONGEST_CHECK)
    lost_at = _lost_at(delivery)
    if at is None and now - lost_at > GIVE_UP:
        return _hold(delivery, TOO_LONG)
    if quiet or delivery.reason_code == why:
        Delivery.objects.filter(pk=delivery.pk, version=delivery.version).update(check_at=check_at, checks=checks)
        delivery.check_at, delivery.checks = check_at, checks
        return delivery
    return ledger.amend(
        delivery,
        who="reconcile",
        why=why,
        now=now,
        say=say,
        check_at=check_at,
        checks=checks,
        reason=say.to_json(),
        reason_code=why,
    )


def _hold(
    delivery: Delivery, say: Sentence, error: ChannelError | None = None, evidence: dict[str, Any] | None = None
) -> Delivery:
    outcome = ledger.Outcome(
        error.code if error else "held", cause=error.cause if error else "", say=say, evidence=evidence or {}
    )
    return ledger.settle(delivery, State.HELD, outcome, who="reconcile", now=timezone.now(), check_at=None)
