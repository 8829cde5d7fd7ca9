"""One due delivery at a time, as the tick chooses it and a worker claims it: a process that is told how many, and tells how long.

Lines on standard input, a JSON document for each on standard output. "due N": N deliveries come due one after the other; seconds of
[tick, claim] of each. "idle N": seconds of N ticks with nothing due. "plan": how the database finds what is due.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import bench._nothing  # noqa: F401 - Django, and the channel

# isort: split
from django.db import connection
from django.utils import timezone

from bench._many import FIRST
from scheduler import dispatch, ledger, tasks
from scheduler.models import Account, Delivery
from scheduler.states import State

STEP = timedelta(seconds=2)  # more than the accounts' spacing: each has its turn at once


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now


class Ledger:
    """What is measured. The rows that `bench._stock` planned come due one by one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._handed: list[int] = []
        self._next = self._stock()
        # The most that claiming can cost: each account has a spacing, so its last publication is looked up under its lock.
        Account.objects.update(settings={"spacing_seconds": 1})

    def send_task(self, name: str, args: list[int], **options: object) -> None:
        """In place of the broker."""
        self._handed += args

    def due(self) -> tuple[float, float]:
        """One comes due, is handed out and claimed: how long the tick took, and the claim. Then it is live."""
        now = self._clock.now = self._clock.now + STEP
        pk = next(self._next)
        Delivery.objects.filter(pk=pk).update(due_at=now, wanted_at=now)
        self._handed.clear()
        began = time.perf_counter()
        tasks.tick()
        ticked = time.perf_counter()
        attempt = ledger.claim(pk, worker="bench", now=now)
        claimed = time.perf_counter()
        assert self._handed == [pk], self._handed
        assert attempt is not None, "it may go, and it is its turn"
        row = Delivery.objects.select_related("account").get(pk=pk)
        shown = {"remote_id": row.identifier, **ledger.shown_fields(row)}
        ledger.settle(row, State.LIVE, ledger.Outcome("live"), who="bench", now=now, attempt=attempt, **shown)
        return ticked - began, claimed - ticked

    def idle(self) -> float:
        """A tick that finds nothing."""
        self._clock.now += STEP
        began = time.perf_counter()
        tasks.tick()
        return time.perf_counter() - began

    def plan(self) -> list[str]:
        """How what is due is found."""
        found = dispatch._due(self._clock.now)
        return [
            line.strip()
            for line in found.explain().splitlines()
            if "Scan" in line or "SCAN" in line or "SEARCH" in line
        ]

    @staticmethod
    def _stock() -> Iterator[int]:
        rows = Delivery.objects.filter(state=State.PLANNED, item__lt=FIRST)
        yield from list(rows.order_by("pk").values_list("pk", flat=True))


def main() -> None:
    """Answer until there is no more line."""
    clock = Clock()
    made = Ledger(clock)
    with patch("django.utils.timezone.now", clock), patch("scheduler.tasks.current_app", made):
        for line in sys.stdin:
            word, _, count = line.partition(" ")
            answer: Any = made.plan() if word.strip() == "plan" else [getattr(made, word)() for _ in range(int(count))]
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    connection.close()


if __name__ == "__main__":
    main()
