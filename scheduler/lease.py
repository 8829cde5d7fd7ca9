"""Keeping a lease while something slow is under way: a thread renews it, so that a long upload is not taken for a dead worker.

A worker that has lost its lease writes nothing more: somebody else may have taken its place.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connections
from django.utils import timezone

from channels.errors import OutcomeUnknown
from scheduler import ledger

log = logging.getLogger(__name__)

EVERY = ledger.LEASE.total_seconds() / 3


class Heartbeat:
    """While in the block, `renew` is called three times a lease, from a thread. It gives False when the lease is lost.

    `since` is the monotonic moment at which the lease began, where that was before now: taking it may have waited for a lock.

    `alive()` says whether the lease still holds, as far as this process knows.
    """

    def __init__(self, renew: Callable[[datetime], bool], since: float | None = None) -> None:
        self._renew = renew
        self._left = threading.Event()
        self._good_until = (time.monotonic() if since is None else since) + ledger.LEASE.total_seconds()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._thread.join()

    def alive(self) -> bool:
        """Whether the lease still holds."""
        return time.monotonic() <= self._good_until

    def _keep(self) -> None:
        try:
            while not self._left.wait(EVERY):
                began = time.monotonic()
                try:
                    if not self._renew(timezone.now()):
                        log.warning("a lease is lost")
                        self._good_until = 0.0
                        return
                    self._good_until = began + ledger.LEASE.total_seconds()
                except DatabaseError:
                    log.warning("a lease could not be renewed; trying again", exc_info=True)
        finally:
            connections.close_all()  # a thread has connections of its own


class Lease(Heartbeat):
    """The leases on deliveries that were claimed together; `check` is asked before every write for one of them."""

    def __init__(self, delivery_ids: Iterable[int], worker: str, since: float | None = None) -> None:
        super().__init__(self._renew_all, since)
        self._held = set(delivery_ids)
        self._worker = worker

    def _renew_all(self, now: datetime) -> bool:
        wanted = list(self._held)
        lost = set(wanted) - ledger.renew(wanted, worker=self._worker, now=now)
        self._held -= lost
        return bool(self._held) or not lost

    def let_go(self, delivery_id: int) -> None:
        """It is settled, or about to be: its lease is not renewed any more."""
        self._held.discard(delivery_id)

    def check(self, delivery_id: int) -> None:
        """OutcomeUnknown when the lease is lost: what was written before may be there, and nothing more may be written."""
        if delivery_id not in self._held or not self.alive():
            raise OutcomeUnknown(f"{self._worker} has lost its lease on delivery {delivery_id}")
