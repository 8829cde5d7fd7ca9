"""The feeds as files, for a web server that sends them without us: `english.rss`, with `english.rss.gz` and `.br` beside.

The database is the truth. Who builds writes after the commit; `catch_up` puts right what another machine built, what a crash
left and what somebody else did to the files. Each file appears whole or not at all, its time of change that of its bytes.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import logging
import os
import tempfile
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db.models.functions import Length

from syndication.feeds.memory import let_go
from syndication.feeds.models import FeedFile

log = logging.getLogger(__name__)

SUFFIXES = {"": "body", ".gz": "gzip", ".br": "brotli"}
EVERY = 10.0  # seconds
WHOLE = 60  # turns until every file is looked at
LOCK = ".kept-by-syndication"  # and the mark of a folder that is ours
SPOOL = ".spool-"


class NotOurs(OSError):
    """The folder holds something else: nothing in it is touched."""


def keep(paths: Collection[str]) -> None:
    """Write the files of these paths as the database has them now, or take away what it no longer has. OSError when that fails."""
    with _alone() as root:
        _keep(root, paths)


def catch_up() -> list[str]:
    """Put right whatever differs from the database; the paths where something did. OSError when that fails."""
    with _alone() as root:
        sizes = [Length(field) for field in SUFFIXES.values()]
        found = {path: kept for path, *kept in FeedFile.objects.values_list("path", "modified", *sizes)}
        there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} - {LOCK}
        wrong = {
            path
            for path, (modified, *sizes_of) in found.items()
            if any(
                not _is(root / f"{path}{suffix}", int(modified.timestamp()), size)
                for suffix, size in zip(SUFFIXES, sizes_of, strict=True)
            )
        }
        strays = there - {f"{path}{suffix}" for path in found for suffix in SUFFIXES}
        for stray in strays:
            _remove(root, stray)
        _keep(root, wrong)
        return sorted(wrong | strays)


def follow(every: float = EVERY) -> None:
    """Bring what has changed to this disk every so many seconds, in a thread of its own that ends with the process.

    The web part does so, for it runs on each machine that serves; the timer's task runs on one of them.
    """
    threading.Thread(target=_follow, args=(every,), name="the feeds' files", daemon=True).start()


def _follow(every: float) -> None:
    failed, known = "", None
    for turn in itertools.count():
        let_go()
        try:
            # To look at every file costs a second of a core where there are ten thousand: seldom, and what moved in between.
            now = set(FeedFile.objects.values_list("path", "modified"))
            if known is None or turn % WHOLE == 0:
                catch_up()
            elif moved := {path for path, _ in known ^ now}:
                keep(moved)
            failed, known = "", now
        except (OSError, DatabaseTrouble) as error:
            if failed != (failed := " ".join(str(error).split())):
                log.error("the feeds' files were not brought up to date: %s", failed)
        finally:
            let_go()
        time.sleep(every)


def _keep(root: Path, paths: Collection[str]) -> None:
    missing = set(paths)
    # Read under the lock: whoever writes last has read last, so older bytes never replace newer ones.
    for file in FeedFile.objects.filter(path__in=missing).iterator(chunk_size=20):
        for suffix, field in reversed(SUFFIXES.items()):  # the plain file last: when it is there the others are
            _write(root / f"{file.path}{suffix}", bytes(getattr(file, field)), file.modified.timestamp())
        missing.discard(file.path)
    for path in missing:
        for suffix in SUFFIXES:
            _remove(root, f"{path}{suffix}")


def _write(place: Path, data: bytes, modified: float) -> None:
    """In one step, or not at all. Without data (no such twin) nothing is there afterwards."""
    if not data:
        place.unlink(missing_ok=True)
        return
    _folders(place.parent)
    number, name = tempfile.mkstemp(dir=place.parent, prefix=SPOOL)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), 0o644)
        os.utime(name, (modified, modified))
        Path(name).rename(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _is(place: Path, modified: int, size: int) -> bool:
    try:
        found = place.stat()
    except (FileNotFoundError, NotADirectoryError):
        return size == 0
    return int(found.st_mtime) == modified and found.st_size == size


def _remove(root: Path, name: str) -> None:
    place = root / name
    place.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # something else is in it still
        for folder in place.relative_to(root).parents[:-1]:
            (root / folder).rmdir()


@contextlib.contextmanager
def _alone() -> Iterator[Path]:
    """The folder, for this process alone. NotOurs when it held something before we came."""
    root = Path(settings.SYNDICATION_FEEDS_DIR)
    _folders(root)
    mark = root / LOCK
    if not mark.exists() and any(root.iterdir()):
        raise NotOurs(f"{root} (SYNDICATION_FEEDS_DIR) holds files that are not ours; give the feeds an empty folder")
    with mark.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield root


def _folders(folder: Path) -> None:
    """Make it, readable by the web server whatever our umask is."""
    for each in _missing(folder):
        each.mkdir(exist_ok=True)
        each.chmod(0o755)


def _missing(folder: Path) -> Iterable[Path]:
    return reversed([each for each in (folder, *folder.parents) if not each.exists()])
