"""A Story: one Revision of an Item as a frozen plain value. It is all that leaves syndication downwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, BinaryIO


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
class FilmFacts:
    """What was found in the file itself, whatever its name or its server says. Codecs bear FFmpeg's names.

    `mime` names the container. `width` and `height` are in pixels as a viewer sees the film: turned upright, with square pixels;
    `rotation` is by how many degrees clockwise a player turns it for that. `rate` is pictures a second on average.
    `audio` is "" for a film without sound. `loudness` is the integrated loudness by EBU R128, in LUFS, of at most the first five
    minutes; −70 is silence, None what could not be measured.
    """

    mime: str
    video: str
    pixels: str
    width: int
    height: int
    rotation: int
    rate: float
    seconds: float
    audio: str = ""
    channels: int = 0
    sample_rate: int = 0
    loudness: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives back equal facts."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> FilmFacts:
        """Read what `to_json` wrote."""
        return cls(**value)


@dataclass(frozen=True, slots=True)
class Film:
    """The story's own video: bytes are named, never held. `size` is in bytes, `seconds` is None when unknown.

    `watch` is where the public can watch it already (its YouTube address), "" while it is nowhere. `facts` is what was measured
    of it, None for a film that was kept before anything was.
    """

    sha256: str
    mime: str
    size: int
    seconds: float | None = None
    url: str = ""
    captions: tuple[Caption, ...] = ()
    watch: str = ""
    facts: FilmFacts | None = None


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
    `synthetic` says the material was made or edited by AI: "none", "assisted" or "generated". `by_hand` says that staff wrote
    the text for one account: a form does not shorten it to its own taste, only to what the channel allows. `unit` is the unit of the
    ministry that it comes from, "" when nobody said so.
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
    by_hand: bool = False
    unit: str = ""
