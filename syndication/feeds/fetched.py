"""What each partner has fetched, written down behind the answer: it neither slows one nor makes one fail.

Notes of the last second are gathered in memory and written together by a thread. While the database is away they wait, and
what a killed process had not written is lost: a second of counting, never an answer.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error as DatabaseTrouble
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from syndication.feeds.memory import let_go
from syndication.feeds.models import Fetch, Partner

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds
PAUSE = 10.0  # seconds until what could not be written is tried again
MOST = 10_000  # notes that wait for the database


@dataclass(frozen=True, slots=True)
class Note:
    """A partner was given the file at a path, whose tag is `etag`. `first` and `last` are the same unless `times` is above 1."""

    partner: int
    path: str
    etag: str
    status: int
    times: int = 1
    first: datetime = field(default_factory=timezone.now)
    last: datetime | None = None

    def after(self, earlier: Note | None) -> Note:
        """This note and an earlier one of the same partner and path, as one."""
        if earlier is None:
            return self
        return Note(
            self.partner,
            self.path,
            self.etag,
            self.status,
            times=self.times + earlier.times,
            first=min(self.first, earlier.first),
            last=self.last or self.first,
        )


class Recorder:
    """Gathers notes and writes them, in a thread that begins with the first."""

    def __init__(self) -> None:
        self._notes: dict[tuple[int, str], Note] = {}
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._process = 0

    def note(self, note: Note) -> None:
        """Keep it for the next writing. Costs no question to the database."""
        with self._lock:
            self._gather(note)
            new, self._process = self._process != os.getpid(), os.getpid()
        if new:
            self._begin()
        self._some.set()

    def flush(self) -> bool:
        """Write what was gathered; what cannot be written now waits for the next time. Whether it was written."""
        with self._lock:
            notes, self._notes = self._notes, {}
        let_go()
        try:
            write(notes.values())
            return True
        except DatabaseTrouble as error:
            log.warning("what partners fetched could not be written yet: %s", " ".join(str(error).split()))
            with self._lock:
                newer, self._notes = self._notes, notes
                for note in newer.values():
                    self._gather(note)
            return False
        finally:
            let_go()

    def _begin(self) -> None:
        threading.Thread(target=self._run, name="partners' fetches", daemon=True).start()

    def _gather(self, note: Note) -> None:
        key = (note.partner, note.path)
        if key in self._notes or len(self._notes) < MOST:
            self._notes[key] = note.after(self._notes.get(key))

    def _run(self) -> None:
        while self._some.wait():
            time.sleep(EVERY)
            self._some.clear()
            try:
                while not self.flush():
                    time.sleep(PAUSE)
            except Exception:
                log.exception("what partners fetched in the last second was not written")


def write(notes: Iterable[Note]) -> None:
    """Write them. A database error when that cannot be done; then none is written."""
    wanted = list(notes)
    with transaction.atomic():
        there = set(Partner.objects.filter(pk__in={note.partner for note in wanted}).values_list("pk", flat=True))
        for note in wanted:
            if note.partner in there:
                _write(note)


def write_or_log(note: Note) -> None:
    """Write one at once; when that fails there is a line in the log, and the answer goes on."""
    try:
        write([note])
    except DatabaseTrouble as error:
        log.warning("what a partner fetched could not be written: %s", " ".join(str(error).split()))


def _write(note: Note) -> None:
    known = Fetch.objects.filter(partner=note.partner, path=note.path)
    latest = {"etag": note.etag, "status": note.status, "last_at": note.last or note.first}
    if known.update(**latest, times=F("times") + note.times):
        return
    try:
        with transaction.atomic():
            Fetch.objects.create(
                partner_id=note.partner, path=note.path, first_at=note.first, times=note.times, **latest
            )
    except IntegrityError:  # another process was first
        known.update(**latest, times=F("times") + note.times)
