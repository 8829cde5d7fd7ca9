"""RSS 2.0 (https://www.rssboard.org/rss-specification) with the RSS Advisory Board's best practices profile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tests.syndication.feeds.standards import forms

_TEXT = {"title", "description", "copyright", "generator", "category", "guid"}
_ONCE = {
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"),
    *("lastBuildDate", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput", "skipHours", "skipDays"),
}
_ITEM = {"title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source", "category"}
_ATTRIBUTES = {
    "rss": {"version"},
    "guid": {"isPermaLink"},
    "category": {"domain"},
    "enclosure": {"url", "length", "type"},
    "source": {"url"},
}
# What RSS has itself is not said a second time in Dublin Core: readers would have to choose.
_TWICE = [("pubDate", "dc:date"), ("author", "dc:creator"), ("category", "dc:subject"), ("source", "dc:source")]
_TWICE_IN_CHANNEL = [("language", "dc:language"), ("copyright", "dc:rights"), ("lastBuildDate", "dcterms:modified")]


def faults(body: bytes, address: str) -> Iterator[str]:
    """What is wrong with a document that is served at this address."""
    root = etree.fromstring(body)
    if root.tag != "rss" or root.get("version") != "2.0" or [child.tag for child in root] != ["channel"]:
        yield "no <rss version=2.0> with one channel"
        return
    channel = root[0]
    names = [forms.named(child.tag) for child in channel]
    yield from _unknown(root)
    if "item" in names and set(names[names.index("item") :]) != {"item"}:
        yield "something of the channel stands behind an item"
    if wrong := set(names) - _ONCE - {"item", "category"} - {name for name in names if ":" in name}:
        yield f"a channel has no {wrong}"
    yield from _each_once(channel, _ONCE, "channel")
    for name in ("title", "link", "description"):
        if not (channel.findtext(name) or "").strip():
            yield f"the channel has no {name}"
    for one, other in _TWICE_IN_CHANNEL:
        if {one, other} <= set(names):
            yield f"{one} and {other}"
    selves = [dict(link.attrib) for link in channel.findall("{http://www.w3.org/2005/Atom}link")]
    if [link["href"] for link in selves if link.get("rel") == "self"] != [address]:
        yield "not exactly one self link that is its address"
    for name in ("link", "docs"):
        if not forms.is_address(channel.findtext(name)):
            yield f"{name} is no address"
    if not forms.LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield "language"
    if not re.fullmatch("[1-9][0-9]*", channel.findtext("ttl") or "1"):
        yield "ttl"
    yield from forms.faults_of_text(body)
    yield from _dates(channel, ("pubDate", "lastBuildDate"))
    items = channel.findall("item")
    guids = Counter(item.findtext("guid") for item in items)
    yield from (f"the guid {guid} {count} times" for guid, count in guids.items() if count > 1)
    for item in items:
        yield from (f"{item.findtext('guid')}: {fault}" for fault in _item(item))


def _item(item: Any) -> Iterator[str]:
    names = [forms.named(child.tag) for child in item]
    if wrong := {name for name in names if ":" not in name} - _ITEM:
        yield f"an item has no {wrong}"
    yield from _each_once(item, _ITEM - {"category"}, "item")
    # Readers take the description of an item for HTML.
    if not forms.is_plain(item.findtext("description") or ""):
        yield "the description loses words when it is read as HTML"
    if "title" not in names and "description" not in names:
        yield "neither title nor description"
    if re.search(r"</?(a|b|br|div|em|font|i|img|p|span|strong|u)\b[^<]*>", item.findtext("title") or "", re.IGNORECASE):
        yield "markup in the title"
    for one, other in _TWICE:
        if {one, other} <= set(names) and one != "source":
            yield f"{one} and {other}"
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield "no guid"
    elif guid.get("isPermaLink") != "false" and not forms.is_address(guid.text):
        yield "the guid is no address and does not say so"
    if "link" in names and not forms.is_address(item.findtext("link")):
        yield "link is no address"
    if "author" in names and not re.match(r"[^@\s]+@[^@\s]+", item.findtext("author")):
        yield "an author without an address for mail"
    for enclosure in item.findall("enclosure"):
        if not forms.is_address(enclosure.get("url")) or not re.fullmatch("[0-9]+", enclosure.get("length", "")):
            yield "an enclosure without address or length"
        if not forms.MIME.fullmatch(enclosure.get("type", "")):
            yield "an enclosure without its type"
    if "content:encoded" in names:
        if names.count("content:encoded") > 1 or "description" not in names[: names.index("content:encoded")]:
            yield "content:encoded must stand once and behind the description"
        content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
        yield from forms.faults_of_html(content, "content:encoded")
    for name in ("creator", "rights", "language", "source", "publisher"):
        if names.count(f"dc:{name}") != 1:
            yield f"dc:{name} must stand once"
    modified = item.findtext("{http://purl.org/dc/terms/}modified")
    if modified is not None and not forms.RFC3339.fullmatch(modified):
        yield "dcterms:modified"
    yield from _dates(item, ("pubDate",))
    if "pubDate" not in names:
        yield "no pubDate"


def _unknown(root: Any) -> Iterator[str]:
    for element in root.iter():
        name = forms.named(element.tag)
        if name.startswith("?"):
            yield f"the namespace of {name}"
        if ":" not in name and (wrong := set(element.attrib) - _ATTRIBUTES.get(name, set())):
            yield f"{name} has no {wrong}"
        if name in _TEXT and (len(element) or not (element.text or "").strip()):
            yield f"{name} holds no text"


def _each_once(parent: Any, names: set[str], where: str) -> Iterator[str]:
    yield from (f"{name} twice in the {where}" for name in sorted(names) if len(parent.findall(name)) > 1)


def _dates(parent: Any, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if (text := parent.findtext(name)) is not None and not forms.RFC822.fullmatch(text):
            yield f"{name}: {text}"
