"""Forms that several standards ask for: dates, addresses, languages, media types; and bodies in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree, html

NAMESPACES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/syndication/history/1.0": "fh",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOST = 5_000_000  # bytes: validators refuse more
RFC3339 = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MIME = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_PART = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?=.)(//\[[0-9A-Fa-f:.]+\](?=[:/?#]|$))?{_PART}*(#{_PART}*)?")
# What no form may hold: controls, lone surrogates, U+FFFD, and what is no character.
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
END_TAG = re.compile(r"</\w+>")
_MARKUP = {"content:encoded", "content"}  # elements that hold HTML; of RSS also the description of an item
_ADDRESSES = {"link", "guid", "id"}


def named(tag: object) -> str:
    """An element's name with the prefix that its namespace has here: "dc:creator"; "?…" of a namespace that has none."""
    space, _, name = str(tag).rpartition("}")
    return f"{NAMESPACES.get(space[1:], '?' + space)}:{name}" if space else name


def faults_of_text(body: bytes) -> Iterator[str]:
    """What is wrong with the characters of an XML document, and with its texts that are no HTML."""
    text = body.decode()
    yield from (f"the character {found!r}" for found in UNFIT.findall(text))
    for name, told in re.findall(r"<([\w:]+)(?:\s[^<>]*)?>([^<]+)</", re.sub(r"&#x(26|3C);", "", text)):
        if name not in _MARKUP | _ADDRESSES and ("&amp;" in told or "&lt;" in told):
            yield f"{name}: & or < that is not written as a hexadecimal reference: {told}"
    for element in etree.fromstring(body).iter():
        where = named(element.tag).removeprefix("atom:")
        markup = where in _MARKUP or (where == "description" and element.getparent().tag == "item")
        if not markup and END_TAG.search(element.text or ""):
            yield f"{where}: an end tag: {element.text}"


def is_address(text: str | None) -> bool:
    """Whether it is an absolute http(s) address, written as RFC 3986 wants it."""
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.hostname) and bool(URI.fullmatch(text or ""))


def is_plain(text: str) -> bool:
    """Whether a text says as HTML all that it says: no tags in it, and every & the beginning of a reference."""
    return "<" not in text and not re.search(r"&(?!(#\d+|#x[0-9A-Fa-f]+|amp|lt|gt|quot);)", text)


def faults_of_html(text: str, where: str) -> Iterator[str]:
    """What would not be shown everywhere, or should be shown nowhere."""
    tree = html.fragment_fromstring(text, create_parent="div")
    for element in tree.iter():
        if element.tag in ("script", "iframe", "object", "embed", "meta", "form", "style"):
            yield f"{where}: <{element.tag}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                yield f"{where}: the attribute {name}"
            # HTML takes letters in an address that RFC 3986 does not.
            if name in ("href", "src") and not re.match(r"https?://[^/\s]+|mailto:", value):
                yield f"{where}: the address {value!r} is relative"
