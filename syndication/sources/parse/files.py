"""The files an XML item names: enclosures, Media RSS, iTunes and plain image elements, with their descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from formatters.text import unescaped
from syndication.sources.addresses import absolute
from syndication.sources.entry import Enclosure
from syndication.sources.parse.tree import name, space

MEDIA = ("http://search.yahoo.com/mrss", "http://search.yahoo.com/mrss/", "http://tools.search.yahoo.com/mrss/")
_PICTURE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|bmp|tiff?|avif)$", re.IGNORECASE)
_CAPTIONS = re.compile(r"\.(?:vtt|srt)$", re.IGNORECASE)
CAPTIONS = ("text/vtt", "application/x-subrip", "text/srt", "application/srt")
_VIDEO = re.compile(r"\.(?:mp4|m4v|mov|webm|avi|mkv|m3u8|3gp)$", re.IGNORECASE)


def files_of(item: etree._Element, base: str) -> list[Enclosure]:
    """Every file of the item in its order; of several versions of one thing (media:group) the largest.

    A thumbnail counts only when there is no other picture: it is a small copy of one.
    """
    found: list[Enclosure] = []
    thumbnails: list[Enclosure] = []
    for element in item.iter():
        tag = name(element)
        if space(element) in MEDIA:
            if tag == "group":
                versions = [child for child in element if name(child) == "content"]
                found += _one(max(versions, key=_worth), base) if versions else []
            elif tag == "content" and not _in_group(element):
                found += _one(element, base)
            elif tag == "subtitle":
                found += _file(element, element.get("href", ""), base, "captions")
            elif tag == "thumbnail":
                thumbnails += _file(element, element.get("url", ""), base, "image")
        elif tag == "enclosure" or (tag == "link" and element.get("rel") == "enclosure"):
            found += _file(element, element.get("url") or element.get("href") or "", base, "")
        elif tag == "image" and (element.get("href") or element.findtext("url") or (element.text or "").strip()):
            found += _file(element, element.get("href") or element.findtext("url") or element.text or "", base, "image")
    pictured = any(file.role == "picture" for file in found)
    return found if pictured else found + thumbnails


def role_of(mime: str, url: str, medium: str = "") -> str:
    """ "picture", "video", "captions" or "file", by what is claimed and else by the address."""
    path = url.partition("?")[0].partition("#")[0]
    if medium == "captions" or mime in CAPTIONS or _CAPTIONS.search(path):
        return "captions"
    if medium == "image" or mime.startswith("image") or (not mime and _PICTURE.search(path)):
        return "picture"
    if medium == "video" or mime.startswith("video") or _VIDEO.search(path):
        return "video"
    return "picture" if not mime.startswith(("audio", "application/pdf")) and _PICTURE.search(path) else "file"


def size_of(text: str | None) -> int | None:
    """A length in bytes as claimed; None for what is no positive whole number."""
    text = (text or "").strip()
    return int(text) or None if text.isascii() and text.isdigit() and len(text) <= 15 else None


def once(files: Iterable[Enclosure]) -> tuple[Enclosure, ...]:
    """Each address once, at its first place; a description that only a later mention has is kept."""
    kept: dict[str, Enclosure] = {}
    for file in files:
        known = kept.setdefault(file.url, file)
        if known is not file:
            kept[file.url] = Enclosure(
                url=known.url,
                mime=known.mime or file.mime,
                length=known.length or file.length,
                alt=known.alt or file.alt,
                caption=known.caption or file.caption,
                role=known.role,
                language=known.language or file.language,
            )
    return tuple(kept.values())


def _one(content: etree._Element, base: str) -> list[Enclosure]:
    return _file(content, content.get("url", ""), base, content.get("medium", ""))


def _file(element: etree._Element, address: str, base: str, medium: str) -> list[Enclosure]:
    url = absolute(address, absolute(element.base or "", base) or base)
    if not url:
        return []
    mime = element.get("type", "").strip().lower()
    return [
        Enclosure(
            url=url,
            mime=mime,
            length=size_of(element.get("length") or element.get("fileSize")),
            alt=_said(element, "description") or _said(element, "text"),
            caption=_said(element, "title") or (element.get("title") or "").strip(),
            role=role_of(mime, url, medium.strip().lower()),
            language=(element.get("lang") or element.get("hreflang") or "").strip().lower().partition("-")[0],
        )
    ]


def _said(element: etree._Element, what: str) -> str:
    """The media:description or media:title of this file: its own, or that of its group."""
    places = [element] + ([parent] if (parent := element.getparent()) is not None and name(parent) == "group" else [])
    for place in places:
        for child in place:
            if (
                name(child) == what
                and space(child) in MEDIA
                and (said := unescaped("".join(map(str, child.itertext()))).strip())
            ):
                return said
    return ""


def _in_group(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and name(parent) == "group"


def _worth(content: etree._Element) -> tuple[bool, int, int]:
    return (
        content.get("isDefault") == "true",
        size_of(content.get("width")) or 0,
        size_of(content.get("fileSize")) or 0,
    )
