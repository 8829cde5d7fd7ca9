"""What an element says: its text, or the markup in it where a feed wrote markup without escaping it."""

from __future__ import annotations

import re

from lxml import etree

from syndication.sources.parse.words import name

MOST_ATTRIBUTES = 64  # no mark of any text has more; reading thousands is where parsers grow slow
_MARK = re.compile(r"[a-z][a-z0-9]*")


def text_of(element: etree._Element) -> str:
    """The text before anything else in it, stripped."""
    return (element.text or "").strip()


def markup_of(element: etree._Element, xhtml: bool) -> str:
    """All that stands in the element, as HTML where there are elements in it. `xhtml` says that its text is no HTML itself.

    The elements in it lose their namespaces: the tree is changed.
    """
    if not len(element):
        return _escaped(element.text or "") if xhtml else text_of(element)
    for inner in element.iterdescendants(etree.Element):
        inner.tag = tag if _MARK.fullmatch(tag := name(inner)) else "span"
        for attribute in list(inner.attrib)[MOST_ATTRIBUTES:]:
            del inner.attrib[attribute]
    etree.cleanup_namespaces(element)
    first = element.text or ""
    told = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return ((_escaped(first) if xhtml else first) + "".join(told)).strip()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip()
