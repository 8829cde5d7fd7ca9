"""A Rendition: exactly what one account will show. And Limits: what its channel allows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from formatters.films.limit import FilmLimit
from formatters.sentence import Sentence
from formatters.story import Caption, Film


class Unit(StrEnum):
    """How a platform counts a text. Where it is unknown we count by the unit that gives the larger number."""

    CHARACTERS = "characters"  # Unicode code points
    UTF16 = "utf16"  # UTF-16 code units, as Java, JavaScript and most platforms count
    BYTES = "bytes"  # UTF-8 bytes


@dataclass(frozen=True, slots=True)
class TextLimit:
    """At most `most` of `unit`."""

    most: int
    unit: Unit = Unit.CHARACTERS


@dataclass(frozen=True, slots=True)
class PictureSlot:
    """A place for a picture: its size in pixels and the most bytes its JPEG may have.

    `fit` is "cover" (fill the slot, cut what overhangs) or "within" (keep the whole picture, at most this size).
    """

    name: str
    width: int
    height: int
    max_bytes: int
    fit: str = "cover"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel allows of one rendition. None or 0 means the form has no such part on this channel."""

    title: TextLimit | None = None
    summary: TextLimit | None = None
    text: TextLimit | None = None
    author: TextLimit | None = None
    tags: TextLimit | None = None
    forbidden: str = ""  # characters the platform refuses in title and text
    cover: PictureSlot | None = None  # one leading picture: a cover, a thumbnail
    cover_required: bool = False  # without a picture the shipped default cover takes its place
    gallery: tuple[PictureSlot, ...] = ()  # the shapes a gallery picture may take; the nearest to the picture is used
    max_gallery: int = 0
    film: FilmLimit | None = None  # films that the channel takes as files
    localised: bool = False  # whether texts in further languages go with it
    hashtags: str = "accented"  # "both": each also without its accents, as some people search; "none"


@dataclass(frozen=True, slots=True)
class Cut:
    """One picture as one account shows it: the plan (from which original, which part, how large) and then its bytes.

    `box` is (left, top, right, bottom) in pixels of the original. `sha256` and `size` are of the cut's JPEG and are
    empty until pixels were made. `source` "" means the default cover that ships with the product.
    """

    slot: str
    source: str
    box: tuple[int, int, int, int]
    width: int
    height: int
    max_bytes: int
    alt: str
    caption: str = ""
    credit: str = ""
    mime: str = "image/jpeg"
    sha256: str = ""
    size: int = 0

    @property
    def line(self) -> str:
        """The caption and whose picture it is, where a channel has one line for both."""
        if not self.credit or self.credit in self.caption:
            return self.caption
        return f"{self.caption} ({self.credit})" if self.caption else self.credit


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article's body.

    `kind` is "text" or "heading" (use `text`), "image" (uses `cut`, an index into `gallery`), or "film" (the rendition's
    film, or the address in `watch`).
    """

    kind: str
    text: str = ""
    cut: int = -1


@dataclass(frozen=True, slots=True)
class Localisation:
    """The title and the whole text in a further language, attribution included."""

    language: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """Exactly what one account will show.

    `text` is the whole text a reader sees there, attribution included; `attribution` repeats the locked segment so that
    it can be checked. `link` is the canonical address. The digest covers every field and the bytes of every cut.
    """

    form: str
    language: str
    title: str
    text: str
    attribution: str
    link: str
    summary: str = ""
    html: str = ""
    author: str = ""
    category: str = ""
    published: str = ""  # ISO 8601 with offset
    tags: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    cover: Cut | None = None
    gallery: tuple[Cut, ...] = ()
    film: Film | None = None
    note: str = ""
    synthetic: str = "none"
    watch: str = ""  # where a film that is not uploaded here can be watched
    localisations: tuple[Localisation, ...] = ()
    unit: str = ""  # where it is shown: the unit of the ministry that it comes from

    def __post_init__(self) -> None:
        if self.film is not None and self.film.facts is not None:
            # What was measured of a film is not shown to anybody: its bytes are what is approved.
            object.__setattr__(self, "film", replace(self.film, facts=None))

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Every picture in it: the cover first, then the gallery."""
        return ((self.cover,) if self.cover else ()) + self.gallery

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks as an article's readers see them under its cover.

        A first block that is the same picture would stand right below the cover, so it is left out; not when it has a
        caption or a credit, which would be lost with it, and not further down, where the text refers to it.
        """
        blocks = self.blocks or (Block("text", text=self.text),)
        first = blocks[0]
        if first.kind != "image" or len(blocks) == 1 or self.cover is None:
            return blocks
        cut = self.gallery[first.cut]
        twice = bool(cut.source) and cut.source == self.cover.source and not cut.line
        return blocks[1:] if twice else blocks

    def with_cuts(self, made: dict[Cut, Cut]) -> Rendition:
        """The same rendition with each planned cut replaced by the one that `made` maps it to."""
        return replace(
            self,
            cover=made.get(self.cover, self.cover) if self.cover else None,
            gallery=tuple(made.get(cut, cut) for cut in self.gallery),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives back an equal rendition."""
        value: dict[str, Any] = json.loads(json.dumps(asdict(self), ensure_ascii=False))
        if value["film"]:
            del value["film"]["facts"]
        if not value["unit"]:
            del value["unit"]  # what was approved before units were told keeps its digest
        return value

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Rendition:
        """Read what `to_json` wrote."""
        known = dict(value)
        known["tags"] = tuple(known.get("tags", ()))
        known["blocks"] = tuple(Block(**block) for block in known.get("blocks", ()))
        known["cover"] = _cut(known["cover"]) if known.get("cover") else None
        known["gallery"] = tuple(_cut(cut) for cut in known.get("gallery", ()))
        known["film"] = _film(known["film"]) if known.get("film") else None
        known["localisations"] = tuple(Localisation(**told) for told in known.get("localisations", ()))
        return cls(**known)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the canonical JSON. ValueError while a cut has no bytes yet: only what is made can be approved."""
        unfinished = [cut.slot for cut in self.cuts if not cut.sha256]
        if unfinished:
            raise ValueError(f"these cuts have no bytes yet: {', '.join(unfinished)}")
        canonical = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def _cut(value: dict[str, Any]) -> Cut:
    left, top, right, bottom = value["box"]
    return Cut(**{**value, "box": (left, top, right, bottom)})


def _film(value: dict[str, Any]) -> Film:
    return Film(**{**value, "captions": tuple(Caption(**caption) for caption in value.get("captions", ()))})


class CannotTell(Exception):
    """This form cannot tell this story on this channel (an item without video, for a video). Carries the sentence why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.en)
        self.why = why
