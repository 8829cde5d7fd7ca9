"""Text blocks may be plain or hold a little HTML: as plain text, and as HTML that is safe to show."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

SHOWN = frozenset(["p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h1", "h2", "h3", "h4", "blockquote"])
ENDS_A_LINE = frozenset(["p", "br", "li", "h1", "h2", "h3", "h4", "div", "blockquote"])
UNSEEN = frozenset(["script", "style"])


def has_tags(content: str) -> bool:
    """Whether it holds anything that looks like a tag."""
    return bool(re.search(r"<[a-z/][^>]*>", content, re.IGNORECASE))


def plain(content: str) -> str:
    """Without tags, one line for each paragraph. A text without tags stays as it is."""
    return _read(content).plain() if has_tags(content) else content


def shown(content: str) -> str:
    """Safe HTML: a few tags without attributes; everything else escaped."""
    if has_tags(content):
        return _read(content).html()
    return "".join(f"<p>{escape(line)}</p>" for line in content.splitlines() if line.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._html: list[str] = []
        self._plain: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        if tag in SHOWN:
            self._html.append(f"<{tag}>")
        if tag == "br":
            self._plain.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and self._unseen > 0
        if tag in SHOWN and tag != "br":
            self._html.append(f"</{tag}>")
        if tag in ENDS_A_LINE:
            self._plain.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._html.append(escape(data))
            self._plain.append(data)

    def html(self) -> str:
        return "".join(self._html)

    def plain(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._plain).splitlines())
        return "\n".join(line for line in lines if line)


def _read(content: str) -> _Reader:
    reader = _Reader()
    reader.feed(content)
    reader.close()
    return reader
