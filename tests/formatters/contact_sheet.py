"""`python -m tests.formatters.contact_sheet`: every size that a channel asks for, of every awkward picture, on one sheet."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw

from channels.registry import all_channels
from formatters import pixels
from formatters.images import plan
from formatters.pixels.jpeg import fitted
from formatters.rendition import Cut, PictureSlot
from formatters.story import Picture
from tests.formatters.awkward import AWKWARD, Awkward

SHEET = Path(__file__).parents[2] / "docs" / "images" / "contact-sheet.jpg"
SCALE = 10  # every cut is shown at a tenth of its size
LEFT, TOP, GAP = 176, 26, 8
MOST_BYTES = 600_000


def slots() -> list[PictureSlot]:
    """Every size that the channels' manifests ask for, each once, widest shapes first."""
    known: dict[tuple[int, int, str], PictureSlot] = {}
    for channel in all_channels().values():
        for slot in (channel.limits.cover, *channel.limits.gallery):
            if slot is not None:
                known.setdefault((slot.width, slot.height, slot.fit), slot)
    return sorted(known.values(), key=lambda slot: (slot.fit, slot.height / slot.width, slot.width))


def cuts_of(one: Awkward) -> list[bytes]:
    """One awkward picture in every size."""
    data = one.make()
    return pixels.cuts(data, plans_of(one, data))


def plans_of(one: Awkward, data: bytes) -> list[Cut]:
    """How it is cut for every slot."""
    found = pixels.probe(data)
    picture = Picture(one.name, found.mime, found.width, found.height, one.name, focus=one.focus)
    return [plan(picture, slot) for slot in slots()]


def sheet() -> Image.Image:
    """All of them: a row for each picture, a column for each slot."""
    columns = slots()
    rows = [[_small(data) for data in cuts_of(one)] for one in AWKWARD]
    width = LEFT + sum(slot.width // SCALE + GAP for slot in columns)
    height = TOP + sum(_height(row) for row in rows)
    whole = Image.new("RGB", (width, height), (250, 250, 248))
    pen = ImageDraw.Draw(whole)
    for slot, left in zip(columns, _lefts(columns), strict=True):
        pen.text((left, 7), f"{slot.width} x {slot.height} {slot.fit}", (90, 90, 90), font_size=10)
    top = TOP
    for number, (one, row) in enumerate(zip(AWKWARD, rows, strict=True), 1):
        pen.text((8, top + 2), f"{number}  {one.name}", (30, 30, 30), font_size=12)
        for small, left in zip(row, _lefts(columns), strict=True):
            pen.rectangle((left - 1, top - 1, left + small.width, top + small.height), outline=(205, 205, 205))
            whole.paste(small, (left, top))
        top += _height(row)
    return whole


def _small(data: bytes) -> Image.Image:
    cut = Image.open(io.BytesIO(data))
    return cut.resize((max(1, cut.width // SCALE), max(1, cut.height // SCALE)), Image.Resampling.LANCZOS)


def _height(row: list[Image.Image]) -> int:
    return max(small.height for small in row) + 2 * GAP


def _lefts(columns: list[PictureSlot]) -> list[int]:
    return [LEFT + sum(slot.width // SCALE + GAP for slot in columns[:place]) for place in range(len(columns))]


if __name__ == "__main__":
    SHEET.write_bytes(fitted(sheet(), MOST_BYTES))
    sys.stdout.write(f"{SHEET}: {SHEET.stat().st_size:,} bytes\n")
