"""A photograph that nobody took: the same 24 megapixels every time, with what makes a photograph hard."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Field = NDArray[np.float32]


def photo(width: int = 6000, height: int = 4000) -> bytes:
    """A JPEG (quality 90, 4:2:0) of this many pixels; the same numbers always give the same picture.

    Light and colour vary at every scale as in nature (amplitude falls with frequency), sharp and soft edges lie on top,
    lines down to one pixel, and the noise of a sensor over all of it.
    """
    chance = np.random.default_rng(24)
    light, warmth = _clouds(width, height, chance), _clouds(width, height, chance)
    bands = [118 + 42 * light + 16 * warmth, 116 + 42 * light, 106 + 40 * light - 20 * warmth]
    sheet = Image.fromarray(np.clip(np.stack(bands, axis=-1), 0, 255).astype(np.uint8))
    _things(sheet, chance)
    sheet = sheet.filter(ImageFilter.GaussianBlur(0.7))  # no lens is sharp to the pixel
    grain = chance.normal(0, 4, (height, width, 1)).astype(np.float32)
    sheet = Image.fromarray(np.clip(np.asarray(sheet, dtype=np.float32) + grain, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=90, subsampling="4:2:0")
    return out.getvalue()


def _clouds(width: int, height: int, chance: np.random.Generator) -> Field:
    """Noise of every scale, each half as large and about half as strong; mean 0, deviation 1."""
    field: Field = np.zeros((height, width), np.float32)
    across, strength = 4, 1.0
    while across < width:
        rough = chance.standard_normal((max(2, across * height // width), across)).astype(np.float32)
        field += strength * np.asarray(Image.fromarray(rough).resize((width, height), Image.Resampling.BICUBIC))
        across, strength = across * 2, strength * 0.55
    level: Field = (field - field.mean()) / field.std()
    return level


def _things(sheet: Image.Image, chance: np.random.Generator) -> None:
    pen = ImageDraw.Draw(sheet)
    for number in range(400):
        left, top = int(chance.integers(sheet.width)), int(chance.integers(sheet.height))
        size = int(chance.choice([20, 40, 80, 160, 320]))
        colour: Any = tuple(int(light) for light in chance.integers(20, 240, 3))
        if number % 4 == 0:
            pen.ellipse((left, top, left + size, top + size), fill=colour)
        elif number % 4 == 1:
            pen.polygon([(left, top), (left + size, top + size // 3), (left + size // 2, top + size)], fill=colour)
        elif number % 4 == 2:
            pen.line((left, top, left + size * 4, top + size), fill=colour, width=max(1, size // 40))
        else:
            for row in range(0, size, 12):  # something like writing
                pen.line((left, top + row, left + size * 2, top + row), fill=colour, width=4)
