"""Figures on a screen: bars, a line, a ring."""

from __future__ import annotations

import math
from random import Random

from syndication.demo.paint import Canvas, Colour, mix

THEMES: tuple[tuple[Colour, Colour, tuple[Colour, ...]], ...] = (
    ((20, 42, 84), (12, 24, 52), ((86, 178, 232), (250, 196, 84), (232, 92, 82), (120, 206, 158))),
    ((250, 250, 252), (226, 232, 240), ((30, 98, 170), (214, 60, 52), (236, 172, 52), (60, 150, 110))),
    ((60, 18, 24), (34, 10, 16), ((250, 196, 84), (236, 112, 96), (246, 230, 204), (206, 60, 56))),
)


def draw(chance: Random) -> Canvas:
    """The theme and the figures vary; they grow from left to right."""
    above, below, colours = chance.choice(THEMES)
    dark = sum(above) < 400
    canvas = Canvas(above, below)
    canvas.glow((1250, 140), 700, colours[0], 60)
    card = mix(above, (255, 255, 255), 0.09 if dark else 0.9)
    faint = mix(above, (255, 255, 255) if dark else (90, 100, 116), 0.3)
    for box in ((70, 80, 1060, 920), (1100, 80, 1530, 520), (1100, 560, 1530, 920)):
        left, top, right, bottom = box
        canvas.shadow([(left, top + 10), (right, top + 10), (right, bottom + 10), (left, bottom + 10)], 80, 18)
        canvas.box(box, card, 18)
        canvas.box((left + 34, top + 32, left + 34 + (right - left) * 0.4, top + 50), faint, 6)
    _bars(canvas, chance, colours, faint)
    _ring(canvas, chance, colours, card)
    _rows(canvas, chance, colours, faint)
    return canvas


def _bars(canvas: Canvas, chance: Random, colours: tuple[Colour, ...], faint: Colour) -> None:
    for line in range(6):
        canvas.line([(120, 840 - line * 122), (1020, 840 - line * 122)], (*faint, 90), 2)
    tops: list[tuple[float, float]] = []
    for bar in range(9):
        tall = 130 + bar * 52 + chance.uniform(-46, 46)
        left = 136 + bar * 99
        canvas.gradient((left, 840 - tall, left + 30, 840), mix(colours[0], (255, 255, 255), 0.25), colours[0])
        low = tall * chance.uniform(0.55, 0.8)
        canvas.gradient((left + 34, 840 - low, left + 64, 840), mix(colours[1], (255, 255, 255), 0.25), colours[1])
        canvas.box((left + 8, 858, left + 56, 868), faint, 4)
        tops.append((left + 32, 800 - tall - 20))
    canvas.line(tops, colours[2], 7)
    for x, y in tops:
        canvas.oval((x - 12, y - 12, x + 12, y + 12), colours[2])
        canvas.oval((x - 6, y - 6, x + 6, y + 6), (255, 255, 255))


def _ring(canvas: Canvas, chance: Random, colours: tuple[Colour, ...], card: Colour) -> None:
    box, start = (1190.0, 190.0, 1450.0, 450.0), -90.0
    shares = [0.44 + chance.uniform(-0.06, 0.06), 0.26, 0.16]
    for share, colour in zip([*shares, 1 - sum(shares)], colours, strict=True):
        canvas.slice(box, start, start + 360 * share - 1.5, colour)
        start += 360 * share
    canvas.oval((1246, 246, 1394, 394), card)
    canvas.star((1320, 320), 34, colours[1])


def _rows(canvas: Canvas, chance: Random, colours: tuple[Colour, ...], faint: Colour) -> None:
    for row in range(4):
        y, share = 660 + row * 62, 0.92 - row * 0.16 + chance.uniform(-0.06, 0.06)
        canvas.box((1134, y, 1496, y + 22), (*faint, 70), 11)
        canvas.box((1134, y, 1134 + 362 * share, y + 22), colours[row], 11)
    points = [(1140 + step * 14, 634 + 9 * math.sin(step / 2.1)) for step in range(26)]
    canvas.line(points, (*faint, 160), 3)
