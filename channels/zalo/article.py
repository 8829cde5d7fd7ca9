"""What we send to make an article: nothing that is not in the rendition. Values in, values out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from channels.channel import Parcel
from channels.errors import AccountBroken, Refused
from channels.zalo import words
from formatters.rendition import Block, Cut, Rendition

PARAGRAPHS = re.compile(r"\n{2,}")


def article(parcel: Parcel, *, markup: str = "plain", film: str = "") -> dict[str, Any]:
    """The body of article/create, and of article/update but for its id.

    Zalo fetches the pictures from `parcel.address`. Always status "show": Zalo's own default is "hide". `film` is the id
    that Zalo gave the rendition's film; without one the film is the address where it can be watched. `markup` is "plain"
    or "html". AccountBroken when there is no address for the pictures, Refused when there is no cover.
    """
    told = parcel.rendition
    if told.cover is None:
        raise Refused("the rendition has no cover", say=words.NO_COVER)
    cover = _address(parcel, told.cover)
    write = MARKUPS[markup]
    body: list[dict[str, str]] = []
    for block in told.body:
        match block.kind:
            case "image":
                cut = told.gallery[block.cut]
                body.append({"type": "image", "url": _address(parcel, cut), "caption": cut.line})
            case "film" if film:
                body.append({"type": "video", "video_id": film, "thumb": cover})
            case "film" if told.watch:
                body.append({"type": "video", "url": told.watch, "thumb": cover})
            case "heading" | "text":
                body.append({"type": "text", "content": write(block)})
    return {
        "type": "normal",
        "title": told.title,
        "author": told.author,
        "cover": {"cover_type": "photo", "photo_url": cover, "status": "show"},
        "description": told.summary,
        "body": body,
        "status": "show",
        "comment": "show",
    }


def pictures(told: Rendition) -> tuple[Cut, ...]:
    """The pictures that Zalo will fetch, each once: the cover first."""
    inside = [told.gallery[block.cut] for block in told.body if block.kind == "image"]
    cuts = ([told.cover] if told.cover else []) + inside
    return tuple({cut.sha256: cut for cut in cuts}.values())


def _address(parcel: Parcel, cut: Cut) -> str:
    address = parcel.address(cut.sha256)
    if not address:
        raise AccountBroken("no public address for a picture", say=words.NO_ADDRESS)
    return address


def _plain(block: Block) -> str:
    return block.text


def _html(block: Block) -> str:
    """The text as h3 or p: escaped, blank lines divide paragraphs, other line breaks are br."""
    if block.kind == "heading":
        return f"<h3>{_lines(block.text)}</h3>"
    return "".join(f"<p>{_lines(part)}</p>" for part in PARAGRAPHS.split(block.text) if part.strip())


def _lines(text: str) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in text.strip("\n").split("\n"))


MARKUPS: dict[str, Callable[[Block], str]] = {"plain": _plain, "html": _html}
