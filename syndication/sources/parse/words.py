"""The words of every dialect of RSS, RDF and Atom: which element says what. Namespace, prefix and case do not matter."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from lxml import etree

XML = "{http://www.w3.org/XML/1998/namespace}"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"

# Namespaces by the prefix that is written before their words here; those of the dialects themselves have none.
_PREFIXES = {
    "": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns": "",  # Atom 0.3
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",  # RSS 0.90
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://purl.org/net/rss1.1": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
    "http://purl.org/rss/1.0/modules/rss091": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/syndication": "sy:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://search.yahoo.com/mrss": "media:",
    "http://tools.search.yahoo.com/mrss": "media:",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://www.google.com/schemas/sitemap-image/1.1": "image:",
    TOMBSTONES: "at:",
}

MOST_ATTRIBUTES = 64  # no element of any feed has more
ITEMS = frozenset(["item", "entry"])
CHANNELS = frozenset(["channel", "feed"])

# Of words in a line the first that says something is taken.
GUID = ("guid", "id")
TITLE = ("title", "dc:title")
PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "created", "dcterms:created")
UPDATED = ("updated", "modified", "dcterms:modified", "dc:date", "lastbuilddate")
LANGUAGE = ("language", "dc:language")

# Of these every one counts, in the order of the document.
SUMMARIES = frozenset(["description", "summary", "dc:description", "abstract", "itunes:summary"])
CONTENTS = frozenset(["content:encoded", "content", "body", "xhtml:body", "fullitem"])
AUTHORS = frozenset(["author", "dc:creator", "dc:author", "itunes:author", "managingeditor"])
CATEGORIES = frozenset(["category", "dc:subject", "keywords", "itunes:category"])
LISTS = frozenset(["itunes:keywords", "tags"])  # categories between commas

FILES = frozenset(["enclosure", "link", "image", "itunes:image", "media:content", "media:thumbnail", "media:subtitle"])

# The media type of a text whose element does not say it.
TYPES = {
    **dict.fromkeys(("description", "dc:description", "content:encoded", "fullitem"), "text/html"),
    **dict.fromkeys(("body", "xhtml:body"), "application/xhtml+xml"),
}
# What holds no words of its item: they tell of something else, or it is the markup of a text.
OTHERS = frozenset(["source", "image", "textinput", "contributor", "dc:contributor", "at:deleted-entry"])
CLOSED = OTHERS | SUMMARIES | CONTENTS | AUTHORS | ITEMS | frozenset(TITLE)


def word(element: etree._Element) -> str:
    """The element's name as this table has it: "pubdate", "dc:creator". "" for what is no element.

    A namespace that nobody knows gives way to the prefix that the document uses for it.
    """
    known = _word(element.tag) if isinstance(element.tag, str) else ""
    return known if known is not None else f"{(element.prefix or '').lower()}:{name(element)}".lstrip(":")


@lru_cache(maxsize=2048)
def _word(tag: str) -> str | None:
    space, _, local = tag.rpartition("}")
    space = space[1:].lower().rstrip("/#")
    prefix = "" if space.startswith("http://backend.userland.com/rss") else _PREFIXES.get(space)
    return None if prefix is None else prefix + local.lower()


def name(element: etree._Element) -> str:
    """The element's local name, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, *names: str) -> str:
    """What the first of these attributes says that says something, whatever the case of its name; "" for none."""
    for wanted in names:
        if said := (element.get(wanted) or "").strip():
            return said
    return _odd(element, names) if 0 < len(element.keys()) <= MOST_ATTRIBUTES else ""


def _odd(element: etree._Element, names: Collection[str]) -> str:
    lower = {wanted.lower() for wanted in names}
    told = (said.strip() for one, said in element.items() if str(one).lower() in lower)
    return next(filter(None, map(str, told)), "")
