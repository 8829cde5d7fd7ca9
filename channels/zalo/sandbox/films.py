"""Films for articles: prepared in one shot, converted in Zalo's own time, and only then good for an article."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from channels.zalo.sandbox.refusals import No, invalid
from channels.zalo.sandbox.switches import Floor

MOST_FILM = 50 * 1024 * 1024
CHUNK = 1024 * 1024
READY, LOCKED, CONVERTING, FAILED, DELETED = 1, 2, 3, 4, 5
MESSAGES = {
    READY: "Video is ready",
    LOCKED: "Video is locked",
    CONVERTING: "Video is being converted",
    FAILED: "Video convert failed",
    DELETED: "Video is deleted",
}


@dataclass
class Film:
    """One film as it lies on disk. `left` is how often verify will still say that it is being converted."""

    token: str
    id: str
    name: str
    path: Path
    mime: str
    size: int
    sha256: str
    prepared: float
    left: int
    ends: int
    asked: int = 0
    said: int = CONVERTING

    @property
    def file(self) -> str:
        """Its name under /_files/zalo/."""
        return f"{self.id}{self.path.suffix}"


@dataclass
class Films:
    """Every film that was prepared. The files are deleted with this object, or when the process ends."""

    floor: Floor
    films: dict[str, Film] = field(default_factory=dict)  # by token
    _folder: Path | None = None

    def prepare(self, request: Request) -> dict[str, Any]:
        """POST preparevideo: the part `file`, avi or mp4, at most 50 MB. The code for too large is a guess."""
        try:
            part = request.files.get("file")
            if part is None:
                raise invalid("file")
            size = part.stream.seek(0, 2)
            part.stream.seek(0)
            if size > MOST_FILM:
                raise No(-210)
            mime = _mime(part.stream.read(12), part.filename or "")
            part.stream.seek(0)
            film = self._keep(part.stream, part.filename or "", mime, size)
        except RequestEntityTooLarge as error:  # a part without a file name, and so no file
            raise invalid("file") from error
        finally:
            request.close()
        if any(other.sha256 == film.sha256 for other in self.films.values()):
            self.floor.frown(f"the same film was uploaded again: {film.name}")
        self.films[film.token] = film
        return {"token": film.token}

    def verify(self, request: Request) -> dict[str, Any]:
        """GET verify: the token in the header `token` or as a parameter."""
        where = self.floor.switches.film_token
        in_header = request.headers.get("token", "") if where != "query" else ""
        in_query = request.args.get("token", "") if where != "header" else ""
        film = self.films.get(in_header or in_query)
        if film is None:
            raise invalid("token")
        film.asked += 1
        film.said = self._status(film)
        film.left = max(0, film.left - 1)
        return self.facts(film)

    def facts(self, film: Film) -> dict[str, Any]:
        """What Zalo tells of a film, as verify said it last."""
        percent = {CONVERTING: min(90, 30 * (film.asked - 1)), READY: 100}.get(film.said, 0)
        return {
            "status_message": MESSAGES[film.said],
            "video_name": film.name,
            "video_size": film.size,
            "convert_percent": max(0, percent),
            "video_id": film.id,
            "status": film.said,
        }

    def ready(self, video_id: Any) -> Film:
        """The film of this id, which an article may show. -201 while it is not ready, or when there is none."""
        film = self.by_id(video_id)
        if film is None or self._status(film) != READY:
            raise invalid("video_id")
        if film.said != READY:
            self.floor.frown("a video_id was used before verify had said that the film is ready")
        return film

    def by_id(self, video_id: Any) -> Film | None:
        """The film of this id; None when there is none."""
        return next((film for film in self.films.values() if film.id == str(video_id)), None)

    def file(self, name: str) -> tuple[Path, str] | None:
        """Where a film lies and its type, for the wall; None when no film has this file name."""
        film = next((one for one in self.films.values() if one.file == name), None)
        return (film.path, film.mime) if film else None

    def _status(self, film: Film) -> int:
        waits = film.left > 0 or self.floor.clock() < film.prepared + self.floor.switches.convert_seconds
        return CONVERTING if waits else film.ends

    def _keep(self, stream: IO[bytes], name: str, mime: str, size: int) -> Film:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="sandbox-zalo-"))
            weakref.finalize(self, shutil.rmtree, self._folder, True)
        video_id = secrets.token_hex(10)
        path = self._folder / f"{video_id}{'.mp4' if mime == 'video/mp4' else '.avi'}"
        digest = hashlib.sha256()
        with path.open("wb") as file:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
        token = f"{secrets.token_urlsafe(24)}+/{secrets.token_urlsafe(8)}=="
        switches = self.floor.switches
        return Film(
            token,
            video_id,
            name,
            path,
            mime,
            size,
            digest.hexdigest(),
            self.floor.clock(),
            switches.converting,
            switches.film_ends,
        )


def _mime(head: bytes, name: str) -> str:
    if head[4:8] == b"ftyp" and name.lower().endswith(".mp4"):
        return "video/mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI " and name.lower().endswith(".avi"):
        return "video/x-msvideo"
    raise invalid("file")
