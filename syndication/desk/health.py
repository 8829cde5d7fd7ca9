"""What a check found, kept with its account: as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from channels.channel import Ending, Health
from formatters.sentence import Sentence
from scheduler.ledger.moving import storable
from scheduler.models import Account


def keep(account: Account, health: Health | None, *, now: datetime) -> None:
    """Keep what was found; None: nobody answered, and what was known before still holds.

    An account that does not work says little of itself: the endings known before are kept with it.
    """
    before: Mapping[str, Any] = account.health or {}
    kept = dict(before)
    if health is not None:
        endings = [{"what": ending.what.to_json(), "at": ending.at.isoformat()} for ending in health.endings]
        kept = {
            "ok": health.ok,
            "name": health.name,
            "may": list(health.may),
            "missing": list(health.missing),
            "endings": endings if health.ok or endings else before.get("endings", []),
            "warnings": [warning.to_json() for warning in health.warnings],
            "say": health.say.to_json() if health.say else None,
        }
        if "consent" in before:
            kept["consent"] = before["consent"]
    account.health, account.checked_at = storable(kept), now
    Account.objects.filter(pk=account.pk).update(health=account.health, checked_at=now)


def endings_of(account: Account) -> list[Ending]:
    """What of the account ends by itself, soonest first."""
    found = [
        Ending(Sentence.from_json(entry["what"]), datetime.fromisoformat(entry["at"]))
        for entry in account.health.get("endings", [])
    ]
    return sorted(found, key=lambda ending: ending.at)


def warnings_of(account: Account) -> list[Sentence]:
    """What does not stop it yet."""
    return [Sentence.from_json(entry) for entry in account.health.get("warnings", [])]


def why_unwell(account: Account) -> Sentence | None:
    """Why it does not work, as the last answer had it; None when it works or nobody knows."""
    if account.health.get("ok", True):
        return None
    return Sentence.from_json(account.health.get("say") or {})


def is_broken(account: Account) -> bool:
    """Whether it is paused because it does not work, and not because a person paused it."""
    return account.paused and "by" not in account.paused_reason
