"""Small slips of typing put right in prose: spaces about punctuation, doubled signs. Numbers, addresses and code stay as they are.

A sentence typed on after its full stop ("hội nghị.Các đại biểu") is also what platforms take for an address; a word joiner would
keep them off it, but `clean` takes such signs out of every text, and rightly: they break searching. The space is what is right.
"""

from __future__ import annotations

import re

from formatters.syllables import is_syllable

# Each slip is first looked for cheaply: hardly any text has one.
_LOOSE, _GLUED = re.compile(" [,;:!?.]"), re.compile(r"[^\W\d_][.,;!?][^\W\d_]")
_BEFORE = re.compile(r"(?<=\w) +(?=[,;!?.](?:\s|$))|(?<=[^\W\d_]) +(?=:(?:\s|$))")  # "tỷ lệ 1 : 2" is meant so
_RUN_ON = re.compile(r"(?<![\w./@#-])([^\W\d_]{2,})([.,;!?])([^\W\d_]{2,})(?![\w./@-])")
_DOUBLED = re.compile(r"([,;])(?:\s?\1)+")
_DOTS = re.compile(r"(?<=[^\W\d_]|[)”\"»])\.{3,4}(?![\w./])")  # those of a form, to be filled in, stay
_ETH = re.compile(r"[Ðð]\w*")  # Icelandic letters, typed for Đ and đ by keyboards of before Unicode
_SUFFIXES = frozenset(("vn", "com", "net", "org", "gov", "edu", "info"))


def tidied(text: str) -> str:
    """The text with its slips put right, line by line; doing it again changes nothing."""
    text = _DOUBLED.sub(r"\1", text)
    if _LOOSE.search(text):
        text = _BEFORE.sub("", text)
    if "..." in text:
        text = _DOTS.sub("…", text)
    if "Ð" in text or "ð" in text:
        text = _ETH.sub(_with_a_bar, text)
    return _RUN_ON.sub(_spaced, text) if _GLUED.search(text) else text


def _with_a_bar(found: re.Match[str]) -> str:
    meant = found.group().replace("Ð", "Đ").replace("ð", "đ")
    return meant if is_syllable(meant) else found.group()


def _spaced(found: re.Match[str]) -> str:
    """A space after the sign, where Vietnamese letters on a side and a capital after a full stop say that both are words."""
    before, sign, after = found.groups()
    foreign = before.isascii() and after.isascii()
    name = sign == "." and (not after.istitle() or after.lower() in _SUFFIXES)
    return found.group() if foreign or name else f"{before}{sign} {after}"
