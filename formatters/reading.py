"""A tree of HTML read as a person reads it: paragraphs, lists, tables and pictures, one after the other."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from formatters.text import clean, clean_line, nfc

TextBlock = tuple[Literal["text", "heading"], str]
ImageBlock = tuple[Literal["image"], str, str]

BLOCKS = frozenset(
    ["p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "figure", "figcaption"]
)
HEADINGS = ("h2", "h3", "h4")


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
        self._lists: list[tuple[str, int]] = []
        self._cells: list[str] | None = None
        self._muted = 0

    def start(self, element: etree._Element) -> None:
        tag = name(element)
        if tag == "figcaption" and _beside_picture(element):
            self._muted += 1
        if tag in BLOCKS:
            self._close()
        if tag in ("ul", "ol"):
            self._lists.append((tag, 0))
        elif tag == "li":
            self._run.append(self._bullet())
        elif tag == "tr":
            self._cells = []
        elif tag == "br":
            self._run.append("\n")
        elif tag == "img" and element.get("src"):
            self._flush()
            self._found.append(("image", nfc(element.get("src", "")), caption(element)))
        self._read(element.text)

    def end(self, element: etree._Element) -> None:
        tag = name(element)
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(clean_line("".join(self._run)))
            self._run.clear()
        elif tag == "tr" and self._cells is not None:
            if any(self._cells):
                self._lines.append(" | ".join(self._cells))
            self._cells = None
            self._run.clear()
        elif tag in BLOCKS:
            self._close("heading" if tag in HEADINGS and not self._lists else "text")
        if tag in ("ul", "ol"):
            self._lists.pop()
        if tag == "figcaption" and _beside_picture(element):
            self._muted -= 1
        if tag in ("ul", "ol", "table") and not self._lists and self._cells is None:
            self._flush()
        self._read(element.tail)

    def told(self) -> list[TextBlock | ImageBlock]:
        self._flush()
        return self._found

    def _bullet(self) -> str:
        if not self._lists:
            return "• "
        kind, count = self._lists.pop()
        self._lists.append((kind, count + 1))
        return "  " * (len(self._lists) - 1) + ("• " if kind == "ul" else f"{count + 1}. ")

    def _read(self, text: str | None) -> None:
        if text and not self._muted:
            self._run.append(re.sub(r"[ \t\r\n]+", " ", text))

    def _close(self, kind: Literal["text", "heading"] = "text") -> None:
        """End the line being read: inside a cell it goes on, inside a list it is one of its lines, else a block."""
        if self._cells is not None:
            self._run.append(" ")
            return
        text = clean("".join(self._run))
        if self._lists and re.fullmatch(r"(?:•|\d+\.)?", text):
            return  # nothing but the item's own mark so far: what follows belongs to it
        self._run.clear()
        if text and self._lists:
            self._lines.append(text)
        elif text:
            self._flush_lines()
            self._found.append((kind, text))

    def _flush(self) -> None:
        self._close()
        self._flush_lines()

    def _flush_lines(self) -> None:
        if self._lines:
            self._found.append(("text", "\n".join(self._lines)))
            self._lines.clear()


def _beside_picture(caption: etree._Element) -> bool:
    figure = caption.getparent()
    return figure is not None and next(figure.iter("img"), None) is not None
