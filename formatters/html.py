"""HTML as it is told: only harmless marks with absolute addresses, and what of it can be read without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Literal

import nh3
from lxml import etree

from formatters.address import absolute
from formatters.attributes import LAZY
from formatters.bounded import bounded
from formatters.paragraphs import paragraphs
from formatters.reading import BLOCKS, ImageBlock, TextBlock, caption, name, read
from formatters.simple import Told, simple, without_empty
from formatters.text import UNSEEN, clean_line, nfc

__all__ = ["absolute", "blocks", "edited", "pictures", "plain", "sanitise", "told", "without_pictures"]


def _words(listed: str) -> list[str]:
    return listed.split()


_KEPT = frozenset(
    _words(
        "p br strong em b i u s sub sup h2 h3 h4 ul ol li blockquote table thead tbody tr th td figure figcaption img a"
    )
)
_GONE = frozenset(
    _words("script style iframe object embed video audio noscript template svg math select button textarea title head")
)
# Marks that we do not keep but whose place in the text we do: read as the kept mark beside them.
_READ_AS_NEAR = {"h1": "h2", "h5": "h4", "h6": "h4", "tfoot": "tbody", "strike": "s", "del": "s"}
_READ_AS = {
    **dict.fromkeys(
        _words("div section article header footer main aside center address dt dd dl pre caption nav"), "p"
    ),
    **_READ_AS_NEAR,
}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_FIRST = {**_ATTRIBUTES, "img": {"src", "alt", *LAZY}}
_DEEPEST = 100  # marks within marks; the parser of trees drops text far below that
_MARK = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_RETOLD = re.compile(rf"<(/?)({'|'.join(_READ_AS)})>")
_UNREADABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{UNSEEN}]")


def sanitise(html: str, base_url: str) -> str:
    """The harmless part of `html`, well-formed and NFC, every address made absolute against `base_url`.

    Scripts, frames, styles, forms and their contents are gone; marks that we do not keep leave their text. A picture
    without a usable address is dropped, a link without one becomes text. Doing it again changes nothing.
    """
    return told(html, base_url).html


def told(html: str, base_url: str) -> Told:
    """`sanitise` and the `pictures` of what it gives, at once."""
    simply = simple(html, base_url)
    if simply is not None:
        return simply
    settled = _settled(html, base_url)
    return Told(settled, tuple(pictures(settled)))


def _settled(html: str, base_url: str) -> str:
    html = bounded(html)
    for _ in range(6):  # marks wrongly nested come right by the second or third time
        told = _sanitised(html, base_url)
        if told == html or ((again := simple(told, base_url)) and again.html == told):
            return told
        html = told
    return html


def plain(html: str) -> str:
    """What a person reads: paragraphs a blank line apart, "• " before list items, table rows as "a | b". NFC."""
    return "\n\n".join(block[1] for block in blocks(html) if block[0] != "image")


def blocks(html: str) -> list[TextBlock | ImageBlock]:
    """The text's paragraphs and pictures in their order: ("text" or "heading", words) and ("image", address, caption).

    A list and a table are one text block each. The caption of a picture goes with the picture, not with the text.
    """
    return list(_blocks(html))


@lru_cache(maxsize=4)  # of one body several channels ask, one after the other
def _blocks(html: str) -> tuple[TextBlock | ImageBlock, ...]:
    told = paragraphs(html)
    return tuple(told if told is not None else read(_tree(_tidy(html))))


def pictures(html: str) -> list[tuple[str, str, str]]:
    """Every picture as (address, alt, caption), in order, each address once."""
    found: dict[str, tuple[str, str, str]] = {}
    if "<img" not in html.lower():
        return []
    for element in _tree(html).iter("img"):
        if address := nfc(element.get("src", "")):
            found.setdefault(address, (address, clean_line(element.get("alt", "")), caption(element)))
    return list(found.values())


def edited(html: str, judge: Callable[[list[str]], list[int]], retold: Callable[[str], str]) -> str:
    """Sanitised HTML with its lines (of a paragraph, list item, cell) shortened as `judge` says, and its words `retold`.

    `judge` is given every line as plain text and answers how many characters from its beginning go; all of them: the line goes.
    """
    root = _tree(html)
    lines: list[list[tuple[etree._Element, Literal["text", "tail"]]]] = [[]]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS or element.tag in ("td", "th", "br"):
            lines.append([])
        lines[-1].append((element, "text" if event == "start" else "tail"))
    told = ["".join(getattr(element, place) or "" for element, place in line) for line in lines]
    for line, cut in zip(lines, judge(told), strict=True):
        for element, place in line:
            if words := getattr(element, place):
                setattr(element, place, retold(words[cut:]))
                cut = max(0, cut - len(words))
    return _tidy(_inner(root))


def without_pictures(html: str, kept: Collection[str]) -> str:
    """Sanitised HTML without the pictures whose address is not among `kept`; a figure that has none left goes with its caption."""
    root = _tree(html)
    for picture in [one for one in root.iter("img") if nfc(one.get("src", "")) not in kept]:
        figure = next(picture.iterancestors("figure"), None)
        _drop(picture)
        if figure is not None and next(figure.iter("img"), None) is None:
            _drop(figure)
    return _tidy(_inner(root))


def _drop(element: etree._Element) -> None:
    """Take it out with all that is in it, and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _sanitised(html: str, base_url: str) -> str:
    root = _tree(_level(html))
    for element in list(root.iter(etree.Element)):
        if element.tag == "img":
            _settle_picture(element, base_url)
        elif element.tag == "a":
            href = absolute(element.get("href", ""), base_url) if element.get("href", "").strip() else ""
            element.attrib.clear()
            if href:
                element.set("href", href)
            else:
                element.tag = "unlinked"
    _gather(root)
    return _tidy(_inner(root))


def _settle_picture(picture: etree._Element, base_url: str) -> None:
    """Its address (the real one, where a page loads pictures late) and its alt; without an address it is dropped."""
    found = (absolute(picture.get(name, ""), base_url) for name in (*LAZY, "src") if picture.get(name, "").strip())
    address, alt = next(filter(None, found), ""), clean_line(picture.get("alt", ""))
    picture.attrib.clear()
    if address:
        picture.set("src", address)
        picture.set("alt", alt)
    else:
        picture.tag = "unshown"


def _gather(root: etree._Element) -> None:
    """Put text and marks that stand loose between the blocks into paragraphs of their own."""
    loose: etree._Element | None = None

    def paragraph(before: int) -> etree._Element:
        made = etree.Element("p")
        root.insert(before, made)
        return made

    if root.text and root.text.strip():
        loose = paragraph(0)
        loose.text, root.text = root.text, None
    for child in list(root):
        if child is loose:
            continue
        tail, child.tail = child.tail, None
        if name(child) in BLOCKS:
            loose = None
        else:
            if loose is None:
                loose = paragraph(root.index(child))
            loose.append(child)
            child.tail = tail
            continue
        if tail and tail.strip():
            loose = paragraph(root.index(child) + 1)
            loose.text = tail


def _nh3(html: str, tags: frozenset[str], attributes: dict[str, set[str]]) -> str:
    return nh3.clean(
        _UNREADABLE.sub("", html),
        tags=set(tags),
        clean_content_tags=set(_GONE),
        attributes=attributes,
        link_rel=None,
        url_schemes={"http", "https"},
    )


def _level(html: str) -> str:
    """Only marks that we keep, with pictures' late addresses; those read as another have become that other.

    Boxes within boxes become paragraphs after paragraphs: a browser's parser ends one paragraph where the next begins.
    Marks nested past all reason are given up for their text.
    """
    told = _nh3(html, _KEPT | _READ_AS.keys(), _FIRST)
    told = _RETOLD.sub(lambda match: f"<{match[1]}{_READ_AS[match[2]]}>", told)
    told = _nh3(told, _KEPT, _FIRST)
    depth = deepest = 0
    for match in _MARK.finditer(told):
        depth += -1 if match[1] else match[2] not in ("br", "img")
        deepest = max(deepest, depth)
    return told if deepest <= _DEEPEST else _nh3(told, frozenset(("p", "br", "img")), _FIRST)


def _tidy(html: str) -> str:
    """Only kept marks, well-formed, without empty ones."""
    told = nfc(_nh3(_level(html), _KEPT, _ATTRIBUTES)).replace("&nbsp;", " ").replace("\u00a0", " ")
    return without_empty(told).strip()


def _tree(html: str) -> etree._Element:
    """The fragment as a tree below one element; `html` must be well-formed enough for a browser, which is anything."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    document = _UNREADABLE.sub("", html).encode("utf-8")
    root = etree.fromstring(b"<html><body><div>" + document + b"</div></body></html>", parser)
    box = root.find("body/div") if root is not None else None
    return box if box is not None else etree.Element("div")


def _inner(root: etree._Element) -> str:
    told = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return told.removeprefix("<div>").removesuffix("</div>")
