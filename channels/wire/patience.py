"""A bound on the whole of an answer. A socket's timeout bounds only each silence: one byte a second never trips it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)


@contextmanager
def patience(seconds: float, hang_up: Callable[[], object]) -> Iterator[None]:
    """Call `hang_up` from another thread after `seconds`, which ends what is blocked inside. TimeoutError then."""
    ran_out = threading.Event()

    def end() -> None:
        ran_out.set()
        try:
            hang_up()
        except (OSError, RuntimeError, ValueError):
            log.debug("the connection had ended by itself")

    watch = threading.Timer(seconds, end)
    watch.daemon = True
    watch.start()
    try:
        yield
    except Exception as error:
        if ran_out.is_set():
            raise TimeoutError("the answer did not end in time") from error
        raise
    finally:
        watch.cancel()
    if ran_out.is_set():
        raise TimeoutError("the answer did not end in time")
