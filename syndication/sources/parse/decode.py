"""Bytes to text, whatever the declarations say: feeds lie about their encoding more often than their bytes do."""

from __future__ import annotations

import codecs
import re
import zlib
from html import unescape

from formatters.charsets import FONTS
from formatters.sentence import Sentence
from syndication.sources.parse.letters import fonts_of

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "windows-1258": "cp1258"}
# Encodings in which plain ASCII means something else are never believed: they hide markup.
NEVER = re.compile(
    r"utf-?7|iso-?2022|hz|punycode|idna|unicode.escape|raw|undefined|base64|rot|hex|uu|quopri|zlib|bz2", re.IGNORECASE
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORBIDDEN = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NO_SIGNS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_WESTERN = {code: unescape(f"&#{code};") for code in range(0x80, 0xA0)}


def unpacked(body: bytes, most: int) -> bytes:
    """A gzip file opened, at most `most` + 1 bytes of it; anything else as it is."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, most + 1)
    except zlib.error:
        return body


def decode(body: bytes, content_type: str) -> tuple[str, tuple[Sentence, ...]]:
    """The text of a document without characters that XML forbids, and what had to be overruled or replaced.

    A byte order mark wins; then what is valid UTF-8 is UTF-8; only then the declarations are asked, the document's
    before the server's; then the encoding most Vietnamese pages had before UTF-8.
    """
    text, findings = _text(body, content_type)
    return _legible(text.removeprefix("\ufeff")), findings


def _legible(text: str) -> str:
    """Without what XML forbids, and with the letters that windows-1252 has where Unicode has controls.

    Nearly every text is so already; its bytes tell it many times faster than its characters.
    """
    try:
        told = text.encode()
        forbidden = len(told.translate(None, _FORBIDDEN)) < len(told) or any(sign in told for sign in _NO_SIGNS)
    except UnicodeEncodeError:  # halves of a pair of surrogates
        told, forbidden = text.encode("utf-8", "surrogatepass"), True
    if forbidden:
        text = _NOT_XML.sub("", text)
    return text.translate(_WESTERN) if _CONTROL.search(told) else text


def _text(body: bytes, content_type: str) -> tuple[str, tuple[Sentence, ...]]:
    for mark, name in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), ()
    wide = next((name for start, name in WIDE if body.lstrip(b" \t\r\n").startswith(start)), "")
    if wide:
        return body.decode(wide, "replace"), ()
    told = declared(body, content_type)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, told)
    lied = [name for name in told if not re.fullmatch(r"utf-?8|us-ascii|ascii", name, re.IGNORECASE)]
    return text, (_overruled(lied[0]),) if lied and not body.isascii() else ()


def declared(body: bytes, content_type: str) -> list[str]:
    """The encodings named by the XML declaration and by the Content-Type, in this order."""
    found = re.match(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""", body)
    names = [found[1].decode("ascii")] if found else []
    served = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    return names + ([served[1]] if served else [])


def _not_utf8(body: bytes, told: list[str]) -> tuple[str, tuple[Sentence, ...]]:
    broken = len(re.findall("\ufffd+", body.decode("utf-8", "replace")))
    whole = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", body))
    if whole > 8 * broken:  # almost all of it is UTF-8: a character was cut in two somewhere
        return body.decode("utf-8", "replace"), (_replaced(),)
    for name in told:
        name = MEANT.get(name.lower(), name)
        if NEVER.search(name) or re.match(r"utf", name, re.IGNORECASE):
            continue
        try:
            return body.decode(name), ()
        except (LookupError, UnicodeError, ValueError):
            continue
    # What was typed in a font's own encoding is told by its words later, and those must come through letter by letter.
    typed = body.decode("cp1252", "replace")
    if fonts_of(typed) in FONTS:
        return typed, ()
    return body.decode("cp1258", "replace"), (_replaced(),)


def _overruled(name: str) -> Sentence:
    return Sentence(
        f"Nguồn tin khai mã ký tự {name} nhưng thực ra là UTF-8; đã đọc theo UTF-8. Hãy báo nơi phát sửa lại khai báo.",
        f"The feed declares {name} but is UTF-8; it was read as UTF-8. Ask its publisher to mend the declaration.",
    )


def _replaced() -> Sentence:
    return Sentence(
        "Một số ký tự của nguồn tin không đọc được theo mã đã khai; hãy kiểm tra dấu tiếng Việt trước khi duyệt.",
        "Some characters of the feed cannot be read in the declared encoding; check the text before approving it.",
    )
