"""Planning: one delivery an item, an account and an occurrence, and never a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from formatters.rendition import Rendition
from formatters.sentence import Sentence
from scheduler.ledger.moving import record
from scheduler.models import Account, Delivery
from scheduler.states import State


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
            "seen_revision": self.revision,
            "preflight": None,  # what was foreseen was of something else
            "preflight_at": None,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """One delivery to be made. `approvals_needed` 0 starts it at `planned`; an `urgent` one leaves in quiet hours too."""

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
    urgent: bool = False


@transaction.atomic
def plan(wanted: Plan, *, who: str, why: str, now: datetime) -> tuple[Delivery, bool]:
    """The delivery of this item on this account and occurrence, and whether it was made now. Never makes a second."""
    known = Delivery.objects.filter(item=wanted.item, account=wanted.account, occurrence=wanted.occurrence)
    found = known.first()
    if found is not None:
        return found, False
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
        wanted_at=wanted.due_at,
        urgent=wanted.urgent,
        **wanted.coming.fields,
    )
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
    except IntegrityError:  # another planner was first, between our look and our insert
        return known.get(), False
    record([delivery], [""], who=who, why=why, now=now)
    return delivery, True


def foresee(delivery: Delivery, findings: Sequence[Sentence], *, now: datetime) -> None:
    """Keep what was seen before the time of what is coming. Not a move: it leaves no event and asks for no version."""
    same = Delivery.objects.filter(pk=delivery.pk, coming_digest=delivery.coming_digest)
    delivery.preflight, delivery.preflight_at = [finding.to_json() for finding in findings], now
    same.update(preflight=delivery.preflight, preflight_at=now)
