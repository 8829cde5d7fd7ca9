"""Text to a tree: strictly when that works, mended when not. What comes out is safe to walk and to hand on."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from lxml import etree

from formatters.sentence import Sentence
from syndication.sources.parse.mend import balanced, parts, plainly, without_doctype
from syndication.sources.parse.unreadable import damaged, overgrown, overspread
from syndication.sources.parse.words import ITEMS, name

MOST_ELEMENTS = 250_000  # a tree of more would take more memory than one source may
MOST_SPACES = 100  # namespaces in force where the items stand: each item is written out with them, in time that grows with their square
_SPELLINGS = [f"{{*}}{one}" for item in ITEMS for one in (item, item.upper(), item.title())]
_ANY_SPELLING = etree.XPath(
    "//*[translate(local-name(), 'ITEM', 'item') = 'item' or translate(local-name(), 'ENTRY', 'entry') = 'entry']"
)
# References to letters that only windows-1252 has there: `plainly` reads them as they are meant.
_ODD_LETTERS = re.compile(r"&#(?:0*(?:12[89]|1[3-4]\d|15\d)|[xX]0*[89][0-9a-fA-F]);")


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as a tree, its outermost items in their order, and what was mended."""

    root: etree._Element
    items: tuple[etree._Element, ...]
    findings: tuple[Sentence, ...]


def grow(text: str, most_items: int) -> Document:
    """The tree of this XML. Unreadable when nothing can be made of it.

    At most `most_items` items are kept; an item that the end of the document cut in two is dropped, for its text would
    be told as if it were whole.
    """
    root, findings = rooted(text)
    items = _outermost(root)
    if len(_spaces(root, items)) > MOST_SPACES:
        etree.cleanup_namespaces(root)  # those that nobody uses
        if len(_spaces(root, items)) > MOST_SPACES:
            raise overspread(MOST_SPACES)
    if len(items) > most_items:
        findings = (*findings, too_many(len(items), most_items))
    return Document(root, tuple(items[:most_items]), findings)


def rooted(text: str) -> tuple[etree._Element, tuple[Sentence, ...]]:
    """The root of this XML, and what was mended. Unreadable when nothing can be made of it."""
    bare = without_doctype(text)
    findings: tuple[Sentence, ...] = ()
    if len(bare) < len(text) and bare.count("<!ENTITY") < text.count("<!ENTITY"):
        findings = (_entities(),)
    text = bare
    if text.count("<") > MOST_ELEMENTS and _elements(text) > MOST_ELEMENTS:
        raise overgrown(MOST_ELEMENTS)
    root = _strictly(text)
    if root is None:
        mended, cut_off = balanced(plainly(text))
        with suppress(etree.XMLSyntaxError):
            root = _parse(mended, recover=True)
        findings += (_mended(), _cut_off()) if cut_off else (_mended(),)
    if root is None:
        raise damaged()
    return root, findings


def _strictly(text: str) -> etree._Element | None:
    """The tree of a text that is well-formed as it stands, or with its references put right; None for any other.

    Most feeds are: then nothing looks at their text but the parser. A text that could define entities is never shown to it.
    """
    if "<!DOCTYPE" not in text and not _ODD_LETTERS.search(text):
        with suppress(etree.XMLSyntaxError):
            return _parse(text, recover=False)
    with suppress(etree.XMLSyntaxError):
        return _parse(plainly(text), recover=False)
    return None


def _parse(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    start = text.find("<")
    if text.startswith("<?xml", start):
        start = text.find("?>", start) + 2
    root: etree._Element | None = etree.fromstring(text[start:].lstrip().encode(), parser)
    return root


def _elements(text: str) -> int:
    """How many elements begin in this text."""
    return sum(part.count("<") - part.count("</") for section, part in parts(text) if not section)


def _spaces(root: etree._Element, items: list[etree._Element]) -> Collection[str | None]:
    """The namespaces in force where most items stand."""
    shelf = items[0].getparent() if items else root
    return (root if shelf is None else shelf).nsmap


def _outermost(root: etree._Element) -> list[etree._Element]:
    """The items that stand in no other, in their order."""
    found: list[etree._Element] = []
    shelf: etree._Element | None = None  # what the last item stood in: its neighbours stand in no item either
    for element in list(root.iter(*_SPELLINGS)) or cast(list[etree._Element], _ANY_SPELLING(root)):
        parent = element.getparent()
        if (parent is not None and parent is shelf) or not any(
            name(above) in ITEMS for above in element.iterancestors()
        ):
            found.append(element)
            shelf = parent
    return found


def _entities() -> Sentence:
    return Sentence(
        "Nguồn tin tự định nghĩa thực thể (<!ENTITY>); vì an toàn, các định nghĩa này không được đọc.",
        "The feed defines entities of its own (<!ENTITY>); for safety they are not read.",
    )


def _mended() -> Sentence:
    return Sentence(
        "Nguồn tin không phải XML đúng chuẩn; đã sửa để đọc được. Hãy báo nơi phát kiểm tra nguồn tin.",
        "The feed is not well-formed XML; it was mended to be read. Ask its publisher to check it.",
    )


def _cut_off() -> Sentence:
    return Sentence(
        "Nguồn tin bị cắt giữa chừng; mục cuối bị bỏ qua và sẽ được đọc ở lần sau.",
        "The feed breaks off in the middle; its last item was left out and will be read next time.",
    )


def too_many(count: int, most: int) -> Sentence:
    return Sentence(
        f"Nguồn tin có {count} mục, chỉ đọc {most} mục đầu; hãy đề nghị nơi phát giảm số mục.",
        f"The feed has {count} items, only the first {most} were read; ask its publisher to list fewer.",
    )
