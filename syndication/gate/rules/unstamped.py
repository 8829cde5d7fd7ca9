"""The quick answer for most items: that they cannot bear the stamp of a state secret. What it is not sure of, `secrecy` reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Texts of these signs alone say what they show: nothing invisible, nothing that composes, no letters of other scripts.
_PLAIN = re.compile(
    "[\t\n\r -~\u00a0-\u00ac\u00ae-\u00ffĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u2010-\u2015\u2018-\u2027\u2030-\u203a\u20ac]*"
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp);")
_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_SPOKEN = re.compile(r"\b(?:alt|title)\s*=", re.IGNORECASE)  # what a tag says to a reader
_NO_LETTER = re.compile(r"[\W\d_]+")
# "mật" in an encoding of before Unicode: one to three signs of western Europe, or a letter and its marks, between m and t.
_OLD = re.compile("m[aâ]?[\u00a1-\u00ff]{1,3}t", re.IGNORECASE)


def unstamped(title: str, summary: str, html: str, extra: Sequence[str] = ()) -> bool:
    """Whether no text of the item can bear a stamp: True only where that is certain, whatever `secrecy.stamped` looks through.

    Every stamp shows the letters M, Ậ and T one after the other, whatever stands between that is no letter: in a line, across lines
    and blocks, or as signs that an old encoding reads as those. `html` is sanitised: it has no comments, scripts or odd entities.
    """
    body = _ENTITY.sub("", html)
    if "&#" in body or _SPOKEN.search(body):
        return False
    rest = "\n".join((title, summary, *extra))
    if not (_PLAIN.fullmatch(rest) and _PLAIN.fullmatch(body)):
        return False
    bare = _TAG.sub("", body)
    if "<" in bare or ">" in bare or _OLD.search(rest) or _OLD.search(bare):
        return False
    if not any(letter in text for letter in "ậẬ" for text in (rest, bare)):
        return True
    return "mật" not in _NO_LETTER.sub("", "".join((title, summary, bare, *extra)).lower())
