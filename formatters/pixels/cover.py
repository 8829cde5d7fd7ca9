"""The cover that ships with the product, drawn by our own code."""

from __future__ import annotations

from functools import cache

from PIL import Image, ImageDraw

from formatters.images import DEFAULT_SIZE
from formatters.pixels.jpeg import fitted


@cache
def default_cover() -> bytes:
    """The cover that ships with the product, a JPEG of 1280 × 720: gold rings over deep red. Its source is "" in a Cut."""
    width, height = DEFAULT_SIZE
    scale = 2  # drawn large and made smaller: smooth edges
    sheet = Image.new("RGB", (width * scale, height * scale))
    pen = ImageDraw.Draw(sheet)
    for row in range(sheet.height):
        share = row / sheet.height
        pen.line([(0, row), (sheet.width, row)], fill=(int(150 - 52 * share), int(22 - 8 * share), int(24 - 6 * share)))
    middle = (sheet.width // 2, int(sheet.height * 0.47))
    for radius, thickness, gold in _RINGS:
        reach = radius * scale
        corners = (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)
        pen.ellipse(corners, outline=gold, width=thickness * scale)
    for left in range(0, width, 64):
        _lozenge(pen, (left + 32) * scale, (height - 58) * scale, 22 * scale, (201, 160, 72))
        _lozenge(pen, (left + 32) * scale, (height - 58) * scale, 11 * scale, (112, 15, 19))
    for edge in (height - 96, height - 22):
        pen.rectangle((0, edge * scale, sheet.width, (edge + 3) * scale), fill=(214, 176, 92))
    return fitted(sheet.resize(DEFAULT_SIZE, Image.Resampling.LANCZOS), 500_000)


_RINGS = (
    (270, 2, (150, 78, 44)),
    (236, 5, (214, 176, 92)),
    (214, 2, (178, 118, 60)),
    (176, 9, (224, 188, 104)),
    (150, 2, (178, 118, 60)),
    (104, 4, (214, 176, 92)),
    (60, 64, (224, 188, 104)),
)


def _lozenge(pen: ImageDraw.ImageDraw, across: int, down: int, reach: int, fill: tuple[int, int, int]) -> None:
    pen.polygon([(across - reach, down), (across, down - reach), (across + reach, down), (across, down + reach)], fill)
