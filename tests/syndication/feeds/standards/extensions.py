"""Media RSS (https://www.rssboard.org/media-rss) and archived feeds (RFC 5005), in RSS as in Atom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.syndication.feeds.standards import forms

M = "{http://search.yahoo.com/mrss/}"
FH = "{http://purl.org/syndication/history/1.0}"
LINK = "{http://www.w3.org/2005/Atom}link"

_CONTENT = {
    *("url", "fileSize", "type", "medium", "isDefault", "expression", "bitrate", "framerate", "samplingrate"),
    *("channels", "duration", "height", "width", "lang"),
}
_PAGING = {"first", "last", "previous", "next", "current", "prev-archive", "next-archive"}


def faults_of_media(body: bytes) -> Iterator[str]:
    """What is wrong with pictures and films."""
    for content in etree.fromstring(body).iter(f"{M}content"):
        if set(content.attrib) - _CONTENT or not forms.is_address(content.get("url")):
            yield f"media:content {dict(content.attrib)}"
        if content.get("medium") not in ("image", "audio", "video", "document", "executable"):
            yield "medium"
        if not forms.MIME.fullmatch(content.get("type", "")):
            yield "type"
        for name in ("fileSize", "width", "height", "duration"):
            if not re.fullmatch("[1-9][0-9]*", content.get(name, "1")):
                yield f"{name} {content.get(name)}"
        for child in content:
            if child.tag in (f"{M}description", f"{M}title") and child.get("type", "plain") not in ("plain", "html"):
                yield f"type of {child.tag}"
            if not (child.text or "").strip():
                yield f"{child.tag} is empty"
    for group in etree.fromstring(body).iter(f"{M}group"):
        if len(group.findall(f"{M}content")) < 2:
            yield "a media:group of one"


def faults_of_history(body: bytes, address: str) -> Iterator[str]:
    """What is wrong with how a document leads to the others."""
    root = etree.fromstring(body)
    head = root.find("channel") if root.tag == "rss" else root
    links = [(str(link.get("rel")), str(link.get("href"))) for link in head.findall(LINK)]
    rels = Counter(rel for rel, _ in links if rel in _PAGING)
    yield from (f"{rel} {count} times" for rel, count in rels.items() if count > 1)
    archive, complete = head.find(f"{FH}archive") is not None, head.find(f"{FH}complete") is not None
    if len(list(root.iter(f"{FH}archive"))) != int(archive):
        yield "fh:archive stands elsewhere"
    if archive and not (rels["current"] and (rels["prev-archive"] or rels["next-archive"])):
        yield "an archive needs current, and a neighbour"
    if not archive and (rels["next-archive"] or rels["current"]):
        yield "a subscription document has no next archive"
    if complete and set(rels) - {"current"}:
        yield "fh:complete with other documents"
    if address in [href for rel, href in links if rel in _PAGING]:
        yield "it leads to itself"
    for item in (*root.iter("item"), *root.iter("{http://www.w3.org/2005/Atom}entry")):
        if _PAGING & {str(link.get("rel")) for link in item.findall(LINK)}:
            yield "paging in an entry"
