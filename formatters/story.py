"""A Story: one Revision of an Item as a frozen plain value. It is all that leaves syndication downwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the story, known by the SHA-256 (hex) of its original bytes.

    Width and height are in pixels after EXIF orientation. `alt` is never empty: it falls back on the story's title.
    `focus` is the point that must stay in sight, as shares of width and height from the upper left; None when nobody set it.
    """

    sha256: str
    mime: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""
    url: str = ""
    focus: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """Subtitles of a film in one language. `mime` is text/vtt or application/x-subrip, `size` is in bytes."""

    language: str
    sha256: str
    mime: str
    size: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Film:
    """The story's own video: bytes are named, never held. `size` is in bytes, `seconds` is None when unknown.

    `watch` is where the public can watch it already (its YouTube address), "" while it is nowhere.
    """

    sha256: str
    mime: str
    size: int
    seconds: float | None = None
    url: str = ""
    captions: tuple[Caption, ...] = ()
    watch: str = ""


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes kept by content. `open` gives a fresh readable binary stream each time; nothing is read before that."""

    sha256: str
    mime: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Credit:
    """Where collected material came from (Điều 9.1.h of 668/QĐ-BNV); a story of the ministry's own has none."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """The same thing told in another language, by the story's twin; cleared for that language."""

    language: str
    title: str
    summary: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is told. Text is NFC; `title`, `summary` and `text` are plain, `html` is sanitised with absolute addresses.

    `identifier` is stable for ever (`urn:moha:…`), `link` is the canonical address ("" when the portal gave none),
    `published` and `modified` are aware datetimes. `note` is the text of a correction (đính chính), else "".
    `synthetic` says the material was made or edited by AI: "none", "assisted" or "generated".
    """

    identifier: str
    revision: int
    language: str
    title: str
    summary: str
    text: str
    html: str
    link: str
    published: datetime
    modified: datetime
    category: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    pictures: tuple[Picture, ...] = ()
    film: Film | None = None
    credit: Credit | None = None
    note: str = ""
    synthetic: str = "none"
    twins: tuple[Twin, ...] = ()
