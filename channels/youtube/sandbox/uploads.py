"""The stand-in's resumable sessions. The bytes lie in temporary files, so a film of any size costs no memory."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request

from channels.youtube.sandbox.reasons import Refusal

ALIGNED = 256 * 1024
PIECE = 64 * 1024
LIFETIME = 7 * 86_400.0  # seconds

_PART = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")
_QUERY = re.compile(r"bytes \*/(\d+|\*)$")


@dataclass
class Session:
    """One upload on its way: what it is for ("videos.insert"), what was announced, and how much of it is here.

    `made` is the id of what came of it, "" before. `turn` counts the parts that were begun: a newer one ends an older one.
    """

    name: str
    purpose: str
    about: dict[str, Any]
    parts: str
    size: int
    mime: str
    file_name: str
    opened: float
    path: Path
    confirmed: int = 0
    made: str = ""
    turn: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    sha: Any = field(default_factory=hashlib.sha256)

    def digest(self) -> str:
        """SHA-256 (hex) of the bytes that are here; counted while they came."""
        return str(self.sha.hexdigest())

    def keep(self, data: bytes, turn: int) -> None:
        """Write these bytes down. Refusal when another request has taken over since."""
        with self.lock:
            if turn != self.turn:
                raise Refusal(503, "backendError", "Another request has taken over this upload.")
            with self.path.open("ab") as kept:
                kept.write(data)
            self.sha.update(data)
            self.confirmed += len(data)

    def begin(self) -> int:
        """A part begins: its turn."""
        with self.lock:
            self.turn += 1
            return self.turn


class Uploads:
    """Every session by its name. `received` lists (first byte, count) of every part that arrived, for tests."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sandbox-youtube-"))
        self._closing = weakref.finalize(self, shutil.rmtree, self._folder, True)
        self.opened: dict[str, int] = {}  # purpose → how many sessions
        self.completed: dict[str, int] = {}
        self.sessions: dict[str, Session] = {}
        self.received: list[tuple[int, int]] = []

    def start(
        self, purpose: str, about: dict[str, Any], parts: str, size: int, mime: str, file_name: str, now: float
    ) -> Session:
        """A new session."""
        self.opened[purpose] = self.opened.get(purpose, 0) + 1
        count = sum(self.opened.values())
        name = hashlib.sha256(f"{self._folder}{count}".encode()).hexdigest()[:40]
        path = self._folder / f"{count}.film"
        path.touch()
        self.sessions[name] = Session(name, purpose, about, parts, size, mime, file_name, now, path)
        return self.sessions[name]

    def finished(self, session: Session, made: str) -> None:
        """The session has come to its end: `made` came of it."""
        session.made = made
        self.completed[session.purpose] = self.completed.get(session.purpose, 0) + 1

    def named(self, request: Request, now: float) -> Session:
        """The session of this request. 404 when there is none, 410 when its week is over."""
        session = self.sessions.get(request.args.get("upload_id", ""))
        if session is None:
            raise Refusal(404, "notFound", "Upload session not found.")
        if now - session.opened > LIFETIME:
            raise Refusal(410, "gone", "Upload session has expired.")
        return session

    def move(self, session: Session) -> None:
        """Give the session another name; the old one is forgotten."""
        del self.sessions[session.name]
        session.name = hashlib.sha256(session.name.encode()).hexdigest()[:40]
        self.sessions[session.name] = session

    def announced(self, session: Session, request: Request) -> tuple[int, int]:
        """The first byte and the count of the part that this request brings. Refusal when it fits nothing."""
        text, length = request.headers.get("Content-Range", ""), request.content_length
        said = _PART.match(text)
        if said:
            first, final, total = (int(number) for number in said.groups())
        elif not text and length == session.size and not session.confirmed:
            first, final, total = 0, session.size - 1, session.size  # all in one go
        else:
            raise Refusal(400, "badRequest", "Failed to parse Content-Range header.")
        count = final - first + 1
        if total != session.size or final >= total or count <= 0:
            raise Refusal(400, "badRequest", "Content-Range does not fit what was announced.")
        if length != count and not (length is None and request.environ.get("wsgi.input_terminated")):
            raise Refusal(400, "badRequest", "Content-Length does not fit Content-Range.")
        if final + 1 < total and count % ALIGNED:
            raise Refusal(400, "badRequest", "The number of bytes uploaded is required to be a multiple of 262144.")
        self.received.append((first, count))
        return first, count

    @staticmethod
    def take(session: Session, request: Request, first: int, count: int, stop: int | None = None) -> None:
        """Keep the bytes of a part. One that does not continue what is here is read and not kept.

        Of a part that ends too early, be it that the client went or that `stop` bytes were read, the bytes up to the last
        multiple of 256 KiB of the file are kept.
        """
        turn, wanted = session.begin(), count if stop is None else stop
        continues = first == session.confirmed and not session.made
        pending, came = bytearray(), 0
        for piece in _pieces(request, wanted):
            came += len(piece)
            if not continues:
                continue
            pending += piece
            edge = (session.confirmed + len(pending)) // ALIGNED * ALIGNED - session.confirmed
            if edge > 0:
                session.keep(bytes(pending[:edge]), turn)
                del pending[:edge]
        if continues and came == count:
            session.keep(bytes(pending), turn)

    @staticmethod
    def take_some(session: Session, request: Request, first: int, count: int, share: float) -> None:
        """Read a part whole and keep only this share of its bytes, wherever that ends."""
        turn, left = session.begin(), int(count * share) if first == session.confirmed else 0
        for piece in _pieces(request, count):
            session.keep(piece[:left], turn)
            left -= len(piece[:left])


def is_query(request: Request) -> bool:
    """Whether this asks how a session stands, rather than bringing bytes."""
    return bool(_QUERY.match(request.headers.get("Content-Range", "")))


def fits_query(session: Session, request: Request) -> bool:
    """Whether the total that a query names is the one that was announced."""
    said = _QUERY.match(request.headers.get("Content-Range", ""))
    return bool(said) and said[1] in ("*", str(session.size)) if said else False


def _pieces(request: Request, most: int) -> Iterator[bytes]:
    """At most this many bytes of the body, in small pieces; it ends early when the client is gone."""
    while most > 0:
        try:
            piece = request.stream.read(min(PIECE, most))
        except (ClientDisconnected, ConnectionError, OSError):  # what came before the client went is kept
            return
        if not piece:
            return
        most -= len(piece)
        yield piece
