"""The Graph API in Meta's own words: one function a call, each with the address of its documentation and the day it was read.

It is facebook-sdk's GraphAPI with one method of our own, `request`: everything the SDK sends goes through it. The SDK's
own would put the token into addresses, know no timeout, send Python's `False`, and forget status, headers and subcode.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import warnings
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlsplit

from channels.errors import Unavailable
from channels.facebook.multipart import Multipart
from channels.wire import Reply, Wire

with warnings.catch_warnings():
    # The SDK is of 2018: when Python first compiles it, it warns of an "is" with a literal and of an invalid escape.
    warnings.simplefilter("ignore")
    import facebook

NO_SUCH_OBJECT = (100, 33)
PAGE_SIZE = 100  # the most that Meta allows


class GraphError(facebook.GraphAPIError):  # type: ignore[misc]
    """An answer that is no success. `code` and `subcode` are None when the body is not Meta's error object.

    `transient` is Meta's own word, `data` its `error_data` as a mapping. `readable` is False when the body was no JSON.
    `evidence` holds no secret.
    """

    def __init__(
        self, status: int, headers: Mapping[str, str], answer: Any, excerpt: str = "", *, readable: bool
    ) -> None:
        super().__init__(answer)
        error = answer.get("error") if isinstance(answer, dict) else None
        told = error if isinstance(error, dict) else {}
        self.status = status
        self.headers = headers
        self.readable = readable
        self.code: int | None = _number(told.get("code"))
        self.subcode: int | None = _number(told.get("error_subcode"))
        self.transient = str(told.get("is_transient", "")).lower() in ("true", "1")
        self.words = str(told.get("message", ""))
        self.data = _read(told.get("error_data"))
        self.evidence = {
            "status": status,
            "code": self.code,
            "subcode": self.subcode,
            "trace": str(told.get("fbtrace_id") or headers.get("x-fb-trace-id", "")),
            "excerpt": excerpt,
        }

    @property
    def missing(self) -> bool:
        """Whether it says that the object is not there (or not for this token)."""
        return (self.code, self.subcode) == NO_SUCH_OBJECT


class Graph(facebook.GraphAPI):  # type: ignore[misc]
    """One token's way to the Graph API at `url`. GraphError for every answer that is no success.

    The errors of `wire` pass through: Unavailable when nothing left, OutcomeUnknown when a write's answer was lost.
    `heard` is told the headers of every answer and Meta's code in it; `served` is the version that answered last.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        url: str,
        version: str,
        token: str,
        app_secret: str = "",
        heard: Callable[[Mapping[str, str], int | None], None] = lambda headers, code: None,
    ) -> None:
        # The SDK's other ways out (get_version) find no session: there is only the wire.
        super().__init__(access_token=token, session=wire)
        self.version = version  # by hand: the SDK's own check knows no version above 3.1
        self.address = url.rstrip("/")
        self.app_secret = app_secret
        self.served = ""
        self._heard = heard

    def request(
        self,
        path: str,
        args: Mapping[str, Any] | None = None,
        post_args: Mapping[str, Any] | None = None,
        files: Mapping[str, tuple[str, BinaryIO | bytes, str]] | None = None,
        method: str | None = None,
        *,
        address: str = "",
    ) -> Any:
        """What every call of the SDK goes through; `address` takes the place of the Graph API's own.

        The token travels in a header, its proof in the body of a POST and else in the address: without the token it
        opens nothing, and nobody need read a DELETE's body (RFC 9110, 9.3.5).
        https://developers.facebook.com/docs/graph-api/securing-requests (read 2026-11-23)
        """
        url = f"{address.rstrip('/') or self.address}/{path}"
        method = method or ("GET" if post_args is None else "POST")
        told = {**_form((post_args if method == "POST" else args) or {}), **self._proof()}
        if method == "GET":
            return self._answer(self.session.read(url, params=told, headers=self._headers()))
        if method == "DELETE":
            return self._answer(self.session.write(method, url, params=told or None, headers=self._headers()))
        return self._answer(self.session.write(method, url, headers=self._headers(), data=told or None, files=files))

    def send_part(self, path: str, fields: Mapping[str, str], name: str, stream: BinaryIO, size: int, at: str) -> Any:
        """POST to `path` below the address `at` with the next `size` bytes of `stream` as the file `name`, streamed."""
        body = Multipart({**fields, **self._proof()}, name, "part.mp4", stream, size)
        headers = {**self._headers(), "Content-Type": body.content_type}
        return self._answer(self.session.write("POST", f"{at.rstrip('/')}/{path}", headers=headers, data=body))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access_token}"}

    def _proof(self) -> dict[str, str]:
        return {"appsecret_proof": proof(self.access_token, self.app_secret)} if self.app_secret else {}

    def _answer(self, reply: Reply) -> Any:
        self.served = reply.headers.get("facebook-api-version", "") or self.served
        try:
            answer, readable = reply.json(), True
        except ValueError:
            answer, readable = None, False
        if 200 <= reply.status < 300 and readable and not (isinstance(answer, dict) and answer.get("error")):
            self._heard(reply.headers, None)
            return answer
        error = GraphError(reply.status, reply.headers, *self._without_secrets(reply), readable=readable)
        self._heard(reply.headers, error.code)
        raise error

    def _without_secrets(self, reply: Reply) -> tuple[Any, str]:
        """An error as read, and as text to keep: Meta repeats a malformed token in its words, and a good one in addresses."""
        text = reply.text
        for secret in filter(None, (self.access_token, self.app_secret)):
            text = text.replace(secret, "•••")
        try:
            return json.loads(text), text[:500]
        except ValueError:
            return None, text[:500]

    def create_post(
        self, page_id: str, message: str, *, link: str = "", photo_ids: tuple[str, ...] = ()
    ) -> Mapping[str, Any]:
        """A visible post; the answer has `id` and, by read-after-write, `permalink_url`.

        https://developers.facebook.com/docs/graph-api/reference/page/feed/ (read 2026-09-11),
        several photos: https://developers.facebook.com/docs/graph-api/reference/page/photos/ (read 2026-09-11)
        """
        attached = {f"attached_media[{turn}]": {"media_fbid": photo} for turn, photo in enumerate(photo_ids)}
        sent = {"message": message, "link": link or None, **attached, "fields": "id,permalink_url"}
        return as_object(self.put_object(page_id, "feed", **sent))

    def create_photo(
        self, page_id: str, photo: tuple[str, BinaryIO, str], *, alt: str, caption: str = "", published: bool
    ) -> Mapping[str, Any]:
        """A photo, as (file name, bytes, MIME type). Published, the answer has `post_id`; unpublished, it lives for a day.

        https://developers.facebook.com/docs/graph-api/reference/page/photos/ (read 2026-09-11)
        """
        sent = {"caption": caption or None, "alt_text_custom": alt or None, "published": published}
        return as_object(self.put_photo(photo, f"{page_id}/photos", **sent))

    def edit_post(self, post_id: str, message: str) -> bool:
        """Another text for a post that this same app made. https://developers.facebook.com/documentation/pages-api/posts
        (read 2026-09-11)
        """
        return success(self.request(f"{self.version}/{post_id}", post_args={"message": message}))

    def delete(self, object_id: str) -> bool:
        """Take a post or a video away. https://developers.facebook.com/documentation/pages-api/posts and
        https://developers.facebook.com/docs/graph-api/reference/page/videos/ (both read 2026-09-11)
        """
        return success(self.delete_object(object_id))

    def read_post(self, post_id: str) -> Mapping[str, Any]:
        """Whether and where a post is seen, and what it says. https://developers.facebook.com/docs/graph-api/reference/page-post
        (v27.0, read 2026-11-23)
        """
        return as_object(self.get_object(post_id, fields="id,message,is_published,permalink_url"))

    def read_page(self, page_id: str) -> Mapping[str, Any]:
        """The Page's id and name. https://developers.facebook.com/docs/pages/getting-started (v19.0 examples,
        read 2026-11-23)
        """
        return as_object(self.get_object(page_id, fields="id,name"))

    def published_posts(
        self, page_id: str, cursor: Mapping[str, str]
    ) -> tuple[list[Mapping[str, Any]], Mapping[str, str] | None]:
        """One page of the Page's published posts, in no order to rely on, and the cursor of the next; None at the end.

        A page may be empty and still have a next one. `cursor` is {} for the first.
        https://developers.facebook.com/docs/graph-api/reference/page/feed/ (read 2026-09-11)
        """
        fields = "id,message,created_time,permalink_url,attachments{media_type,url,unshimmed_url,target}"
        found = as_object(
            self.get_connections(page_id, "published_posts", **{**cursor, "fields": fields, "limit": str(PAGE_SIZE)})
        )
        if not isinstance(found.get("data"), list):
            raise Unavailable("a list of posts came without its data: that is no proof of anything")
        return [post for post in found["data"] if isinstance(post, dict)], next_page(found.get("paging"))


def proof(token: str, app_secret: str) -> str:
    """Meta's `appsecret_proof`, hex. https://developers.facebook.com/docs/graph-api/securing-requests (read 2026-11-23)"""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _form(args: Mapping[str, Any]) -> dict[str, str]:
    """As a form has it: booleans in lower case, lists and objects as JSON, what is None left out."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        for name, value in args.items()
        if value is not None
    }


def next_page(paging: Any) -> Mapping[str, str] | None:
    """What to ask the next page by. Never the address as given: it may hold the token."""
    if not isinstance(paging, dict) or not paging.get("next"):
        return None
    asked = dict(parse_qsl(urlsplit(str(paging["next"])).query))
    cursor: dict[str, str] = {
        name: asked[name] for name in ("after", "until", "offset", "__paging_token") if name in asked
    }
    after = (paging.get("cursors") or {}).get("after")
    if after:
        cursor["after"] = str(after)
    if not cursor:
        raise Unavailable("a list of posts has a next page but no cursor to it")
    return cursor


def as_object(answer: Any) -> Mapping[str, Any]:
    """An answer that should be an object; {} when it is none."""
    return answer if isinstance(answer, dict) else {}


def success(answer: Any) -> bool:
    """Whether an answer says `success`, in any of its spellings."""
    told = answer.get("success", "") if isinstance(answer, dict) else answer
    return str(told).lower() in ("true", "1")


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _read(told: Any) -> Mapping[str, Any]:
    """`error_data`: an object, or one written as JSON within a string."""
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except ValueError:
            return {}
    return told if isinstance(told, dict) else {}
