"""What the stand-in for Zalo takes as an article: lengths, enumerations, a cover, and pictures that can be fetched.

Part of the sandbox; imports nothing of the product, so that it is not kind to our own mistakes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

MOST_PICTURE = 1024 * 1024
SAYINGS = {
    -32: "Your application reached limit call api",
    -214: "Article is being processed",
    -216: "Access token is invalid",
    -220: "access_token is expired or removed",
    -223: "Your OA has reach the limit quota create article",
    -224: "The OA needs to upgrade OA Tier Package to use this feature",
    -242: "Invalid appsecret_proof provided in the API argument",
    -248: "Violates our platform standards",
}


class No(Exception):
    """The request is turned down with this code."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message or SAYINGS[code])
        self.code = code


def invalid(name: str) -> No:
    """-201 for the field of this name, in the platform's words."""
    return No(-201, f"{name} is invalid!")


@dataclass
class Taken:
    """An article as it is stored, its pictures' addresses on the wall, their bytes by file name, and what was odd."""

    told: dict[str, Any]
    pictures: list[str] = field(default_factory=list)
    kept: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    frowns: list[str] = field(default_factory=list)


def take(body: Mapping[str, Any], *, fetch: bool) -> Taken:
    """Look at the body of a create or update; No when it is turned down. Without `fetch` pictures are believed."""
    if body.get("type") != "normal":
        raise invalid("type")
    cover, blocks = body.get("cover"), body.get("body")
    if not isinstance(cover, dict) or cover.get("cover_type") != "photo":
        raise invalid("cover")
    if not isinstance(blocks, list) or not blocks:
        raise invalid("body")
    taken = Taken({"type": "normal"})
    for name, most in (("title", 150), ("author", 50), ("description", 300)):
        taken.told[name] = _text(taken, body, name, most)
    if "status" not in body:
        taken.frowns.append("no status: it defaults to hide, and what an update without it does is unknown")
    taken.told |= {
        "status": _one_of(body, "status", "hide"),
        "comment": _one_of(body, "comment", "show"),
        "cover": {**cover, "status": _one_of(cover, "status", "show")},
        "body": blocks,
    }
    _picture(taken, cover.get("photo_url"), "photo_url", fetch)
    for block in blocks:
        _block(taken, block, fetch)
    return taken


def _block(taken: Taken, block: Any, fetch: bool) -> None:
    if not isinstance(block, dict) or block.get("type") not in ("text", "image", "video", "product"):
        raise invalid("body")
    if block["type"] == "text":
        content = _text(taken, block, "content", 1_000_000)
        if re.search(r"<[a-z/][^>]*>", content, re.IGNORECASE):
            taken.frowns.append("markup in a text block: which tags survive is not documented")
    if block["type"] == "image":
        _picture(taken, block.get("url"), "url", fetch)


def _text(taken: Taken, holder: Mapping[str, Any], name: str, most: int) -> str:
    text = holder.get(name)
    composed = unicodedata.normalize("NFC", text) if isinstance(text, str) else ""
    if not composed.strip() or len(composed) > most:
        raise invalid(name)
    if composed != text:
        taken.frowns.append(f"{name} is not NFC")
    return composed


def _one_of(holder: Mapping[str, Any], name: str, default: str) -> str:
    value = holder.get(name, default)
    if value not in ("show", "hide"):
        raise invalid(name)
    return str(value)


def _picture(taken: Taken, address: Any, name: str, fetch: bool) -> None:
    """Fetch it as Zalo does: it must be there, a JPEG or PNG, at most 1 MB."""
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        raise invalid(name)
    if not fetch:
        taken.pictures.append(address)
        return
    try:
        with urlopen(address, timeout=5) as got:  # noqa: S310  # the scheme was looked at above
            data = got.read(MOST_PICTURE + 1)
    except (OSError, ValueError) as error:
        raise invalid(name) from error
    mime = "image/jpeg" if data.startswith(b"\xff\xd8\xff") else "image/png" if data.startswith(b"\x89PNG") else ""
    if not mime or len(data) > MOST_PICTURE:
        raise invalid(name)
    kept = f"{hashlib.sha256(data).hexdigest()}.{mime.removeprefix('image/')}"
    taken.kept[kept] = (data, mime)
    taken.pictures.append(f"/_files/zalo/{kept}")
