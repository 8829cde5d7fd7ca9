"""The only writer of deliveries, attempts and events. Every change is compare-and-set and leaves its event behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from channels.channel import Receipt
from formatters.rendition import Rendition
from formatters.sentence import Sentence
from scheduler import ports, states
from scheduler.models import Account, Attempt, Delivery, Event
from scheduler.states import State

LEASE = timedelta(seconds=settings.SCHEDULER_LEASE_SECONDS)
SETTLE_TRIES = 5


class Conflict(Exception):
    """Somebody else moved the delivery first; whoever gets this has changed nothing and reads it again."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What is to be shown next: the finished rendition, and the revision it tells."""

    rendition: Rendition
    revision: int
    modified: datetime

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of a delivery that hold it."""
        return {
            "coming": self.rendition.to_json(),
            "coming_digest": self.rendition.digest,
            "coming_revision": self.revision,
            "coming_modified": self.modified,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """One delivery to be made. `approvals_needed` 0 starts it at `planned`."""

    item: int
    guid: str
    identifier: str
    source: str
    account: Account
    coming: Coming
    category: str
    approvals_needed: int
    due_at: datetime
    occurrence: int = 1


@transaction.atomic
def plan(wanted: Plan, *, who: str, why: str, now: datetime) -> tuple[Delivery, bool]:
    """The delivery of this item on this account and occurrence, and whether it was made now. Never makes a second."""
    known = Delivery.objects.filter(item=wanted.item, account=wanted.account, occurrence=wanted.occurrence).first()
    if known is not None:
        return known, False
    delivery = Delivery(
        item=wanted.item,
        guid=wanted.guid,
        identifier=wanted.identifier,
        source=wanted.source,
        title=wanted.coming.rendition.title,
        language=wanted.coming.rendition.language,
        category=wanted.category,
        account=wanted.account,
        occurrence=wanted.occurrence,
        state=State.PROPOSED if wanted.approvals_needed else State.PLANNED,
        approvals_needed=wanted.approvals_needed,
        ready=not wanted.approvals_needed,
        due_at=wanted.due_at,
        **wanted.coming.fields,
    )
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
    except IntegrityError:  # another planner was first, between our look and our insert
        return Delivery.objects.get(item=wanted.item, account=wanted.account, occurrence=wanted.occurrence), False
    _record(delivery, "", who=who, why=why, now=now)
    return delivery, True


def move(
    delivery: Delivery,
    after: State,
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None = None,
    evidence: dict[str, Any] | None = None,
    **changes: Any,
) -> Delivery:
    """Move it to `after` and set `changes` with it. Conflict when it is no longer what `delivery` says.

    `say` becomes the delivery's reason; a move without one clears the reason, for it no longer holds.
    NotAllowed when the table of states does not have the move.
    """
    states.check(State(delivery.state), after)
    changes.setdefault("reason", say.to_json() if say else {})
    changes.setdefault("reason_code", why if say else "")
    changes["held_from"] = delivery.state if after is State.HELD else ""
    changes["offered_at"] = None
    if after in (State.LIVE, *states.FINAL):
        changes["settled_at"] = now
    if after is State.LIVE:
        changes["live_at"] = delivery.live_at or now
    return _change(delivery, after, changes, who=who, why=why, now=now, say=say, evidence=evidence)


def amend(
    delivery: Delivery,
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None = None,
    evidence: dict[str, Any] | None = None,
    **changes: Any,
) -> Delivery:
    """Change something without moving it, with an event all the same. Conflict as for `move`."""
    return _change(delivery, State(delivery.state), changes, who=who, why=why, now=now, say=say, evidence=evidence)


@transaction.atomic
def _change(
    delivery: Delivery,
    after: State,
    changes: dict[str, Any],
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None,
    evidence: dict[str, Any] | None,
) -> Delivery:
    before = delivery.state
    changed = Delivery.objects.filter(pk=delivery.pk, state=before, version=delivery.version).update(
        state=after, version=delivery.version + 1, **changes
    )
    if not changed:
        raise Conflict(f"delivery {delivery.pk} is no longer {before} at version {delivery.version}")
    delivery.state = after
    delivery.version += 1
    for name, value in changes.items():
        setattr(delivery, name, value)
    _record(delivery, before, who=who, why=why, now=now, say=say, evidence=evidence)
    return delivery


def _record(
    delivery: Delivery,
    before: str,
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None = None,
    evidence: dict[str, Any] | None = None,
) -> None:
    event = Event.objects.create(
        delivery=delivery,
        before=before,
        after=delivery.state,
        version=delivery.version,
        at=now,
        who=who,
        why=why,
        say=say.to_json() if say else {},
        evidence=evidence or {},
    )
    ports.moved.send(sender=Delivery, delivery=delivery, event=event)


ACTS = {State.PLANNED: "publish", State.REVISING: "revise", State.RETRACTING: "retract"}


@transaction.atomic
def claim(delivery_id: int, *, worker: str, now: datetime) -> Attempt | None:
    """Lease a due delivery to `worker` and open its attempt, if it may still go; None when there is nothing to do.

    Clearance is asked here, in the transaction that claims. What it does not let go is moved where it says.
    """
    delivery = Delivery.objects.select_related("account").filter(pk=delivery_id).first()
    if delivery is None or not is_due(delivery, now):
        return None
    state = State(delivery.state)
    if state is not State.RETRACTING:
        answer = ports.clearance()(delivery)
        if answer.may is not ports.May.GO:
            _hold_back(delivery, answer, now)
            return None
    lease: dict[str, Any] = {"lease_until": now + LEASE, "lease_by": worker, "offered_at": None}
    try:
        if state is State.PLANNED:
            move(delivery, State.SENDING, who=worker, why="claimed", now=now, since=now, absent_at=None, **lease)
        else:
            amend(delivery, who=worker, why="claimed", now=now, **lease)
    except Conflict:
        return None
    digest = delivery.shown_digest if state is State.RETRACTING else delivery.coming_digest
    return Attempt.objects.create(delivery=delivery, act=ACTS[state], digest=digest, worker=worker, opened_at=now)


def is_due(delivery: Delivery, now: datetime) -> bool:
    """Whether a worker may take it now: planned and due, or a change that nobody holds. A paused account waits."""
    if delivery.account.paused or delivery.due_at is None or delivery.due_at > now:
        return False
    if delivery.state == State.PLANNED:
        return True
    free = delivery.lease_until is None or delivery.lease_until <= now
    return delivery.state in (State.REVISING, State.RETRACTING) and free and delivery.check_at is None


def _hold_back(delivery: Delivery, answer: ports.Clearance, now: datetime) -> None:
    after = {ports.May.PROPOSE: State.PROPOSED, ports.May.HOLD: State.HELD, ports.May.WITHDRAW: State.WITHDRAWN}
    target = after[answer.may]
    ready: dict[str, Any] = {"ready": False} if answer.may is ports.May.PROPOSE else {}
    if delivery.state == State.REVISING and target is not State.HELD:
        # A change that may not go leaves what is live as it is.
        row = move(
            delivery, State.LIVE, who="clearance", why=answer.code, now=now, say=answer.say, lease_until=None, **ready
        )
        follow_up(row, now=now)
    else:
        move(delivery, target, who="clearance", why=answer.code, now=now, say=answer.say, lease_until=None, **ready)


def renew(delivery_id: int, *, worker: str, now: datetime) -> bool:
    """Lengthen the lease that `worker` holds; False when it has lost it. Not a move: it leaves no event."""
    held = Delivery.objects.filter(pk=delivery_id, lease_by=worker, lease_until__isnull=False)
    return bool(held.update(lease_until=now + LEASE))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: its name, the cause for the log, the sentence for the person, and the evidence."""

    name: str
    cause: str = ""
    say: Sentence | None = None
    evidence: dict[str, Any] = field(default_factory=dict)


def settle(
    delivery: Delivery,
    after: State,
    outcome: Outcome,
    *,
    who: str,
    now: datetime,
    attempt: Attempt | None = None,
    **changes: Any,
) -> Delivery:
    """Close the attempt and move the delivery to what came of it (or keep its state, when `after` is where it is).

    A wish recorded meanwhile (a withdrawal, a newer approval) does not undo what happened: it is settled on top of it. When
    the lease was lost meanwhile and the delivery is `unknown`, a late answer is evidence like any other and moves it from
    there. Any other conflict is raised: somebody decided otherwise, and the attempt keeps what it saw.
    """
    changes = {"lease_until": None, "lease_by": "", **changes}
    known: dict[str, Any] = {
        "who": who,
        "why": outcome.name,
        "now": now,
        "say": outcome.say,
        "evidence": outcome.evidence,
    }
    for _ in range(SETTLE_TRIES):
        try:
            with transaction.atomic():
                _close(attempt, outcome, now)
                step = amend(delivery, **known, **changes) if delivery.state == after else None
                return follow_up(step or move(delivery, after, **known, **changes), now=now)
        except Conflict:
            expected = delivery.state
            delivery = Delivery.objects.select_related("account").get(pk=delivery.pk)
            mine = delivery.state == expected and (attempt is None or delivery.lease_by == attempt.worker)
            late = delivery.state == State.UNKNOWN and after is not State.UNKNOWN
            if not (mine or late):
                _close(attempt, outcome, now)
                raise
    raise Conflict(f"delivery {delivery.pk} changes faster than it can be settled")


def _close(attempt: Attempt | None, outcome: Outcome, now: datetime) -> None:
    if attempt is not None:
        Attempt.objects.filter(pk=attempt.pk, closed_at=None).update(
            closed_at=now, outcome=outcome.name, cause=outcome.cause[:2000], evidence=outcome.evidence
        )


def receipt_fields(receipt: Receipt) -> dict[str, Any]:
    """The columns of a delivery that hold a receipt."""
    return {
        "remote_id": receipt.remote_id,
        "url": receipt.url,
        "handle": receipt.handle,
        "receipt": dict(receipt.evidence),
        "todo": receipt.todo.to_json() if receipt.todo else {},
    }


def shown_fields(delivery: Delivery) -> dict[str, Any]:
    """The columns that change when what was coming has become what the public sees."""
    return {
        "shown": delivery.coming,
        "shown_digest": delivery.coming_digest,
        "shown_revision": delivery.coming_revision,
        "shown_modified": delivery.coming_modified,
        "tries": 0,
        "checks": 0,
        "check_at": None,
        "memo": b"",
    }


def follow_up(delivery: Delivery, *, now: datetime) -> Delivery:
    """What a delivery that has just become live owes: a withdrawal wished meanwhile, or a change approved meanwhile."""
    if delivery.state != State.LIVE:
        return delivery
    if delivery.withdraw:
        return move(
            delivery, State.RETRACTING, who="ledger", why="withdraw", now=now, due_at=now, tries=0, check_at=None
        )
    if delivery.ready and delivery.coming_digest != delivery.shown_digest:
        return move(delivery, State.REVISING, who="ledger", why="revise", now=now, due_at=now, tries=0, check_at=None)
    return delivery


def pause(account: Account, say: Sentence) -> None:
    """Let nothing more leave on this account until a person resumes it."""
    Account.objects.filter(pk=account.pk).update(paused=True, paused_reason=say.to_json())


def resume(account: Account) -> None:
    """Let it go on."""
    Account.objects.filter(pk=account.pk).update(paused=False, paused_reason={})
