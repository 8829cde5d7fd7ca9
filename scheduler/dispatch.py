"""One due delivery → adapter → settle. Claim and settle are transactions; between them is the network and nothing else."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterator, Sequence, Set
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from django.db import DatabaseError, DataError, IntegrityError
from django.db.models import Q, QuerySet
from django.utils import timezone

from channels.channel import Receipt, Remote
from channels.errors import (
    AccountBroken,
    ChannelError,
    NotAccepted,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unsupported,
)
from formatters.sentence import Sentence
from scheduler import ledger, retry
from scheduler.access import AccountAccess, key_of, parcel_of, receipt_of
from scheduler.lanes import lane
from scheduler.lease import Lease
from scheduler.models import Account, Attempt, Delivery
from scheduler.states import State
from scheduler.turns import turns

log = logging.getLogger(__name__)

TRIED_TOO_OFTEN = Sentence(
    "Đã thử nhiều lần mà kênh không nhận; hãy xem nguyên nhân rồi quyết định.",
    "The channel did not accept it after many tries; look at the cause and decide.",
)
OUR_FAULT = Sentence(
    "Lỗi của chính hệ thống trước khi gửi; không có gì được đăng. Hãy báo người vận hành.",
    "A fault of our own before anything left; nothing was published. Tell the operator.",
)


NO_OBJECT = Sentence(
    "Không biết bài này trên kênh là bài nào nên không thể tự sửa hay gỡ; hãy làm bằng tay rồi quyết định.",
    "Which object at the channel this is is not known, so it cannot be changed or removed; do it by hand and decide.",
)


UNRECORDED = Sentence(
    "Kênh đã nhận bài nhưng câu trả lời không lưu được (mã trùng với một bản gửi khác?); hãy xem trang rồi quyết định.",
    "The channel accepted it and its answer cannot be kept (the id of another delivery?); look at the page and decide.",
)
TURN = 10.0  # seconds that one message is worked on: a worker that is asked to stop is not waited for much longer
QUICK = 0.5  # seconds in which what is claimed together is expected to be sent
STALE = 2.0  # seconds after which a clearance is asked for anew
MOST_AT_ONCE = 32
# In doubt, not "before anything left": a person decides between live and absent, never simply "send again".
HELD_AFTER = {"publish": State.UNKNOWN, "revise": State.REVISING, "retract": State.RETRACTING}


def worker_name() -> str:
    """Who claims: the machine and the process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def due(now: datetime, *, limit: int = 2000, offered_before: datetime | None = None) -> list[Delivery]:
    """The deliveries that a worker may take now, oldest due first; one an account where its spacing says so.

    With `offered_before`, those that were handed to a worker since then are left out: their message is still under way.
    """
    found: list[Delivery] = []
    for row, turn in turns(_rows(now), now):
        under_way = offered_before is not None and row.offered_at is not None and row.offered_at > offered_before
        if turn <= now and not under_way:
            found.append(row)
        if len(found) == limit:
            break
    return found


def next_turn(now: datetime) -> datetime | None:
    """When the next delivery that is due already may leave, if only its account's spacing keeps it; None without one."""
    return min((turn for _, turn in turns(_rows(now), now) if turn > now), default=None)


def _due(now: datetime) -> QuerySet[Delivery]:
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    changes = Q(state__in=(State.REVISING, State.RETRACTING), check_at=None) & free
    rows = Delivery.objects.select_related("account").filter(
        Q(state=State.PLANNED) | changes, due_at__lte=now, account__paused=False
    )
    return rows.defer("coming", "shown", "receipt", "memo").order_by("due_at", "pk")


def _rows(now: datetime) -> Iterator[Delivery]:
    return _due(now).iterator(chunk_size=500)


def send(delivery_id: int, *, worker: str | None = None) -> Delivery | None:
    """Claim it, do what is due (publish, revise or retract), settle what came of it. None when there was nothing to do.

    Conflict when somebody decided otherwise meanwhile.
    """
    worker = worker or worker_name()
    since = time.monotonic()
    attempts = ledger.claim_each([delivery_id], worker=worker, now=timezone.now())
    with Lease([delivery_id] if attempts else [], worker, since) as lease:
        return _do(attempts[0], lease, worker) if attempts else None


def send_each(delivery_ids: Sequence[int], *, worker: str | None = None) -> None:
    """As `send`, one after the other, as far as their accounts have lanes free and for at most TURN each.

    What is left is given back, to be offered again.
    """
    worker = worker or worker_name()
    rows = Delivery.objects.filter(pk__in=delivery_ids).values_list("pk", "account")
    of = dict(rows)
    for account_id in dict.fromkeys(of[pk] for pk in delivery_ids if pk in of):
        its = [pk for pk in delivery_ids if of.get(pk) == account_id]
        with lane(account_id) as free:
            left = _send_each(its, worker) if free else its
        Delivery.objects.filter(pk__in=left, state__in=ledger.ACTS).update(offered_at=None)


def _send_each(delivery_ids: Sequence[int], worker: str) -> list[int]:
    """Send one account's, and give back those that nobody began with.

    They are claimed together as many at a time as the channel is quick: one at first, and never more than it has lately taken in
    QUICK. So a slow channel's are claimed singly; and what has waited for the others beyond STALE since its clearance is
    asked about anew, for it goes back unsent.
    """
    waiting, many, films = list(delivery_ids), 1, _with_films(delivery_ids)
    ends = time.monotonic() + TURN
    while waiting and time.monotonic() < ends:
        now, waiting = _next_of(waiting, many, films)
        began = time.monotonic()
        try:
            attempts = ledger.claim_each(now, worker=worker, now=timezone.now())
        except DatabaseError:
            raise
        except Exception:
            log.exception("deliveries %s could not be claimed", now)
            many, waiting = 1, (now if len(now) > 1 else []) + waiting  # one by one, so that one keeps no other
            continue
        _do_each(attempts, worker, began)
        if attempts:
            each = (time.monotonic() - began) / len(attempts)
            many = max(1, min(2 * many, MOST_AT_ONCE, int(QUICK / max(each, 1e-6))))
    return waiting


def _with_films(delivery_ids: Sequence[int]) -> set[int]:
    """Those whose rendition has a film: however quick the last one was, sending it takes its time."""
    rows = Delivery.objects.filter(pk__in=delivery_ids, coming__film__sha256__isnull=False)
    return set(rows.values_list("pk", flat=True))


def _next_of(waiting: list[int], many: int, films: Set[int]) -> tuple[list[int], list[int]]:
    """The next ones to claim together, and the rest; one with a film is claimed singly."""
    run = list(takewhile(lambda pk: pk not in films, waiting[:many])) or waiting[:1]
    return run, waiting[len(run) :]


def _do_each(attempts: Sequence[Attempt], worker: str, began: float) -> None:
    """Do those that were claimed together; give back what has waited too long, and everything once the account is paused."""
    paused = False
    with Lease([attempt.delivery_id for attempt in attempts], worker, began) as lease:
        for number, attempt in enumerate(attempts):
            try:
                if number and (paused or time.monotonic() - began > STALE):
                    _give_back(attempt, lease, worker)
                    continue
                done = _do(attempt, lease, worker)
                paused = done.state not in (State.LIVE, State.PROCESSING) and _is_paused(attempt.delivery.account_id)
            except ledger.Conflict:
                log.info("delivery %s was decided otherwise meanwhile", attempt.delivery_id)


def _is_paused(account_id: int) -> bool:
    return Account.objects.filter(pk=account_id, paused=True).exists()


def _give_back(attempt: Attempt, lease: Lease, worker: str) -> None:
    """Its try ends before it began: nothing has left, and whoever claims it asks for clearance again."""
    delivery = attempt.delivery
    lease.let_go(delivery.pk)
    after = State.PLANNED if attempt.act == "publish" else State(delivery.state)
    outcome = ledger.Outcome("not-begun", cause="those claimed with it took too long")
    ledger.settle(delivery, after, outcome, who=worker, now=timezone.now(), attempt=attempt)


def _do(attempt: Attempt, lease: Lease, worker: str) -> Delivery:
    delivery = attempt.delivery
    try:
        try:
            receipt = _act(attempt, delivery, lease)
        finally:
            lease.let_go(delivery.pk)
    except ChannelError as error:
        return _failed(attempt, delivery, error, worker)
    except Exception as error:
        log.exception("delivery %s: an unexpected fault during %s", delivery.pk, attempt.act)
        return _failed(attempt, delivery, OutcomeUnknown(f"{type(error).__name__}: {error}"), worker)
    try:
        return _accepted(attempt, delivery, receipt, worker)
    except (IntegrityError, DataError) as error:
        return _unrecorded(attempt, delivery, receipt, error, worker)


def _act(attempt: Attempt, delivery: Delivery, lease: Lease) -> Receipt:
    adapter = delivery.account.manifest.load()
    try:
        access = AccountAccess(delivery.account, delivery, before_write=partial(lease.check, delivery.pk))
        parcel = parcel_of(delivery) if attempt.act != "retract" else None
    except (OSError, ValueError) as error:
        raise Unsupported(f"{type(error).__name__}: {error}", say=OUR_FAULT) from error
    if attempt.act != "publish" and not delivery.remote_id:
        raise Unsupported("the object's id at the channel is not known", say=NO_OBJECT)
    if parcel is None:
        return adapter.retract(receipt_of(delivery, Remote.LIVE), access)
    if attempt.act == "revise":
        return adapter.revise(receipt_of(delivery, Remote.LIVE), parcel, access)
    return adapter.publish(parcel, key_of(parcel.rendition), access)


def _accepted(attempt: Attempt, delivery: Delivery, receipt: Receipt, worker: str) -> Delivery:
    now = timezone.now()
    common: dict[str, Any] = {"who": worker, "now": now, "attempt": attempt}
    outcome = ledger.Outcome(receipt.state.value, evidence=dict(receipt.evidence))
    fields = ledger.receipt_fields(receipt)
    if attempt.act == "retract":
        if receipt.state is Remote.GONE:
            return ledger.settle(delivery, State.RETRACTED, outcome, check_at=None, **common)
        return _failed(attempt, delivery, OutcomeUnknown(f"retract answered {receipt.state}"), worker)
    if receipt.state is Remote.LIVE:
        return ledger.settle(delivery, State.LIVE, outcome, **common, **fields, **ledger.shown_fields(delivery))
    if receipt.state is Remote.PROCESSING:
        # A change that the channel is still working on stays `revising`; a first publication is `processing`.
        after = State.REVISING if attempt.act == "revise" else State.PROCESSING
        return ledger.settle(delivery, after, outcome, check_at=now, checks=0, **common, **fields)
    return _failed(attempt, delivery, Refused(f"{attempt.act} answered {receipt.state}"), worker)


def _unrecorded(attempt: Attempt, delivery: Delivery, receipt: Receipt, error: DatabaseError, worker: str) -> Delivery:
    """The channel accepted it and the receipt cannot be kept: a person must look, and it must never be sent again by itself."""
    log.error("delivery %s: the receipt %s cannot be kept: %s", delivery.pk, receipt.remote_id, error)
    evidence = {"receipt": ledger.receipt_fields(receipt), "error": type(error).__name__}
    outcome = ledger.Outcome("unrecorded", cause=str(error), say=UNRECORDED, evidence=evidence)
    fresh = Delivery.objects.select_related("account").get(pk=delivery.pk)
    return ledger.settle(
        fresh, State.HELD, outcome, who=worker, now=timezone.now(), attempt=attempt, held_from=HELD_AFTER[attempt.act]
    )


def _failed(attempt: Attempt, delivery: Delivery, error: ChannelError, worker: str) -> Delivery:
    """Where each error of the tree leads. What may have left is never planned again from here."""
    now = timezone.now()
    outcome = ledger.Outcome(error.code, cause=error.cause, say=error.say, evidence=error.evidence)
    common: dict[str, Any] = {"who": worker, "now": now, "attempt": attempt}
    publishing = attempt.act == "publish"
    retry_state = State.PLANNED if publishing else State(delivery.state)
    log.warning("delivery %s: %s: %s: %s", delivery.pk, attempt.act, error.code, error.cause)
    if isinstance(error, OutcomeUnknown) and publishing:
        return ledger.settle(delivery, State.UNKNOWN, outcome, check_at=now, checks=0, absent_at=None, **common)
    if isinstance(error, Refused) and publishing:
        return ledger.settle(delivery, State.REFUSED, outcome, **common)
    if isinstance(error, AccountBroken):
        ledger.pause(delivery.account, error.say)
        if publishing:
            return ledger.settle(delivery, State.HELD, outcome, **common)
        # A live object is not in doubt: the change waits for the account.
        return ledger.settle(delivery, retry_state, outcome, due_at=now, reason=error.say.to_json(), **common)
    if isinstance(error, NotAccepted | OutcomeUnknown):
        tries = delivery.tries + 1
        after = error.after if isinstance(error, Throttled) else None
        step = retry.decide(tries=tries, first=_seconds(delivery, "retry_seconds"), now=now, after=after)
        if isinstance(step, retry.Again):
            # A change that is put off keeps its state, so it must be told why it waits.
            why: dict[str, Any] = {"reason": error.say.to_json(), "reason_code": error.code}
            return ledger.settle(delivery, retry_state, outcome, due_at=step.at, tries=tries, **why, **common)
        outcome = ledger.Outcome(error.code, cause=error.cause, say=TRIED_TOO_OFTEN, evidence=error.evidence)
    return ledger.settle(delivery, State.HELD, outcome, **common)


def _seconds(delivery: Delivery, name: str) -> timedelta:
    settled = delivery.account.manifest.settle_settings(delivery.account.settings)
    return timedelta(seconds=int(settled[name]))
