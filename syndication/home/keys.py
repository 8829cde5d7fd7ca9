"""The instance's secret keys in their file: one a line, newest first, mode 0600.

Processes run while keys are exchanged. Whoever holds a KeyRing sees a new key at the next use, without a restart.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, overload

from syndication.home.setting import BadSetting


def new_key() -> str:
    """A key that nobody can guess: 32 random bytes in URL-safe base64."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


def session_key(key: str) -> str:
    """What signs sessions, made from a secret key; it does not give the key away."""
    return hashlib.sha256(b"sessions:" + key.encode()).hexdigest()


class KeyRing(Sequence[str]):
    """The keys of a file, read again whenever the file has been replaced. Its repr shows none of them.

    A file that is gone or broken changes nothing: what was read last still decrypts.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        # One value, exchanged as a whole: threads see the old keys or the new ones.
        self._read = (_stamp(file), read_keys(file))

    def _keys(self) -> list[str]:
        stamp, keys = self._read
        with suppress(OSError, BadSetting):
            now = _stamp(self._file)
            if now != stamp:
                keys = read_keys(self._file)
                self._read = (now, keys)
        return keys

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self._keys()[index]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._keys()))

    def __len__(self) -> int:
        return len(self._keys())

    def __repr__(self) -> str:
        return f"KeyRing({len(self)} keys)"

    __str__ = __repr__


def _stamp(file: Path) -> tuple[int, int, int]:
    """What changes whenever the file is replaced."""
    seen = file.stat()
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def read_keys(file: Path) -> list[str]:
    """The keys in the file. BadSetting when it holds none."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadSetting(f"{file} is not UTF-8 text") from None
    kept = [line.strip() for line in text.splitlines() if line.strip()]
    if not kept:
        raise BadSetting(f"{file} holds no key; put the keys back that this instance was made with")
    return kept


def make_keys(file: Path) -> None:
    """Make the file with one new key, unless there is one; of two processes that do it at once the first wins."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as made:
            made.write(new_key() + "\n")
    except FileExistsError:
        pass  # another process was first; its key is the one


def change_keys(file: Path, change: Callable[[list[str]], list[str]]) -> list[str]:
    """Replace the keys by what `change` makes of them, atomically and one process at a time. The keys there are now."""
    with _alone(file):
        keys = change(read_keys(file))
        write_lines(file, keys)
        return keys


def write_lines(file: Path, lines: Sequence[str]) -> None:
    """Replace a file by these lines: whole or not at all, and safe on the disk before it takes the old one's place."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as made:
            made.write("".join(f"{line}\n" for line in lines))
            made.flush()
            os.fsync(made.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _alone(file: Path) -> Iterator[Any]:
    with file.with_name(f"{file.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
