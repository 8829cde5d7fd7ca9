"""A stand-in for YouTube: Google's consent and tokens, the Data API v3 and its resumable uploads, as unforgiving as they are.

Its own faults are in `own_faults`; the fault `set:<switch>=<value>` sets a switch for good, whatever operation it is ordered
on. Beside the objects it tells how many upload sessions were opened and completed, and what of the quota is spent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import Card, Seat, reply
from channels.youtube.sandbox import captions, change, insert, lists
from channels.youtube.sandbox.consent import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE, SCOPES, Consent
from channels.youtube.sandbox.faults import OWN, play
from channels.youtube.sandbox.lists import UPLOADS_ID
from channels.youtube.sandbox.media import body, multipart
from channels.youtube.sandbox.reasons import THUMBNAIL, Refusal, needs, refused
from channels.youtube.sandbox.state import PLAYLIST_ID, SWITCHES, State
from channels.youtube.sandbox.uploads import Session, is_query
from channels.youtube.sandbox.videos import card, facts

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "PLAYLIST_ID", "REFRESH_TOKEN", "SCOPE", "SWITCHES", "UPLOADS_ID", "Sandbox"]

UPLOAD = "/upload/youtube/v3"
API = "/youtube/v3"
OPERATIONS = {
    ("GET", "/o/oauth2/v2/auth"): "consent",
    ("POST", "/token"): "token",
    ("POST", "/revoke"): "revoke",
    ("POST", f"{UPLOAD}/videos"): "videos.start",
    ("PUT", f"{UPLOAD}/videos"): "videos.chunk",
    ("POST", f"{UPLOAD}/captions"): "captions.insert",
    ("PUT", f"{UPLOAD}/captions"): "captions.update",
    ("POST", f"{UPLOAD}/thumbnails/set"): "thumbnails.set",
    ("PUT", f"{UPLOAD}/thumbnails/set"): "thumbnails.chunk",
    ("GET", f"{API}/videos"): "videos.list",
    ("PUT", f"{API}/videos"): "videos.update",
    ("DELETE", f"{API}/videos"): "videos.delete",
    ("GET", f"{API}/captions"): "captions.list",
    ("PUT", f"{API}/captions"): "captions.update",
    ("DELETE", f"{API}/captions"): "captions.delete",
    ("GET", f"{API}/channels"): "channels.list",
    ("GET", f"{API}/videoCategories"): "videoCategories.list",
    ("GET", f"{API}/playlists"): "playlists.list",
    ("POST", f"{API}/playlists"): "playlists.insert",
    ("GET", f"{API}/playlistItems"): "playlist.list",
    ("POST", f"{API}/playlistItems"): "playlist.insert",
    ("DELETE", f"{API}/playlistItems"): "playlist.delete",
    ("GET", f"{API}/search"): "search.list",
}
# Who may do what: the scopes that the discovery document of the API names for each method.
WRITES = frozenset(f"{SCOPES}{name}" for name in ("youtube", "youtube.force-ssl", "youtubepartner"))
READS = WRITES | {f"{SCOPES}youtube.readonly"}
SENDS = WRITES | {f"{SCOPES}youtube.upload"}
CAPTIONS = WRITES - {f"{SCOPES}youtube"}


@dataclass
class Sandbox(State):
    """The platform. What it remembers and how it can be switched is in `state.py`."""

    own_faults: ClassVar[dict[str, str]] = OWN
    consent: Consent = field(default_factory=Consent)

    def __post_init__(self) -> None:
        finish: dict[str, insert.Finish] = {
            "captions.insert": captions.from_session,
            "captions.update": captions.from_session,
            "thumbnails.set": _thumbnail_from_session,
        }
        self._calls: dict[str, Callable[[State, Request], Response]] = {
            "videos.start": insert.start_video,
            **{f"{what}.chunk": lambda state, request: insert.part(state, request, finish) for what in _SESSIONS},
            **{f"{what}.query": lambda state, request: insert.query(state, request, finish) for what in _SESSIONS},
            "finish-later": lambda state, request: insert.part(state, request, finish, finish=False),
            "videos.list": change.list_videos,
            "videos.update": change.update_video,
            "videos.delete": change.delete_video,
            "thumbnails.set": _set_thumbnail,
            "captions.list": captions.list_captions,
            "captions.insert": captions.insert_caption,
            "captions.update": captions.update_caption,
            "captions.delete": captions.delete_caption,
            "channels.list": lists.list_channels,
            "videoCategories.list": lists.list_categories,
            "playlists.list": lists.list_playlists,
            "playlists.insert": lists.insert_playlist,
            "playlist.list": lists.list_items,
            "playlist.insert": lists.insert_item,
            "playlist.delete": lists.delete_item,
            "search.list": lists.search,
        }

    @property
    def tokens(self) -> dict[str, float]:
        """Every access token that was bought, and when it ends."""
        return self.consent.tokens

    def operation(self, request: Request) -> str:
        name = OPERATIONS.get((request.method, request.path), "")
        if request.method == "PUT" and request.args.get("upload_id"):
            return f"{name.partition('.')[0]}.{'query' if is_query(request) else 'chunk'}"
        return name

    def answer(self, request: Request) -> Response:
        return self._answered(request, self.operation(request))

    def _answered(self, request: Request, operation: str, call: str = "") -> Response:
        self.settle()
        match operation:
            case "consent":
                return self.consent.page(request, self.clock(), self.fewer_scopes, self.frown)
            case "token":
                return self.consent.buy(request, self.clock(), self.testing, SCOPE)
            case "revoke":
                return self.consent.revoke(request)
        try:
            if operation not in self._calls:
                raise Refusal(404, "notFound", f"{request.method} {request.path} does not exist.")
            self._admit(request, operation)
            self.afford(operation)
        except Refusal as refusal:
            return refusal.response()
        try:
            done = self._calls[call or operation](self, request)
        except Refusal as refusal:
            self.spend(operation, invalid=True)
            return refusal.response()
        self.spend(operation)
        return done

    def _admit(self, request: Request, operation: str) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or self.tokens.get(token, 0) < self.clock():
            raise refused("authError")
        if not self.consent.scopes[token] & _may(operation):
            raise refused("insufficientPermissions")
        if not self.signed_up:
            raise refused("youtubeSignupRequired")

    def broken(self, status: int) -> Response:
        return Refusal(status, "backendError", "Backend Error").response()

    def throttled(self) -> Response:
        return refused("quotaExceeded").response()

    def token_refused(self) -> Response:
        return refused("authError").response()

    def fault(self, name: str, request: Request) -> Response | None:
        self.settle()
        try:
            if name == "finish-later":
                return self._answered(request, self.operation(request), name)
            if name == "revoked":
                for grant in self.consent.grants.values():
                    grant.revoked = True
            if name in ("revoked", "tokens-end"):
                self.tokens.update(dict.fromkeys(self.tokens, 0.0))
                return None
            return play(self, name, request, self.answer)
        except Refusal as refusal:
            return refusal.response()

    def objects(self) -> list[dict[str, Any]]:
        self.settle()
        return [
            facts(video)
            | {
                "playlists": [name for name, members in self.playlists.items() if video.id in members],
                "captions": [
                    {"id": track.id, "language": track.language, "name": track.name, "draft": track.draft}
                    | {"text": track.data.decode("utf-8", "replace")}
                    for track in self.tracks(video.id)
                ],
            }
            for video in self.videos
        ]

    def tallies(self) -> dict[str, Any]:
        """How many sessions were opened and completed by purpose, the quota spent by bucket, pages of consent, tokens bought."""
        return {
            "sessions": {"opened": self.uploads.opened, "completed": self.uploads.completed},
            "quota": {"spent": self.spent, "limits": self.limits},
            "consent": {"pages": self.consent.pages, "tokens": len(self.tokens)},
        }

    def secrets(self) -> list[str]:
        return [CLIENT_SECRET, *self.consent.grants, *self.tokens, *self.consent.codes]

    def seat(self, base: str) -> Seat:
        settings = {"api_url": base, "token_url": f"{base}/token", "privacy": "public"}
        settings["auth_url"] = f"{base}/o/oauth2/v2/auth"
        secrets = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN}
        return Seat(settings, secrets)

    def wall(self) -> list[Card]:
        self.settle()
        return [
            card(
                video,
                [track.language for track in self.tracks(video.id) if not track.draft],
                [self.playlist_facts[name].title for name, members in self.playlists.items() if video.id in members],
            )
            for video in reversed(self.videos)
        ]

    def file(self, name: str) -> tuple[bytes | Path, str] | None:
        for video in self.videos:
            if name == f"{video.id}.jpg" and video.thumbnail:
                return video.thumbnail, video.thumbnail_mime
            if name == f"{video.id}.mp4":
                return video.session.path, video.session.mime
        return None


_SESSIONS = ("videos", "captions", "thumbnails")


def _may(operation: str) -> frozenset[str]:
    """The scopes of which one is enough for this operation."""
    if operation.startswith("captions."):
        return CAPTIONS
    if operation.startswith("thumbnails.") or operation in ("videos.start", "videos.chunk", "videos.query"):
        return SENDS
    return READS if operation.endswith(".list") else WRITES


def _set_thumbnail(state: State, request: Request) -> Response:
    needs(request, "videoId")
    video = state.named(request.args["videoId"])
    if request.args.get("uploadType") == "resumable":
        size, mime = insert.announced(request, change.MOST_PICTURE)
        about = {"video": video.id}
        session = state.uploads.start("thumbnails.set", about, "", size, mime, "", state.clock())
        return insert.led_to(session, request, Response(status=200))
    if request.args.get("uploadType") == "multipart":
        _, data, mime = multipart(request, change.MOST_PICTURE)
    else:
        data, mime = body(request, change.MOST_PICTURE), request.mimetype
    if mime not in (*change.MAGIC, "application/octet-stream"):
        raise Refusal(400, "badContent", f"Media type '{mime}' is not supported.", THUMBNAIL)
    return reply(change.thumbnail(state, video, data, mime))


def _thumbnail_from_session(state: State, session: Session) -> tuple[str, dict[str, Any]]:
    video = state.named(str(session.about["video"]))
    if session.made:
        return session.made, change.thumbnail_answer(video)
    return video.id, change.thumbnail(state, video, session.path.read_bytes(), session.mime)
