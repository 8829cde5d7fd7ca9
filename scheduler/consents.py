"""Consents under way: what is kept between sending a person to a platform and using the answer. Used once, gone in a day.

What must stay secret meanwhile (a PKCE verifier, the tokens of several Pages) is encrypted here and never in the browser.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from scheduler import vault
from scheduler.models import Account, Consent

GOOD_FOR = timedelta(minutes=30)
KEPT_FOR = timedelta(days=1)  # so that a late answer is told that it is late, and not that it is unknown


def new_state() -> str:
    """What nobody can guess and the platform gives back with its answer."""
    return secrets.token_urlsafe(32)


def keep(account: Account, content: Mapping[str, Any], *, state: str = "", who: str, now: datetime) -> Consent:
    """Keep this for `who` until it is taken; found again by `state`, or by its number when that is empty."""
    Consent.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    digest = _digest(state or new_state())
    return Consent.objects.create(
        account=account, state_digest=digest, sealed=vault.seal(content), who=who, made_at=now
    )


def by_state(state: str) -> Consent | None:
    """The consent that this state belongs to."""
    return Consent.objects.select_related("account").filter(state_digest=_digest(state)).first()


def newest(account: Account, *, who: str, now: datetime, **content: Any) -> Consent | None:
    """The newest one of this person's for the account that is still good and holds these."""
    rows = Consent.objects.select_related("account").filter(account=account, who=who, made_at__gt=now - GOOD_FOR)
    for row in rows.order_by("-made_at", "-pk"):
        held = read(row)
        if all(held.get(name) == value for name, value in content.items()):
            return row
    return None


def read(row: Consent) -> dict[str, Any]:
    """What is kept in it. AccountBroken when no key of ours opens it."""
    return vault.unseal(row.sealed)


def is_late(row: Consent, now: datetime) -> bool:
    """Whether its time is over."""
    return row.made_at <= now - GOOD_FOR


def take(row: Consent) -> bool:
    """Use it up, in one statement: of two who do that one gets True."""
    return bool(Consent.objects.filter(pk=row.pk).delete()[0])


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
