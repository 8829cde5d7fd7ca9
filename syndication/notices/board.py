"""Notices raised, seen and closed. The only writer of theirs besides the mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from formatters.sentence import Sentence
from syndication.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a person must hear of something. `kind` and `key` name it: the same cause is never told twice while it lasts."""

    kind: str
    key: str
    say: Sentence
    level: str = Notice.Level.WARNING
    account: str = ""


def raise_once(cause: Cause, *, now: datetime) -> bool:
    """Make the notice of this cause, or open it again when it had been closed. Whether it was raised now."""
    fresh: dict[str, Any] = {
        "level": cause.level,
        "say": cause.say.to_json(),
        "account": cause.account,
        "raised_at": now,
        "seen_at": None,
        "seen_by": "",
        "closed_at": None,
        "mailed_at": None,
        "mail_due_at": None,
        "mail_tries": 0,
        "mail_error": "",
    }
    row, made = Notice.objects.get_or_create(kind=cause.kind, key=cause.key, defaults=fresh)
    if made:
        return True
    return bool(Notice.objects.filter(pk=row.pk, closed_at__isnull=False).update(**fresh))


def settle(account: str, causes: Collection[Cause], *, now: datetime) -> int:
    """What is the matter with this account now, and nothing else: these are raised, its others closed. How many are new."""
    return _settle(open_notices().filter(account=account), causes, now)


def settle_kind(kind: str, causes: Collection[Cause], *, now: datetime) -> int:
    """The same for what concerns no account: these are raised, the others of the kind closed. How many are new."""
    return _settle(open_notices().filter(kind=kind), causes, now)


def _settle(before: QuerySet[Notice], causes: Collection[Cause], now: datetime) -> int:
    raised = sum(raise_once(cause, now=now) for cause in causes)
    standing = {(cause.kind, cause.key) for cause in causes}
    for row in before:
        if (row.kind, row.key) not in standing:
            Notice.objects.filter(pk=row.pk, closed_at=None).update(closed_at=now)
    return raised


def close(kind: str, key: str, *, now: datetime) -> bool:
    """The cause is gone. Whether there was an open notice of it."""
    return bool(open_notices().filter(kind=kind, key=key).update(closed_at=now))


def see(pk: int, *, who: str, now: datetime) -> bool:
    """Somebody has read it. The first one is kept; False when there was nothing to see."""
    return bool(Notice.objects.filter(pk=pk, seen_at=None).update(seen_at=now, seen_by=who))


def open_notices() -> QuerySet[Notice]:
    """Those whose cause is still there, newest first."""
    return Notice.objects.filter(closed_at=None).order_by("-raised_at", "-pk")


def unseen() -> int:
    """How many of the open ones nobody has read."""
    return open_notices().filter(seen_at=None).count()
