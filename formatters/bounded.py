"""HTML in which a browser's parser would lose itself is simplified before any parser sees it.

Marks within marks without end and thousands of attributes in one mark cost such a parser time that grows with their square.
Looking for them here takes one pass; an honest page is not changed.
"""

from __future__ import annotations

import re

MOST_DEEP = 300  # marks open at once
MOST_ATTRIBUTES = 200  # of one mark
MOST_MARKS = 300  # so few cannot lie too deep
LONG = 2000  # characters of one mark

_LONG_MARK = re.compile(rf"<[A-Za-z][^<>]{{{LONG}}}")
_NAME = re.compile(r"</?([A-Za-z][^\s/>]*+)")
# As browsers read them: a value in quotation marks may hold anything, one without ends at a blank.
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
_END = re.compile(r"[\s/]*+>?")
_SHALLOW = frozenset(("p", "br", "img"))  # they hold no other mark, or end where the next one begins
# Besides those, marks that end by themselves: a page that never closes them is no deeper for it.
_ENDING = _SHALLOW | frozenset(
    (
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "hr",
        "input",
        "meta",
        "link",
        "col",
        "wbr",
    )
)


def bounded(html: str) -> str:
    """The same HTML; without the attributes of a mark that has more than 200, and told by its paragraphs and pictures alone where
    more than 300 marks are open at once.
    """
    if html.count("<") <= MOST_MARKS and html.count(">") <= 2 * MOST_MARKS and not _LONG_MARK.search(html):
        return html
    marks: list[tuple[int, int, str, bool]] = []
    at = depth = deepest = 0
    while (start := html.find("<", at)) >= 0:
        name = _NAME.match(html, start)
        if name is None:
            at = start + 1
            continue
        at, attributes = name.end(), 0
        while part := _ATTRIBUTE.match(html, at):
            at, attributes = part.end(), attributes + 1
        end = _END.match(html, at)
        at = end.end() if end else at
        marks.append((start, at, name[1].lower(), attributes > MOST_ATTRIBUTES))
        if marks[-1][2] not in _ENDING:
            depth = max(0, depth - 1) if html[start + 1] == "/" else depth + 1
            deepest = max(deepest, depth)
    if deepest <= MOST_DEEP and not any(mark[3] for mark in marks):
        return html
    return _told(html, marks, shallow=deepest > MOST_DEEP)


def _told(html: str, marks: list[tuple[int, int, str, bool]], *, shallow: bool) -> str:
    told: list[str] = []
    last = 0
    for start, end, name, loaded in marks:
        if shallow and name not in _SHALLOW:
            told += (html[last:start], " ")
            last = end
        elif loaded:
            told += (html[last:start], f"<{'/' if html[start + 1] == '/' else ''}{name}>")
            last = end
    return "".join([*told, html[last:]])
