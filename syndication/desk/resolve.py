"""A person's decision on a held delivery, within what its state allows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from formatters.sentence import Cannot, Sentence
from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import CALLED, RELEASES, State


class CannotResolve(Cannot):
    """The decision is not one that this delivery allows; `say` lists those it does."""


def resolve(delivery: Delivery, after: str, *, reason: str, who: str, now: datetime) -> Delivery:
    """Release a held delivery to `after`. CannotResolve names the decisions it allows."""
    if delivery.state != State.HELD:
        raise CannotResolve(
            Sentence(
                f"Bản gửi {delivery.pk} không bị giữ (trạng thái: {CALLED[State(delivery.state)]}).",
                f"Delivery {delivery.pk} is not held (state: {delivery.state}).",
            )
        )
    allowed = RELEASES.get(State(delivery.held_from), frozenset()) if delivery.held_from else frozenset()
    if after not in allowed:
        names = ", ".join(sorted(allowed))
        before = CALLED.get(State(delivery.held_from), "") if delivery.held_from else ""
        raise CannotResolve(
            Sentence(
                f"Bản gửi bị giữ khi “{before}”, chỉ có thể quyết định: {names}.",
                f"A delivery held while “{delivery.held_from}” can be resolved as: {names}.",
            )
        )
    say = Sentence(f"{who} quyết định: {reason}", f"{who} decided: {reason}")
    changes: dict[str, Any] = {"tries": 0, "checks": 0, "check_at": None, "absent_at": None, "lease_until": None}
    target = State(after)
    if target is State.LIVE and delivery.held_from != State.RETRACTING and not delivery.shown_digest:
        changes |= ledger.shown_fields(delivery)
    if target in (State.LIVE, State.PROPOSED):
        changes["ready"] = False  # what is coming, if anything, waits for its approval again
    if target is State.PROPOSED:
        changes["approvals_needed"] = max(
            1, delivery.approvals_needed
        )  # a person wants to see it, whatever its route says
    if target in (State.PLANNED, State.REVISING, State.RETRACTING):
        changes |= {"due_at": now, "wanted_at": now}
    with transaction.atomic():
        row = ledger.move(
            delivery, target, who=who, why="resolved", now=now, say=say, evidence={"reason": reason}, **changes
        )
        return ledger.follow_up(row, now=now)


def release(deliveries: list[Delivery], *, who: str, why: str, now: datetime) -> int:
    """Let held deliveries go on whose reason has gone away (a mandate recorded, an account connected again). How many."""
    back = {State.PLANNED: State.PLANNED, State.SENDING: State.PLANNED}
    released = 0
    for row in deliveries:
        target = back.get(State(row.held_from), State(row.held_from))
        if target not in RELEASES[State(row.held_from)]:
            continue
        ledger.move(row, target, who=who, why=why, now=now, due_at=now, tries=0)
        released += 1
    return released
