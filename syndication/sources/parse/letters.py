"""The words of an entry in the letters they mean: what stands between its marks is read in Unicode, its marks are left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from formatters import legacy
from formatters.sentence import Sentence

MARKUP = frozenset("<>&\"'")
_PIECE = re.compile(r"<[^<>]*>|[^<]+|<")
_ALT = re.compile(r"""(<[^<>]*?\salt\s*=\s*["'])([^"'<>]*)([^<>]*>)""", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def in_unicode(texts: Sequence[str]) -> tuple[list[str], tuple[Sentence, ...]]:
    """The texts of one entry, plain or HTML, with their words put right where that is certain, and what a person must hear of it."""
    if legacy.is_right(_letters(text) for text in texts):
        return list(texts), ()
    pieces = [_pieces(text) for text in texts]
    spoken = [_letters(piece) for text in pieces for piece in text[1::2]]
    reading = legacy.read(spoken)
    if tuple(spoken) == reading.texts:
        return list(texts), reading.findings
    told = iter(zip(spoken, reading.texts, strict=True))
    for text in pieces:
        for place in range(1, len(text), 2):
            was, meant = next(told)
            text[place] = meant if meant != was else text[place]
    return ["".join(text) for text in pieces], reading.findings


def fonts_of(text: str) -> str:
    """The encoding in which the words of a whole document are typed, "" when it is certain of none."""
    return legacy.read(_pieces(text)[1::2]).charset


def _pieces(text: str) -> list[str]:
    """The text in pieces that give it again when joined: what is markup, what is said, what is markup, and so on."""
    pieces = [""]
    for found in _PIECE.findall(text):
        if not found.startswith("<"):
            pieces += [found, ""]
        elif described := _ALT.fullmatch(found):
            pieces[-1] += described[1]
            pieces += [described[2], described[3]]
        else:
            pieces[-1] += found
    return pieces


def _letters(text: str) -> str:
    """The text with references to letters read; those that stand for markup stay what they are."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: found[0] if (sign := unescape(found[0])) in MARKUP else sign, text)
