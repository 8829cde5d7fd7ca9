"""A bound on the whole of an answer. A socket's timeout bounds only each silence: one byte a second never trips it."""

from __future__ import annotations

import heapq
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

log = logging.getLogger(__name__)


class _Watch:
    """One moment at which something is hung up, unless it was let go before."""

    def __init__(self, hang_up: Callable[[], object]) -> None:
        self._hang_up: Callable[[], object] | None = hang_up
        self._lock = threading.Lock()
        self.ran_out = False

    def let_go(self) -> None:
        """It ended by itself; when this returns, nothing is hung up any more."""
        with self._lock:
            self._hang_up = None

    def end(self) -> None:
        """Its moment has come."""
        with self._lock:
            if self._hang_up is None:
                return
            self.ran_out = True
            try:
                self._hang_up()
            except Exception:  # whatever it is, the others are waited for by the same thread
                log.debug("the connection had ended by itself", exc_info=True)


class _Watchman:
    """One thread for all that is waited for: starting one for each answer costs more than many an answer."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Nothing is watched, and no thread runs (as in a process that was forked)."""
        self._due: list[tuple[float, int, _Watch]] = []
        self._number = count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def watch(self, seconds: float, one: _Watch) -> None:
        """Hang it up after so many seconds."""
        with self._changed:
            moment = time.monotonic() + seconds
            first = not self._due or moment < self._due[0][0]
            heapq.heappush(self._due, (moment, next(self._number), one))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._keep, name="patience", daemon=True)
                self._thread.start()
            elif first:
                self._changed.notify()

    def _keep(self) -> None:
        while True:
            with self._changed:
                while not self._due or self._due[0][0] > time.monotonic():
                    self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
                one = heapq.heappop(self._due)[2]
            one.end()


_watchman = _Watchman()
os.register_at_fork(after_in_child=_watchman.begin)


@contextmanager
def patience(seconds: float, hang_up: Callable[[], object]) -> Iterator[None]:
    """Call `hang_up` from another thread after `seconds`, which ends what is blocked inside. TimeoutError then."""
    watch = _Watch(hang_up)
    _watchman.watch(seconds, watch)
    try:
        yield
    except Exception as error:
        if watch.ran_out:
            raise TimeoutError("the answer did not end in time") from error
        raise
    finally:
        watch.let_go()
    if watch.ran_out:
        raise TimeoutError("the answer did not end in time")
