"""Caption tracks: one for a language and a name of a video."""

from __future__ import annotations

import hashlib
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply
from channels.youtube.sandbox.insert import announced, led_to
from channels.youtube.sandbox.media import multipart
from channels.youtube.sandbox.reasons import Refusal, needs, parsed, section
from channels.youtube.sandbox.rules import is_language
from channels.youtube.sandbox.state import Caption, State
from channels.youtube.sandbox.uploads import Session
from channels.youtube.sandbox.videos import iso

MOST = 100 * 1024 * 1024
DOMAIN = "youtube.caption"


def list_captions(state: State, request: Request) -> Response:
    """captions.list: the tracks of a video."""
    needs(request, "part", "videoId")
    _part_of(request)
    wanted = [name for name in request.args.get("id", "").split(",") if name]
    tracks = state.tracks(state.named(request.args["videoId"]).id)
    items = [_resource(track) for track in tracks if not wanted or track.id in wanted]
    return reply({"kind": "youtube#captionListResponse", "items": items})


def insert_caption(state: State, request: Request) -> Response:
    """captions.insert, with the file in the same request or the start of a session for it."""
    _part_of(request)
    if request.args.get("uploadType") == "resumable":
        about = parsed(request.get_data())
        _judge_new(state, section(about, "snippet"))
        return _session(state, request, "captions.insert", about)
    about, data = _together(request)
    return reply(_resource(_make(state, section(about, "snippet"), data)))


def update_caption(state: State, request: Request) -> Response:
    """captions.update: another file, another isDraft, or both. The language and the name of a track stay."""
    _part_of(request)
    if not request.path.startswith("/upload/"):
        about = parsed(request.get_data())
        return reply(_resource(_change(state, about, None)))
    if request.args.get("uploadType") == "resumable":
        about = parsed(request.get_data())
        _track(state, str(about.get("id", "")))
        return _session(state, request, "captions.update", about)
    about, data = _together(request)
    return reply(_resource(_change(state, about, data)))


def delete_caption(state: State, request: Request) -> Response:
    """captions.delete."""
    needs(request, "id")
    _track(state, request.args["id"]).deleted = True
    return Response(status=204)


def from_session(state: State, session: Session) -> tuple[str, dict[str, Any]]:
    """The track that came of a finished session."""
    if session.made:
        return session.made, _resource(_track(state, session.made))
    data = session.path.read_bytes()
    if session.purpose == "captions.insert":
        track = _make(state, section(session.about, "snippet"), data)
    else:
        track = _change(state, session.about, data)
    return track.id, _resource(track)


def _part_of(request: Request) -> None:
    needs(request, "part")
    for name in request.args["part"].split(","):
        if name.strip() not in ("id", "snippet"):
            raise Refusal(400, "unknownPart", f"'{name}'", "youtube.part")


def _session(state: State, request: Request, purpose: str, about: dict[str, Any]) -> Response:
    size, mime = announced(request, MOST)
    session = state.uploads.start(purpose, about, request.args["part"], size, mime, "", state.clock())
    return led_to(session, request, Response(status=200))


def _together(request: Request) -> tuple[dict[str, Any], bytes]:
    if request.args.get("uploadType") != "multipart":
        raise Refusal(400, "badRequest", "uploadType is multipart or resumable: a track needs its snippet.")
    about, data, _ = multipart(request, MOST)
    if len(data) > MOST:
        raise Refusal(413, "uploadTooLarge", "The caption file is larger than 104857600 bytes.", DOMAIN)
    return parsed(about), data


def _judge_new(state: State, snippet: dict[str, Any]) -> None:
    video, language, name = snippet.get("videoId"), snippet.get("language"), snippet.get("name")
    if not video or not is_language(language) or not isinstance(name, str):
        raise Refusal(400, "invalidMetadata", "snippet.videoId, language and name must be given.", DOMAIN)
    if len(name) > 150:
        raise Refusal(400, "nameTooLong", "The snippet.name is longer than 150 characters.", DOMAIN)
    state.named(str(video))
    if any((track.language, track.name) == (language, name) for track in state.tracks(str(video))):
        raise Refusal(409, "captionExists", "The video already has a track of this language and name.", DOMAIN)


def _make(state: State, snippet: dict[str, Any], data: bytes) -> Caption:
    _judge_new(state, snippet)
    _judge_file(state, data)
    video, language, name = str(snippet["videoId"]), str(snippet["language"]), str(snippet["name"])
    track_id = hashlib.sha256(f"{video}/{language}/{name}/{len(state.captions)}".encode()).hexdigest()[:40]
    track = Caption(track_id, video, language, name, bool(snippet.get("isDraft")), data, state.clock())
    state.captions.append(track)
    return track


def _change(state: State, about: dict[str, Any], data: bytes | None) -> Caption:
    track = _track(state, str(about.get("id", "")))
    if data is not None:
        _judge_file(state, data)
        track.data = data
    track.draft, track.updated = bool(section(about, "snippet").get("isDraft")), state.clock()
    return track


def _judge_file(state: State, data: bytes) -> None:
    if not data:
        raise Refusal(400, "contentRequired", "The request does not include the caption track contents.", DOMAIN)
    if not _readable(data):
        state.frown("a caption file is neither SubRip nor WebVTT in UTF-8")


def _readable(data: bytes) -> bool:
    try:
        return "-->" in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _track(state: State, track_id: str) -> Caption:
    for track in state.captions:
        if track.id == track_id and not track.deleted:
            return track
    raise Refusal(404, "captionNotFound", "The caption track could not be found.", DOMAIN)


def _resource(track: Caption) -> dict[str, Any]:
    good = _readable(track.data)
    snippet = {
        "videoId": track.video,
        "lastUpdated": iso(track.updated),
        "trackKind": "standard",
        "language": track.language,
        "name": track.name,
        "audioTrackType": "unknown",
        "isCC": False,
        "isLarge": False,
        "isEasyReader": False,
        "isDraft": track.draft,
        "isAutoSynced": False,
        "status": "serving" if good else "failed",
        **({} if good else {"failureReason": "unknownFormat"}),
    }
    return {"kind": "youtube#caption", "etag": track.id[:27], "id": track.id, "snippet": snippet}
