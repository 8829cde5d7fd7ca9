"""Simple HTML read without a tree: paragraphs, headings and pictures, as `formatters.reading` tells them."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from formatters.attributes import SOUND
from formatters.reading import ImageBlock, TextBlock
from formatters.simple import LONGEST_MARK, is_readable
from formatters.text import clean

_TAG = re.compile(r"(/?)(p|h[2-4]|br|strong|em|b|i|u|s|a|img)( [^<>]*)?>")
_PICTURE = re.compile(r' src="([^"]*)" alt="[^"]*"')
_BLANKS = re.compile(r"[ \t\n]+")
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot);")


def paragraphs(html: str) -> list[TextBlock | ImageBlock] | None:
    """The blocks of HTML as `sanitise` leaves it, where it is simple; None where it is not: lists, tables, raised figures."""
    first, *pieces = html.split("<")
    if not pieces or first.strip() or "\u0338" in html:  # which would become one sign with the end of a mark
        return None
    found: list[TextBlock | ImageBlock] = []
    run: list[str] = []
    block = ""
    marks: list[str] = []
    for piece in pieces:
        if piece == "/p>" and block == "p" and not marks:
            if told := clean("".join(run)):
                found.append(("text", told))
            block = ""
            run = []
            continue
        if piece[:2] == "p>" and not block:
            if (text := _said(piece[2:])) is None:
                return None
            block = "p"
            run = [text]
            continue
        end = piece.find(">") + 1
        tag = _tag(piece[:end])
        if tag is None:
            return None
        ends, name, attributes = tag
        if name[0] in "ph":
            if marks or (name == block) is not ends or (block and not ends) or attributes:
                return None
            if ends and (told := clean("".join(run))):
                found.append(("text" if name == "p" else "heading", told))
            block = "" if ends else name
            run.clear()
        elif not block:
            return None
        elif name == "br" and not ends:
            run.append("\n")
        elif name == "img":
            picture = _PICTURE.fullmatch(attributes)
            address = _said(picture[1]) if picture else None
            if ends or block != "p" or not address or not SOUND.fullmatch(address):
                return None
            if told := clean("".join(run)):
                found.append(("text", told))
            found.append(("image", address, ""))
            run.clear()
        elif not ends and name not in marks:
            marks.append(name)
        elif not (ends and marks and marks.pop() == name):
            return None
        if end < len(piece):
            text = _said(piece[end:])
            if text is None or (not block and text.strip()):
                return None
            run.append(text)
    return None if block else found


@lru_cache(maxsize=1024)
def _tag(written: str) -> tuple[bool, str, str] | None:
    """Whether a mark ends, its name and its attributes; None for one that is not simple."""
    tag = _TAG.fullmatch(written) if len(written) <= LONGEST_MARK else None
    return (tag[1] == "/", tag[2], tag[3] or "") if tag else None


def _said(text: str) -> str | None:
    """The text on one line with its references read; None when it has others than `sanitise` writes, or signs nobody reads."""
    if "&" in text:
        if len(_REFERENCE.findall(text)) != text.count("&"):
            return None
        text = unescape(text)
    if text.isprintable() and "  " not in text:
        return text
    return _BLANKS.sub(" ", text.replace("\u00a0", " ")) if is_readable(text) else None
