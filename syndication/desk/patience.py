"""How long the media of one document may take. What is slow is left for later: it keeps neither its item nor other sources waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from formatters.sentence import Sentence
from syndication.sources.retrieve import FILE_SECONDS, NotRetrieved

FILE = 10.0  # seconds for one picture or one file of subtitles
ENTRY = 12.0  # for those of one entry
DOCUMENT = 24.0  # for those of one document: an entry that would go beyond it is taken in at the next pull
FILM = 120.0  # for one film
FILMS = 180.0  # for the films of one document
QUESTIONS = 15.0  # for asking whether what is no longer in a document is gone
LEAST = 0.5  # with less it is not begun

LATER = Sentence(
    "máy chủ chậm, đã hết thời gian dành cho tệp trong lần lấy này; sẽ tự lấy tiếp sau.",
    "its server is slow and the time for files in this pull is used up; it will be asked for again.",
)


class Patience:
    """What is left of that time, counted down by what is waited for. One is made for each document."""

    def __init__(
        self,
        *,
        document: float | None = None,
        films: float | None = None,
        film: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._document = DOCUMENT if document is None else document
        self._films = FILMS if films is None else films
        self._film = FILM if film is None else film
        self._entry = ENTRY
        self._questions = QUESTIONS
        self._clock = clock

    @classmethod
    def afterwards(cls) -> Patience:
        """For what is asked for again, when nothing waits for it any more: a film may take as long as a large file may."""
        return cls(film=FILE_SECONDS, films=FILE_SECONDS)

    @property
    def spent(self) -> bool:
        """Whether no further entry should begin: it could not have its whole time."""
        return self._document < ENTRY

    def begin_entry(self) -> None:
        """The next entry's files are asked for."""
        self._entry = ENTRY

    @contextmanager
    def waiting(self, role: str) -> Iterator[float]:
        """How many seconds this file (or "question") may take; the time until the block ends is taken off.

        NotRetrieved when none is left.
        """
        left = {"video": min(self._film, self._films), "question": self._questions}.get(role, min(FILE, self._entry))
        if left < LEAST:
            raise NotRetrieved(LATER)
        began = self._clock()
        try:
            yield left
        finally:
            took = self._clock() - began
            if role == "video":
                self._films -= took
            elif role == "question":
                self._questions -= took
            else:
                self._entry -= took
                self._document -= took
