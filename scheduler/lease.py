"""Keeping a lease while an adapter is at work: a thread renews it, so that a long upload is not taken for a dead worker."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connections
from django.utils import timezone

from scheduler import ledger

log = logging.getLogger(__name__)

EVERY = ledger.LEASE.total_seconds() / 3


class Lease:
    """`with Lease(delivery_id, worker):` renews until left. A lost lease is noticed when the outcome is settled."""

    def __init__(self, delivery_id: int, worker: str) -> None:
        self._id = delivery_id
        self._worker = worker
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._thread.join()

    def _keep(self) -> None:
        try:
            while not self._left.wait(EVERY):
                try:
                    if not ledger.renew(self._id, worker=self._worker, now=timezone.now()):
                        log.warning("the lease on delivery %s is lost", self._id)
                        return
                except DatabaseError:
                    log.warning("the lease on delivery %s could not be renewed; trying again", self._id, exc_info=True)
        finally:
            connections.close_all()  # a thread has connections of its own
