"""The turn to pull a source, or to take in what a hub brought: by compare-and-set on when the next pull was to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from scheduler.ledger import LEASE
from syndication.sources.models import Source


@contextmanager
def unhurried() -> Iterator[None]:
    """Within the block a commit is not on the disk when it returns, though it is seen by everybody. Not within a transaction."""
    if connection.in_atomic_block or connection.vendor not in ("sqlite", "postgresql"):
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
            try:
                yield
            finally:
                cursor.execute("PRAGMA synchronous=FULL")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            yield


class Claim:
    """The turn to pull a source. Taking it says when it was pulled and when it will be next, so that an answer without news need
    not be written down. While a document is dealt with the next pull is put off by a lease; a dead one's comes at its time all the
    same. What a power cut undoes of it is pulled once more, so the disk is not waited for.
    """

    def __init__(self, source: Source) -> None:
        self._id = source.pk
        self._until = source.next_pull_at
        self._ours = False

    def take(self, now: datetime, until: datetime) -> bool:
        """Whether nobody else has taken it."""
        return self._exchange(until, pulled_at=now)

    def renew(self, now: datetime) -> bool:
        """Keep it (or take it) for a lease; False when somebody else has it, or when the pull is done."""
        until = now + LEASE
        if self._ours and self._until is not None and self._until >= until:
            return True
        return self._exchange(until)

    def give_back(self, until: datetime | None) -> bool:
        """Its next pull is at `until`; False when somebody else has the turn."""
        self._ours = False
        return bool(Source.objects.filter(pk=self._id, next_pull_at=self._until).update(next_pull_at=until))

    def _exchange(self, until: datetime, **also: datetime) -> bool:
        mine = Source.objects.filter(pk=self._id, next_pull_at=self._until)
        with unhurried():
            self._ours = bool(mine.update(next_pull_at=until, **also))
        if self._ours:
            self._until = until
        return self._ours
