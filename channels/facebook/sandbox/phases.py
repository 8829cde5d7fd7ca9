"""The classic way to send a large video: `upload_phase` start, transfer, finish, cancel on /{page}/videos."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Response

from channels.facebook.sandbox import films
from channels.facebook.sandbox.asked import Asked
from channels.facebook.sandbox.protocol import Refusal, whole
from channels.facebook.sandbox.spool import append, size_of
from channels.facebook.sandbox.things import Upload
from channels.facebook.sandbox.tokens import Token, may_write
from channels.facebook.sandbox.world import DAY, World
from channels.sandbox.stage import reply

OUT_OF_ORDER = (6001, 1363037)
SESSION_GONE = (6000, 1363041)  # what Meta answers to an ended session is not written down; 1363041 is third parties'


def phase(world: World, asked: Asked, token: Token) -> Response:
    """POST /{page}/videos with an `upload_phase`."""
    may_write(token, asked.node)
    if "file_url" in asked.told:
        raise Refusal(100, detail="file_url cannot be combined with upload_phase")
    match asked.told["upload_phase"]:
        case "start":
            return _start(world, asked)
        case "transfer":
            return _transfer(world, asked)
        case "finish":
            return _finish(world, asked)
        case "cancel":
            upload = _session(world, asked)
            upload.closed = True
            world.films.pop(upload.film, None)
            upload.path.unlink(missing_ok=True)
            return reply({"success": True})
    raise Refusal(100, detail="Param upload_phase must be one of {start, transfer, finish, cancel}")


def _start(world: World, asked: Asked) -> Response:
    size = whole(asked.told, "file_size")
    films.right_size(world, size)
    film = films.new(world, asked.node)
    world.films[film.id] = film
    session = Upload(f"1224{next(world.numbers):011d}", film.path, size, world.clock(), film=film.id, page=asked.node)
    world.uploads[session.id] = session
    return reply({"upload_session_id": session.id, "video_id": film.id, **_offsets(world, session)})


def _transfer(world: World, asked: Asked) -> Response:
    upload, part = _session(world, asked), asked.file("video_file_chunk")
    offset = whole(asked.told, "start_offset")
    if part is None or not size_of(part.path):
        raise Refusal(100, detail="The parameter video_file_chunk is required and must be a file")
    if offset != size_of(upload.path):
        raise out_of_order(world, upload)
    size = size_of(part.path)
    if size > upload.size - offset:
        raise Refusal(6000, detail="There was a problem uploading your video file: more bytes than file_size said")
    if size > world.chunk:
        world.frown("a chunk goes beyond the end_offset that was offered")
    with part.path.open("rb") as stream:
        append(upload.path, stream)
    return reply(_offsets(world, upload))


def half_transfer(world: World, asked: Asked) -> None:
    """Take only the first half of a chunk: what is there when the connection breaks in the middle."""
    upload, part = _session(world, asked), asked.file("video_file_chunk")
    if part is not None and whole(asked.told, "start_offset") == size_of(upload.path):
        with part.path.open("rb") as stream:
            append(upload.path, stream, size_of(part.path) // 2)


def _finish(world: World, asked: Asked) -> Response:
    upload = _session(world, asked)
    if size_of(upload.path) != upload.size:
        raise out_of_order(world, upload)
    films.allowed(world, asked)
    film = world.films[upload.film]
    films.finish(world, film, asked)
    upload.closed = True
    return reply({"success": True})


def _session(world: World, asked: Asked) -> Upload:
    if not asked.told.get("upload_session_id"):
        raise Refusal(100, detail="The parameter upload_session_id is required")
    upload = world.uploads.get(asked.told["upload_session_id"])
    film = world.films.get(upload.film) if upload is not None else None
    gone = film is None or film.deleted
    if upload is None or gone or upload.closed or upload.page != asked.node or world.clock() - upload.at > DAY:
        raise Refusal(*SESSION_GONE, "The session for this upload is incomplete or has expired.")
    return upload


def _offsets(world: World, upload: Upload) -> dict[str, str]:
    start = size_of(upload.path)
    return {"start_offset": str(start), "end_offset": str(min(start + world.chunk, upload.size))}


def out_of_order(world: World, upload: Upload) -> Refusal:
    """1363037, which says from where to go on."""
    data: Any = _offsets(world, upload)
    if world.error_data_as_text:
        data = json.dumps(data)
    return Refusal(*OUT_OF_ORDER, error_data=data, is_transient=False)
