"""The HTML that most items are made of, told in one pass: paragraphs, headings, lists, marks of type, links and pictures.

It takes a fiftieth of the time that parsing as a browser does takes. Whatever is not plainly simple (marks nested wrongly or left
open, tables, comments, references that need knowledge) is left to that: then the answer is None. What is told is put together
from the names written here and from escaped texts alone; nothing of the original's marks is ever copied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.entities import html5

from formatters.attributes import LAZY, NotSimple, address, quoted, read, value
from formatters.text import UNSEEN, clean_line, nfc

EMPTY = re.compile(
    r"<(p|li|ul|ol|h[2-4]|strong|em|b|i|u|s|sub|sup|a|blockquote|figcaption|figure)(?: [^<>]*)?>\s*</\1>"
    r"|<p>(?:\s|<br>)*</p>|<tr>(?:<t[dh]></t[dh]>)*</tr>"
)

_INLINE = {
    **{name: name for name in ["strong", "em", "b", "i", "u", "s", "sub", "sup", "a"]},
    "strike": "s",
    "del": "s",
}
_DROPPED = frozenset(["span", "font", "small", "big", "ins", "mark", "abbr", "cite", "code", "label"])
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_BOXES = frozenset(["div", "section", "article", "header", "footer", "main", "aside"])
_DEEPEST = 30
LONGEST_MARK = 2000  # characters; what is longer is not kept in memory

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][\w:.-]*(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))?)*)\s*/?>")
_UNTOLD = bytes(code for code in range(0x20) if code not in b"\t\n") + b"\x7f"
_UNSEEN = re.compile(f"[\x80-\x9f{UNSEEN}]")
_REFERENCE = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]*;)|#(\d{2,6});|(?=\s))")


@dataclass(frozen=True, slots=True)
class Told:
    """Harmless HTML, and its pictures as (address, alt, caption), each address once."""

    html: str
    pictures: tuple[tuple[str, str, str], ...] = ()


def simple(html: str, base_url: str) -> Told | None:
    """What `formatters.html.told` says of this HTML, where it is simple; None where it is not."""
    first, *pieces = html.split("<")
    teller = _Teller(base_url)
    try:
        if first:
            teller.say(first)
        place = 0
        while place < len(pieces):
            piece = pieces[place]
            place += 1
            end = piece.find(">") + 1
            name, ends, attributes = _tag(piece[:end])
            alone = name == "p" and not ends and pieces[place : place + 1] and pieces[place].startswith("/p>")
            if alone and teller.paragraph(piece[end:]):
                piece, end = pieces[place], len("/p>")
                place += 1
            else:
                teller.mark(name, ends, attributes)
            if end < len(piece):
                teller.say(piece[end:])
        return teller.told()
    except NotSimple:
        return None


@lru_cache(maxsize=1024)
def _tag(written: str) -> tuple[str, bool, str]:
    """A mark's name in small letters, whether it ends there, and its attributes as they are written."""
    tag = _TAG.fullmatch(written) if len(written) <= LONGEST_MARK else None
    if tag is None or not is_readable(written):
        raise NotSimple
    return tag[2].lower(), tag[1] == "/", tag[3]


def is_readable(html: str) -> bool:
    """Whether there is nothing in it but what is read: no controls, no halves of characters. Bytes tell it fastest."""
    try:
        shown = html.encode()
    except UnicodeEncodeError:
        return False
    return (
        len(shown.translate(None, _UNTOLD)) == len(shown)
        and b"\xef\xbf\xbe" not in shown
        and b"\xef\xbf\xbf" not in shown
        and not _UNSEEN.search(html)
    )


def without_empty(html: str) -> str:
    """The HTML without marks that hold nothing, however deep they are nested."""
    while (less := EMPTY.sub("", html)) != html:
        html = less
    return html


class _Teller:
    """Puts the told HTML together while the original is gone through."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._pictures: dict[str, tuple[str, str, str]] = {}
        self._out: list[str] = []
        self._block = ""  # the block that is open: "p", a heading, "li"
        self._of_box = False  # whether that paragraph is what a box was read as
        self._list = ""  # the list that is open
        self._boxes: list[str] = []
        self._marks: list[tuple[str, str]] = []  # the marks that are open: as they were written, as they are told
        self._blank = ""  # white space between blocks: dropped, unless a text goes on from it
        self._hollow = self._hollow_before = False  # whether something may hold nothing; whether before the list

    def say(self, text: str) -> None:
        """The text comes next."""
        if not text.isprintable() and not is_readable(text):
            raise NotSimple
        if "&" in text:
            text = _read_references(text)
        if ">" in text:
            text = text.replace(">", "&gt;")
        if "\u00a0" in text:
            text = text.replace("\u00a0", " ")  # a blank that does not break is a blank
        if self._block:
            self._out.append(text)
            return
        if self._list:
            if text.strip():
                raise NotSimple
            self._out.append(text)
        elif not text.strip():
            self._blank += text
        else:
            self._out += ["<p>", self._blank, text]
            self._block, self._of_box, self._blank = "loose", False, ""

    def paragraph(self, text: str) -> bool:
        """A paragraph that holds nothing but plain words, as most do, is told at once. False when this is none."""
        if self._list or self._marks or self._block not in ("", "loose", "p"):
            return False
        if not text.isprintable() or "&" in text or ">" in text or text.isspace() or not text:
            return False
        self._end_block()
        self._out.append(f"<p>{text}</p>")
        return True

    def mark(self, name: str, ends: bool, attributes: str) -> None:
        """A mark begins or ends here."""
        if name == "p":
            self._paragraph(name, ends)
        elif name == "br":
            self._begin_loose()
            self._out.append("<br>")
        elif name in _INLINE:
            self._inline(name, ends, attributes)
        elif name in _DROPPED:
            if ends:
                self._close(name)
            else:
                self._open(name, "")
        elif name == "img" and not ends:
            self._picture(attributes)
        elif self._marks:
            raise NotSimple
        elif name in _BOXES:
            self._box(name, ends)
        elif name in ("ul", "ol"):
            self._listing(name, ends, attributes)
        elif name == "li":
            self._point(ends)
        elif name in _HEADINGS:
            self._paragraph(_HEADINGS[name], ends)
        else:
            raise NotSimple

    def told(self) -> Told:
        if self._marks or self._list or self._boxes or self._block not in ("", "loose", "p"):
            raise NotSimple
        self._end_block()
        told = "".join(self._out)
        if "\u0338" in told:  # with the end of a mark it would become one sign
            raise NotSimple
        told = nfc(told)
        told = (without_empty(told) if self._hollow else told).strip()
        return Told(told, tuple(self._pictures.values()))

    def _begin_loose(self) -> None:
        """What stands between the blocks is put into a paragraph of its own."""
        if self._list and not self._block:
            raise NotSimple
        if not self._block:
            self._out.append("<p>")
            self._block, self._of_box = "loose", False
        self._blank = ""

    def _end_block(self) -> None:
        if self._block:
            tag = "p" if self._block == "loose" else self._block
            self._end(tag)
            self._block = ""
        self._blank = ""

    def _end(self, tag: str) -> None:
        last = self._out[-1]
        self._hollow = self._hollow or not last.strip() or (last[0] == "<" and not last.startswith(("</", "<img")))
        self._out.append(f"</{tag}>")

    def _open(self, name: str, told: str) -> None:
        if len(self._marks) > _DEEPEST:
            raise NotSimple
        self._marks.append((name, told))

    def _close(self, name: str) -> str:
        if not self._marks or self._marks[-1][0] != name:
            raise NotSimple
        return self._marks.pop()[1]

    def _inline(self, name: str, ends: bool, attributes: str) -> None:
        if ends:
            if told := self._close(name):
                self._end(told)
            return
        if any(name == one for one, _ in self._marks):
            raise NotSimple
        self._begin_loose()
        if name != "a":
            self._open(name, _INLINE[name])
            self._out.append(f"<{_INLINE[name]}>")
            return
        target = address(read(attributes).get("href", ""), self._base)
        self._open(name, "a" if target else "")
        if target:
            self._out.append(f'<a href="{quoted(target)}">')
        else:
            self._hollow = True

    def _picture(self, attributes: str) -> None:
        self._begin_loose()
        told = read(attributes)
        found = (address(told[name], self._base) for name in (*LAZY, "src") if told.get(name, "").strip())
        if target := next(filter(None, found), ""):
            alt = clean_line(value(told.get("alt", "")))
            self._out.append(f'<img src="{quoted(target)}" alt="{quoted(alt)}">')
            self._pictures.setdefault(target, (target, alt, ""))
        else:
            self._hollow = True

    def _box(self, name: str, ends: bool) -> None:
        if self._list or self._block not in ("", "p", "loose") or (self._block == "p" and not self._of_box):
            raise NotSimple
        self._end_block()
        if not ends:
            self._boxes.append(name)
            self._out.append("<p>")
            self._block, self._of_box = "p", True
        elif not self._boxes or self._boxes.pop() != name:
            raise NotSimple

    def _listing(self, name: str, ends: bool, attributes: str) -> None:
        if ends:
            if self._block or self._list != name or self._hollow:
                raise NotSimple  # of the blanks about an empty point some stay and some go
            self._hollow = self._hollow_before
            self._end(name)
            self._list = ""
            return
        if self._list or self._block not in ("", "p", "loose") or (name == "ol" and attributes.strip()):
            raise NotSimple
        self._end_block()
        self._out.append(f"<{name}>")
        self._list = name
        self._hollow_before, self._hollow = self._hollow, False

    def _point(self, ends: bool) -> None:
        if not self._list or (self._block == "li") is not ends:
            raise NotSimple
        if ends:
            self._end_block()
        else:
            self._out.append("<li>")
            self._block = "li"

    def _paragraph(self, tag: str, ends: bool) -> None:
        if self._list or self._marks:
            raise NotSimple
        if ends:
            if tag != self._block and not (tag == "p" and self._block in ("", "loose")):
                raise NotSimple
            self._end_block()
            return
        if self._block not in ("", "p", "loose"):
            raise NotSimple
        self._end_block()
        self._out.append(f"<{tag}>")
        self._block, self._of_box = tag, False


def _read_references(text: str) -> str:
    found = _REFERENCE.findall(text)
    if len(found) != text.count("&") or not all(map(_is_known, found)):
        raise NotSimple
    return unescape(text).replace("&", "&amp;").replace("<", "&lt;")


def _is_known(reference: tuple[str, str]) -> bool:
    name, code = reference
    return name in html5 if name else not code or 0xA0 <= int(code) < 0xD800 or code in ("34", "38", "39", "60", "62")
