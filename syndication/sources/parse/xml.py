"""RSS 0.9x to 2.0, RSS 1.0 (RDF) and Atom: the tree of a document read with the words of every dialect."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from lxml import etree

from formatters.sentence import Sentence
from formatters.text import unescape_plain
from syndication.sources.addresses import absolute
from syndication.sources.dates import read_date
from syndication.sources.entry import Entry, Parsed, Tombstone
from syndication.sources.parse.channel import channel_of
from syndication.sources.parse.compose import compose, language_of
from syndication.sources.parse.digest import digests
from syndication.sources.parse.item import raw_item
from syndication.sources.parse.tree import grow
from syndication.sources.parse.words import TOMBSTONES, name

KINDS = {"rss": "rss", "channel": "rss", "rdf": "rdf", "feed": "atom"}


def read_xml(text: str, url: str, most_items: int, now: datetime | None, seen: Collection[str]) -> Parsed:
    """The feed in this XML text, but for entries whose digest is in `seen`. Unreadable when nothing can be made of it."""
    document = grow(text, most_items)
    kind = KINDS.get(name(document.root), "rss")
    channel = channel_of(document.root, url)
    here = channel.home or url
    digest = digests(kind, here, url)
    entries: list[Entry] = []
    same: list[str] = []
    left_out: list[Sentence] = []
    for place, item in enumerate(document.items, 1):
        base = item.base or ""
        mark = digest(etree.tostring(item, encoding="utf-8", with_tail=False), base)
        if mark in seen:
            same.append(mark)
            continue
        told = compose(raw_item(item, kind, url), (absolute(base, here) if base else "") or here, place, now, mark)
        if isinstance(told, Entry):
            entries.append(told)
        else:
            left_out.append(told)
    return Parsed(
        kind=kind,
        title=unescape_plain(channel.title),
        language=language_of(channel.language),
        home=channel.home,
        entries=tuple(entries),
        tombstones=_tombstones(document.root),
        findings=(*document.findings, *left_out),
        same=tuple(same),
        hubs=channel.hubs,
        topic=channel.topic,
        pace=channel.pace,
    )


def _tombstones(root: etree._Element) -> tuple[Tombstone, ...]:
    found = (element for element in root.iter(f"{{{TOMBSTONES}}}deleted-entry") if element.get("ref", "").strip())
    return tuple(Tombstone(one.get("ref", "").strip(), read_date(one.get("when", ""))) for one in found)
