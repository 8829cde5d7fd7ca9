"""The files an XML item names: enclosures, Media RSS, iTunes and plain image elements, with their descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from formatters.text import unescaped
from syndication.sources.addresses import absolute
from syndication.sources.entry import Enclosure
from syndication.sources.parse.links import relation
from syndication.sources.parse.words import attribute, name, word

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
        one = word(element)
        if one == "media:group":
            versions = [child for child in element if word(child) == "media:content"]
            found += _one(max(versions, key=_worth), base) if versions else []
        elif one == "media:content":
            found += [] if _in_group(element) else _one(element, base)
        elif one == "media:subtitle":
            found += _file(element, attribute(element, "href"), base, "captions")
        elif one == "media:thumbnail":
            thumbnails += _file(element, attribute(element, "url"), base, "image")
        elif one == "enclosure" or (one == "link" and relation(element) == "enclosure"):
            found += _file(element, attribute(element, "url", "href"), base, "")
        elif one in ("image", "itunes:image"):
            found += _file(element, attribute(element, "href") or _address_in(element), base, "image")
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


def size_of(text: str) -> int | None:
    """A length in bytes as claimed; None for what is no positive whole number."""
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
    return _file(content, attribute(content, "url"), base, attribute(content, "medium"))


def _file(element: etree._Element, address: str, base: str, medium: str) -> list[Enclosure]:
    url = absolute(address, absolute(element.base or "", base) or base)
    if not url:
        return []
    mime = attribute(element, "type").lower()
    return [
        Enclosure(
            url=url,
            mime=mime,
            length=size_of(attribute(element, "length", "fileSize")),
            alt=_said(element, "description") or _said(element, "text"),
            caption=_said(element, "title") or attribute(element, "title"),
            role=role_of(mime, url, medium.lower()),
            language=attribute(element, "lang", "hreflang").lower().partition("-")[0],
        )
    ]


def _said(element: etree._Element, what: str) -> str:
    """The media:description or media:title of this file: its own, or that of its group."""
    places = [element] + ([parent] if (parent := element.getparent()) is not None and name(parent) == "group" else [])
    for place in places:
        for child in place:
            if word(child) == f"media:{what}" and (said := unescaped("".join(map(str, child.itertext()))).strip()):
                return said
    return ""


def _address_in(image: etree._Element) -> str:
    """The address that an image holds as text, or in its own element."""
    return next((child.text or "" for child in image if name(child) == "url"), image.text or "").strip()


def _in_group(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and name(parent) == "group"


def _worth(content: etree._Element) -> tuple[bool, int, int]:
    return (
        attribute(content, "isDefault") == "true",
        size_of(attribute(content, "width")) or 0,
        size_of(attribute(content, "fileSize")) or 0,
    )
