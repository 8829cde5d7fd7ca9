"""The stand-in for Zalo: OpenAPI and OAuth on one mount, as strict as the platform is known to be.

Known from Zalo's own SDKs; guessed, and said so, where they are silent. Where nobody knows what Zalo does, a switch decides.
Besides Zalo's own addresses it answers, below its mount: GET /view/<article> what the public reads · GET /_pictures whether
the addresses of the pictures still live · GET and POST /_switches.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import Card, Seat, Stage, reply
from channels.zalo.sandbox.articles import Article, Articles
from channels.zalo.sandbox.broadcasts import Broadcasts
from channels.zalo.sandbox.consent import Consent
from channels.zalo.sandbox.faults import FAULTS, said_instead
from channels.zalo.sandbox.films import Films
from channels.zalo.sandbox.gate import Gate
from channels.zalo.sandbox.grants import ACCESS_TOKEN, APP_ID, APP_SECRET, REFRESH_TOKEN, Grants
from channels.zalo.sandbox.page import article_page
from channels.zalo.sandbox.pictures import Album
from channels.zalo.sandbox.refusals import SAYINGS, No, invalid
from channels.zalo.sandbox.switches import Floor, Switches
from channels.zalo.sandbox.uploads import Uploads
from channels.zalo.sandbox.wall import article_card, article_object, broadcast_card, broadcast_object

OA_ID = "4318657068771012646"
OPERATIONS = {
    ("POST", "/v2.0/article/create"): "article.create",
    ("POST", "/v2.0/article/verify"): "article.verify",
    ("POST", "/v2.0/article/update"): "article.update",
    ("POST", "/v2.0/article/remove"): "article.remove",
    ("GET", "/v2.0/article/getdetail"): "article.detail",
    ("GET", "/v2.0/article/getslice"): "article.slice",
    ("POST", "/v2.0/article/upload_video/preparevideo"): "video.prepare",
    ("GET", "/v2.0/article/upload_video/verify"): "video.verify",
    ("POST", "/v2.0/oa/message"): "oa.broadcast",
    ("GET", "/v2.0/oa/getoa"): "oa.get",
    ("POST", "/v2.0/oa/upload/image"): "upload.image",
    ("POST", "/v2.0/oa/upload/gif"): "upload.gif",
    ("POST", "/v2.0/oa/upload/file"): "upload.file",
    ("GET", "/v4/oa/permission"): "oauth.permission",
    ("GET", "/v4/oa/permission/allow"): "oauth.allow",
    ("POST", "/v4/oa/access_token"): "oauth.refresh",  # oauth.code when it is a code that is brought
}


@dataclass
class Sandbox(Stage):
    """One Official Account and one application on it."""

    kind: str = "zalo"
    label: str = "Zalo"
    switches: Switches = field(default_factory=Switches)
    own_faults: dict[str, str] = field(default_factory=lambda: dict(FAULTS))

    def __post_init__(self) -> None:
        floor = Floor(lambda: self.clock(), self.frown, self.switches)
        self.album, self.films, self.uploads = Album(floor), Films(floor), Uploads(floor)
        self.shelf = Articles(floor, self.album, self.films, OA_ID)
        self.broadcasts = Broadcasts(floor, self.shelf)
        self.grants = Grants(floor)
        self.consent = Consent(floor, self.grants, OA_ID)
        self.gate = Gate(floor, self.grants)
        self._acts: dict[str, Callable[[Request], dict[str, Any] | None]] = {
            "article.create": lambda asked: self.shelf.create(self._json(asked)),
            "article.verify": lambda asked: self.shelf.verify(self._json(asked)),
            "article.update": lambda asked: self.shelf.update(self._json(asked)),
            "article.remove": lambda asked: self.shelf.remove(self._json(asked)),
            "article.detail": lambda asked: self.shelf.detail(asked.args),
            "article.slice": lambda asked: self.shelf.slice(asked.args),
            "video.prepare": self.films.prepare,
            "video.verify": self.films.verify,
            "oa.broadcast": lambda asked: self.broadcasts.send(self._json(asked)),
            "oa.get": lambda asked: self._oa(),
            "upload.image": lambda asked: self.uploads.take(asked, "image"),
            "upload.gif": lambda asked: self.uploads.take(asked, "gif"),
            "upload.file": lambda asked: self.uploads.take(asked, "file"),
        }

    # --- the frame

    def operation(self, request: Request) -> str:
        named = OPERATIONS.get((request.method, request.path), "")
        is_code = named == "oauth.refresh" and request.form.get("grant_type") == "authorization_code"
        return "oauth.code" if is_code else named

    def answer(self, request: Request) -> Response:
        operation = self.operation(request)
        match operation:
            case "oauth.permission":
                return self.consent.page(request)
            case "oauth.allow":
                return self.consent.allow(request)
            case "oauth.refresh" | "oauth.code":
                return self.grants.token(request)
            case "":
                return self._beside(request)
        try:
            self.gate.admit(request, operation)
            data = self._acts[operation](request)
        except No as no:
            return self.gate.envelope(request, {"error": no.code, "message": str(no)})
        done: dict[str, Any] = {"error": 0, "message": "Success"}
        return self.gate.envelope(request, done if data is None else {"data": data, **done})

    def broken(self, status: int) -> Response:
        return Response(f"{status} {HTTPStatus(status).phrase}", status=status, content_type="text/plain")

    def throttled(self) -> Response:
        return _refused(-32)

    def token_refused(self) -> Response:
        return _refused(-216)

    def fault(self, name: str, request: Request) -> Response | None:
        """The faults of FAULTS. None when the request is to be answered after all."""
        if name.startswith("switch:"):
            try:
                self.switches.turn(name.removeprefix("switch:"))
            except ValueError as error:
                return reply({"error": str(error)}, 400)
            return None
        if said := said_instead(name):
            return _refused(*said)
        match name:
            case "accept-then-error":
                self.answer(request)
                return _refused(-200)
            case "accept-then-page":
                self.answer(request)
                return Response("<html><body>Zalo</body></html>", content_type="text/html")
            case "accept-without-data":
                self.answer(request)
                return self.gate.envelope(request, {"error": 0, "message": "Success"})
            case "lost-rotation":
                self.answer(request)
                _hang_up(request)
        return None

    def objects(self) -> list[dict[str, Any]]:
        """Articles, then broadcasts."""
        articles = [article_object(one) for one in self.shelf.articles.values()]
        return articles + [broadcast_object(one, self.broadcasts) for one in self.broadcasts.sent]

    def tallies(self) -> dict[str, Any]:
        """Shown beside the objects: refresh tokens spent, codes given and used, films and uploads."""
        return {**self.grants.tallies(), "films": len(self.films.films), "uploads": len(self.uploads.taken)}

    def wall(self) -> list[Card]:
        cards = [article_card(one, self.shelf) for one in self.shelf.articles.values()]
        cards += [broadcast_card(one, self.broadcasts) for one in self.broadcasts.sent]
        return sorted(cards, key=lambda card: card.at, reverse=True)

    def secrets(self) -> Iterable[str]:
        return tuple(self.grants.secrets)

    def seat(self, base: str) -> Seat:
        settings = {"oa_id": OA_ID, "app_id": APP_ID, "api_url": base, "oauth_url": base}
        tokens = {"access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN}
        return Seat(settings, {"app_secret": APP_SECRET, **tokens})

    def file(self, name: str) -> tuple[bytes | Path, str] | None:
        return self.album.kept.get(name) or self.films.file(name)

    def kill_tokens(self) -> None:
        """Every access token dies now, as when an administrator looks the pair up by hand."""
        self.grants.access_tokens.clear()

    def picture_health(self) -> list[dict[str, Any]]:
        """Every picture of every article that was not removed, and whether its original address still gives it."""
        return [
            {"article": one.id, "used": picture.used, "address": picture.address, "lives": self.album.lives(picture)}
            for one in self.shelf.articles.values()
            if not one.removed
            for picture in one.pictures
        ]

    # --- shorter ways for tests

    @property
    def articles(self) -> dict[str, Article]:
        """By id."""
        return self.shelf.articles

    @property
    def tokens(self) -> dict[str, list[Any]]:
        """A verify token → [article id, -214s still to come, given out when]."""
        return self.shelf.tokens

    @property
    def calls(self) -> dict[tuple[int, str], int]:
        """(minute, articles or rest) → calls."""
        return self.gate.calls

    @property
    def refresh_tokens(self) -> set[str]:
        """The one that is good."""
        return self.grants.refresh_tokens

    @property
    def access_tokens(self) -> dict[str, float | None]:
        """→ when it ends."""
        return self.grants.access_tokens

    @access_tokens.setter
    def access_tokens(self, tokens: dict[str, float | None]) -> None:
        self.grants.access_tokens = tokens

    @property
    def pending(self) -> int:
        """The switch of this name."""
        return self.switches.pending

    @pending.setter
    def pending(self, times: int) -> None:
        self.switches.pending = times

    # --- what is left

    def _beside(self, request: Request) -> Response:
        """What is not Zalo's: the page of an article, the pictures' health, the switches."""
        head, _, rest = request.path.lstrip("/").partition("/")
        if head == "view" and rest in self.shelf.articles:
            one = self.shelf.articles[rest]
            html = article_page(one, self.album, self.films)
            return Response(html, status=200 if one.live else 404, content_type="text/html; charset=utf-8")
        if head == "_pictures":
            return reply({"pictures": self.picture_health()})
        if head == "_switches":
            try:
                self.switches.set(json.loads(request.get_data() or b"{}"))
            except (ValueError, AttributeError) as error:
                return reply({"error": str(error)}, 400)
            return reply(asdict(self.switches))
        return Response("<html><body>404 Not Found</body></html>", status=404, content_type="text/html")

    def _json(self, request: Request) -> dict[str, Any]:
        if request.mimetype != "application/json":
            self.frown(f"a body of {request.path} that does not say it is JSON")
        try:
            body = json.loads(request.get_data())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise invalid("body")
        if "access_token" in body:
            self.frown("access_token in a body")
        return body

    def _oa(self) -> dict[str, Any]:
        def day(after: int) -> str:
            return datetime.fromtimestamp(self.clock() + 86400 * after, UTC).strftime("%d/%m/%Y")

        return {
            "oaid": OA_ID,
            "name": "Bộ Nội vụ (thử nghiệm)",
            "description": "Official Account của môi trường thử nghiệm",
            "is_verified": self.switches.verified,
            "oa_type": self.switches.oa_type,
            "cate_name": "Cơ quan nhà nước",
            "num_follower": 0,
            "avatar": "",
            "cover": "",
            "package_name": self.switches.package,
            "package_valid_through_date": day(300),
            "package_auto_renew_date": day(299),
            "linked_ZCA": "",
        }


def _refused(code: int, message: str = "") -> Response:
    left = "0" if code == -32 else "3999"
    said = {"error": code, "message": message or SAYINGS[code]}
    return reply(said, X_RateLimit_Limit="4000", X_RateLimit_Remain=left)


def _hang_up(request: Request) -> None:
    """Close the client's connection without a word; the server takes it for a client that left."""
    connection = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("hung up as ordered")
