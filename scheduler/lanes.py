"""How many workers of one machine an account may keep busy at once, so that one which is slow starves no other."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LANES = 2  # a long film leaves room for a short text


@contextmanager
def lane(account_id: int) -> Iterator[bool]:
    """A lane of this account for as long as the block; False when all are taken.

    A lock on a file, because the system takes it back when its holder is killed.
    """
    for number in range(LANES):
        with (Path(settings.SCHEDULER_RUN_DIR) / f"lane-{account_id}-{number}").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
    yield False
