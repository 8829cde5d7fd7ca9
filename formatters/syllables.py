"""Whether a word can be Vietnamese: every syllable of the language is one of few beginnings, endings and tones.

It tells Vietnamese from what a wrong encoding made of it, without a dictionary: of the words that such text holds, hardly any can
be spoken.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}  # huyền, sắc, ngã, hỏi, nặng
_STOPPED_TONES = {"\u0301", "\u0323"}  # the only ones that a syllable ending in c, ch, p or t takes
_STOPS = ("c", "ch", "p", "t")

_ONSETS = ("ngh", *("ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"), *"bcdđghklmnprstvx")


def _rimes(nucleus: str, endings: str) -> set[str]:
    """The nucleus with each ending; "-" stands for none."""
    return {nucleus + ending.removeprefix("-") for ending in endings.split()}


_RIMES = frozenset[str]().union(
    _rimes("a", "- c ch i m n ng nh o p t u y"),
    _rimes("ă", "c k m n ng p t"),
    _rimes("â", "c m n ng p t u y"),
    _rimes("e", "- c m n ng o p t"),
    _rimes("ê", "- ch m n nh p t u"),
    _rimes("i", "- a ch m n nh p t u"),
    _rimes("iê", "c m n ng p t u"),
    _rimes("o", "- a c e i m n ng p t"),
    _rimes("oa", "c ch i m n ng nh o p t y"),
    _rimes("oă", "c m n ng t"),
    _rimes("oe", "n o t"),
    _rimes("oo", "c ng"),
    _rimes("ô", "- c i m n ng p t"),
    _rimes("ơ", "- i m n p t"),
    _rimes("u", "- a c i m n ng p t y ya yu ơ"),
    _rimes("uâ", "n ng t y"),
    _rimes("uê", "- ch n nh"),
    _rimes("uô", "c i m n ng t"),
    _rimes("uy", "ch n nh p t"),
    _rimes("uyê", "n t"),
    _rimes("ư", "- a c i m n ng t u"),
    _rimes("ươ", "c i m n ng p t u"),
    _rimes("y", "- ch m n nh t"),
    _rimes("yê", "m n ng t u"),
)
_AFTER_GI = frozenset(("êc", "êng"))  # "giếc", "giếng": one i is written for two


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether the word, of composed letters in any case and with at most one tone, is built as a Vietnamese syllable is."""
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = [mark for mark in apart if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
    if len(tones) > 1 or (bare.endswith(_STOPS) and not _STOPPED_TONES.issuperset(tones or "-")):
        return False
    return bare in _RIMES or any(_follows(onset, bare[len(onset) :]) for onset in _ONSETS if bare.startswith(onset))


def _follows(onset: str, rime: str) -> bool:
    return rime in _RIMES or (onset == "gi" and rime in _AFTER_GI)
