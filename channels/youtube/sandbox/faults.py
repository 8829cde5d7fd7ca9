"""The faults that only this platform has, each by its name; they are ordered like the common ones."""

from __future__ import annotations

import socket
from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply
from channels.youtube.sandbox.consent import no_grant
from channels.youtube.sandbox.insert import led_to
from channels.youtube.sandbox.reasons import QUOTA, REASONS, THUMBNAIL, Refusal, refused
from channels.youtube.sandbox.state import SWITCHES, State

FAILED = ("conversion", "invalidFile", "emptyFile", "tooSmall", "codec", "uploadAborted")
REJECTED = (
    *("copyright", "inappropriate", "duplicate", "termsOfUse", "uploaderAccountSuspended", "length", "claim"),
    *("uploaderAccountClosed", "trademark", "legal"),
)

# Ordered on videos.chunk: the first half of the part is read, of it what ends at a multiple of 256 KiB is kept, and then …
HALVES = {
    "half-drop": None,
    "half-500": Refusal(500, "internalError", "Internal error encountered."),
    "half-503": Refusal(503, "backendError", "Backend Error"),
    "half-429": Refusal(429, "rateLimitExceeded", "Too many requests.", QUOTA),
    "half-401": Refusal(401, "authError", "Invalid Credentials"),
}

ANSWERS = {
    "rate": Refusal(429, "rateLimitExceeded", "Too many requests.", QUOTA),
    "rate-wait": Refusal(429, "rateLimitExceeded", "Too many requests.", QUOTA, Retry_After="120"),
    "upload-limit": refused("uploadLimitExceeded"),
    "unverified": Refusal(403, "forbidden", "The thumbnail can't be set for the specified video.", THUMBNAIL),
    "thumbnail-rate": refused("uploadRateLimitExceeded"),
    "session-gone": Refusal(404, "notFound", "Upload session not found."),
    "session-410": Refusal(410, "gone", "Upload session has expired."),
    **{reason: refused(reason) for reason in REASONS},
}

OWN: dict[str, str] = {
    **{
        name: f"any operation: does nothing and answers {answer.status} {answer.reason}"
        for name, answer in ANSWERS.items()
    },
    "rate-wait": "any operation: does nothing and answers 429 with Retry-After: 120",
    "session-gone": "videos.chunk, videos.query: the session is forgotten; 404",
    "session-410": "videos.chunk, videos.query: the session is forgotten; 410",
    **{
        name: f"videos.chunk: reads half of the part, keeps it up to a multiple of 256 KiB, then {name[5:]}"
        for name in HALVES
    },
    "partial": "videos.chunk: keeps half of the part, wherever that ends, and answers 308",
    "no-range": "videos.chunk: keeps nothing and answers 308 with what was there before",
    "moved": "videos.chunk: keeps the part and names a new Location; the old one is gone",
    "finish-later": "videos.chunk: keeps the last part and answers 308; the video is there at the next query",
    "no-location": "videos.start: 200 without Location",
    "unavailable": "token: 503 without JSON of the API",
    "invalid-grant": "token: invalid_grant, this time",
    "revoked": "token, or any operation: everything that was granted is taken back for good",
    "tokens-end": "any operation: every access token that was bought is at its end",
    "reject": "any operation: every video is rejected, rejectionReason copyright",
    **{f"reject:{reason}": f"any operation: every video is rejected, {reason}" for reason in REJECTED},
    **{f"fail:{reason}": f"any operation: the processing of every video has failed, {reason}" for reason in FAILED},
    "unseen": "videos.list, playlist.list, search.list: an empty answer, as if nothing were there",
    "empty-page": "playlist.list: an empty page that names a next one",
    "deleted-by-hand": "any operation: somebody has deleted every video in YouTube Studio",
    "private-by-hand": "any operation: somebody has made every video private in YouTube Studio",
    **{f"set:{name}=": f"any operation: from now on {what}" for name, what in SWITCHES.items()},
}


def play(state: State, name: str, request: Request, answer: Callable[[Request], Response]) -> Response | None:
    """Do what the fault is about; None when the request is then to be answered as ever."""
    if name in HALVES:
        return _half(state, name, request)
    if name in ("partial", "no-range"):
        return _share(state, request, 0.5 if name == "partial" else 0.0, answer)
    if name in ("session-gone", "session-410"):
        state.uploads.sessions.pop(request.args.get("upload_id", ""), None)
    if name in ANSWERS:
        return ANSWERS[name].response()
    if name.startswith("set:"):
        state.switch(name.removeprefix("set:"))
        return None
    match name:
        case "moved":
            session = state.session(request)
            moved = answer(request)
            state.uploads.move(session)
            return led_to(session, request, moved)
        case "no-location":
            without = answer(request)
            without.headers.pop("Location", None)
            return without
        case "unavailable":
            return reply({"error": "temporarily_unavailable"}, 503)
        case "invalid-grant":
            return no_grant()
        case "unseen":
            return reply({"kind": "youtube#listResponse", "items": [], "pageInfo": {"totalResults": 0}})
        case "empty-page":
            token = request.args.get("pageToken", "P0")
            return reply({"kind": "youtube#playlistItemListResponse", "items": [], "nextPageToken": token})
    _to_all(state, name)
    return None


def _to_all(state: State, name: str) -> None:
    """What happens to every video at once."""
    verb, _, reason = name.partition(":")
    for video in state.videos:
        if verb in ("reject", "fail"):
            video.upload = "rejected" if verb == "reject" else "failed"
            video.reason = reason or "copyright"
        elif name == "deleted-by-hand":
            video.deleted = True
        elif name == "private-by-hand":
            video.status = {**video.status, "privacyStatus": "private"}


def _half(state: State, name: str, request: Request) -> Response:
    session = state.session(request)
    first, count = state.uploads.announced(session, request)
    with state.aside():
        state.uploads.take(session, request, first, count, stop=count // 2)
    refusal = HALVES[name]
    if refusal is None:
        connection = request.environ.get("werkzeug.socket")
        if connection is not None:
            connection.shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError("hung up as ordered")
    return refusal.response()


def _share(state: State, request: Request, share: float, answer: Callable[[Request], Response]) -> Response:
    session = state.session(request)
    first, count = state.uploads.announced(session, request)
    with state.aside():
        state.uploads.take_some(session, request, first, count, share)
    response = Response(status=308)
    if session.confirmed:
        response.headers["Range"] = f"bytes=0-{session.confirmed - 1}"
    return response
