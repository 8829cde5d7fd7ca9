"""The encodings in which Vietnamese was typed before Unicode, each as a way from what its letters look like now to what they mean.

Such text reaches us as letters of western Europe, because its bytes were read as windows-1252: "Bé Néi vô" is TCVN3 for "Bộ Nội vụ".
TCVN3 (ABC) follows TCVN 5712:1993, its fonts' names begin with .Vn; VNI writes a letter and then its marks as a second letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

WESTERN = "\u00a1-\u00ff"  # what every one of these encodings is made of, beside plain ASCII


@dataclass(frozen=True, slots=True)
class Charset:
    """One such encoding. `read` gives what a text in it means, in composed letters; other signs stay as they are."""

    name: str
    read: Callable[[str], str]


_TCVN3 = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[^\W\d_][.!?] )[à-ỹđ]")  # its first letter, where the font had no capital of it

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")  # none, huyền, sắc, ngã, hỏi, nặng
_BREVE, _ROOF = "\u0306", "\u0302"
# Which letters take them, the shape they give, and the marks themselves, one a tone in the order above.
_VNI_MARKS = (("aeouyôö", "", "-øùõûï"), ("a", _BREVE, "êèéüúë"), ("aeo", _ROOF, "âàáãåä"))
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_pairs() -> Mapping[str, str]:
    pairs = dict(_VNI_ALONE)
    for letters, shape, marks in _VNI_MARKS:
        for letter in letters:
            for mark, tone in zip(marks, _TONES, strict=True):
                pairs[letter + mark] = unicodedata.normalize("NFC", _VNI_ALONE.get(letter, letter) + shape + tone)
    return {typed: meant for typed, meant in pairs.items() if "-" not in typed}


_VNI = _vni_pairs()
_VNI_PAIR = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)

# The letters that windows-1258 has where windows-1252 has others; five of them are tones that stand after their letter.
_CP1258 = {
    ord(western): meant
    for code in range(0xA1, 0x100)
    if (western := bytes([code]).decode("cp1252")) != (meant := bytes([code]).decode("cp1258"))
}


def _read_tcvn3(text: str) -> str:
    """Its capital letters with tones are small ones in another font: where a word's other letters are capitals, these are too."""
    meant = text.translate(_TCVN3)
    words = list(_LETTERS.finditer(meant))
    shouted = [_shouted(text[word.start() : word.end()]) for word in words]
    told, last = [], 0
    for index, word in enumerate(words):
        beside = shouted[max(0, index - 1) : index + 2]
        # "Vô" after "NéI" is one capital and one letter whose case nobody can see: it does as its neighbours do.
        raised = shouted[index] == "yes" or (shouted[index] == "perhaps" and "yes" in beside and "no" not in beside)
        told += [meant[last : word.start()], word.group().upper() if raised else word.group()]
        last = word.end()
    return _SENTENCE.sub(lambda start: start.group().upper(), "".join([*told, meant[last:]]))


def _shouted(word: str) -> str:
    """Whether a word is in that other font: "yes", "no", or "perhaps" when no more than one plain capital says so."""
    capitals = sum("A" <= letter <= "Z" for letter in word)
    if not capitals or any("a" <= letter <= "z" for letter in word):
        return "no"
    return "yes" if capitals > 1 and not word.translate(_TCVN3).isupper() else "perhaps"


def _read_vni(text: str) -> str:
    def meant(pair: re.Match[str]) -> str:
        told = _VNI[pair.group().lower()]
        return told.upper() if pair.group()[0].isupper() else told

    return _VNI_PAIR.sub(meant, text)


def _read_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_CP1258))


TCVN3 = Charset("TCVN3 (ABC)", _read_tcvn3)
VNI = Charset("VNI", _read_vni)
WINDOWS_1258 = Charset("windows-1258", _read_1258)
CHARSETS = (TCVN3, VNI, WINDOWS_1258)
FONTS = (TCVN3.name, VNI.name)  # a font shows their bytes as Vietnamese; no program ever knew them
