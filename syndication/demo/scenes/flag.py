"""The national flag in a light wind."""

from __future__ import annotations

import math

from syndication.demo.paint import Canvas, Place, mix

RED, SHADE, LIGHT = (218, 32, 28), (170, 16, 18), (236, 64, 52)


def flag(canvas: Canvas, corner: Place, width: float, turn: float) -> None:
    """The flag with its upper left corner here, two by three; `turn` 0–1 says where its folds lie."""
    left, top = corner
    height, steps = width * 2 / 3, 28

    def edge(step: int, lower: bool) -> Place:
        share = step / steps
        lift = math.sin(share * 5.2 + turn * 6.28) * width * 0.035 * (0.3 + share)
        return left + width * share, top + lift + (height if lower else 0)

    for step in range(steps):
        slope = math.cos((step / steps) * 5.2 + turn * 6.28)
        colour = mix(RED, LIGHT if slope > 0 else SHADE, abs(slope) * 0.8)
        canvas.shape([edge(step, False), edge(step + 1, False), edge(step + 1, True), edge(step, True)], colour)
    x, y = edge(steps // 2, False)
    canvas.star((x, y + height / 2), height * 0.3)
