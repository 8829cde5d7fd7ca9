"""An original, unpacked once and kept at the few sizes from which its cuts are made."""

from __future__ import annotations

from PIL import Image

from formatters.images import as_stored
from formatters.pixels.colour import flat, is_plain, srgb, upright_ink, white_of
from formatters.pixels.opening import is_jpeg, loaded, opened, still, turn_of
from formatters.rendition import Cut

# A JPEG is unpacked at the smallest half, quarter or eighth whose short side still has so many pixels: enough for every
# slot there is. A cut that wants finer pixels has them unpacked for itself.
SHORT_SIDE = 1800
STEPS = (64, 32, 16, 8, 4, 2, 1)
SPARE = 9 / 8  # how much finer than its cut a reduced picture must be
CLOSE = 1.4  # below this LANCZOS costs little and shows: fine lines would be lost; above it BICUBIC is as good
ROWS = 512  # of a strip; a multiple of every step
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Original:
    """What a picture's cuts are made from. `size` is in pixels as a person sees it, after EXIF orientation.

    How a cut is made depends on the original and that cut alone, never on which others are asked for: its bytes are the
    same alone and in company.
    """

    def __init__(self, data: bytes) -> None:
        """UnusablePicture for anything that is not a reasonable picture; its pixels are read when they are first needed."""
        picture = opened(data)
        self._data = data
        self._stored = picture.size
        self._turn = turn_of(picture)
        self._parts = is_jpeg(picture)
        self._unread = picture if self._parts else None
        self._unpacked: dict[int, Image.Image] = {}
        self._reduced: dict[int, Image.Image] = {}
        self.size = picture.size[::-1] if self._turn >= 5 else picture.size

    def shown(self, plan: Cut) -> Image.Image:
        """The planned part of it, `plan.width` × `plan.height`, RGB. ValueError when the box lies outside the picture."""
        left, top, right, bottom = plan.box
        if not (0 <= left < right <= self.size[0] and 0 <= top < bottom <= self.size[1]):
            raise ValueError(f"the box {plan.box} lies outside a picture of {self.size[0]} × {self.size[1]}")
        spare = min((right - left) / plan.width, (bottom - top) / plan.height)
        step = next((step for step in STEPS if step * SPARE <= spare), 1)
        filtered = Image.Resampling.LANCZOS if spare < step * CLOSE else Image.Resampling.BICUBIC
        part = [side / step for side in as_stored(plan.box, self._turn, *self._stored)]
        size = (plan.height, plan.width) if self._turn >= 5 else (plan.width, plan.height)
        shown = self._at(step).resize(size, filtered, box=(part[0], part[1], part[2], part[3]))
        shown.info.clear()  # nothing is carried along
        return shown.transpose(TURNS[self._turn]) if self._turn in TURNS else shown

    def _at(self, step: int) -> Image.Image:
        """One `step`th of the original, in sRGB, as it is stored."""
        if step not in self._reduced:
            part = min(step, self._coarsest())
            if part not in self._unpacked:
                self._unpacked[part] = self._unpack(part)
            self._reduced[step] = _reduced(self._unpacked[part], step // part)
        return self._reduced[step]

    def _unpack(self, part: int) -> Image.Image:
        if not self._parts:
            return still(self._data)
        picture, self._unread = self._unread or opened(self._data), None
        return loaded(picture, part)

    def _coarsest(self) -> int:
        """The smallest part of a JPEG from which the cuts for today's channels can be made."""
        if not self._parts:
            return 1
        return next((part for part in (8, 4, 2) if min(self._stored) // part >= SHORT_SIDE), 1)


def _reduced(picture: Image.Image, step: int) -> Image.Image:
    """Averaged over squares of `step` pixels. In strips, so that no whole picture stands in memory once more for each change."""
    if is_plain(picture):
        small = picture.reduce(step) if step > 1 else picture
    else:
        white = white_of(picture)
        small = Image.new("RGB", (-(-picture.width // step), -(-picture.height // step)))
        for top in range(0, picture.height, ROWS):
            strip = flat(picture.crop((0, top, picture.width, min(top + ROWS, picture.height))), white)
            if strip.mode != small.mode and top == 0:
                small = Image.new(strip.mode, small.size)
            small.paste(strip.reduce(step) if step > 1 else strip, (0, top // step))
    return srgb(upright_ink(small, picture), picture.info.get("icc_profile"))
