"""Atom 1.0: the grammar of RFC 4287 and what its text asks for besides; tombstones of RFC 6721."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from tests.syndication.feeds.standards import forms

A = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"

# RFC 4287, 4.1.1 and 4.1.2: how often each may stand, at least and at most; None is any number.
_FEED: dict[str, tuple[int, int | None]] = {
    **dict.fromkeys(("author", "category", "contributor", "link", "entry"), (0, None)),
    **dict.fromkeys(("generator", "icon", "logo", "rights", "subtitle"), (0, 1)),
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
}
_ENTRY: dict[str, tuple[int, int | None]] = {
    **dict.fromkeys(("author", "category", "contributor", "link"), (0, None)),
    **dict.fromkeys(("content", "published", "rights", "source", "summary"), (0, 1)),
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
}
_PERSON: dict[str, tuple[int, int | None]] = {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}
_LINK = {"href", "rel", "type", "hreflang", "title", "length"}
_CATEGORY = {"term", "scheme", "label"}


def faults(body: bytes, address: str) -> Iterator[str]:
    """What is wrong with a document that is served at this address."""
    feed = etree.fromstring(body)
    if feed.tag != f"{A}feed":
        yield "no atom:feed"
        return
    yield from _children(feed, _FEED, "feed")
    yield from (f"the namespace of {element.tag}" for element in feed.iter() if forms.named(element.tag)[0] == "?")
    names = [forms.named(child.tag) for child in feed]
    if "atom:entry" in names and set(names[names.index("atom:entry") :]) != {"atom:entry"}:
        yield "something of the feed stands behind an entry"
    if [link.get("href") for link in feed.findall(f"{A}link") if link.get("rel") == "self"] != [address]:
        yield "not exactly one self link that is its address"
    entries = feed.findall(f"{A}entry")
    if feed.find(f"{A}author") is None and any(entry.find(f"{A}author") is None for entry in entries):
        yield "an entry without an author"
    yield from forms.faults_of_text(body)
    moments = Counter(entry.findtext(f"{A}updated") for entry in entries)
    yield from (f"{count} entries updated at {moment}" for moment, count in moments.items() if count > 1)
    newest = max((datetime.fromisoformat(moment or "") for moment in moments), default=None)
    if newest is not None and newest > datetime.fromisoformat(feed.findtext(f"{A}updated")):
        yield "an entry that is newer than the feed"
    ids = Counter(entry.findtext(f"{A}id") for entry in entries)
    yield from (f"the id {name} {count} times" for name, count in ids.items() if count > 1)
    yield from _common(feed)
    for entry in entries:
        yield from (f"{entry.findtext(f'{A}id')}: {fault}" for fault in (*_common(entry), *_entry(entry)))
    yield from _tombstones(feed, set(ids))


def _entry(entry: Any) -> Iterator[str]:
    yield from _children(entry, _ENTRY, "entry")
    content = entry.find(f"{A}content")
    if content is None and not [link for link in entry.findall(f"{A}link") if link.get("rel") == "alternate"]:
        yield "neither content nor an alternate link"
    if content is not None:
        if content.get("src") and entry.find(f"{A}summary") is None:
            yield "content elsewhere, and no summary"
        if content.get("type") == "html":
            yield from forms.faults_of_html(content.text or "", "content")


def _common(parent: Any) -> Iterator[str]:
    """What feeds and entries have in common."""
    if not forms.URI.fullmatch(parent.findtext(f"{A}id") or ""):
        yield "the id is no IRI"
    for name in ("updated", "published"):
        if (text := parent.findtext(f"{A}{name}")) is not None and not forms.RFC3339.fullmatch(text):
            yield f"{name}: {text}"
    published, updated = parent.findtext(f"{A}published"), parent.findtext(f"{A}updated")
    if published and datetime.fromisoformat(published) > datetime.fromisoformat(updated):
        yield "published after it was updated"
    for name in ("title", "subtitle", "summary", "rights", "content"):
        if (text := parent.find(f"{A}{name}")) is not None:
            yield from _text(text, name)
    for name in ("author", "contributor"):
        for person in parent.findall(f"{A}{name}"):
            yield from _children(person, _PERSON, name)
            if not (person.findtext(f"{A}name") or "").strip():
                yield f"{name} without a name"
    for category in parent.findall(f"{A}category"):
        if set(category.attrib) - _CATEGORY or not category.get("term"):
            yield "a category without a term"
        if category.get("scheme") is not None and not forms.URI.fullmatch(category.get("scheme")):
            yield "a category's scheme is no IRI"
    if not forms.LANGUAGE.fullmatch(parent.get(forms.LANG, "")):
        yield "no xml:lang"
    yield from _links(parent)


def _links(parent: Any) -> Iterator[str]:
    links = [dict(link.attrib) for link in parent.findall(f"{A}link")]
    alternates = Counter((link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate")
    yield from (f"alternates of {what}: {count}" for what, count in alternates.items() if count > 1)
    if sum(alternates.values()) > 1:
        yield "more than one alternate: readers differ in which of them they take"
    for link in links:
        if set(link) - _LINK or not forms.is_address(link.get("href")):
            yield f"the link {link}"
        if not forms.MIME.fullmatch(link.get("type", "a/b")) or not forms.LANGUAGE.fullmatch(
            link.get("hreflang", "vi")
        ):
            yield f"type or hreflang of {link}"
        if not re.fullmatch("[0-9]+", link.get("length", "0")):
            yield f"length of {link}"


def _text(element: Any, name: str) -> Iterator[str]:
    kind = element.get("type", "text")
    if kind not in ("text", "html", "xhtml") or (kind != "xhtml" and len(element)):
        yield f"{name} is no text construct"
    if not (element.text or "").strip():
        yield f"{name} is empty"


def _children(parent: Any, grammar: dict[str, tuple[int, int | None]], where: str) -> Iterator[str]:
    counted = Counter(str(child.tag).removeprefix(A) for child in parent if str(child.tag).startswith(A))
    yield from (f"{where} has no {name}" for name in counted.keys() - grammar.keys())
    for name, (least, most) in grammar.items():
        if counted[name] < least or (most is not None and counted[name] > most):
            yield f"{counted[name]} {name} in {where}"


def _tombstones(feed: Any, ids: set[str]) -> Iterator[str]:
    stones = feed.findall(f"{AT}deleted-entry")
    if len(stones) != len(list(feed.iter(f"{AT}deleted-entry"))):
        yield "a tombstone that is no child of the feed"
    for stone in stones:
        if set(stone.attrib) != {"ref", "when"} or not forms.RFC3339.fullmatch(stone.get("when", "")):
            yield "a tombstone needs ref and when"
        elif stone.get("ref") in ids or not forms.URI.fullmatch(stone.get("ref")):
            yield f"{stone.get('ref')} is deleted and is there"
        if Counter(child.tag for child in stone) - Counter({f"{AT}by": 1, f"{AT}comment": 1}):
            yield "a tombstone holds at most one by and one comment"
