"""A tree of HTML read as a person reads it: paragraphs, lists, tables and pictures, one after the other."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from formatters.tables import Cell, Table
from formatters.text import clean, clean_line, nfc

TextBlock = tuple[Literal["text", "heading"], str]
ImageBlock = tuple[Literal["image"], str, str]

BLOCKS = frozenset(
    ["p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "figure", "figcaption"]
)
HEADINGS = ("h2", "h3", "h4")
BULLETS = ("• ", "– ", "+ ")  # of a list, of one within it, of one within that
LETTERS = "abcdđeghiklmnopqrstuvxy"  # as the points of an article are counted in Vietnamese
RAISED, LOWERED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
OPENING = frozenset("“\"‘'«")


def read(root: etree._Element) -> list[TextBlock | ImageBlock]:
    """The tree's paragraphs and pictures in their order; it is walked without recursion, however deep it is."""
    reader = _Reader()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            reader.start(element)
        else:
            reader.end(element)
    return reader.told()


def caption(picture: etree._Element) -> str:
    """The caption of the figure that a picture stands in; "" without one."""
    figure = next(picture.iterancestors("figure"), None)
    found = next(figure.iter("figcaption"), None) if figure is not None else None
    return clean_line(" ".join(map(str, found.itertext()))) if found is not None else ""


def name(element: etree._Element) -> str:
    """The mark's name; "" for what is no mark."""
    return element.tag if isinstance(element.tag, str) else ""


class _Reader:
    """Gathers the blocks of one document while it is walked."""

    def __init__(self) -> None:
        self._found: list[TextBlock | ImageBlock] = []
        self._run: list[str] = []  # the line being read
        self._lines: list[str] = []  # the lines of the list or table being read
        self._lists: list[tuple[str, int]] = []  # the lists that are open: their kind, and the number of the last item
        self._tables: list[Table] = []  # the tables that are open
        self._quoted = 0  # where a quotation began, among the blocks
        self._muted = 0

    def start(self, element: etree._Element) -> None:
        tag = name(element)
        if tag == "figcaption" and _beside_picture(element):
            self._muted += 1
        if tag in BLOCKS:
            self._close()
        if tag in ("ul", "ol"):
            self._lists.append((tag, _start(element) - 1))
        elif tag == "li":
            self._run.append(self._bullet())
        elif tag == "table":
            self._tables.append(Table(self._run))
            self._run = []
        elif tag == "tr" and self._tables:
            self._tables[-1].row()
        elif tag in ("td", "th"):
            self._run.clear()
        elif tag == "blockquote" and not self._lists and not self._tables:
            self._flush_lines()
            self._quoted = len(self._found)
        elif tag == "br":
            self._run.append("\n")
        elif tag == "img" and element.get("src"):
            self._flush()
            self._found.append(("image", nfc(element.get("src", "")), caption(element)))
        self._read(_raised(element) if tag in ("sup", "sub") else element.text)

    def end(self, element: etree._Element) -> None:
        tag = name(element)
        if tag in ("td", "th") and self._tables:
            self._tables[-1].add(_cell(element, "".join(self._run)))
            self._run.clear()
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag in BLOCKS:
            self._close("heading" if tag in HEADINGS and not self._lists else "text")
        if tag in ("ul", "ol"):
            self._lists.pop()
        elif tag == "blockquote" and not self._lists and not self._tables:
            self._flush_lines()
            self._found[self._quoted :] = _quoted(self._found[self._quoted :])
        if tag == "figcaption" and _beside_picture(element):
            self._muted -= 1
        if tag in ("ul", "ol", "table") and not self._lists and not self._tables:
            self._flush()
        self._read(element.tail)

    def told(self) -> list[TextBlock | ImageBlock]:
        self._flush()
        return self._found

    def _bullet(self) -> str:
        """The mark of the next item: it tells by its kind how deep the item lies, for a plain text keeps no indentation."""
        if not self._lists:
            return "• "
        kind, count = self._lists.pop()
        self._lists.append((kind, count + 1))
        depth = len(self._lists) - 1
        if kind == "ul":
            return BULLETS[min(depth, len(BULLETS) - 1)]
        return f"{count + 1}. " if depth == 0 or count >= len(LETTERS) else f"{LETTERS[count]}) "

    def _end_table(self) -> None:
        table = self._tables.pop()
        self._run, lines = table.around, table.told()
        if self._tables:
            self._run.append("\n" + "\n".join(lines) + "\n")
        else:
            self._lines += lines

    def _read(self, text: str | None) -> None:
        if text and not self._muted:
            plain = text.isprintable() and "  " not in text
            self._run.append(text if plain else re.sub(r"[ \t\r\n]+", " ", text))

    def _close(self, kind: Literal["text", "heading"] = "text") -> None:
        """End the line being read: inside a cell it goes on, inside a list it is one of its lines, else a block."""
        if self._tables:
            self._run.append("\n" if self._lists else "\n\n")
            return
        text = clean("".join(self._run))
        if self._lists and re.fullmatch(r"(?:[•–+]|\d+\.|[a-zđ]\))?", text):
            return  # nothing but the item's own mark so far: what follows belongs to it
        self._run.clear()
        if text and self._lists:
            self._lines.append(text)
        elif text:
            self._flush_lines()
            self._found.append((kind, text))

    def _flush(self) -> None:
        self._close()
        if self._tables:
            self._lines += self._tables[0].told()
        self._flush_lines()

    def _flush_lines(self) -> None:
        if self._lines:
            self._found.append(("text", "\n".join(self._lines)))
            self._lines.clear()


def _raised(element: etree._Element) -> str | None:
    """Figures set above or below the line, as signs of their own: without them 10<sup>6</sup> would be told as 106."""
    signs = RAISED if element.tag == "sup" else LOWERED
    return element.text.translate(signs) if element.text and element.text.strip().isdecimal() else element.text


def _start(element: etree._Element) -> int:
    """The number of a list's first item."""
    told = element.get("start", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1


def _cell(element: etree._Element, text: str) -> Cell:
    bold = "".join(str(part) for mark in element.iter("strong", "b") for part in mark.itertext())
    heads = element.tag == "th" or (bool(bold.strip()) and clean_line(bold) == clean_line(text))
    return Cell(text, heads, _span(element, "colspan"), _span(element, "rowspan"))


def _span(element: etree._Element, name: str) -> int:
    told = element.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1


def _quoted(blocks: list[TextBlock | ImageBlock]) -> list[TextBlock | ImageBlock]:
    """A quotation's paragraphs in quotation marks, each opened and the last one closed; what bears marks already has them."""
    texts = [place for place, block in enumerate(blocks) if block[0] == "text"]
    if not texts or blocks[texts[0]][1][:1] in OPENING or any(block[1][:2] in BULLETS for block in blocks):
        return blocks
    told = list(blocks)
    for place in texts:
        told[place] = ("text", f"“{blocks[place][1]}{'”' if place == texts[-1] else ''}")
    return told


def _beside_picture(caption: etree._Element) -> bool:
    figure = caption.getparent()
    return figure is not None and next(figure.iter("img"), None) is not None
