"""A stand-in for Zalo: OpenAPI and OAuth on one mount, as strict as the platform is known to be.

Known from Zalo's own SDKs, guessed where they are silent (the codes for an unknown token and an unknown article). A
picture is really fetched from the address it is given by. There is no dedupe: the same body twice is two articles.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, ClassVar

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import Card, Stage, reply
from channels.zalo.intake import SAYINGS, No, invalid, take

OA_ID = "4318657068771012646"
APP_ID = "2784113495671231234"
APP_SECRET = "sandbox-zalo-app-secret"  # noqa: S105  # a stand-in's
ACCESS_TOKEN = "sandbox-zalo-access-token"  # noqa: S105
REFRESH_TOKEN = "sandbox-zalo-refresh-token"  # noqa: S105

LASTS = 90_000  # seconds that an access token is good for: 25 hours
CALLS_A_MINUTE = 4000
OPERATIONS = {
    ("POST", "/v2.0/article/create"): "article.create",
    ("POST", "/v2.0/article/verify"): "article.verify",
    ("POST", "/v2.0/article/update"): "article.update",
    ("POST", "/v2.0/article/remove"): "article.remove",
    ("GET", "/v2.0/article/getdetail"): "article.detail",
    ("GET", "/v2.0/article/getslice"): "article.slice",
    ("GET", "/v2.0/oa/getoa"): "oa.get",
    ("POST", "/v4/oa/access_token"): "oauth.refresh",
}
OWN_FAULTS = {"expired": -220, "quota": -223, "package": -224, "standards": -248}


@dataclass
class _Article:
    id: str
    told: dict[str, Any]
    created: float
    updated: float
    edited: bool = False
    removed: bool = False
    pictures: list[str] = field(default_factory=list)

    @property
    def live(self) -> bool:
        return not self.removed and self.told["status"] == "show"

    @property
    def text(self) -> str:
        blocks = [block.get("content") or block.get("caption") or "" for block in self.told["body"]]
        return "\n".join(part for part in (self.told["description"], *blocks) if part)


@dataclass
class Sandbox(Stage):
    """One Official Account. `pending` is how often verify says -214 first; `fetch` whether pictures are fetched."""

    kind: str = "zalo"
    fetch: bool = True
    pending: int = 1
    articles: dict[str, _Article] = field(default_factory=dict)
    tokens: dict[str, list[Any]] = field(default_factory=dict)  # a verify token → [article id, -214s still to come]
    kept: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    access_tokens: dict[str, float | None] = field(default_factory=lambda: {ACCESS_TOKEN: None})  # → when it ends
    refresh_tokens: set[str] = field(default_factory=lambda: {REFRESH_TOKEN})
    calls: dict[int, int] = field(default_factory=dict)

    # --- the frame

    def operation(self, request: Request) -> str:
        return OPERATIONS.get((request.method, request.path), "")

    def answer(self, request: Request) -> Response:
        operation = self.operation(request)
        if operation == "oauth.refresh":
            return self._refresh(request)
        if not operation:
            return Response("<html><body>404 Not Found</body></html>", status=404, content_type="text/html")
        try:
            self._admit(request)
            data = self._acts[operation](self, request)
        except No as no:
            return self._enveloped({"error": no.code, "message": str(no)})
        return self._enveloped({"data": data, "error": 0, "message": "Success"} if data is not None else _DONE)

    def broken(self, status: int) -> Response:
        return Response(f"{status} {HTTPStatus(status).phrase}", status=status, content_type="text/plain")

    def throttled(self) -> Response:
        return self._enveloped({"error": -32, "message": SAYINGS[-32]})

    def token_refused(self) -> Response:
        return self._enveloped({"error": -216, "message": SAYINGS[-216]})

    def fault(self, name: str, request: Request) -> Response | None:
        """expired · quota · package · standards: the code of that name instead of an answer."""
        code = OWN_FAULTS.get(name)
        return self._enveloped({"error": code, "message": SAYINGS[code]}) if code else None

    def objects(self) -> list[dict[str, Any]]:
        return [
            {
                "id": one.id,
                "title": one.told["title"],
                "text": f"{one.told['title']}\n{one.text}",
                "live": one.live,
                "created": one.created,
                "status": one.told["status"],
                "edited": one.edited,
                "removed": one.removed,
                "article": one.told,
            }
            for one in self.articles.values()
        ]

    def wall(self) -> list[Card]:
        return [
            Card(
                title=one.told["title"],
                body=one.text,
                at=one.created,
                state=self._state(one),
                link=_link(one),
                pictures=tuple(one.pictures),
                meta=one.told["author"],
            )
            for one in sorted(self.articles.values(), key=lambda one: one.created, reverse=True)
        ]

    def file(self, name: str) -> tuple[bytes, str] | None:
        return self.kept.get(name)

    @staticmethod
    def _state(one: _Article) -> str:
        if one.removed:
            return "removed"
        return "hidden" if not one.live else "edited" if one.edited else "live"

    def _enveloped(self, value: Mapping[str, Any]) -> Response:
        left = str(max(0, CALLS_A_MINUTE - self.calls.get(int(self.clock()) // 60, 0)))
        return reply(value, X_RateLimit_Limit=str(CALLS_A_MINUTE), X_RateLimit_Remain=left)

    # --- OAuth

    def kill_tokens(self) -> None:
        """Every access token dies now, as when an administrator looks the pair up by hand."""
        self.access_tokens.clear()

    def _admit(self, request: Request) -> None:
        minute = int(self.clock()) // 60
        self.calls = {minute: self.calls.get(minute, 0) + 1}
        token = request.headers.get("access_token", "")
        if token not in self.access_tokens:
            raise No(-216)
        ends = self.access_tokens[token]
        if ends is not None and ends <= self.clock():
            raise No(-220)
        proof = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if request.headers.get("appsecret_proof", proof) != proof:
            raise No(-242)

    def _refresh(self, request: Request) -> Response:
        form = request.form
        if request.headers.get("secret_key") != APP_SECRET:
            return _oauth_error(-14004, "Invalid secret key")
        if form.get("app_id") != APP_ID:
            return _oauth_error(-14002, "Invalid appId")
        if form.get("grant_type") != "refresh_token":
            return _oauth_error(-14018, "Invalid grant type")
        if form.get("refresh_token") not in self.refresh_tokens:
            return _oauth_error(-14014, "Invalid refresh token.")
        access_token, refresh_token = f"access-{secrets.token_urlsafe(32)}", f"refresh-{secrets.token_urlsafe(32)}"
        self.access_tokens = {access_token: self.clock() + LASTS}
        self.refresh_tokens = {refresh_token}
        return reply({"access_token": access_token, "refresh_token": refresh_token, "expires_in": str(LASTS)})

    # --- articles

    def _create(self, request: Request) -> dict[str, Any]:
        told, pictures = self._take(_json(request))
        now = self.clock()
        one = _Article(secrets.token_hex(10), told, now, now, pictures=pictures)
        self.articles[one.id] = one
        return {"token": self._token(one)}

    def _update(self, request: Request) -> dict[str, Any]:
        body = _json(request)
        one = self._known(body.get("id"))
        if "status" not in body:
            self.frown("update without status: whether that hides the article is unknown")
        one.told, one.pictures = self._take(body)
        one.updated, one.edited = self.clock(), True
        return {"token": self._token(one)}

    def _verify(self, request: Request) -> dict[str, Any]:
        waiting = self.tokens.get(str(_json(request).get("token")))
        if waiting is None:
            raise invalid("token")
        if waiting[1] > 0:
            waiting[1] -= 1
            raise No(-214)
        return {"id": waiting[0]}

    def _remove(self, request: Request) -> None:
        self._known(_json(request).get("id")).removed = True

    def _detail(self, request: Request) -> dict[str, Any]:
        one = self._known(request.args.get("id"))
        return {"id": one.id, **one.told, "cite": "", "link_view": _link(one)}

    def _slice(self, request: Request) -> dict[str, Any]:
        offset, limit = request.args.get("offset", "0"), request.args.get("limit", "10")
        if not offset.isdigit() or not limit.isdigit() or not 1 <= int(limit) <= 10:
            raise No(-210, "Parameter exceeds allowable limit")
        if request.args.get("type") not in ("normal", "video"):
            raise invalid("type")
        there = [one for one in self.articles.values() if not one.removed and one.told["type"] == request.args["type"]]
        there.sort(key=lambda one: one.created, reverse=True)
        medias = [
            {
                "id": one.id,
                "type": one.told["type"],
                "title": one.told["title"],
                "status": one.told["status"],
                "total_view": 0,
                "total_share": 0,
                "create_date": str(int(one.created * 1000)),
                "update_date": str(int(one.updated * 1000)),
                "thumb": one.told["cover"]["photo_url"],
                "link_view": _link(one),
            }
            for one in there[int(offset) : int(offset) + int(limit)]
        ]
        return {"medias": medias, "total": len(there)}

    def _oa(self, request: Request) -> dict[str, Any]:
        return {
            "oaid": OA_ID,
            "name": "Bộ Nội vụ (thử nghiệm)",
            "description": "Official Account của môi trường thử nghiệm",
            "is_verified": True,
            "oa_type": 4,
            "cate_name": "Cơ quan nhà nước",
            "num_follower": 0,
            "package_name": "Toàn diện",
            "package_valid_through_date": datetime.fromtimestamp(self.clock() + 86400 * 300, UTC).strftime("%d/%m/%Y"),
        }

    def _take(self, body: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The article that this body makes, and its pictures' addresses on the wall. The frowns are noted."""
        taken = take(body, fetch=self.fetch)
        self.frowns.extend(taken.frowns)
        self.kept.update(taken.kept)
        return taken.told, taken.pictures

    def _known(self, article_id: Any) -> _Article:
        one = self.articles.get(str(article_id))
        if one is None or one.removed:
            raise invalid("id")
        return one

    def _token(self, one: _Article) -> str:
        # Base64 with its + / = as seen in Zalo's samples: whoever encodes it carelessly loses it.
        token = f"{secrets.token_urlsafe(24)}+/{secrets.token_urlsafe(8)}=="
        self.tokens[token] = [one.id, self.pending]
        return token

    _acts: ClassVar[Mapping[str, Callable[[Sandbox, Request], dict[str, Any] | None]]] = {
        "article.create": _create,
        "article.verify": _verify,
        "article.update": _update,
        "article.remove": _remove,
        "article.detail": _detail,
        "article.slice": _slice,
        "oa.get": _oa,
    }


_DONE = {"error": 0, "message": "Success"}


def _json(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.get_data())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise invalid("body")
    return body


def _oauth_error(code: int, name: str) -> Response:
    error = {"error": code, "error_name": name, "error_reason": name, "error_description": name, "message": ""}
    return reply({**error, "ref_doc": "https://developers.zalo.me/docs/social-api/tham-khao/ma-loi"})


def _link(one: _Article) -> str:
    return f"https://oa.zalo.me/{OA_ID}/article/{one.id}"
