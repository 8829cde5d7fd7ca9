"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.syndication.feeds.standards import forms

_TOP: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("version", "title", "home_page_url", "feed_url", "description", "user_comment"), str),
    **dict.fromkeys(("next_url", "icon", "favicon", "language"), str),
    **dict.fromkeys(("authors", "hubs", "items"), list),
    "expired": bool,
}
_ITEM: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("id", "url", "external_url", "title", "content_html", "content_text", "summary"), str),
    **dict.fromkeys(("image", "banner_image", "date_published", "date_modified", "language"), str),
    **dict.fromkeys(("authors", "tags", "attachments"), list),
}
_ATTACHMENT: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("url", "mime_type", "title"), str),
    "size_in_bytes": int,
    "duration_in_seconds": (int, float),
}
_ADDRESSES = (
    "home_page_url",
    "feed_url",
    "next_url",
    "icon",
    "favicon",
    "url",
    "external_url",
    "image",
    "banner_image",
)


def faults(body: bytes, address: str) -> Iterator[str]:
    """What is wrong with a document that is served at this address."""
    feed = json.loads(body)
    yield from (f"the character {found!r}" for found in forms.UNFIT.findall(body.decode()))
    yield from _object(feed, _TOP, ("version", "title", "items"), "feed")
    if feed["version"] != "https://jsonfeed.org/version/1.1":
        yield "version"
    if feed.get("feed_url") != address or feed.get("next_url") == address:
        yield "feed_url is not its address, or next_url is"
    for hub in feed.get("hubs", ()):
        yield from _object(hub, {"type": str, "url": str}, ("type", "url"), "hub")
    ids = Counter(item.get("id") for item in feed["items"])
    yield from (f"the id {name} {count} times" for name, count in ids.items() if count > 1)
    for item in feed["items"]:
        yield from (f"{item.get('id')}: {fault}" for fault in _item(item))


def _item(item: dict[str, Any]) -> Iterator[str]:
    yield from _object(item, _ITEM, ("id",), "item")
    if not str(item.get("id", "")).strip():
        yield "a blank id"
    if not item.get("content_html") and not item.get("content_text"):
        yield "no content"
    for name in ("date_published", "date_modified"):
        if name in item and not forms.RFC3339.fullmatch(item[name]):
            yield name
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", ())):
        yield "tags"
    yield from forms.faults_of_html(item.get("content_html", ""), "content_html")
    titles = Counter(one["title"] for one in item.get("attachments", ()) if "title" in one)
    yield from (
        f"attachments that are called {title} alike" for title, count in titles.items() if count > 1 or not title
    )
    for one in item.get("attachments", ()):
        if not one.get("size_in_bytes", 1) or not forms.is_address(one.get("url")):
            yield f"an attachment of no size or with no address: {one}"
        yield from _object(one, _ATTACHMENT, ("url", "mime_type"), "attachment")
        if not forms.MIME.fullmatch(one.get("mime_type", "")):
            yield "mime_type"


def _object(
    value: dict[str, Any], known: dict[str, type | tuple[type, ...]], needed: tuple[str, ...], where: str
) -> Iterator[str]:
    yield from (f"{where} without {name}" for name in needed if name not in value)
    for name, told in value.items():
        if name.startswith("_"):
            if "." in name or not isinstance(told, dict):
                yield f"the extension {name}"
        elif name not in known or not isinstance(told, known[name]):
            yield f"{where} has no such {name}"
        elif name in _ADDRESSES and not forms.is_address(told):
            yield f"{name} is no address"
        elif name == "language" and not forms.LANGUAGE.fullmatch(told):
            yield "language"
        elif name == "authors" and not all({"name", "url", "avatar"} & set(author) for author in told):
            yield "an author of whom nothing is said"
