"""Where a text may be cut: between what a reader takes for one character, never inside it.

Follows the grapheme clusters of Unicode's Annex 29 as far as the standard library's character data reach. Where they do
not (which code points are pictographs, which consonants conjoin) it errs towards keeping more together.
"""

from __future__ import annotations

import re
import unicodedata

ZWJ = "\u200d"
ZWNJ = "\u200c"
_VIRAMA = 9  # the combining class by which Indic scripts join the next consonant
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd")
# Letters and signs of the Latin script, two or more: between them a text may always be cut.
_APART = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]{2,}")
_SPACING = frozenset("\u0e33\u0eb3")


def boundaries(text: str) -> list[int]:
    """Every index at which `text` may be cut, ascending; holds 0 and `len(text)` (just 0 for an empty text)."""
    found, done = [0], 1
    for run in _APART.finditer(text):  # nearly all of a Vietnamese text: only about its ends is there anything to ask
        found += _between(text, done, run.start() + 1)
        found += range(max(done, run.start() + 1), run.end())
        done = run.end()
    found += _between(text, max(done, 1), len(text))
    if text:
        found.append(len(text))
    return found


def _between(text: str, start: int, end: int) -> list[int]:
    """The boundaries from `start` up to `end`, itself left out."""
    found = []
    flags = 0
    for index in range(start, min(end, len(text))):
        flags = flags + 1 if _is_flag(text[index - 1]) else 0
        if not _joined(text, index, flags):
            found.append(index)
    return found


def extends(character: str) -> bool:
    """Whether this code point belongs to the one before it: a mark, a joiner, a skin tone, a tag of a flag."""
    code = ord(character)
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in (ZWJ, ZWNJ)
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
        or 0xFF9E <= code <= 0xFF9F
        or character in _SPACING
    )


def _joined(text: str, index: int, flags: int) -> bool:
    """Whether text[index] belongs to what is before it; `flags` counts the regional letters right before it."""
    before, after = text[index - 1], text[index]
    if before == "\r" and after == "\n":
        return True
    if _breaks(before) or _breaks(after):
        return False
    if extends(after) or before in _PREPENDED:
        return True
    if before == ZWJ:
        return not after.isspace()
    if _is_flag(after):
        return flags % 2 == 1
    if unicodedata.combining(before) == _VIRAMA:
        return unicodedata.category(after) == "Lo"
    return _hangul(before, after)


def _breaks(character: str) -> bool:
    if character in _PREPENDED or extends(character):
        return False
    return unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cf", "Cs")


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _hangul(before: str, after: str) -> bool:
    """Leading consonants, vowels and trailing consonants of one Korean syllable stay together."""
    leading = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    vowel = "\u1160" <= before <= "\u11a7" or "\ud7b0" <= before <= "\ud7c6"
    trailing = "\u11a8" <= before <= "\u11ff" or "\ud7cb" <= before <= "\ud7fb"
    syllable = "\uac00" <= before <= "\ud7a3"
    open_syllable = syllable and (ord(before) - 0xAC00) % 28 == 0
    if "\u1100" <= after <= "\u115f" or "\ua960" <= after <= "\ua97c" or "\uac00" <= after <= "\ud7a3":
        return leading
    if "\u1160" <= after <= "\u11a7" or "\ud7b0" <= after <= "\ud7c6":
        return leading or vowel or open_syllable
    if "\u11a8" <= after <= "\u11ff" or "\ud7cb" <= after <= "\ud7fb":
        return vowel or trailing or syllable
    return False
