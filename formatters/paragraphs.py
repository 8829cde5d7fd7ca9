"""Simple HTML read without a tree: paragraphs, headings and pictures, as `formatters.reading` tells them."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import is_normalized

from formatters.reading import ImageBlock, TextBlock
from formatters.simple import SOUND, is_readable
from formatters.text import clean

_TAG = re.compile(r"(/?)(p|h[2-4]|br|strong|em|b|i|u|s|a|img)( [^<>]*)?>")
_PICTURE = re.compile(r' src="([^"]*)" alt="[^"]*"')
_BLANKS = re.compile(r"[ \t\n]+")
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot);")


def paragraphs(html: str) -> list[TextBlock | ImageBlock] | None:
    """The blocks of HTML as `sanitise` leaves it, where it is simple; None where it is not: lists, tables, raised figures."""
    first, *pieces = html.split("<")
    if not pieces or first.strip() or not is_readable(html) or not is_normalized("NFC", html):
        return None
    found: list[TextBlock | ImageBlock] = []
    run: list[str] = []
    block = ""
    marks: list[str] = []
    for piece in pieces:
        tag = _TAG.match(piece)
        if tag is None:
            return None
        ends, name, attributes = tag.groups()
        if name[0] in "ph":
            if marks or (name == block) is not bool(ends) or (block and not ends) or attributes:
                return None
            if ends and (text := clean("".join(run))):
                found.append(("text" if name == "p" else "heading", text))
            block = "" if ends else name
            run.clear()
        elif not block:
            return None
        elif name == "br" and not ends:
            run.append("\n")
        elif name == "img":
            picture = _PICTURE.fullmatch(attributes or "")
            address = _said(picture[1]) if picture else None
            if ends or block != "p" or not address or not SOUND.fullmatch(address):
                return None
            if text := clean("".join(run)):
                found.append(("text", text))
            found.append(("image", address, ""))
            run.clear()
        elif not ends and name not in marks:
            marks.append(name)
        elif not (ends and marks and marks.pop() == name):
            return None
        if len(piece) > tag.end():
            text_of = _said(piece[tag.end() :])
            if text_of is None or (not block and text_of.strip()):
                return None
            if block:
                run.append(_BLANKS.sub(" ", text_of) if "  " in text_of or not text_of.isprintable() else text_of)
    return None if block else found


def _said(text: str) -> str | None:
    """The text with its references read; None when it has others than `sanitise` writes."""
    if "&" in text:
        if len(_REFERENCE.findall(text)) != text.count("&"):
            return None
        text = unescape(text)
    return text.replace("\u00a0", " ")
