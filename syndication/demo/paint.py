"""A canvas to draw scenes on: soft gradients, shapes, shadows. Places are in a frame of 1600 × 1000, whatever the pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1000
FINE = 2  # drawn this much larger, so that edges come out smooth
RIM = 180  # what Pillow's radial gradient holds in the middle of its sides

Colour = tuple[int, ...]  # red, green, blue, and opacity 0–255 where it is not full
Place = tuple[float, float]
Box = tuple[float, float, float, float]


class Canvas:
    """One picture being drawn. What is drawn later lies on top."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        self._image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE))
        self._draw = ImageDraw.Draw(self._image, "RGBA")
        self.gradient((0, 0, WIDTH, HEIGHT), top, bottom)

    def finish(self, shaded: bool = True) -> Image.Image:
        """The picture at 1600 × 1000 pixels; `shaded`: a little darker towards its corners."""
        if shaded:
            shade = Image.radial_gradient("L").resize(self._image.size, Image.Resampling.BILINEAR)
            shade = shade.point([max(0, light - 150) // 2 for light in range(256)])
            self._image.paste((0, 0, 0), (0, 0), shade)
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def gradient(self, box: Box, top: Colour, bottom: Colour, across: bool = False) -> None:
        """A rectangle that fades from one colour to another, downwards or `across`."""
        left, upper, right, lower = (round(side * FINE) for side in box)
        size = (max(1, right - left), max(1, lower - upper))
        ramp = Image.linear_gradient("L")
        ramp = (ramp.transpose(Image.Transpose.ROTATE_90) if across else ramp).resize(size, Image.Resampling.BILINEAR)
        self._image.paste(
            Image.composite(Image.new("RGB", size, bottom[:3]), Image.new("RGB", size, top[:3]), ramp), (left, upper)
        )

    def box(self, box: Box, fill: Colour, radius: float = 0) -> None:
        """A rectangle, its corners rounded by `radius`."""
        self._draw.rounded_rectangle([side * FINE for side in box], radius * FINE, fill=fill)

    def oval(self, box: Box, fill: Colour) -> None:
        """An ellipse in this box."""
        self._draw.ellipse([side * FINE for side in box], fill=fill)

    def ring(self, box: Box, colour: Colour, width: float) -> None:
        """The outline of an ellipse."""
        self._draw.ellipse([side * FINE for side in box], outline=colour, width=round(width * FINE))

    def slice(self, box: Box, start: float, end: float, fill: Colour) -> None:
        """A slice of an ellipse, in degrees clockwise from three o'clock."""
        self._draw.pieslice([side * FINE for side in box], start, end, fill=fill)

    def shape(self, places: Sequence[Place], fill: Colour) -> None:
        """A polygon."""
        self._draw.polygon([(x * FINE, y * FINE) for x, y in places], fill=fill)

    def line(self, places: Sequence[Place], colour: Colour, width: float) -> None:
        """A line through these places."""
        self._draw.line(
            [(x * FINE, y * FINE) for x, y in places], fill=colour, width=round(width * FINE), joint="curve"
        )

    def star(self, centre: Place, radius: float, fill: Colour = (255, 221, 51)) -> None:
        """A star of five points."""
        x, y = centre
        corners = [
            (x + reach * math.sin(turn * math.pi / 5), y - reach * math.cos(turn * math.pi / 5))
            for turn in range(10)
            for reach in [radius if turn % 2 == 0 else radius * 0.382]
        ]
        self.shape(corners, fill)

    def glow(self, centre: Place, radius: float, colour: Colour, strength: int = 160) -> None:
        """Light that fades outwards. `strength` is its opacity 0–255 at the centre."""
        size = round(radius * 2 * FINE)
        light = Image.radial_gradient("L").resize((size, size), Image.Resampling.BILINEAR)
        light = light.point([max(0, RIM - level) ** 2 * strength // RIM**2 for level in range(256)])
        corner = (round((centre[0] - radius) * FINE), round((centre[1] - radius) * FINE))
        self._image.paste(colour[:3], corner, light)

    def mist(self, ovals: Sequence[Box], colour: Colour, strength: int, softness: float) -> None:
        """Ovals melted into one soft shape; `strength` is its opacity 0–255, `softness` the reach of its blur."""
        rough = 4  # it is blurred anyway
        cover = Image.new("L", (WIDTH // rough, HEIGHT // rough))
        draw = ImageDraw.Draw(cover)
        for oval in ovals:
            draw.ellipse([side / rough for side in oval], fill=strength)
        cover = cover.filter(ImageFilter.GaussianBlur(softness / rough))
        self._image.paste(colour[:3], (0, 0), cover.resize(self._image.size, Image.Resampling.BICUBIC))

    def shadow(self, places: Sequence[Place], strength: int = 90, softness: float = 14) -> None:
        """The soft shadow of a polygon; `softness` is the reach of its blur."""
        edge = softness * 3
        left, upper = min(x for x, _ in places) - edge, min(y for _, y in places) - edge
        size = (
            max(1, round((max(x for x, _ in places) + edge - left) * FINE)),
            max(1, round((max(y for _, y in places) + edge - upper) * FINE)),
        )
        dark = Image.new("L", size)
        ImageDraw.Draw(dark).polygon([((x - left) * FINE, (y - upper) * FINE) for x, y in places], fill=strength)
        dark = dark.filter(ImageFilter.GaussianBlur(softness * FINE))
        self._image.paste((0, 0, 0), (round(left * FINE), round(upper * FINE)), dark)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour between two: `share` 0 is the first, 1 the other."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one[:3], other[:3], strict=True))


def wave(left: float, right: float, level: float, height: float, length: float, turn: float) -> list[Place]:
    """Places along a rolling line from `left` to `right`."""
    steps = max(2, round((right - left) / 10))
    return [
        (x, level + height * (math.sin(x / length + turn) + 0.45 * math.sin(2.3 * x / length + 1.7 * turn)))
        for x in (left + (right - left) * step / steps for step in range(steps + 1))
    ]
