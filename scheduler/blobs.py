"""Bytes kept by content: pictures, their cuts, films. A file's name is the SHA-256 of what is in it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from formatters.story import Blob

CHUNK = 1024 * 1024
DIGEST = 64  # characters of a SHA-256 in hex
SPOOL = ".spool-"  # how the names of temporary files begin
LEFT_BEHIND = timedelta(days=1)  # nothing is written for so long


def place(sha256: str) -> Path:
    """Where these bytes are or would be."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(data: bytes) -> str:
    """Keep these bytes; their SHA-256 (hex)."""
    digest = hashlib.sha256(data).hexdigest()
    if not place(digest).exists():
        with spool() as file:
            file.write(data)
            file.flush()
            adopt(file, digest)
    return digest


def spool() -> BinaryIO:
    """A temporary file on the store's own disk, to be handed to `keep_file`; it deletes itself when closed."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    return tempfile.NamedTemporaryFile(dir=root, prefix=SPOOL)  # type: ignore[return-value]


def sweep(now: datetime) -> int:
    """Remove temporary files that were left by whoever was killed over them: those untouched for a day. How many there were."""
    left = [place for place in Path(settings.MEDIA_ROOT).glob(f"{SPOOL}*") if _age(place, now) > LEFT_BEHIND]
    for place in left:
        place.unlink(missing_ok=True)
    return len(left)


def _age(place: Path, now: datetime) -> timedelta:
    try:
        return now - datetime.fromtimestamp(place.stat().st_mtime, UTC)
    except FileNotFoundError:  # it was closed meanwhile, and so deleted itself
        return timedelta(0)


def keep_file(file: BinaryIO) -> tuple[str, int]:
    """Keep what was written to a file from `spool`; its SHA-256 and its size in bytes. Never in memory whole."""
    file.flush()
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    adopt(file, digest.hexdigest())
    return digest.hexdigest(), size


def adopt(file: BinaryIO, sha256: str) -> None:
    """Give the spooled file its lasting name: a second name for the same bytes, made in one step and on disk first."""
    os.fsync(file.fileno())
    target = place(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file.name, target)
    except FileExistsError:
        return  # the same content was kept meanwhile


def remember(key: str, sha256: str) -> None:
    """Note that what `key` (SHA-256 in hex over all that goes into it) describes was made, and is kept under `sha256`."""
    note = _note(key)
    note.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.MEDIA_ROOT, prefix=".spool-", delete=False) as file:
        file.write(sha256.encode())
    Path(file.name).replace(note)


def remembered(key: str) -> tuple[str, int] | None:
    """SHA-256 and size in bytes of what was made under this key; None when nobody noted it or its bytes are gone."""
    try:
        sha256 = _note(key).read_text("ascii")
        return (sha256, place(sha256).stat().st_size) if len(sha256) == DIGEST else None
    except (FileNotFoundError, ValueError):  # torn by a crash, it is as good as not there
        return None


def _note(key: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "made" / key[:2] / key


def blob(sha256: str, mime: str) -> Blob:
    """The bytes as a Blob. FileNotFoundError when they are not kept here."""
    path = place(sha256)
    return Blob(sha256=sha256, mime=mime, size=path.stat().st_size, open=lambda: path.open("rb"))
