"""Where the stand-in keeps the bytes it is sent: files in one folder that goes when the stand-in goes. Never in memory."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import IO

BLOCK = 256 * 1024


class Spool:
    """A folder of its own, made when it is first needed, removed with this object or when the process ends."""

    def __init__(self) -> None:
        self._numbers = count(1)

    @cached_property
    def folder(self) -> Path:
        """The folder, under the system's temporary one."""
        made = Path(tempfile.mkdtemp(prefix="sandbox-facebook-"))
        weakref.finalize(self, shutil.rmtree, str(made), ignore_errors=True)
        return made

    def new(self) -> Path:
        """A path for a new file, which does not exist yet."""
        return self.folder / str(next(self._numbers))


def size_of(path: Path) -> int:
    """Bytes in the file; 0 when there is none."""
    return path.stat().st_size if path.exists() else 0


def sha256_of(path: Path) -> str:
    """The hex digest of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def append(path: Path, stream: IO[bytes], most: int | None = None) -> int:
    """Add what the stream holds, at most `most` bytes, to the end of the file; how many bytes came.

    What had come before a stream broke off stays in the file.
    """
    came = 0
    with path.open("ab") as kept:
        while most is None or came < most:
            block = stream.read(BLOCK if most is None else min(BLOCK, most - came))
            if not block:
                break
            kept.write(block)
            came += len(block)
    return came
