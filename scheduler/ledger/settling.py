"""Settling: what came of an attempt, or of a look at the channel, is written down; nothing that was learnt is thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from channels.channel import Receipt
from formatters.sentence import Sentence
from scheduler.ledger.moving import Conflict, amend, follow_up, move, storable
from scheduler.models import Attempt, Delivery
from scheduler.states import MOVES, State

SETTLE_TRIES = 5
ACCEPTED = (State.LIVE, State.PROCESSING)

LATE = Sentence(
    "Nền tảng trả lời muộn rằng đã nhận bài, sau khi đã kết luận là không có; hãy xem trang rồi quyết định.",
    "The platform answered late that it had accepted it, after its absence had been proven; look at the page and decide.",
)
SECOND = Sentence(
    "Có thể có hai bài trên kênh: một câu trả lời đến muộn nêu một bài khác. Hãy xem trang và gỡ bài thừa.",
    "There may be two of it on the channel: a late answer names another object. Look at the page and remove the extra one.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: its name, the cause for the log, the sentence for the person, and the evidence."""

    name: str
    cause: str = ""
    say: Sentence | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)


def receipt_fields(receipt: Receipt) -> dict[str, Any]:
    """The columns of a delivery that hold a receipt, cut to what they can hold."""
    kept: dict[str, Any] = storable(
        {
            "remote_id": receipt.remote_id[:300],
            "url": receipt.url[:2000],
            "handle": receipt.handle,
            "receipt": dict(receipt.evidence),
            "todo": receipt.todo.to_json() if receipt.todo else {},
        }
    )
    return kept


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


def settle(
    delivery: Delivery,
    after: State,
    outcome: Outcome,
    *,
    who: str,
    now: datetime,
    attempt: Attempt | None = None,
    where: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Delivery:
    """Close the attempt and move the delivery to what came of it (or keep its state, when `after` is where it is).

    A wish recorded meanwhile (a withdrawal, a newer approval) does not undo what happened: it is settled on top of it. When
    the lease was lost meanwhile and the delivery is `unknown`, a late answer is evidence like any other and moves it from
    there. An acceptance that comes too late for that is still written down and shown to a person. Otherwise Conflict:
    somebody decided otherwise.
    """
    changes = {"lease_until": None, "lease_by": "", **changes}
    known: dict[str, Any] = {
        "who": who,
        "why": outcome.name,
        "now": now,
        "say": outcome.say,
        "evidence": outcome.evidence,
        "where": where,
    }
    for _ in range(SETTLE_TRIES):
        try:
            with transaction.atomic():
                _close(attempt, outcome, now)
                if delivery.state == after:
                    return follow_up(amend(delivery, **known, **changes), now=now)
                target = after if after in MOVES[State(delivery.state)] else State.HELD
                return follow_up(move(delivery, target, **known, **changes), now=now)
        except Conflict:
            fresh = Delivery.objects.select_related("account").get(pk=delivery.pk)
            if not _still_holds(delivery, fresh, after, attempt, where):
                _close(attempt, outcome, now)
                if after in ACCEPTED and changes.get("remote_id"):
                    return _too_late(fresh, outcome, changes, who, now)
                raise
            delivery = fresh
    raise Conflict(f"delivery {delivery.pk} changes faster than it can be settled")


def _still_holds(
    seen: Delivery, fresh: Delivery, after: State, attempt: Attempt | None, where: Mapping[str, Any] | None
) -> bool:
    """Whether what was learnt about `seen` can be settled on the delivery as it is now."""
    if where is not None:
        return False
    if after is State.PLANNED and fresh.since != seen.since:
        return False  # a proof of absence, or a refusal, of an earlier publication says nothing about a later one
    mine = fresh.state == seen.state and (attempt is None or fresh.lease_by == attempt.worker)
    late = fresh.state == State.UNKNOWN and after is not State.UNKNOWN
    return mine or late


def _too_late(fresh: Delivery, outcome: Outcome, changes: Mapping[str, Any], who: str, now: datetime) -> Delivery:
    """An acceptance of an attempt that had been given up: what it names may be public, so it is never forgotten."""
    evidence = {**outcome.evidence, "remote_id": changes["remote_id"], "url": changes.get("url", "")}
    known: dict[str, Any] = {"who": who, "why": "late-answer", "now": now, "evidence": evidence}
    if fresh.state == State.PLANNED:
        return move(fresh, State.HELD, say=LATE, held_from=State.UNKNOWN, **known)
    if fresh.remote_id == changes["remote_id"]:
        return amend(fresh, **known)  # it has been found meanwhile: the same object
    return amend(fresh, say=SECOND, todo=SECOND.to_json(), **known)


def _close(attempt: Attempt | None, outcome: Outcome, now: datetime) -> None:
    if attempt is not None:
        Attempt.objects.filter(pk=attempt.pk, closed_at=None).update(
            closed_at=now,
            outcome=outcome.name[:30],
            cause=storable(outcome.cause[:2000]),
            evidence=storable(dict(outcome.evidence)),
        )
