"""What stands and drifts around buildings and fields: trees, clouds, birds."""

from __future__ import annotations

import math
from random import Random

from syndication.demo.paint import Box, Canvas, Colour, Place, mix


def clouds(canvas: Canvas, chance: Random, number: int) -> None:
    """Light clouds in the upper third: flat below, heaped above, and thin ones behind them."""
    thin: list[Box] = []
    for _ in range(number):
        x, y, wide = chance.uniform(-100, 1700), chance.uniform(40, 330), chance.uniform(160, 420)
        thin.append((x - wide, y - wide * 0.035, x + wide, y + wide * 0.035))
    canvas.mist(thin, (255, 255, 255), 120, 12)
    for _ in range(number - 2):
        x, y, wide = chance.uniform(0, 1600), chance.uniform(90, 270), chance.uniform(110, 200)
        heaps: list[Box] = [(x - wide, y - wide * 0.1, x + wide, y + wide * 0.1)]
        for _ in range(8):
            across, size = chance.uniform(-0.72, 0.72) * wide, chance.uniform(0.14, 0.3) * wide
            heaps.append((x + across - size, y - size * 1.1, x + across + size, y + size * 0.35))
        canvas.mist(heaps, (255, 255, 255), 185, 11)


def tree(canvas: Canvas, foot: Place, height: float, colour: Colour) -> None:
    """A round tree standing on `foot`."""
    x, y = foot
    canvas.box((x - height * 0.03, y - height * 0.5, x + height * 0.03, y), (88, 64, 48))
    for turn in range(9):
        away = height * 0.22
        across, up = math.cos(turn * 2.4) * away, math.sin(turn * 2.4) * away * 0.8
        size = height * (0.26 - turn * 0.008)
        shade = mix(colour, (16, 44, 24) if up > 0 else (212, 226, 140), 0.25)
        centre_x, centre_y = x + across, y - height * 0.68 + up
        canvas.oval((centre_x - size, centre_y - size * 0.85, centre_x + size, centre_y + size * 0.85), shade)


def birds(canvas: Canvas, chance: Random, number: int, colour: Colour) -> None:
    """A flight of egrets far away."""
    x, y = chance.uniform(300, 1100), chance.uniform(140, 260)
    for _ in range(number):
        at, up, wide = x + chance.uniform(-160, 160), y + chance.uniform(-60, 60), chance.uniform(10, 20)
        canvas.line([(at - wide, up - wide * 0.35), (at, up), (at + wide, up - wide * 0.35)], colour, 3)
