"""A stand-in for YouTube: the token endpoint, the Data API v3 and its resumable uploads, as unforgiving as they are.

Faults of its own besides the common ones: on videos.chunk `partial`, `no-range`, `moved`, `session-gone`, `rate`; on
videos.query `session-gone`; on videos.start `upload-limit`; on token `invalid-grant`; on thumbnails.set `unverified`, `thumbnail-rate`;
on videos.list `reject`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import Card, Stage, reply
from channels.youtube.sandbox_rules import COSTS, Refusal, judge_status, judge_video
from channels.youtube.sandbox_uploads import Session, Uploads, is_query
from channels.youtube.sandbox_videos import CHANNEL_ID, Video, card, entry, facts, only, resource

CLIENT_ID = "sandbox.apps.googleusercontent.com"
CLIENT_SECRET = "sandbox-youtube-client-secret"  # noqa: S105  a secret of the stand-in alone
REFRESH_TOKEN = "1//sandbox-youtube-refresh-token"  # noqa: S105
UPLOADS_ID = "UUsandboxSandboxSandboxSB"
PLAYLIST_ID = "PLsandboxSandboxSandboxSB"
SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"

OPERATIONS = {
    ("POST", "/token"): "token",
    ("POST", "/upload/youtube/v3/videos"): "videos.start",
    ("PUT", "/upload/youtube/v3/videos"): "videos.chunk",
    ("GET", "/youtube/v3/videos"): "videos.list",
    ("PUT", "/youtube/v3/videos"): "videos.update",
    ("DELETE", "/youtube/v3/videos"): "videos.delete",
    ("POST", "/upload/youtube/v3/thumbnails/set"): "thumbnails.set",
    ("GET", "/youtube/v3/channels"): "channels.list",
    ("GET", "/youtube/v3/playlistItems"): "playlist.list",
    ("POST", "/youtube/v3/playlistItems"): "playlist.insert",
}
FAULTS = {
    "session-gone": Refusal(404, "notFound", "Upload session not found."),
    "rate": Refusal(429, "rateLimitExceeded", "Too many requests.", "youtube.quota"),
    "upload-limit": Refusal(400, "uploadLimitExceeded", "The user has exceeded the number of videos.", "youtube.video"),
    "unverified": Refusal(403, "forbidden", "The thumbnail can't be set for the specified video.", "youtube.thumbnail"),
    "thumbnail-rate": Refusal(429, "uploadRateLimitExceeded", "Too many thumbnails.", "youtube.thumbnail"),
}


@dataclass
class Sandbox(Stage):
    """The platform. `polls`: how often a new video is seen processing. `spent` and `limits`: the quota of the day."""

    kind: str = "youtube"
    polls: int = 1
    videos: list[Video] = field(default_factory=list)
    playlists: dict[str, list[str]] = field(default_factory=lambda: {PLAYLIST_ID: []})
    uploads: Uploads = field(default_factory=Uploads)
    tokens: dict[str, float] = field(default_factory=dict)  # a token and when it ends
    spent: dict[str, int] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=lambda: {"videos.insert": 100, "units": 10_000})
    _day: int = 0

    def operation(self, request: Request) -> str:
        name = OPERATIONS.get((request.method, request.path), "")
        return "videos.query" if name == "videos.chunk" and is_query(request) else name

    def answer(self, request: Request) -> Response:
        calls: dict[str, Callable[[Request], Response]] = {
            "token": self._token,
            "videos.start": self._start,
            "videos.chunk": self._chunk,
            "videos.query": lambda request: self._standing(self.uploads.named(request), request),
            "videos.list": self._list,
            "videos.update": self._update,
            "videos.delete": self._delete,
            "thumbnails.set": self._thumbnail,
            "channels.list": self._channels,
            "playlist.list": self._playlist,
            "playlist.insert": self._playlist_insert,
        }
        operation = self.operation(request)
        try:
            if operation not in calls:
                raise Refusal(404, "notFound", f"{request.method} {request.path} does not exist.")
            if operation != "token":
                self._admit(request)
                self._charge(operation)
            return calls[operation](request)
        except Refusal as refusal:
            return refusal.response()

    def _admit(self, request: Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or self.tokens.get(token, 0) < self.clock():
            raise Refusal(401, "authError", "Invalid Credentials")

    def _charge(self, operation: str) -> None:
        today = int((self.clock() - 8 * 3600) // 86400)
        if today != self._day:
            self._day, self.spent = today, {}
        if operation not in COSTS:
            return
        bucket, cost = COSTS[operation]
        if self.spent.get(bucket, 0) + cost > self.limits[bucket]:
            raise Refusal(403, "quotaExceeded", "The request cannot be completed: quota exceeded.", "youtube.quota")
        self.spent[bucket] = self.spent.get(bucket, 0) + cost

    def _token(self, request: Request) -> Response:
        form = request.form
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return reply({"error": "invalid_client", "error_description": "The OAuth client was not found."}, 401)
        if form.get("grant_type") != "refresh_token":
            return reply({"error": "unsupported_grant_type"}, 400)
        if form.get("refresh_token") != REFRESH_TOKEN:
            return _no_grant()
        token = f"ya29.sandbox-{len(self.tokens) + 1}"
        self.tokens[token] = self.clock() + 3599
        return reply({"access_token": token, "expires_in": 3599, "scope": SCOPE, "token_type": "Bearer"})

    def _start(self, request: Request) -> Response:
        about, size = _json(request), request.headers.get("X-Upload-Content-Length", "")
        mime = request.headers.get("X-Upload-Content-Type", "")
        if request.args.get("uploadType") != "resumable" or not request.args.get("part"):
            raise Refusal(400, "required", "uploadType=resumable and part are required.")
        if not size.isdecimal() or int(size) == 0:
            raise Refusal(400, "mediaBodyRequired", "The request does not include the video content.", "youtube.video")
        if not mime.startswith("video/") and mime != "application/octet-stream":
            raise Refusal(400, "badContent", f"Media type {mime!r} is not supported.")
        judge_video(about.get("snippet") or {})
        judge_status(about.get("status") or {})
        session = self.uploads.start(about, request.args["part"], int(size), mime)
        return self._led_to(session, request, reply({}, 200))

    @staticmethod
    def _led_to(session: Session, request: Request, response: Response) -> Response:
        base = request.host_url.rstrip("/") + request.script_root
        address = f"{base}/upload/youtube/v3/videos?uploadType=resumable&upload_id={session.name}"
        response.headers["Location"] = address
        return response

    def _chunk(self, request: Request, keep: float = 1.0) -> Response:
        session = self.uploads.named(request)
        self.uploads.take(session, request, keep)
        if session.confirmed == session.size and not session.video:
            session.video = self._publish(session)
            return reply(resource(self._named(session.video), session.parts), 201)
        return self._standing(session, request)

    def _standing(self, session: Session, request: Request) -> Response:
        if session.video:
            return reply(resource(self._named(session.video), session.parts))
        response = Response(status=308)
        if session.confirmed:
            response.headers["Range"] = f"bytes=0-{session.confirmed - 1}"
        return response

    def _publish(self, session: Session) -> str:
        digest = session.digest()
        if any(video.digest == digest and not video.deleted for video in self.videos):
            self.frown("the same film was uploaded twice")
        video_id = hashlib.sha256(session.name.encode()).hexdigest()[:11]
        parts = session.parts.split(",")
        status = dict(session.about.get("status") or {}) if "status" in parts else {}
        video = Video(video_id, dict(session.about["snippet"]), {}, session, digest, self.clock(), self.polls)
        self._set_status(video, status)
        self.videos.append(video)
        return video_id

    def _set_status(self, video: Video, status: dict[str, Any]) -> None:
        if not status.get("privacyStatus"):
            self.frown(f"video {video.id} was sent without privacyStatus, so it is public now")
        video.status = {"privacyStatus": "public", "license": "youtube", "embeddable": True, **status}

    def _list(self, request: Request) -> Response:
        ids = [name for name in request.args.get("id", "").split(",") if name]
        if not ids or len(ids) > 50 or not request.args.get("part"):
            raise Refusal(400, "invalidParameter", "part and 1 to 50 ids are required.")
        found = [video for video in self.videos if video.id in ids and not video.deleted]
        items = []
        for video in found:
            if video.upload == "uploaded":
                video.upload = "processed" if video.polls <= 0 else "uploaded"
                video.polls -= 1
            items.append(resource(video, request.args["part"]))
        return reply({"kind": "youtube#videoListResponse", "items": items, "pageInfo": {"totalResults": len(items)}})

    def _update(self, request: Request) -> Response:
        body, parts = _json(request), request.args.get("part", "").split(",")
        video = self._named(str(body.get("id", "")))
        if "snippet" in parts:
            judge_video(body.get("snippet") or {})
            video.snippet = dict(body["snippet"])  # what is left out is erased
        if "status" in parts:
            judge_status(body.get("status") or {})
            self._set_status(video, dict(body.get("status") or {}))
        video.edited = True
        return reply(resource(video, ",".join(parts)))

    def _delete(self, request: Request) -> Response:
        self._named(request.args.get("id", "")).deleted = True
        return Response(status=204)

    def _thumbnail(self, request: Request) -> Response:
        video, mime = self._named(request.args.get("videoId", "")), request.mimetype
        data = request.get_data()
        if mime not in ("image/jpeg", "image/png", "application/octet-stream"):
            raise Refusal(400, "invalidImage", f"{mime} is not supported.", "youtube.thumbnail")
        if not data:
            raise Refusal(400, "mediaBodyRequired", "The request does not include the image.", "youtube.thumbnail")
        if len(data) > 50 * 1024 * 1024:
            raise Refusal(400, "mediaBodyTooLarge", "The image is too large.", "youtube.thumbnail")
        video.thumbnail, video.thumbnail_mime = data, mime
        return reply({"kind": "youtube#thumbnailSetResponse", "items": [{"default": {"width": 1280, "height": 720}}]})

    def _channels(self, request: Request) -> Response:
        if request.args.get("mine") != "true":
            raise Refusal(400, "missingRequiredParameter", "No filter selected.")
        channel = {
            "id": CHANNEL_ID,
            "snippet": {"title": "Bộ Nội vụ (sandbox)"},
            "contentDetails": {"relatedPlaylists": {"uploads": UPLOADS_ID}},
            "status": {"privacyStatus": "public", "longUploadsStatus": "allowed"},
        }
        return reply({"kind": "youtube#channelListResponse", "items": [only(channel, request.args.get("part", ""))]})

    def _playlist(self, request: Request) -> Response:
        playlist, wanted = request.args.get("playlistId", ""), request.args.get("videoId", "")
        newest = [video.id for video in reversed(self.videos)]
        there = {video.id for video in self.videos if not video.deleted and wanted in ("", video.id)}
        ids = [name for name in (newest if playlist == UPLOADS_ID else self._members(playlist)) if name in there]
        start, count = int(request.args.get("pageToken", "P0")[1:]), min(50, int(request.args.get("maxResults", "5")))
        more = {"nextPageToken": f"P{start + count}"} if start + count < len(ids) else {}
        items = [entry(self._named(name), playlist) for name in ids[start : start + count]]
        return reply({"kind": "youtube#playlistItemListResponse", "items": items, **more})

    def _playlist_insert(self, request: Request) -> Response:
        snippet = _json(request).get("snippet") or {}
        members = self._members(str(snippet.get("playlistId", "")))
        video = self._named(str((snippet.get("resourceId") or {}).get("videoId", "")))
        if video.id in members:
            raise Refusal(
                409, "videoAlreadyInPlaylist", "The video is already in the playlist.", "youtube.playlistItem"
            )
        members.append(video.id)
        return reply(entry(video, snippet["playlistId"]))

    def _members(self, playlist: str) -> list[str]:
        if playlist not in self.playlists:
            raise Refusal(404, "playlistNotFound", "The playlist cannot be found.", "youtube.playlistItem")
        return self.playlists[playlist]

    def _named(self, video_id: str) -> Video:
        for video in self.videos:
            if video.id == video_id and not video.deleted:
                return video
        raise Refusal(404, "videoNotFound", "The video cannot be found.", "youtube.video")

    def broken(self, status: int) -> Response:
        return Refusal(status, "backendError", "Backend Error").response()

    def throttled(self) -> Response:
        return Refusal(403, "quotaExceeded", "The request cannot be completed.", "youtube.quota").response()

    def token_refused(self) -> Response:
        return Refusal(401, "authError", "Invalid Credentials").response()

    def fault(self, name: str, request: Request) -> Response | None:
        try:
            return self._fault(name, request)
        except Refusal as refusal:
            return refusal.response()

    def _fault(self, name: str, request: Request) -> Response | None:
        if name == "invalid-grant":
            return _no_grant()
        if name in ("partial", "no-range"):
            return self._chunk(request, 0.5 if name == "partial" else 0.0)
        if name == "moved":
            session = self.uploads.named(request)
            answer = self._chunk(request)
            self.uploads.move(session)
            return self._led_to(session, request, answer)
        if name == "reject":
            for video in self.videos:
                video.upload, video.reason = "rejected", "copyright"
            return None
        if name == "session-gone":
            self.uploads.sessions.pop(request.args.get("upload_id", ""), None)
        if name in FAULTS:
            request.get_data()
            return FAULTS[name].response()
        return None

    def objects(self) -> list[dict[str, Any]]:
        return [
            facts(video) | {"playlists": [name for name, members in self.playlists.items() if video.id in members]}
            for video in self.videos
        ]

    def wall(self) -> list[Card]:
        return [card(video) for video in reversed(self.videos)]

    def file(self, name: str) -> tuple[bytes, str] | None:
        for video in self.videos:
            if name == f"{video.id}.jpg" and video.thumbnail:
                return video.thumbnail, video.thumbnail_mime
            if name == f"{video.id}.mp4":
                return video.session.path.read_bytes(), video.session.mime
        return None


def _json(request: Request) -> dict[str, Any]:
    try:
        value = json.loads(request.get_data())
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refusal(400, "parseError", "Parse Error")
    return value


def _no_grant() -> Response:
    return reply({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400)
