"""Uploads: a session begins, parts arrive, and at the end there is a video, a caption track or a thumbnail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply
from channels.youtube.sandbox.change import change_status
from channels.youtube.sandbox.reasons import Refusal, needs, parsed, refused, section
from channels.youtube.sandbox.rules import (
    READ_ONLY,
    frowns,
    judge_localizations,
    judge_parts,
    judge_recording,
    judge_snippet,
    judge_status,
)
from channels.youtube.sandbox.state import State
from channels.youtube.sandbox.uploads import Session, fits_query
from channels.youtube.sandbox.videos import Video, resource

MOST = 256 * 1024**3  # bytes of a film
DAY = 86_400.0

# What comes of an upload that is not a film: purpose → how to make it from the session; the id and the answer.
Finish = Callable[[State, Session], tuple[str, dict[str, Any]]]

_BAD_NAME = re.compile(r"[<>\x00-\x1f]")


def start_video(state: State, request: Request) -> Response:
    """videos.insert, its first step. Everything about the words is judged here, before any byte."""
    about = parsed(request.get_data())
    if request.args.get("uploadType") != "resumable":
        raise Refusal(400, "badRequest", "This stand-in takes films by uploadType=resumable only.")
    needs(request, "part")
    parts = judge_parts(request.args["part"])
    size, mime = announced(request)
    if not mime.startswith("video/") and mime != "application/octet-stream":
        raise Refusal(400, "badContent", f"Media type '{mime}' is not supported. Valid media types: [video/*]")
    name = request.headers.get("Slug", "unknown")
    if _BAD_NAME.search(name):
        raise refused("invalidFilename")
    snippet, status = section(about, "snippet"), section(about, "status")
    judge_snippet(snippet if "snippet" in parts else {})
    judge_status(status if "status" in parts else {}, published=False)
    if "localizations" in parts:
        judge_localizations(section(about, "localizations"), snippet.get("defaultLanguage"))
    if "recordingDetails" in parts:
        judge_recording(section(about, "recordingDetails"))
    for name_of_part in ("snippet", "status", "localizations", "recordingDetails"):
        if about.get(name_of_part) and name_of_part not in parts:
            state.frown(f"a video was sent with {name_of_part}, which `part` does not name: it is ignored")
    recent = [video for video in state.videos if video.created > state.clock() - DAY]
    if len(recent) >= state.uploads_per_day:
        raise refused("uploadLimitExceeded")
    about["notified"] = request.args.get("notifySubscribers", "true") != "false"
    session = state.uploads.start("videos.insert", about, request.args["part"], size, mime, name, state.clock())
    return led_to(session, request, Response(status=200))


def announced(request: Request, most: int = MOST) -> tuple[int, str]:
    """The size and the MIME type that the start of a session names."""
    size = request.headers.get("X-Upload-Content-Length", "")
    if not size.isdecimal() or int(size) == 0:
        raise refused("mediaBodyRequired")
    if int(size) > most:
        raise Refusal(413, "uploadTooLarge", f"The media is larger than {most} bytes.")
    return int(size), request.headers.get("X-Upload-Content-Type", "application/octet-stream")


def led_to(session: Session, request: Request, response: Response) -> Response:
    """The answer with the address of the session."""
    base = request.host_url.rstrip("/") + request.script_root
    path = {"videos.insert": "videos", "thumbnails.set": "thumbnails/set"}.get(session.purpose, "captions")
    address = f"{base}/upload/youtube/v3/{path}?uploadType=resumable&upload_id={session.name}"
    response.headers["Location"] = address
    response.headers["X-GUploader-UploadID"] = session.name
    return response


def part(state: State, request: Request, others: Mapping[str, Finish], finish: bool = True) -> Response:
    """A part of an upload. The last one answers with what came of it; `finish` False leaves that to the next query."""
    session = state.session(request)
    first, count = state.uploads.announced(session, request)
    with state.aside():
        state.uploads.take(session, request, first, count)
    return standing(state, session, others, fresh=201) if finish else _kept(session)


def query(state: State, request: Request, others: Mapping[str, Finish]) -> Response:
    """How a session stands."""
    session = state.session(request)
    if not fits_query(session, request):
        raise Refusal(400, "badRequest", "Content-Range does not fit what was announced.")
    return standing(state, session, others, fresh=200)


def standing(state: State, session: Session, others: Mapping[str, Finish], fresh: int) -> Response:
    """What a session answers now: 308 with the bytes that it holds, or what came of it."""
    if session.confirmed < session.size:
        return _kept(session)
    status = 200 if session.made else fresh
    if session.purpose in others:
        made, answer = others[session.purpose](state, session)
        if not session.made:
            state.uploads.finished(session, made)
        return reply(answer, status)
    if not session.made:
        state.uploads.finished(session, _publish(state, session))
    video = state.named(session.made)
    return reply(resource(video, session.parts.split(","), bool(state.tracks(video.id))), status)


def _kept(session: Session) -> Response:
    response = Response(status=308)
    if session.confirmed:
        response.headers["Range"] = f"bytes=0-{session.confirmed - 1}"
    response.headers["X-GUploader-UploadID"] = session.name
    return response


def _publish(state: State, session: Session) -> str:
    digest, parts = session.digest(), judge_parts(session.parts)
    if any(video.digest == digest and not video.deleted for video in state.videos):
        state.frown("the same film was uploaded twice")
    video_id = hashlib.sha256(str(session.path).encode()).hexdigest()[:11]
    about = session.about
    snippet = {name: value for name, value in section(about, "snippet").items() if name not in READ_ONLY}
    video = Video(video_id, snippet, {}, session, digest, state.clock(), state.polls)
    video.destiny, video.notified = state.destiny, bool(about["notified"])
    if "localizations" in parts:
        video.localizations = section(about, "localizations")
    if "recordingDetails" in parts:
        video.recording = section(about, "recordingDetails")
    for what in frowns(video.snippet):
        state.frown(f"video {video_id}: {what}")
    change_status(state, video, section(about, "status") if "status" in parts else {})
    state.videos.append(video)
    return video_id
