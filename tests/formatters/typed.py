"""Vietnamese as it was typed, or garbled, before it came to us: the other way round than `formatters.charsets` reads it."""

from __future__ import annotations

import unicodedata

from formatters.charsets import TCVN3, VNI

TONES = "\u0300\u0301\u0303\u0309\u0323"
WESTERN = [chr(code) for code in range(0xA1, 0x100)]
PAIRS = [f"{letter}{mark}" for letter in "aeiouyôöAEIOUYÔÖ" for mark in WESTERN]
_TCVN3 = {read: sign for sign in WESTERN if (read := TCVN3.read(sign)) != sign} | {"ý": "ý"}
_VNI = {
    **{read: sign for sign in WESTERN if (read := VNI.read(sign)) != sign} | {"í": "í", "ì": "ì"},
    **{read: pair for pair in PAIRS if len(read := VNI.read(pair)) == 1},
}


def in_tcvn3(text: str) -> str:
    """As a font of TCVN3 has it, and seen as windows-1252; of capitals with tones only the small letter is there."""
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


def in_vni(text: str) -> str:
    """As a font of VNI has it, and seen as windows-1252."""
    return "".join(_VNI.get(letter, letter) for letter in text)


def in_1258(text: str) -> bytes:
    """As windows-1258 has it: the tones stand after their letters."""
    out = b""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        shape = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
        out += shape.encode("cp1258") + "".join(mark for mark in apart if mark in TONES).encode("cp1258")
    return out


def garbled(text: str, times: int = 1) -> str:
    """UTF-8 taken for windows-1252, as often as that happened; the five bytes that it lacks are left as they are."""
    for _ in range(times):
        text = "".join(_western(byte) for byte in text.encode())
    return text


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
