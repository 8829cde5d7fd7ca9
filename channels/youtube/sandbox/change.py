"""Videos that are there: looked at, changed, dressed with a thumbnail, deleted."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, UnidentifiedImageError
from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply
from channels.youtube.sandbox.reasons import THUMBNAIL, Refusal, needs, parsed, refused, section
from channels.youtube.sandbox.rules import (
    FLAGS,
    READ_ONLY,
    frowns,
    judge_localizations,
    judge_parts,
    judge_recording,
    judge_snippet,
    judge_status,
    moment,
)
from channels.youtube.sandbox.state import State
from channels.youtube.sandbox.videos import Video, etag, resource

MOST_PICTURE = 50 * 1024 * 1024
CAREFUL_PICTURE = 2 * 1024 * 1024  # what older pages and many clients still name
HOUR = 3600.0
MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


def list_videos(state: State, request: Request) -> Response:
    """videos.list by id. Every look brings a video that is being processed closer to its end."""
    needs(request, "part")
    parts = judge_parts(request.args["part"])
    ids = [name for name in request.args.get("id", "").split(",") if name]
    if not ids:
        raise Refusal(400, "missingRequiredParameter", "No filter selected. Expected one of: id", "youtube.parameter")
    if len(ids) > 50:
        raise Refusal(400, "invalidFilters", "At most 50 ids can be asked for.", "youtube.parameter")
    items = []
    for video in state.videos:
        if video.id in ids and not video.deleted:
            _look(state, video)
            items.append(resource(video, parts, bool(state.tracks(video.id))))
    counts = {"totalResults": len(items), "resultsPerPage": len(items)}
    return reply({"kind": "youtube#videoListResponse", "items": items, "pageInfo": counts})


def update_video(state: State, request: Request) -> Response:
    """videos.update: every writable field of the parts named is replaced; what is left out is erased."""
    needs(request, "part")
    body, parts = parsed(request.get_data()), judge_parts(request.args["part"])
    video = state.named(str(body.get("id", "")))
    wanted = request.headers.get("If-Match")
    if wanted and wanted.strip('"') not in ("*", etag(video)):
        raise refused("conditionNotMet")
    snippet = section(body, "snippet") if "snippet" in parts else video.snippet
    status, words = section(body, "status"), section(body, "localizations")
    judge_snippet(snippet)
    if "status" in parts:
        judge_status(status, published=video.published is not None)
    if "localizations" in parts:
        judge_localizations(words, snippet.get("defaultLanguage"))
    if "recordingDetails" in parts:
        judge_recording(section(body, "recordingDetails"))
    # Nothing is changed before everything is judged.
    if "snippet" in parts:
        for what in frowns(snippet):
            state.frown(f"video {video.id}: {what}")
        video.snippet = {name: value for name, value in snippet.items() if name not in READ_ONLY}
    if "status" in parts:
        change_status(state, video, status)
    if "localizations" in parts:
        video.localizations = words
    if "recordingDetails" in parts:
        video.recording = section(body, "recordingDetails")
    video.edited = True
    return reply(resource(video, parts, bool(state.tracks(video.id))))


def change_status(state: State, video: Video, status: dict[str, Any]) -> None:
    """Replace the writable fields of `status`; what is left out goes back to its default, the privacy too."""
    if not status.get("privacyStatus"):
        state.frown(f"video {video.id} was sent without privacyStatus, so it is {state.default_privacy} now")
    if "selfDeclaredMadeForKids" not in status:
        state.frown(f"video {video.id} was sent without selfDeclaredMadeForKids")
    writable = ("privacyStatus", "publishAt", "license", *FLAGS)
    given = {name: status[name] for name in writable if status.get(name) is not None}
    defaults = {"license": "youtube", "embeddable": True, "publicStatsViewable": True}
    video.status = {"privacyStatus": state.default_privacy, **defaults, **given}
    due = moment(given.get("publishAt"))
    if due is not None and due <= state.clock():
        state.frown(f"video {video.id} was sent with a publishAt in the past, so it is public now")
    video.settle(state.clock())


def delete_video(state: State, request: Request) -> Response:
    """videos.delete."""
    needs(request, "id")
    state.named(request.args["id"]).deleted = True
    return Response(status=204)


def thumbnail(state: State, video: Video, data: bytes, mime: str) -> dict[str, Any]:
    """thumbnails.set with the bytes that came; the answer."""
    now = state.clock()
    state.thumbnails = [at for at in state.thumbnails if at > now - HOUR]
    if not state.phone_verified:
        raise Refusal(403, "forbidden", "The thumbnail can't be set for the specified video.", THUMBNAIL)
    if len(state.thumbnails) >= state.thumbnails_per_hour:
        raise refused("uploadRateLimitExceeded")
    if not data:
        raise Refusal(400, "mediaBodyRequired", "The request does not include the image content.", THUMBNAIL)
    if len(data) > MOST_PICTURE:
        raise Refusal(413, "uploadTooLarge", "The image is larger than 52428800 bytes.", THUMBNAIL)
    found = next((name for name, magic in MAGIC.items() if data.startswith(magic)), "")
    if not found or mime not in (found, "application/octet-stream"):
        raise Refusal(400, "invalidImage", "The provided image content is invalid.", THUMBNAIL)
    for what in _ugly(data):
        state.frown(f"the thumbnail of {video.id} {what}")
    state.thumbnails.append(now)
    video.thumbnail, video.thumbnail_mime = data, found
    return thumbnail_answer(video)


def thumbnail_answer(video: Video) -> dict[str, Any]:
    """What thumbnails.set answers."""
    sizes = {
        "default": (120, 90),
        "medium": (320, 180),
        "high": (480, 360),
        "standard": (640, 480),
        "maxres": (1280, 720),
    }
    item = {
        name: {"url": f"https://i.ytimg.com/vi/{video.id}/{name}.jpg", "width": width, "height": height}
        for name, (width, height) in sizes.items()
    }
    return {"kind": "youtube#thumbnailSetResponse", "etag": etag(video), "items": [item]}


def _look(state: State, video: Video) -> None:
    if video.upload != "uploaded":
        return
    if video.polls <= 0 and state.clock() >= video.created + state.processing_seconds:
        video.end(video.destiny)
    video.polls -= 1


def _ugly(data: bytes) -> list[str]:
    found = []
    if len(data) > CAREFUL_PICTURE:
        found.append("is larger than 2 MB, which many clients still take for the limit")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError):
        return found
    if width < 640:
        found.append(f"is {width} pixels wide, less than 640")
    if abs(width / height - 16 / 9) > 0.02:
        found.append(f"is {width}x{height}, not 16:9")
    return found
