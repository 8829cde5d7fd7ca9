"""A stand-in for a Facebook Page: posts, photos, edits and removals over the Graph API's wire protocol.

It keeps to what Meta's pages say, and to what clients have met where they say nothing. It is on nobody's side: it
repeats tokens in `paging.next`, lists posts in an order that says nothing of their age, and takes a photo twice.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.facebook.sandbox_page import (
    APP_ID,
    PAGE_ID,
    PAGE_NAME,
    Photo,
    Post,
    image_type,
    shareable,
    short_enough,
    telling,
)
from channels.facebook.sandbox_protocol import (
    LIVE_VERSIONS,
    Refusal,
    asked_fields,
    attached,
    error,
    given,
    listed,
    sent_files,
    truth,
)
from channels.sandbox.stage import Card, Stage, reply

APP_SECRET = "sandbox-app-secret"  # noqa: S105 - a stand-in's, in nobody's interest
TOKEN = "EAAsandboxPageToken"  # noqa: S105
USER_TOKEN = "EAAsandboxUserToken"  # noqa: S105
READER_TOKEN = "EAAsandboxReaderToken"  # noqa: S105 - may read, not write
REFUSED_TOKENS = {"EAAsandboxExpired": 463, "EAAsandboxRevoked": 460, "EAAsandboxNoRole": 492}
DAY = 24 * 3600  # how long an unpublished photo lives

__all__ = [
    "APP_ID",
    "APP_SECRET",
    "PAGE_ID",
    "PAGE_NAME",
    "READER_TOKEN",
    "REFUSED_TOKENS",
    "TOKEN",
    "USER_TOKEN",
    "Sandbox",
]


@dataclass
class Sandbox(Stage):
    """One Page. The switches are for tests: `lag` seconds until a new post can be read, `empty_pages` before a list's first
    entries, `require_proof` as the app's "Require App Secret", `most_bytes` from which a photo is refused with 1366046.

    `fetch` gets the bytes of a photo sent by `url`; without it no host can be reached, as behind a firewall.
    """

    kind: str = "facebook"
    lag: float = 0.0
    empty_pages: int = 0
    require_proof: bool = False
    most_bytes: int = 4_000_000
    fetch: Callable[[str], bytes] | None = None
    posts: dict[str, Post] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)

    def operation(self, request: Request) -> str:
        _, _, below = request.path.strip("/").partition("/")
        node, _, edge = below.partition("/")
        verb = request.method
        if edge == "photos" and verb == "POST":
            try:
                return "photos.create" if truth(given(request).get("published"), True) else "photos.upload"
            except Refusal:
                return "photos.create"
        if edge:
            named = {("feed", "POST"): "feed.create", ("published_posts", "GET"): "posts.list"}
            return named.get((edge, verb), "")
        if node == PAGE_ID:
            return "page.read" if verb == "GET" else ""
        return {"GET": "post.read", "POST": "post.edit", "DELETE": "post.delete"}.get(verb, "") if node else ""

    def answer(self, request: Request) -> Response:
        version, _, below = request.path.strip("/").partition("/")
        node, _, edge = below.partition("/")
        try:
            if version not in LIVE_VERSIONS:
                raise Refusal(2635)
            told = given(request)
            token = self._token(request, told)
            response = self._route(request, node, edge, told, token)
        except Refusal as refusal:
            response = refusal.response()
        response.headers["facebook-api-version"] = version
        response.headers["x-fb-trace-id"] = "AsandboxTrace"
        return response

    def _token(self, request: Request, told: dict[str, str]) -> str:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        token = bearer if scheme.lower() in ("bearer", "oauth") and bearer else told.get("access_token", "")
        if not token:
            raise Refusal(104)
        if token in REFUSED_TOKENS:
            raise Refusal(190, REFUSED_TOKENS[token])
        if token not in (TOKEN, USER_TOKEN, READER_TOKEN):
            raise Refusal(190)
        proof = told.get("appsecret_proof")
        expected = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if proof is not None and not hmac.compare_digest(proof, expected):
            raise Refusal(100, detail="Invalid appsecret_proof provided in the API argument")
        if proof is None and self.require_proof:
            raise Refusal(100, detail="API calls from the server require an appsecret_proof argument")
        return token

    def _route(self, request: Request, node: str, edge: str, told: dict[str, str], token: str) -> Response:
        if request.method != "GET" and token != TOKEN:
            raise Refusal(200, detail="The user hasn't authorized the application to perform this action")
        if node == PAGE_ID:
            match request.method, edge:
                case "GET", "":
                    return reply(_chosen({"id": PAGE_ID, "name": PAGE_NAME}, told, "name,id"))
                case "POST", "feed":
                    return self._create_post(told)
                case "POST", "photos":
                    return self._create_photo(request, told)
                case "GET", "published_posts" | "feed" | "posts":
                    return self._list(request, told, edge)
            raise Refusal(2500, detail=edge)
        if edge:
            raise Refusal(2500, detail=edge)
        post = self.posts.get(node)
        if post is None or post.deleted or not self._readable(post):
            raise Refusal(100, 33, node)
        match request.method:
            case "GET":
                return reply(_chosen(telling(post), told, "created_time,message,id"))
            case "POST":
                return self._edit(post, told)
            case "DELETE":
                self._may_change(post)
                post.deleted = True
                return reply({"success": True})
        raise Refusal(100, detail="Unsupported method")

    def _create_post(self, told: dict[str, str]) -> Response:
        message, link, media = told.get("message", ""), told.get("link", ""), attached(told)
        published = truth(told.get("published"), True)
        if not message and not link and not media:
            raise Refusal(100, detail="Either link or message must be supplied")
        short_enough(message)
        shareable(link)
        if told.get("scheduled_publish_time") and published:
            raise Refusal(100, detail="scheduled_publish_time needs published=false")
        for photo_id in media:
            photo = self.photos.get(photo_id)
            if photo is None or (not photo.post and self.clock() - photo.at > DAY):
                raise Refusal(100, detail="Invalid parameter: attached_media")
            if photo.post:
                raise Refusal(100, 1366051, "These photos were already posted")
        before = [post for post in self.posts.values() if post.published and post.app]
        if message and not media and before and not before[-1].deleted and before[-1].message == message:
            self.frown("the same text was sent twice in a row")
            raise Refusal(506)
        post = self._new(message, link=link, photos=media, published=published)
        return reply(_chosen(telling(post), told, "id"))

    def _create_photo(self, request: Request, told: dict[str, str]) -> Response:
        files = sent_files(request)
        if len(files) + ("url" in told) + ("vault_image_id" in told) != 1:
            raise Refusal(324)
        if not files and (self.fetch is None or "url" not in told):
            raise Refusal(324)
        data = files[0] if files else self.fetch(told["url"]) if self.fetch else b""
        mime = image_type(data, self.most_bytes)
        for name in ("message", "name"):
            if name in told:
                self.frown(f"{name} is deprecated on a photo: caption is the text")
        published = truth(told.get("published"), True)
        caption = told.get("caption", told.get("message", told.get("name", "")))
        short_enough(caption)
        photo = Photo(f"1222{len(self.photos) + 1:011d}", data, mime, told.get("alt_text_custom", ""), self.clock())
        self.photos[photo.id] = photo
        if not published:
            return reply({"id": photo.id})
        return reply({"id": photo.id, "post_id": self._new(caption, photos=[photo.id]).id})

    def _new(
        self,
        message: str,
        *,
        link: str = "",
        photos: list[str] | None = None,
        published: bool = True,
        app: str = APP_ID,
    ) -> Post:
        post = Post(
            id=f"{PAGE_ID}_1221{len(self.posts) + 1:011d}",
            message=message,
            at=self.clock(),
            link=link,
            photos=photos or [],
            published=published,
            app=app,
        )
        self.posts[post.id] = post
        for photo_id in post.photos:
            self.photos[photo_id].post = post.id
        return post

    def written_by_hand(self, message: str, link: str = "") -> Post:
        """A post that a person makes on the Page itself: no app may change it."""
        with self.lock:
            return self._new(message, link=link, app="")

    def _list(self, request: Request, told: dict[str, str], edge: str) -> Response:
        shown = [
            post
            for post in self.posts.values()
            if not post.deleted and self._readable(post) and (post.published or edge == "feed")
        ]
        shown.sort(key=lambda post: hashlib.sha256(post.id.encode()).digest())  # "ranked": the order tells no age
        entries = [_chosen(telling(post), told, "created_time,message,id") for post in shown]
        return listed(request, told, entries, self.empty_pages)

    def _edit(self, post: Post, told: dict[str, str]) -> Response:
        self._may_change(post)
        if "message" not in told and "is_published" not in told:
            raise Refusal(100, detail="There is nothing to change")
        if any(name.startswith(("attached_media", "link")) for name in told):
            raise Refusal(100, detail="Attachments of a published post cannot be changed")
        short_enough(told.get("message", ""))
        if told.get("message", post.message) != post.message:
            post.history.append(post.message)
            post.message = told["message"]
        post.published = truth(told.get("is_published"), post.published)
        return reply({"success": True})

    def _may_change(self, post: Post) -> None:
        if post.app != APP_ID:
            raise Refusal(200, detail="An app can only update a Page post if the post was made using that app")

    def _readable(self, post: Post) -> bool:
        return self.clock() - post.at >= self.lag

    def broken(self, status: int) -> Response:
        return error(2, status=status)

    def throttled(self) -> Response:
        response = error(80001)
        response.headers["X-Business-Use-Case-Usage"] = (
            f'{{"{PAGE_ID}":[{{"type":"pages","call_count":100,"total_cputime":23,"total_time":23,'
            f'"estimated_time_to_regain_access":7}}]}}'
        )
        return response

    def token_refused(self) -> Response:
        return error(190, 463)

    def fault(self, name: str, request: Request) -> Response | None:
        """`<code>` or `<code>/<subcode>`: does nothing and answers that · "transient" · "413": an empty answer ·
        "accept-then-html": does it and answers 200 with a web page · "accept-then-javascript": does it and answers code 2
        as text/javascript, which the SDK cannot read.
        """
        if name == "413":
            return Response(b"", status=413)
        if found := re.fullmatch(r"(\d+)(?:/(\d+))?", name):
            return error(int(found[1]), int(found[2]) if found[2] else None, "as ordered")
        if name == "transient":
            return error(100, 1363047, "Please try again", is_transient=True)
        if name == "accept-then-html":
            self.answer(request)
            return Response("<html><body>Sorry, something went wrong.</body></html>", content_type="text/html")
        if name == "accept-then-javascript":
            self.answer(request)
            response = error(2)
            response.headers["Content-Type"] = "text/javascript; charset=UTF-8"
            return response
        return None

    def objects(self) -> list[dict[str, Any]]:
        return [
            {
                "id": post.id,
                "text": post.message,
                "live": post.published and not post.deleted,
                "created": post.at,
                "link": post.link,
                "pictures": [hashlib.sha256(self.photos[one].data).hexdigest() for one in post.photos],
                "alt": [self.photos[one].alt for one in post.photos],
                "history": list(post.history),
            }
            for post in self.posts.values()
        ]

    def wall(self) -> list[Card]:
        def state(post: Post) -> str:
            if post.deleted:
                return "removed"
            return "hidden" if not post.published else "edited" if post.history else "live"

        return [
            Card(
                title=PAGE_NAME,
                body=post.message,
                at=post.at,
                state=state(post),
                link=post.link,
                pictures=tuple(f"/_files/facebook/{one}" for one in post.photos),
            )
            for post in sorted(self.posts.values(), key=lambda post: post.at, reverse=True)
        ]

    def file(self, name: str) -> tuple[bytes, str] | None:
        photo = self.photos.get(name)
        return (photo.data, photo.mime) if photo else None


def _chosen(told: dict[str, Any], asked: dict[str, str], default: str) -> dict[str, Any]:
    names = {*asked_fields(asked.get("fields") or default), "id"}
    return {name: value for name, value in told.items() if name in names}
