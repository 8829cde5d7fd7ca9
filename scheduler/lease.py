"""Keeping a lease while an adapter is at work: a thread renews it, so that a long upload is not taken for a dead worker.

A worker that has lost its lease writes nothing more: somebody else may have taken its place.
"""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from django.db import DatabaseError, connections
from django.utils import timezone

from channels.errors import OutcomeUnknown
from scheduler import ledger

log = logging.getLogger(__name__)

EVERY = ledger.LEASE.total_seconds() / 3


class Lease:
    """`with Lease(delivery_id, worker) as lease:` renews until left; `lease.check` is asked before every write."""

    def __init__(self, delivery_id: int, worker: str) -> None:
        self._id = delivery_id
        self._worker = worker
        self._left = threading.Event()
        self._good_until = time.monotonic() + ledger.LEASE.total_seconds()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._thread.join()

    def check(self) -> None:
        """OutcomeUnknown when the lease is lost: what was written before may be there, and nothing more may be written."""
        if time.monotonic() > self._good_until:
            raise OutcomeUnknown(f"{self._worker} has lost its lease on delivery {self._id}")

    def _keep(self) -> None:
        try:
            while not self._left.wait(EVERY):
                began = time.monotonic()
                try:
                    if not ledger.renew(self._id, worker=self._worker, now=timezone.now()):
                        log.warning("the lease on delivery %s is lost", self._id)
                        self._good_until = 0.0
                        return
                    self._good_until = began + ledger.LEASE.total_seconds()
                except DatabaseError:
                    log.warning("the lease on delivery %s could not be renewed; trying again", self._id, exc_info=True)
        finally:
            connections.close_all()  # a thread has connections of its own
