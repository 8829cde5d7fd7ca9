"""Take an item back, everywhere: what has not left does not leave, what is live is taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Delivery
from scheduler.states import FINAL, State
from syndication.desk import outdated
from syndication.items.models import Item

BEFORE_LEAVING = (State.PROPOSED, State.PLANNED)
TRIES = 5  # against somebody who moves the same delivery at the same time
AWAITED = (State.SENDING, State.PROCESSING, State.UNKNOWN, State.REVISING)


def withdraw(item: Item, *, reason: str, note: str, who: str, now: datetime) -> list[Delivery]:
    """Withdraw the item and every delivery of it. Repeating it is harmless and goes on where something was left.

    A delivery whose answer is still awaited carries the wish and is taken away as soon as it is known to be live.
    """
    if item.state == Item.State.WITHDRAWN:
        reason, note = item.withdrawn_code, item.withdrawn_note  # the first reason is the one on record
    else:
        item.state = Item.State.WITHDRAWN
        item.withdrawn_code, item.withdrawn_note = reason[:40], note
        item.save(update_fields=["state", "withdrawn_code", "withdrawn_note"])
    outdated.settle_all(item, now=now)
    open_ones = Delivery.objects.select_related("account").filter(item=item.pk).exclude(state__in=FINAL)
    return [_withdraw_one(row, reason, note, who, now) for row in open_ones.order_by("pk")]


def _withdraw_one(delivery: Delivery, reason: str, note: str, who: str, now: datetime) -> Delivery:
    say = Sentence(f"Thu hồi: {note or reason}", f"Withdrawn: {note or reason}")
    known: dict[str, Any] = {"who": who, "why": "withdraw", "now": now, "evidence": {"reason": reason, "note": note}}
    for _ in range(TRIES):
        try:
            return _step(delivery, say, known, now)
        except ledger.Conflict:
            delivery = Delivery.objects.select_related("account").get(pk=delivery.pk)
            if delivery.state in FINAL:
                return delivery
    # Busier than we are; what is left undone is finished by the next sweep (`catch_up`).
    return delivery


def _step(delivery: Delivery, say: Sentence, known: dict[str, Any], now: datetime) -> Delivery:
    state = State(delivery.state)
    if state in BEFORE_LEAVING:
        return ledger.move(delivery, State.WITHDRAWN, say=say, withdraw=True, **known)
    if state is State.LIVE:
        with transaction.atomic():
            return ledger.follow_up(ledger.amend(delivery, withdraw=True, **known), now=now)
    if state in AWAITED:
        return delivery if delivery.withdraw else ledger.amend(delivery, withdraw=True, **known)
    if state is State.HELD and delivery.held_from in (State.PLANNED, State.SENDING):
        return ledger.move(delivery, State.WITHDRAWN, say=say, withdraw=True, **known)
    if state is State.HELD and delivery.held_from in (State.REVISING, State.RETRACTING):
        return ledger.move(delivery, State.RETRACTING, withdraw=True, due_at=now, tries=0, check_at=None, **known)
    # Held in doubt (whether it is public is not known), or being retracted already: the wish is kept.
    return delivery if delivery.withdraw else ledger.amend(delivery, withdraw=True, **known)
