"""How the words of a command are read: durations, times, key=value pairs, and the things they name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from scheduler.models import Account, Delivery
from syndication.cli.out import Mistake
from syndication.items.models import Item
from syndication.sources.models import Source

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(text: str) -> timedelta:
    """`90s`, `5m`, `2h`, `1d`, or a bare number of seconds. Mistake for anything else."""
    found = re.fullmatch(r"\s*(\d+)\s*([smhd]?)\s*", text)
    if not found:
        raise Mistake(f"{text!r} is not a duration; write for instance 30s, 5m or 2h")
    return timedelta(seconds=int(found[1]) * UNITS[found[2] or "s"])


def instant(text: str) -> datetime:
    """ISO 8601; without a zone it is the ministry's clock (Asia/Ho_Chi_Minh)."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Mistake(
            f"{text!r} is not a time; write for instance 2026-11-25T09:30 or 2026-11-25T09:30+07:00"
        ) from None
    return read if read.tzinfo else timezone.make_aware(read)


def day(text: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{text!r} is not a date; write for instance 2026-11-25") from None


def pairs(given: Sequence[str]) -> dict[str, str]:
    """`key=value` words as a dict."""
    found: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Mistake(f"{word!r} is not key=value")
        found[name] = value
    return found


def secrets(given: Sequence[str]) -> dict[str, str]:
    """`key=value`, `key=@file` (its contents, outer white space off) or `key=env:VAR`. Mistakes never repeat the value."""
    found: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Mistake("a secret is written key=value, key=@file or key=env:VAR")
        if value.startswith("@"):
            try:
                value = Path(value[1:]).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise Mistake(f"the file for the secret {name!r} cannot be read: {error.strerror}") from None
        elif value.startswith("env:"):
            variable = value[4:]
            if variable not in os.environ:
                raise Mistake(f"the variable {variable} for the secret {name!r} is not set")
            value = os.environ[variable]
        found[name] = value
    return found


def account_named(name: str) -> Account:
    """The account with this name."""
    found = Account.objects.filter(name=name).first()
    if found is None:
        raise Mistake(f"there is no account {name!r}; there are: {_names(Account.objects.all())}")
    return found


def source_named(name: str) -> Source:
    """The source with this name."""
    found = Source.objects.filter(name=name).first()
    if found is None:
        raise Mistake(f"there is no source {name!r}; there are: {_names(Source.objects.all())}")
    return found


def item_named(word: str) -> Item:
    """The item with this id, guid, identifier or address."""
    known = Q(guid=word) | Q(identifier=word) | Q(link=word)
    if word.isdigit():
        found = Item.objects.filter(pk=int(word)).first() or Item.objects.filter(known).first()
    else:
        found = Item.objects.filter(known).first()
    if found is None:
        raise Mistake(f"there is no item {word!r}; see: syndication item list")
    return found


def delivery_named(word: str) -> Delivery:
    """The delivery with this id."""
    found = Delivery.objects.select_related("account").filter(pk=int(word)).first() if word.isdigit() else None
    if found is None:
        raise Mistake(f"there is no delivery {word!r}; see: syndication deliveries")
    return found


def user_named(name: str) -> User:
    """The user with this name."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise Mistake(f"there is no user {name!r}; add one with: syndication user add {name} --role approver")
    return found


def _names(rows: object) -> str:
    names = [str(row) for row in rows]  # type: ignore[attr-defined]
    return ", ".join(names) or "none yet"
