"""Bytes by themselves: the Resumable Upload API (`upload:` sessions that end in a handle) and reels (`video-upload`)."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import IO

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Response

from channels.facebook.sandbox import films
from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.fetching import NotFetched, fetch_into
from channels.facebook.sandbox.protocol import Refusal, whole
from channels.facebook.sandbox.schedule import within
from channels.facebook.sandbox.spool import append, sha256_of, size_of
from channels.facebook.sandbox.things import Film, Upload
from channels.facebook.sandbox.tokens import APP_ID, Token, may_write
from channels.facebook.sandbox.world import DAY, World
from channels.sandbox.stage import reply

TYPES = ("video/mp4", "image/jpeg", "image/png", "application/pdf")
MONTH = 29  # days ahead that a reel may be scheduled
REELS_A_DAY = 30


def open_session(world: World, asked: Asked, token: Token) -> Response:
    """POST /{app}/uploads, with a person's token."""
    if token.type not in ("USER", "SYSTEM_USER"):
        raise Refusal(200, detail="Uploads are opened with a user access token")
    if asked.node != APP_ID:
        raise Refusal(100, 33, asked.node)
    size = whole(asked.told, "file_length")
    if asked.told.get("file_type") not in TYPES:
        raise Refusal(100, detail=f"Param file_type must be one of {', '.join(TYPES)}")
    name = f"upload:MTphdHRhY2htZW50{next(world.numbers):06d}"
    upload = Upload(name, world.spool.new(), size, world.clock(), name=asked.told.get("file_name", ""))
    upload.mime = asked.told["file_type"]
    world.uploads[name] = upload
    return reply({"id": f"{name}?sig=ARZ{secrets.token_hex(4)}" if world.sessions_signed else name})


def session(world: World, asked: Asked) -> Response:
    """GET says how many bytes are there, POST adds the bytes of its body from `file_offset` on and ends in a handle."""
    upload = world.uploads.get(asked.node)
    if upload is None or world.clock() - upload.at > DAY:
        raise Refusal(100, 33, asked.node)
    if world.sessions_signed and not asked.told.get("sig"):
        raise Refusal(100, detail="The signature of the upload session is missing")
    if asked.method == "GET":
        return reply({"id": upload.id, "file_offset": size_of(upload.path)})
    _oauth(world, asked)
    if not upload.handle:
        problem = _received(upload.path, upload.size, asked.headers.get("file_offset", ""), asked.stream)
        if problem is not None:
            return problem
        upload.handle = f"4::{secrets.token_urlsafe(24)}"
    return reply({"h": upload.handle})


def _received(path: Path, size: int, offset: str, stream: IO[bytes] | None) -> Response | None:
    """Add a body to the file; what arrived before it broke off stays. None when the file is whole."""
    if not offset.isdigit() or int(offset) != size_of(path):
        return _debug("OffsetInvalidError", "Request starting offset is invalid")
    with suppress(ClientDisconnected):
        if stream is not None:
            append(path, stream, size - int(offset))
    if size_of(path) < size:
        return _debug("PartialRequestError", "Partial request (did not match length of file)")
    return None


def _debug(kind: str, message: str) -> Response:
    """How the upload servers refuse: no Graph error object."""
    told = {"retriable": kind == "PartialRequestError", "type": kind, "message": message}
    return reply({"debug_info": told}, 400)


def _oauth(world: World, asked: Asked) -> None:
    if not asked.headers.get("Authorization", "").startswith("OAuth "):
        world.frown("an upload's Authorization is not of the form OAuth <token>")


def reel(world: World, asked: Asked, token: Token) -> Response:
    """POST /{page}/video_reels: start and finish."""
    may_write(token, asked.node)
    match asked.told.get("upload_phase"):
        case "start":
            film = films.new(world, asked.node)
            film.reel = True
            world.films[film.id] = film
            address = f"{asked.base}video-upload/{asked.version}/{film.id}"
            return reply({"video_id": film.id, "upload_url": address})
        case "finish":
            return _finish_reel(world, asked)
    raise Refusal(100, detail="Param upload_phase must be one of {start, finish}")


def _finish_reel(world: World, asked: Asked) -> Response:
    told, film = asked.told, world.films.get(asked.told.get("video_id", ""))
    if film is None or not film.reel or film.page != asked.node or film.finished_at is not None:
        raise Refusal(100, 33, told.get("video_id", ""))
    if not film.size or size_of(film.path) != film.size:
        raise Refusal(6000, detail="The upload of this video is not complete")
    state = told.get("video_state")
    if state not in ("PUBLISHED", "SCHEDULED", "DRAFT"):
        raise Refusal(100, detail="Param video_state must be one of {PUBLISHED, SCHEDULED, DRAFT}")
    now = world.clock()
    today = [one for one in world.films.values() if one.reel and one.post and now - (one.finished_at or 0) < DAY]
    if state == "PUBLISHED" and len(today) >= REELS_A_DAY:
        raise Refusal(613, detail=f"Calls to this api have exceeded the rate limit: {REELS_A_DAY} reels in 24 hours")
    if state == "SCHEDULED":
        film.scheduled_at = within(told.get("scheduled_publish_time", ""), now, MONTH)
    film.published = state == "PUBLISHED"
    film.finished_at, film.sha256, film.broken = now, sha256_of(film.path), not films.is_film(film)
    film.title, film.description = told.get("title", ""), told.get("description", "")
    films.post(world, film)
    return reply({"success": True})


def reel_bytes(world: World, asked: Asked, token: Token) -> Response:
    """POST to the `upload_url` of a reel: its bytes, or a header `file_url` that names where they are."""
    film = world.films.get(asked.more or asked.edge)
    if film is None or not film.reel or film.finished_at is not None:
        return _debug("ProcessingFailedError", "There is no such upload")
    may_write(token, film.page)
    _oauth(world, asked)
    if asked.headers.get("file_url"):
        return _reel_from(world, film, asked.headers["file_url"])
    size = asked.headers.get("file_size", "")
    if not size.isdigit() or not int(size):
        return _debug("PartialRequestError", "The header file_size is missing")
    film.size = int(size)
    return _received(film.path, film.size, asked.headers.get("offset", ""), asked.stream) or reply({"success": True})


def _reel_from(world: World, film: Film, url: str) -> Response:
    try:
        if "fbcdn" in url:
            raise NotFetched(url)
        fetch_into(world, url, film.path, world.most_video)
    except NotFetched:
        return _debug("ProcessingFailedError", "The file at file_url could not be fetched")
    film.size = size_of(film.path)
    return reply({"success": True})
