"""The stand-in's resumable sessions. The bytes lie in temporary files, so a large film costs no memory."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request

from channels.youtube.sandbox_rules import Refusal

ALIGNED = 256 * 1024
PIECE = 1024 * 1024

_PART = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")
_QUERY = re.compile(r"bytes \*/(\d+)$")


@dataclass
class Session:
    """One film on its way: what was announced, and how much of it is here."""

    name: str
    about: dict[str, Any]
    parts: str
    size: int
    mime: str
    path: Path
    confirmed: int = 0
    video: str = ""

    def digest(self) -> str:
        """SHA-256 (hex) of the bytes that are here."""
        with self.path.open("rb") as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest()


class Uploads:
    """Every session by its name. `received` lists (first byte, count) of every part that arrived, for tests."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sandbox-youtube-"))
        self._closing = weakref.finalize(self, shutil.rmtree, self._folder, True)
        self._count = 0
        self.sessions: dict[str, Session] = {}
        self.received: list[tuple[int, int]] = []

    def start(self, about: dict[str, Any], parts: str, size: int, mime: str) -> Session:
        """A new session."""
        self._count += 1
        name = hashlib.sha256(f"{self._folder}{self._count}".encode()).hexdigest()[:40]
        path = self._folder / f"{self._count}.film"
        path.touch()
        self.sessions[name] = Session(name, about, parts, size, mime, path)
        return self.sessions[name]

    def named(self, request: Request) -> Session:
        """The session of this request. 404 when there is none (any more)."""
        session = self.sessions.get(request.args.get("upload_id", ""))
        if session is None:
            raise Refusal(404, "notFound", "Upload session not found.")
        return session

    def move(self, session: Session) -> None:
        """Give the session another name; the old one is forgotten."""
        del self.sessions[session.name]
        session.name = session.name[::-1]
        self.sessions[session.name] = session

    def take(self, session: Session, request: Request, keep: float = 1.0) -> None:
        """Keep the bytes of a part, or only the share `keep` of them. A part that does not continue is not kept."""
        said = _PART.match(request.headers.get("Content-Range", ""))
        if not said:
            raise Refusal(400, "badRequest", "Failed to parse Content-Range header.")
        first, final, total = (int(number) for number in said.groups())
        count = final - first + 1
        if total != session.size or final >= total or count <= 0:
            raise Refusal(400, "badRequest", "Content-Range does not fit what was announced.")
        if (request.content_length or 0) != count:
            raise Refusal(400, "badRequest", "Content-Length does not fit Content-Range.")
        if final + 1 < total and count % ALIGNED:
            raise Refusal(400, "badRequest", "The number of bytes uploaded is required to be a multiple of 262144.")
        self.received.append((first, count))
        left = int(count * keep) if first == session.confirmed and not session.video else 0
        with session.path.open("ab") as kept:
            while piece := _read(request):
                kept.write(piece[:left])
                session.confirmed += len(piece[:left])
                left -= len(piece[:left])


def is_query(request: Request) -> bool:
    """Whether this asks how a session stands, rather than bringing bytes."""
    return bool(_QUERY.match(request.headers.get("Content-Range", "")))


def _read(request: Request) -> bytes:
    try:
        return request.stream.read(PIECE)
    except (ClientDisconnected, ConnectionError):  # what came before the client went is kept
        return b""
