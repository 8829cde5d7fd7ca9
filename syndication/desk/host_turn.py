"""One host is asked for one of its sources at a time, by whichever process, and not at once for the next."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from django.conf import settings

from syndication.desk.sources import is_own

_LOOK = 0.1  # seconds between two looks at a turn that somebody else has


@contextmanager
def host_turn(host: str, *, patience: float = 0.0, sleep: Callable[[float], None] = time.sleep) -> Iterator[bool]:
    """The turn to ask this host for one source, for as long as the block; False when it cannot be had in `patience` seconds.

    The end of one turn and the begin of the next lie SYNDICATION_HOST_SPACING_SECONDS apart, unless the host is the ministry's or a
    machine of ours. A lock on a file, because the system takes it back when its holder is killed; its time is when the last turn
    ended. It holds on one machine: across machines no source is pulled twice, for each is claimed (`pull`).
    """
    path = Path(settings.SCHEDULER_RUN_DIR) / f"host-{hashlib.sha256(host.encode()).hexdigest()[:16]}"
    before = path.exists()
    with path.open("a") as file:
        if not _locked(file, patience, sleep):
            yield False
            return
        if before and not is_own(host):
            since = time.time() - path.stat().st_mtime
            sleep(
                max(
                    0.0,
                    min(settings.SYNDICATION_HOST_SPACING_SECONDS, settings.SYNDICATION_HOST_SPACING_SECONDS - since),
                )
            )
        try:
            yield True
        finally:
            os.utime(path)


def host_of(url: str) -> str:
    """The host of an address; "" of one that has gone bad."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _locked(file: TextIO, patience: float, sleep: Callable[[float], None]) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            sleep(_LOOK)
