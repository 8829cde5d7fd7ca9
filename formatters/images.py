"""Which part of a picture is shown, and how large: geometry as plain values, no pixels."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from formatters.rendition import Cut, Limits, PictureSlot
from formatters.story import Picture
from formatters.text import clean_line

Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels

DEFAULT_SIZE = (1280, 720)  # width and height in pixels of the default cover
DEFAULT_ALT = {"vi": "Ảnh bìa Cổng thông tin điện tử Bộ Nội vụ", "en": "Cover of the Ministry of Home Affairs Portal"}


def plan(picture: Picture, slot: PictureSlot) -> Cut:
    """How this picture is cut for this slot, its focus in sight. ValueError as for `frame`."""
    box, width, height = frame(picture.width, picture.height, slot, picture.focus)
    return Cut(
        slot=slot.name,
        source=picture.sha256,
        box=box,
        width=width,
        height=height,
        max_bytes=slot.max_bytes,
        alt=clean_line(picture.alt),
        caption=clean_line(picture.caption),
        credit=clean_line(picture.credit),
    )


def plan_default(slot: PictureSlot, alt: str) -> Cut:
    """How the default cover is cut for this slot: its source is ""."""
    box, width, height = frame(*DEFAULT_SIZE, slot)
    return Cut(
        slot=slot.name, source="", box=box, width=width, height=height, max_bytes=slot.max_bytes, alt=clean_line(alt)
    )


def frame(width: int, height: int, slot: PictureSlot, focus: tuple[float, float] | None = None) -> tuple[Box, int, int]:
    """The box of a width × height picture that is shown, and the output's width and height, all in pixels.

    "cover" keeps the slot's shape and cuts what overhangs: around `focus` (shares of width and height), which comes as
    near to the middle as the edges allow; without one evenly at the sides, and in height a third of it above, for faces
    are in the upper part. "within" keeps the whole picture. Neither makes anything larger.
    ValueError for a picture or slot without size, an unknown fit, or a focus outside the picture.
    """
    if min(width, height, slot.width, slot.height) < 1:
        raise ValueError(f"no picture of {width} × {height} fits a slot of {slot.width} × {slot.height}")
    if focus is not None and not (0 <= focus[0] <= 1 and 0 <= focus[1] <= 1):
        raise ValueError(f"a focus is two shares from 0 to 1, not {focus}")
    if slot.fit == "within":
        scale = min(1.0, slot.width / width, slot.height / height)
        return (0, 0, width, height), max(1, round(width * scale)), max(1, round(height * scale))
    if slot.fit != "cover":
        raise ValueError(f"a slot's fit is cover or within, not {slot.fit!r}")
    if width * slot.height > height * slot.width:  # wider than the slot
        across, down = max(1, round(height * slot.width / slot.height)), height
    else:
        across, down = width, max(1, round(width * slot.height / slot.width))
    if focus is None:
        left, top = (width - across) // 2, (height - down) // 3
    else:
        left, top = _around(focus[0], across, width), _around(focus[1], down, height)
    return (left, top, left + across, top + down), min(slot.width, across), min(slot.height, down)


def _around(share: float, length: int, whole: int) -> int:
    """Where a stretch of `length` out of `whole` begins, so that the point at `share` is as near to its middle as can be."""
    return min(max(0, round(share * whole - length / 2)), whole - length)


def as_stored(box: Box, turn: int, width: int, height: int) -> Box:
    """A box of the picture as a person sees it → the same box of the width × height pixels as they are stored.

    `turn` is EXIF's orientation, 1 to 8: which side of the stored pixels is up, and whether they are mirrored.
    """
    left, top, right, bottom = box
    if turn >= 5:  # stored lying on its side
        left, top, right, bottom = top, left, bottom, right
    if turn in (2, 3, 7, 8):
        left, right = width - right, width - left
    if turn in (3, 4, 6, 7):
        top, bottom = height - bottom, height - top
    return left, top, right, bottom


def nearest(width: int, height: int, slots: tuple[PictureSlot, ...]) -> PictureSlot:
    """The slot whose shape is nearest to the picture's; the first of equals. ValueError without slots."""
    if not slots:
        raise ValueError("there is no slot to choose from")
    return min(slots, key=lambda slot: abs(log(width / height) - log(slot.width / slot.height)))


def gallery(pictures: Iterable[Picture], limits: Limits) -> tuple[Cut, ...]:
    """The pictures as this channel's gallery shows them, in order, each once, at most `limits.max_gallery`."""
    if not limits.gallery:
        return ()
    once: dict[str, Picture] = {}
    for picture in pictures:
        once.setdefault(picture.sha256, picture)
    chosen = list(once.values())[: limits.max_gallery]
    return tuple(plan(picture, nearest(picture.width, picture.height, limits.gallery)) for picture in chosen)


def cover(pictures: tuple[Picture, ...], limits: Limits, language: str, *, always: bool = False) -> Cut | None:
    """The leading picture: the story's first, else the default cover where one is required or `always` is asked for.

    None when the channel has no place for it, or there is no picture and none is needed.
    """
    if limits.cover is None:
        return None
    if pictures:
        return plan(pictures[0], limits.cover)
    if not (limits.cover_required or always):
        return None
    return plan_default(limits.cover, DEFAULT_ALT["vi" if language.casefold().startswith("vi") else "en"])
