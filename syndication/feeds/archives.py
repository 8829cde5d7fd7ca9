"""Which archive documents of an account must be made, and the note that they were."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from scheduler.models import Account
from syndication.feeds import shelves
from syndication.feeds.models import FeedFile, Stale
from syndication.feeds.page import head_of
from syndication.feeds.settings_of import settings_of


@dataclass(frozen=True, slots=True)
class Due:
    """The documents that must be made, each by its page and its number, and the notes that asked for them."""

    documents: tuple[tuple[str, int], ...]
    notes: tuple[int, ...]


def close(account: Account, pages: Collection[str], *, most: int) -> None:
    """Close what has waited long enough on these pages, at most so many documents of each, one closer at a time."""
    for page in pages:
        if shelves.is_full(account.pk, page):
            with transaction.atomic():
                # On SQLite the transaction itself is the lock; on PostgreSQL the row, in the mode that lets deliveries be planned.
                if Account.objects.select_for_update(no_key=True).filter(pk=account.pk).first() is not None:
                    shelves.close(account.pk, page, most=most)


def due(account: Account, every_of: Collection[str] = (), *, most: int) -> Due:
    """What must be made: what is noted as stale, what was made with other settings or keys, and all of the pages `every_of`.

    ValueError when the account's settings make no feed.
    """
    wanted: dict[tuple[str, int], list[int]] = {}
    for note in Stale.objects.filter(account=account).order_by("pk")[: 4 * most]:
        wanted.setdefault((note.page, note.archive), []).append(note.pk)
    documents: dict[tuple[str, int], None] = dict.fromkeys(list(wanted)[:most])
    notes = [pk for document in documents for pk in wanted[document]]
    if len(documents) < most:
        made = FeedFile.objects.filter(account=account, archive__isnull=False).exclude(
            head=head_of(settings_of(account))
        )
        found = made.order_by("page", "archive").values_list("page", "archive").distinct()
        documents |= {(page, archive): None for page, archive in found[: most - len(documents)] if archive}
    for page in every_of:
        documents |= dict.fromkeys((page, number) for number in range(1, shelves.last_archive(account.pk, page) + 1))
    return Due(tuple(documents), tuple(notes))


def settle(due: Due) -> None:
    """They were made: what was noted since asks for them again."""
    Stale.objects.filter(pk__in=due.notes).delete()
