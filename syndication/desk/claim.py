"""The turn to pull a source, or to take in what a hub brought: by compare-and-set on when the next pull was to be."""

from __future__ import annotations

from datetime import datetime

from scheduler.ledger import LEASE
from syndication.sources.models import Source


class Claim:
    """The turn to pull a source. Taking it says when it was pulled and when it will be next, so that an answer without news need
    not be written down. While a pull lasts the next one is put off by a lease; a dead one's comes at its time all the same."""

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
        self._ours = bool(mine.update(next_pull_at=until, **also))
        if self._ours:
            self._until = until
        return self._ours
