"""Text to a tree: strictly when that works, mended when not. What comes out is safe to walk and to hand on."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from formatters.sentence import Sentence
from syndication.sources.parse.mend import ITEMS, balanced, plainly
from syndication.sources.parse.unreadable import damaged

XML = "{http://www.w3.org/XML/1998/namespace}"
MOST_ATTRIBUTES = 64  # no element of any feed has more; reading thousands is where parsers grow slow
MOST_ELEMENTS = 400_000


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
    text = plainly(text)
    findings: list[Sentence] = []
    try:
        root = _parse(text, recover=False)
    except etree.XMLSyntaxError:
        mended, cut_off = balanced(text)
        try:
            root = _parse(mended, recover=True)
        except etree.XMLSyntaxError:
            raise damaged() from None
        findings.append(_mended())
        if cut_off:
            findings.append(_cut_off())
    if root is None:
        raise damaged()
    _prune(root)
    items = []
    for element in [element for element in root.iter() if name(element) in ITEMS]:
        if _within_item(element):
            element.tag = "unknown"  # no format knows it, and feedparser stumbles
        else:
            items.append(element)
    for extra in items[most_items:]:
        parent = extra.getparent()
        if parent is not None:
            parent.remove(extra)
    if len(items) > most_items:
        findings.append(_too_many(len(items), most_items))
    return Document(root, tuple(items[:most_items]), tuple(findings))


def name(element: etree._Element) -> str:
    """The element's local name, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def space(element: etree._Element) -> str:
    """The element's namespace; "" for none."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


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


def _prune(root: etree._Element) -> None:
    for count, element in enumerate(root.iter()):
        if count > MOST_ELEMENTS:
            raise damaged()
        if ":" in name(
            element
        ):  # a name that only a forgiving parser lets through: written out, it would be ill-formed
            element.tag = "unknown"
        if len(element.attrib) > MOST_ATTRIBUTES:
            for attribute in list(element.attrib)[MOST_ATTRIBUTES:]:
                del element.attrib[attribute]


def _within_item(element: etree._Element) -> bool:
    return any(name(ancestor) in ITEMS for ancestor in element.iterancestors())


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


def _too_many(count: int, most: int) -> Sentence:
    return Sentence(
        f"Nguồn tin có {count} mục, chỉ đọc {most} mục đầu; hãy đề nghị nơi phát giảm số mục.",
        f"The feed has {count} items, only the first {most} were read; ask its publisher to list fewer.",
    )
