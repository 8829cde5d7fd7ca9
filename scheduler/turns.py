"""Whose turn it is: each account's line of what is due, one after the other at its pace. The dispatcher and the forecast share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from django.db.models import Max

from scheduler import pace
from scheduler.models import Account, Delivery
from scheduler.states import State


class Line:
    """Every account's line at one moment. It is read when the first account with a spacing is met, for all of them at once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._paces: dict[int, pace.Pace] = {}
        self._last: dict[int, datetime] = {}

    def pace_of(self, account: Account) -> pace.Pace:
        """The account's pace, worked out once."""
        if account.pk not in self._paces:
            self._paces[account.pk] = pace.pace_of(account)
        return self._paces[account.pk]

    def last(self, account_id: int) -> datetime | None:
        """When the account's latest turn was, or is foreseen."""
        return self._last.get(account_id) or self._taken.get(account_id)

    def take(self, account_id: int, turn: datetime) -> None:
        """This turn is taken; the next one comes after it."""
        self._last[account_id] = turn

    def turn(self, row: Delivery, ready: datetime) -> datetime:
        """The first moment from `ready` on at which its account's spacing lets it leave; `ready` itself without a spacing."""
        its = self.pace_of(row.account)
        spacing = its.after(row, ready)
        latest = self.last(row.account_id) if spacing else None
        if latest is None or latest + spacing <= ready:
            return ready
        return latest + its.after(row, latest + spacing)  # whoever waits may come to belong to a backlog meanwhile

    @cached_property
    def _taken(self) -> Mapping[int, datetime]:
        offered = Delivery.objects.filter(state=State.PLANNED, due_at__lte=self._now, offered_at__isnull=False)
        found: dict[int, datetime] = dict(offered.values_list("account").annotate(Max("offered_at")))
        for account_id, published in pace.last_publications().items():
            found[account_id] = max(published, found.get(account_id, published))
        return found


def turns(rows: Iterable[Delivery], now: datetime) -> Iterator[tuple[Delivery, datetime]]:
    """Each due row with the time at which its account's spacing lets it leave; one that was offered has had its turn then.

    The rows come in the order in which they are due, each with its account.
    """
    line = Line(now)
    for row in rows:
        if row.state != State.PLANNED or not line.pace_of(row.account).after(row, now):
            yield row, now
            continue
        latest = line.last(row.account_id)
        if row.offered_at is not None and latest is not None and row.offered_at >= latest:
            yield row, now  # this very one had the turn, and its message may be lost
            continue
        turn = line.turn(row, now)
        line.take(row.account_id, turn)
        yield row, turn
