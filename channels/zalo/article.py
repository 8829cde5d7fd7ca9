"""What we send to make an article, and how to read one back. Values in, values out."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from channels.channel import Parcel
from channels.errors import AccountBroken, Refused
from formatters.rendition import Block, Cut
from formatters.sentence import Sentence

NO_ADDRESS = Sentence(
    "Zalo không có địa chỉ công khai để tải ảnh; hãy đặt media_url của tài khoản.",
    "Zalo has no public address from which to fetch the pictures; set the account's media_url.",
)
NO_COVER = Sentence("Zalo không nhận bài viết không có ảnh bìa.", "Zalo takes no article without a cover picture.")

HIDDEN = frozenset(["hide", "hidden", "removed", "deleted"])

_NO_TEXT = frozenset(["type", "url", "thumb", "photo_url", "id", "video_id"])
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


def article(parcel: Parcel) -> dict[str, Any]:
    """The body of article/create, and of article/update but for its id: nothing that is not in the rendition.

    Zalo fetches the pictures from `parcel.address`. Always status "show": Zalo's own default is "hide".
    """
    told = parcel.rendition
    if told.cover is None:
        raise Refused("the rendition has no cover", say=NO_COVER)
    blocks = told.blocks or (Block("text", text=told.text),)
    return {
        "type": "normal",
        "title": told.title,
        "author": told.author,
        "cover": {"cover_type": "photo", "photo_url": _address(parcel, told.cover), "status": "show"},
        "description": told.summary,
        "body": [_block(parcel, block) for block in blocks],
        "status": "show",
        "comment": "show",
    }


def _block(parcel: Parcel, block: Block) -> dict[str, str]:
    if block.kind != "image":
        return {"type": "text", "content": block.text}
    cut = parcel.rendition.gallery[block.cut]
    return {"type": "image", "url": _address(parcel, cut), "caption": _caption(cut)}


def _caption(cut: Cut) -> str:
    """The caption and whose picture it is: Zalo has no field of its own for the latter."""
    if not cut.credit or cut.credit in cut.caption:
        return cut.caption
    return f"{cut.caption} ({cut.credit})" if cut.caption else cut.credit


def _address(parcel: Parcel, cut: Cut) -> str:
    address = parcel.address(cut.sha256)
    if not address:
        raise AccountBroken("no public address for a picture", say=NO_ADDRESS)
    return address


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as Zalo lists it. `created` is None when it names no readable date; `status` is "show" or "hide"."""

    id: str
    title: str
    status: str
    created: datetime | None
    link: str

    @property
    def hidden(self) -> bool:
        """Whether the public cannot see it."""
        return self.status in HIDDEN


def entry_of(media: Mapping[str, Any]) -> Entry:
    """An item of getslice, or getdetail's data. Ids and dates come as strings or numbers."""
    return Entry(
        id=str(media.get("id") or ""),
        title=same_form(str(media.get("title") or "")),
        status=str(media.get("status") or "").lower(),
        created=_moment(media.get("create_date")),
        link=str(media.get("link_view") or ""),
    )


def same_form(title: str) -> str:
    """A title as it is compared: NFC, white space as single blanks, entities read."""
    return " ".join(unicodedata.normalize("NFC", html.unescape(title)).split())


def said_in(detail: Mapping[str, Any]) -> str:
    """Every text of an article's description and body, one a line, whatever shape Zalo gives the body.

    Addresses of pictures and films are left out: they are no text.
    """
    parts = [text for name in ("description", "body", "cite") for text in _texts(detail.get(name))]
    return html.unescape("\n".join(_IMAGE.sub("", part) for part in parts))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in _NO_TEXT:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _moment(value: Any) -> datetime | None:
    """Zalo's dates are milliseconds since the epoch; a number too small for that is read as seconds."""
    try:
        number = float(value)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
