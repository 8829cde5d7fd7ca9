"""“English is behind”: its Vietnamese original has a newer revision. A notice asks; an English revision, or a person, settles it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from formatters.sentence import Cannot, Sentence
from scheduler import clock, ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.items.behind import Behind, behind
from syndication.items.models import Item
from syndication.notices import board
from syndication.notices.board import Cause

KIND = "behind"
FEED = "feed"  # the channel whose entries say what they are beside what was approved
ABREAST, STILL_RIGHT = "abreast", "still-right"


class CannotSay(Cannot):
    """There is nothing that could be still right; `say` tells why."""


def settle(item: Item, *, who: str, now: datetime) -> None:
    """Raise the notice of the translation among the item and its twin that is behind, or close that of one which is not any more.

    Where that changes, the entries that are live of it say so: what a feed says of an entry by itself is made again.
    """
    for translation in Item.objects.filter(pk__in=[pk for pk in (item.pk, item.twin_id) if pk]):
        _settle(translation, behind([translation.pk]).get(translation.pk), who=who, why=ABREAST, now=now)


def still_right(item: Item, *, who: str, now: datetime) -> Behind:
    """A person says that the original's newest revision changes nothing in this translation. CannotSay when it is not behind."""
    found = behind([item.pk]).get(item.pk)
    if found is None:
        raise CannotSay(
            Sentence(
                "Bài này không phải là bản dịch đang chậm hơn bản gốc tiếng Việt.",
                "This is no translation that is behind its Vietnamese original.",
            )
        )
    item.still_right = found.revision
    item.save(update_fields=["still_right"])
    _settle(item, None, who=who, why=STILL_RIGHT, now=now)
    return found


def _settle(item: Item, found: Behind | None, *, who: str, why: str, now: datetime) -> None:
    # One notice for each revision of the original: a second change of it is to be heard of too.
    key = f"{item.pk}:{found.revision}" if found else ""
    before = board.open_notices().filter(kind=KIND, key__startswith=f"{item.pk}:").exclude(key=key)
    changed = [board.close(KIND, old, now=now) for old in before.values_list("key", flat=True)]
    if found is not None:
        changed.append(board.raise_once(Cause(KIND, key, _say(item, found)), now=now))
    if any(changed):
        tell_feeds(item, who=who, why=KIND if found else why, now=now)


def tell_feeds(item: Item, *, who: str, why: str, now: datetime) -> None:
    """Write down, on each entry of a feed that is live of the item, that something is said of it now, or is no more."""
    for row in Delivery.objects.select_related("account").filter(item=item.pk, state=State.LIVE).order_by("pk"):
        if row.account.channel == FEED:
            with suppress(ledger.Conflict):  # it is moving: what follows the move makes its entry again
                ledger.amend(row, who=who, why=why, now=now)


def _say(item: Item, found: Behind) -> Sentence:
    title, day = item.revision.title, clock.said(found.since)
    return Sentence(
        f"Bài {item.pk} “{title}” chậm hơn bản gốc tiếng Việt (bài {found.original}), đã được cập nhật {day}. "
        "Hãy cập nhật bản dịch, hoặc ghi nhận rằng bản dịch vẫn đúng.",
        f"Item {item.pk} “{title}” is behind its Vietnamese original (item {found.original}), which was updated {day}. "
        "Bring the translation up to date, or say that it is still right.",
    )
