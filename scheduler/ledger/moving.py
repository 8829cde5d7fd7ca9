"""Moves: compare-and-set on (id, state, version), with the event in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from formatters.sentence import Sentence
from scheduler import ports, states
from scheduler.models import Account, Delivery, Event
from scheduler.states import State


class Conflict(Exception):
    """Somebody else moved the delivery first; whoever gets this has changed nothing and reads it again."""


def move(
    delivery: Delivery,
    after: State,
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None = None,
    evidence: Mapping[str, Any] | None = None,
    where: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Delivery:
    """Move it to `after` and set `changes` with it. Conflict when it is no longer what `delivery` says.

    `say` becomes the delivery's reason; a move without one clears the reason, for it no longer holds. `where` narrows the
    compare-and-set by columns that change without a new version (a lease). NotAllowed when the table does not have the move.
    """
    states.check(State(delivery.state), after)
    changes.setdefault("reason", say.to_json() if say else {})
    changes.setdefault("reason_code", why if say else "")
    changes["held_from"] = changes.get("held_from", delivery.state) if after is State.HELD else ""
    changes["offered_at"] = None
    if after in (State.LIVE, *states.FINAL):
        changes["settled_at"] = now
    if after is State.LIVE:
        changes["live_at"] = delivery.live_at or now
    _change([delivery], after, changes, who=who, why=why, now=now, say=say, evidence=evidence, where=where)
    return delivery


def amend(
    delivery: Delivery,
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None = None,
    evidence: Mapping[str, Any] | None = None,
    where: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Delivery:
    """Change something without moving it, with an event all the same. Conflict as for `move`."""
    state = State(delivery.state)
    _change([delivery], state, changes, who=who, why=why, now=now, say=say, evidence=evidence, where=where)
    return delivery


def take(deliveries: Sequence[Delivery], after: State, *, who: str, now: datetime, **changes: Any) -> None:
    """Claim several that are in one state: all of them move to `after` (or keep their state), or none does.

    Conflict when one of them is no longer what it says; that cannot be where the caller holds their rows.
    """
    before = {State(delivery.state) for delivery in deliveries}
    for state in before - {after}:
        states.check(state, after)
    if before == {State.PLANNED}:
        changes |= {"reason": {}, "reason_code": "", "held_from": ""}
    _change(deliveries, after, {**changes, "offered_at": None}, who=who, why="claimed", now=now)


def _change(
    deliveries: Sequence[Delivery],
    after: State,
    changes: dict[str, Any],
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None = None,
    evidence: Mapping[str, Any] | None = None,
    where: Mapping[str, Any] | None = None,
) -> None:
    if not deliveries:
        return  # an empty condition would be every delivery's
    mine = Q()
    for delivery in deliveries:
        mine |= Q(pk=delivery.pk, state=delivery.state, version=delivery.version)
    with _together():
        changed = Delivery.objects.filter(mine, **(where or {})).update(
            state=after, version=F("version") + 1, **changes
        )
        if changed != len(deliveries):
            said = ", ".join(f"{one.pk} {one.state} at version {one.version}" for one in deliveries)
            raise Conflict(f"no longer so: {said}")
        before = [delivery.state for delivery in deliveries]
        for delivery in deliveries:
            delivery.state = after
            delivery.version += 1
            for name, value in changes.items():
                setattr(delivery, name, value)
        record(deliveries, before, who=who, why=why, now=now, say=say, evidence=evidence)


def _together() -> AbstractContextManager[Any]:
    """One transaction. Inside another one no savepoint is needed: a Conflict is raised before anything is written."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def record(
    deliveries: Sequence[Delivery],
    before: Sequence[str],
    *,
    who: str,
    why: str,
    now: datetime,
    say: Sentence | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> None:
    """Write the events of the versions that the deliveries have now, and tell those who listen."""
    told, seen = say.to_json() if say else {}, storable(dict(evidence or {}))
    events = Event.objects.bulk_create(
        Event(
            delivery=delivery,
            before=state,
            after=delivery.state,
            version=delivery.version,
            at=now,
            who=who[:150],
            why=why[:60],
            say=told,
            evidence=seen,
        )
        for delivery, state in zip(deliveries, before, strict=True)
    )
    for delivery, event in zip(deliveries, events, strict=True):
        ports.moved.send(sender=Delivery, delivery=delivery, event=event)


def storable(value: Any) -> Any:
    """The same JSON without what a database refuses: a platform may answer with a NUL, or with half a character."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {storable(str(name)): storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    return value


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
