"""The links of a feed or of an item, each by what it leads to."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import etree

from syndication.sources.parse.words import XML, attribute


def alternate(link: etree._Element) -> str:
    """The address of the page that the feed or item is of; "" for a link to anything else.

    A second such link is the same page in another language or form: the first is meant.
    """
    if not link.keys():
        return (link.text or "").strip()
    return address(link) if relation(link) in ("", "alternate") else ""


def relation(link: etree._Element) -> str:
    """What the link leads to, in lower case: "self", "hub", "enclosure" …; "" when it does not say."""
    return attribute(link, "rel").lower()


def address(link: etree._Element) -> str:
    """Where it leads, as written; completed only by a base of its own. RSS writes it as text, Atom as an attribute."""
    said = attribute(link, "href", "url", "uri") or (link.text or "").strip()
    if not link.get(f"{XML}base"):
        return said
    try:
        return urljoin(link.base or "", said)
    except ValueError:  # urllib's word for an address with broken brackets
        return said
