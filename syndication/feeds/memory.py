"""What a process remembers of the database, to answer without asking it: looked at again at most once a second.

While the database is away what was last known is given, for ten minutes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import Error as DatabaseTrouble
from django.db import connections

T = TypeVar("T")

log = logging.getLogger(__name__)

FRESH = 1.0  # seconds for which nothing is asked again
PATIENCE = 600.0  # seconds that what was known is given while the database is away
PAUSE = 5.0  # seconds until a database that is away is asked again
HURRY = 1.0  # seconds that one thread waits for another's look


class Away(Exception):
    """The database does not answer, and nothing is known, or has not been for too long."""


def let_go() -> None:
    """Close connections that are broken or old, as Django does around each request; none that is in a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


@dataclass(slots=True)
class _Held(Generic[T]):
    value: T
    seen: float
    used: float


class Memory(Generic[T]):
    """Values by key. Safe for threads; one memory is one process's.

    `look(key, known)` asks the database: the `known` object itself when nothing changed, another, or None for what there is
    not, which is not remembered. `weigh` says how many bytes one takes; together they take `room` at most.
    """

    def __init__(
        self,
        look: Callable[[str, T | None], T | None],
        weigh: Callable[[T], int],
        *,
        room: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look = look
        self._weigh = weigh
        self._room = room
        self._clock = clock
        self._held: dict[str, _Held[T]] = {}
        self._weight = 0
        self._changing = threading.Lock()
        self._looking = threading.Lock()
        self._again = 0.0  # when a database that is away is asked again
        self._gone_since: float | None = None

    def get(self, key: str) -> T | None:
        """What there is under the key, None when there is nothing. Away when that cannot be said."""
        held = self._held.get(key)
        if held is None:
            return self._ask(key, None)
        held.used = now = self._clock()
        if now - held.seen < FRESH:
            return held.value
        if now < self._again:
            return self._last(held)
        # One at a time: a database that hangs must not hold every thread.
        if not self._looking.acquire(timeout=HURRY):
            self._gone("it takes too long")
            return self._last(held)
        try:
            return held.value if self._clock() - held.seen < FRESH else self._ask(key, held)
        finally:
            self._looking.release()

    def clear(self) -> None:
        """Forget everything."""
        with self._changing:
            self._held.clear()
            self._weight = 0
            self._again, self._gone_since = 0.0, None

    @property
    def weight(self) -> int:
        """How many bytes are held."""
        return self._weight

    def _ask(self, key: str, held: _Held[T] | None) -> T | None:
        asked = self._clock()
        let_go()
        try:
            value = self._look(key, held.value if held else None)
        except DatabaseTrouble as error:
            self._gone(str(error))
            if held is None:
                raise Away from error
            return self._last(held)
        finally:
            let_go()
        self._again, self._gone_since = 0.0, None
        self._keep(key, value, asked)
        return value

    def _keep(self, key: str, value: T | None, now: float) -> None:
        """Put it in the place of what was there; when the room is full, what was longest unused goes."""
        with self._changing:
            before = self._held.get(key)
            if before is not None and before.seen > now:
                return  # another thread has looked since
            if before is not None and before.value is value:
                before.seen = now
                return
            if before is not None:
                del self._held[key]
                self._weight -= self._weigh(before.value)
            if value is None or (weight := self._weigh(value)) > self._room:
                return
            while self._weight + weight > self._room:
                oldest = min(self._held, key=lambda name: self._held[name].used)
                self._weight -= self._weigh(self._held.pop(oldest).value)
            self._held[key] = _Held(value, now, now)
            self._weight += weight

    def _last(self, held: _Held[T]) -> T:
        if self._gone_since is not None and self._clock() - self._gone_since > PATIENCE:
            raise Away
        return held.value

    def _gone(self, why: str) -> None:
        now = self._clock()
        if self._gone_since is None:
            self._gone_since = now
            log.error("the database is away (%s): what was last known is served", " ".join(why.split()))
        self._again = now + PAUSE
