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
LONGEST = timedelta(days=3650)
YEARS = range(2000, 2101)
LARGEST_ID = 2**63 - 1
MOST_NAMED = 20  # ids listed when a word names several items


def duration(text: str) -> timedelta:
    """`90s`, `5m`, `2h`, `1d`, or a bare number of seconds. Mistake for anything else, and for more than ten years."""
    found = re.fullmatch(r"\s*([0-9]+)\s*([smhd]?)\s*", text)
    if not found:
        raise Mistake(f"{text!r} is not a duration; write for instance 30s, 5m or 2h")
    number = found[1].lstrip("0") or "0"
    unit = UNITS[found[2] or "s"]
    # The digits are counted first: a number of any length can be typed, and not every one can be computed with.
    if len(number) > 10 or int(number) * unit > LONGEST.total_seconds():
        raise Mistake(f"{text!r} is too long; a duration is at most {LONGEST.days}d")
    return timedelta(seconds=int(number) * unit)


def instant(text: str) -> datetime:
    """ISO 8601, in the years 2000 to 2100; without a zone it is the ministry's clock (Asia/Ho_Chi_Minh)."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Mistake(
            f"{text!r} is not a time; write for instance 2026-11-25T09:30 or 2026-11-25T09:30+07:00"
        ) from None
    _in_our_time(text, read)
    return read if read.tzinfo else timezone.make_aware(read)


def day(text: str) -> date:
    """A date as YYYY-MM-DD, in the years 2000 to 2100."""
    try:
        read = date.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{text!r} is not a date; write for instance 2026-11-25") from None
    _in_our_time(text, read)
    return read


def _in_our_time(text: str, read: date) -> None:
    if read.year not in YEARS:
        raise Mistake(f"{text!r} is not in the years {YEARS[0]} to {YEARS[-1]}")


def pairs(given: Sequence[str]) -> dict[str, str]:
    """`key=value` words as a dict."""
    found: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Mistake(f"{word!r} is not key=value")
        if not value.isprintable():
            raise Mistake(f"the value of {name!r} holds a character that cannot be seen: {value!a}")
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
            except UnicodeDecodeError:
                raise Mistake(f"the file for the secret {name!r} is not UTF-8 text") from None
        elif value.startswith("env:"):
            variable = value[4:]
            if variable not in os.environ:
                raise Mistake(f"the variable {variable} for the secret {name!r} is not set")
            value = os.environ[variable]
        if not value.strip():
            raise Mistake(f"the secret {name!r} is empty")
        if any("\ud800" <= letter <= "\udfff" for letter in value):  # how bytes that are no text come in
            raise Mistake(f"the secret {name!r} is not UTF-8 text")
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
    """The item with this id, else the only one with this guid, identifier or address."""
    if not word.strip():
        raise Mistake("an item is named by its id, guid or address; see: syndication item list")
    found = Item.objects.filter(pk=_id(word)).first()
    if found is not None:
        return found
    named = list(Item.objects.filter(Q(guid=word) | Q(identifier=word) | Q(link=word)).order_by("pk")[:MOST_NAMED])
    if len(named) > 1:
        ids = ", ".join(str(item.pk) for item in named)
        raise Mistake(f"{word!r} names several items; name one of them by its id: {ids}")
    if not named:
        raise Mistake(f"there is no item {word!r}; see: syndication item list")
    return named[0]


def delivery_named(word: str) -> Delivery:
    """The delivery with this id."""
    found = Delivery.objects.select_related("account").filter(pk=_id(word)).first()
    if found is None:
        raise Mistake(f"there is no delivery {word!r}; see: syndication deliveries")
    return found


def _id(word: str) -> int:
    """The number that a row of the database may have; 0, which no row has, for any other word."""
    if not (word.isascii() and word.isdecimal() and len(word) <= len(str(LARGEST_ID))):
        return 0
    number = int(word)
    return number if number <= LARGEST_ID else 0


def user_named(name: str) -> User:
    """The user with this name."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise Mistake(f"there is no user {name!r}; add one with: syndication user add {name} --role approver")
    return found


def _names(rows: object) -> str:
    names = sorted(str(row) for row in rows)  # type: ignore[attr-defined]
    return ", ".join(names) or "none yet"
