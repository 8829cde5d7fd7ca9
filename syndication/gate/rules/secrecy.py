"""Điều 13 khoản 2: the stamp of a state secret (MẬT, TỐI MẬT, TUYỆT MẬT), told from a sentence about secrecy.

This rule runs before anything is stored. When in doubt between a stamp and a word of a sentence it looks at the form: a
stamp stands alone, or marks the whole of what it stands on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from lxml import etree

from formatters.charsets import CHARSETS
from formatters.sentence import Sentence
from syndication.gate.rules.finding import Finding

ARTICLE = "Điều 13(2)"

# Letters of other scripts that look like ours, and the signs that stamps are drawn with.
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІΑΒΕΚΜΝΟΡΤΥΧΙ", "ABEKMHOPCTYXIABEKMNOPTYXI")
_GAP = r"[ .·•_*\-–]{0,3}"
_MAT, _TOI, _TUYET = (_GAP.join(word) for word in ("MẬT", "TỐI", "TUYỆT"))
_LEVEL = rf"(?:(?:{_TOI}|{_TUYET}){_GAP} ?)?{_MAT}"
_ANY = r"(?:(?:tối|tuyệt) )?mật"
_FRAME = r"[\s\[\](){}<>【】〔〕“”\"'«»*•·=~_|#!.:;,\-–—/\\]*"
_NUMBERED = r"(?:[\s,;(\-–—]*(?i:bản)\s*(?:số|thứ).{0,20})?"
_TEACHES = r"(?:là|gồm|bao gồm|áp dụng|thuộc|được|có|dùng|\d+ ?năm|thời hạn|tối đa|không quá)\b"

_ALONE = re.compile(rf"{_FRAME}(?:{_LEVEL}|(?:Tối|Tuyệt) mật|(?:tối|tuyệt) mật|Mật){_NUMBERED}{_FRAME}")
_LEADS = re.compile(
    rf"[\s\[(【*•#“\"]*{_LEVEL}[\s\])】*”\"]*(?:[:–—|_]|-(?!\w)|(?<=[\s\])】])-)\s*(?P<rest>\S.*)", re.DOTALL
)
_BRACKETED = re.compile(rf"[\[【]\s*(?:{_LEVEL}|(?:Tối|Tuyệt) mật)\s*[\]】]")
_PARENTHESIS = re.compile(rf"^\s*\(\s*{_LEVEL}\s*\)|(?P<before>\w*)\s*\(\s*{_LEVEL}\s*\)[\s.]*$")
_TRAILS = re.compile(rf"(?P<before>\w*)\s[–—|\-]\s*{_LEVEL}[\s.!]*$")
_ON_PAPER = re.compile(
    rf"\s*{_LEVEL}\s+(?:Số\s*:|Công văn|Tờ trình|Báo cáo|Quyết định|Kế hoạch|Thông báo|Biên bản|Đề án)(?!\w)"
)
_LABEL = re.compile(
    rf"(?:độ|cấp)(?: bảo)? mật\s*(?:của (?:văn bản|tài liệu)\s*)?[:=\-–]\s*[\[(“\"]?(?:{_ANY}|{_LEVEL})(?!\w)(?P<rest>.{{0,40}})",
    re.IGNORECASE | re.DOTALL,
)
_ANOTHER = re.compile(r"(?:\s*[,;/\])”\"]|\s*(?:và|hoặc|hay)\b)+[^.]{0,12}\bmật", re.IGNORECASE)
_NAMES_IT = frozenset(["bí", "bảo", "cơ", "dấu", "độ", "mức", "loại", "chữ", "từ", "cấp", "hiệu", "gồm"])
_BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "img", "br", "hr"),
        *("section", "article", "header", "footer", "address", "center", "body", "html"),
    )
)


def stamped(texts: Iterable[str]) -> Finding | None:
    """R2a when one of the texts (a title, a caption, a block of the body …) bears the stamp of a state secret.

    Composed or decomposed letters, invisible characters, letters set apart, letters of other scripts that look alike, and
    encodings of before Unicode are seen through. The finding repeats nothing of the text.
    """
    told = [seen for text in texts for one in (text, *_as_typed(text)) if (seen := _seen(one)).strip()]
    return _finding() if any(_bears(text) for text in told) or _spelled(told) else None


def texts_of(title: str, summary: str, html: str, extra: Iterable[str] = ()) -> list[str]:
    """Every text of an item that can bear a stamp: title, summary, each block and picture description of the body, extra.

    Marks inside a line (bold, links, spans) do not part it; blocks, cells and line breaks do.
    """
    return [text for text in (title, summary, *_lines(html), *extra) if text.strip()]


def _as_typed(text: str) -> list[str]:
    """What else the text may say if it was typed in TCVN3, VNI or windows-1258: a stamp alone is too short to be certain of."""
    if text.isascii():
        return []
    readings = (charset.read(text) for charset in CHARSETS)
    return [reading for reading in readings if "mật" in reading.casefold() and "mật" not in text.casefold()]


def _seen(text: str) -> str:
    """The text as the eye sees it: composed, without invisible characters, spaces ordinary, lines kept."""
    text = unicodedata.normalize("NFD", text)
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc") or letter in "\n\r\t")
    text = text.replace("\u034f", "").translate(_LOOKALIKES)
    text = unicodedata.normalize("NFKC", text)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"[\r\n\u2028\u2029]+", text))
    return "\n".join(line for line in lines if line)


def _bears(text: str) -> bool:
    before = ""
    for line in text.split("\n"):
        if _marks(line) and before not in _NAMES_IT:
            return True
        words = re.findall(r"\w+", line.lower())
        before = words[-1] if words else ""
    return False


def _marks(line: str) -> bool:
    if _ALONE.fullmatch(line) or _BRACKETED.search(line) or _ON_PAPER.match(line):
        return True
    if (leads := _LEADS.match(line)) and not re.match(_TEACHES, leads["rest"], re.IGNORECASE):
        return True
    if any(
        end and (end["before"] or "").lower() not in _NAMES_IT
        for end in (_PARENTHESIS.search(line), _TRAILS.search(line))
    ):
        return True
    return any(not _ANOTHER.match(label["rest"]) for label in _LABEL.finditer(line))


def _spelled(texts: list[str]) -> bool:
    """A stamp written one letter a line, or one letter a block."""
    run = ""
    for line in (line for text in texts for line in (*text.split("\n"), " ")):
        letters = re.sub(r"\W", "", line)
        if len(letters) > 1:
            run = ""
        elif letters:
            run += letters
            if run.endswith("MẬT") and not run.endswith(("BÍMẬT", "BẢOMẬT", "CƠMẬT", "THÂNMẬT")):
                return True
    return False


def _lines(html: str) -> list[str]:
    if not html.strip():
        return []
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    document = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", html).encode()
    root = etree.fromstring(b"<html><body>" + document + b"</body></html>", parser)
    lines: list[str] = [""]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            lines.append("")
        if event == "start":
            lines += [str(value) for name, value in element.items() if name in ("alt", "title")]
            if element.get("alt") or element.get("title"):
                lines.append("")
            lines[-1] += element.text or ""
        else:
            lines[-1] += element.tail or ""
    return lines


def _finding() -> Finding:
    return Finding(
        "R2a",
        ARTICLE,
        "refuse",
        Sentence(
            "Từ chối theo Điều 13 khoản 2: có dấu chỉ độ mật (bí mật nhà nước). Nội dung không được lưu lại ở đây. Hãy gỡ ngay "
            "khỏi Cổng, báo người phụ trách bảo vệ bí mật nhà nước của đơn vị; nếu đóng dấu nhầm, hãy bỏ dấu rồi đăng lại.",
            "Refused under Điều 13(2): it bears the stamp of a state secret. Its content is not kept here. Take it off the "
            "portal at once and tell your unit's officer for state secrets; if the stamp is a mistake, remove it and publish again.",
        ),
    )
