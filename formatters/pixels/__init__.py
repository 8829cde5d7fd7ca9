"""Bytes in, bytes out: the one place that touches pixels. What comes out is plain sRGB JPEG with nothing but its credit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from formatters.pixels.colour import flat, white_of
from formatters.pixels.cover import default_cover
from formatters.pixels.jpeg import fitted
from formatters.pixels.opening import is_jpeg, loaded, opened, turn_of
from formatters.pixels.original import Original
from formatters.pixels.words import UnusablePicture
from formatters.rendition import Cut

__all__ = ["Probed", "UnusablePicture", "cut", "cuts", "default_cover", "key", "probe"]

VERSION = 2  # of what is made from the same original and plan: raised whenever other bytes come out


@dataclass(frozen=True, slots=True)
class Probed:
    """What a picture is: its MIME type, and its size in pixels after EXIF orientation."""

    mime: str
    width: int
    height: int


def probe(data: bytes) -> Probed:
    """What these bytes are, read to their end. UnusablePicture for anything that is not a whole, reasonable picture."""
    picture = opened(data)
    mime = "image/jpeg" if picture.format == "MPO" else Image.MIME[picture.format or "JPEG"]
    width, height = picture.size
    if turn_of(picture) >= 5:
        width, height = height, width
    # Of a JPEG every byte is read all the same at an eighth of its size, in a fraction of the time.
    loaded(picture, 8 if is_jpeg(picture) else 1)
    flat(
        picture.crop((0, 0, 1, 1)), white_of(picture)
    )  # colours that cannot be shown are met now and not on the way out
    return Probed(mime, width, height)


def cut(data: bytes, plan: Cut) -> bytes:
    """One cut, as `cuts` makes it."""
    return cuts(data, [plan])[0]


def cuts(data: bytes, plans: Sequence[Cut]) -> list[bytes]:
    """The planned parts of one picture, in order: JPEGs of exactly `plan.width` × `plan.height`, at most `plan.max_bytes`.

    The original is unpacked once for all of them. The same bytes and plan give the same bytes, alone or in company.
    UnusablePicture as `probe`, and when no quality is small enough; ValueError when a plan's box lies outside the picture.
    """
    original = Original(data)
    made: dict[int, bytes] = {}
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, plan in enumerate(plans):
        alike.setdefault((plan.box, plan.width, plan.height), []).append(place)
    for places in alike.values():
        shown = original.shown(plans[places[0]])
        tried: dict[str, dict[int, bytes]] = {}
        for place in places:
            plan = plans[place]
            made[place] = fitted(shown, plan.max_bytes, plan.credit, tried.setdefault(plan.credit, {}))
    return [made[place] for place in range(len(plans))]


def key(plan: Cut) -> str:
    """SHA-256 (hex) over all that the bytes of a cut depend on: original, plan, and the version of this code."""
    told = [VERSION, plan.source, plan.box, plan.width, plan.height, plan.max_bytes, plan.credit]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
