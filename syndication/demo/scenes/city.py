"""A city by its river, with a bridge."""

from __future__ import annotations

from random import Random

from syndication.demo.paint import Canvas, Colour, mix, wave
from syndication.demo.scenes.nature import clouds

HOURS: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((44, 64, 122), (250, 178, 118), (255, 206, 140), (255, 226, 150)),
    ((86, 150, 208), (226, 238, 244), (255, 246, 220), (236, 244, 250)),
    ((58, 86, 142), (238, 200, 180), (255, 222, 190), (255, 232, 176)),
)
WATER = 700


def draw(chance: Random) -> Canvas:
    """The hour and the skyline vary."""
    above, below, sun, lamp = chance.choice(HOURS)
    canvas = Canvas(above, below)
    canvas.glow((chance.uniform(400, 1200), 560), 620, sun, 200)
    clouds(canvas, chance, 4)
    for layer in range(3):
        colour = mix(below, (52, 66, 104), 0.3 + 0.24 * layer)
        _row(canvas, chance, colour, lamp, 300 - layer * 50, layer)
    canvas.gradient((0, WATER, 1600, 1000), mix(below, (90, 130, 160), 0.35), mix(above, (16, 34, 66), 0.55))
    for _ in range(170):
        x, y = chance.uniform(0, 1600), chance.uniform(WATER + 8, 990)
        wide = chance.uniform(20, 90) * (y - WATER + 80) / 260
        canvas.line([(x, y), (x + wide, y)], (*lamp, chance.randint(24, 84)), 2)
    _bridge(canvas, mix(above, (24, 28, 44), 0.6), lamp, chance.uniform(380, 560))
    shore = wave(0, 1600, 964, 10, 260, chance.uniform(0, 6))
    canvas.shape([*shore, (1600, 1000), (0, 1000)], (34, 56, 50))
    for x in range(20, 1600, 46):
        size = chance.uniform(16, 34)
        canvas.oval((x - size, 962 - size, x + size, 974 + size), mix((34, 62, 50), (62, 96, 62), chance.random()))
    return canvas


def _row(canvas: Canvas, chance: Random, colour: Colour, lamp: Colour, tallest: float, layer: int) -> None:
    x = -20.0
    while x < 1600:
        wide, tall = chance.uniform(54, 120), chance.uniform(70, tallest) * chance.uniform(0.6, 1)
        top = WATER - tall - (60 if chance.random() < 0.12 and layer < 2 else 0)
        canvas.gradient((x, top, x + wide, WATER + 4), mix(colour, (255, 255, 255), 0.12), colour)
        if chance.random() < 0.3:
            canvas.line([(x + wide / 2, top), (x + wide / 2, top - 34)], colour, 3)
        for row in range(int((WATER - top - 16) // 20)):
            for column in range(int((wide - 14) // 15)):
                if chance.random() < 0.42:
                    left, upper = x + 9 + column * 15, top + 10 + row * 20
                    canvas.box((left, upper, left + 7, upper + 10), (*lamp, chance.randint(60, 190)))
        x += wide + chance.uniform(-8, 14)


def _bridge(canvas: Canvas, colour: Colour, lamp: Colour, first: float) -> None:
    deck, pylons = 768.0, (first, first + 640)
    for pylon in pylons:
        for step in range(1, 13):
            for side in (-1, 1):
                canvas.line(
                    [(pylon, 470 + step * 8), (pylon + side * step * 25, deck)],
                    (*mix(colour, (255, 255, 255), 0.35), 170),
                    2,
                )
        canvas.shape([(pylon - 22, 860), (pylon - 6, 446), (pylon + 6, 446), (pylon + 22, 860)], colour)
        canvas.box((pylon - 38, 852, pylon + 38, 872), mix(colour, (0, 0, 0), 0.3), 6)
    canvas.gradient((0, deck, 1600, deck + 22), mix(colour, (255, 255, 255), 0.22), colour)
    for x in range(10, 1600, 64):
        canvas.line([(x, deck), (x, deck - 26)], colour, 3)
        canvas.glow((x, deck - 28), 26, lamp, 170)
