"""A video conference: many places on one wall of screens."""

from __future__ import annotations

from random import Random

from syndication.demo.paint import Canvas, Colour, mix
from syndication.demo.scenes.flag import flag

ROOMS: tuple[Colour, ...] = (
    (150, 30, 34),
    (36, 78, 128),
    (214, 190, 150),
    (64, 104, 96),
    (178, 140, 92),
    (96, 112, 140),
)
CLOTHES: tuple[Colour, ...] = ((240, 242, 246), (44, 58, 88), (196, 210, 228), (72, 80, 96))
COLUMNS, ROWS = 7, 5


def draw(chance: Random) -> Canvas:
    """Thirty-five tiles on a wall, and the table before it."""
    canvas = Canvas((32, 40, 58), (16, 20, 32))
    canvas.glow((800, 380), 900, (90, 130, 190), 120)
    canvas.shadow([(120, 80), (1480, 80), (1480, 740), (120, 740)], 220, 30)
    canvas.box((112, 64, 1488, 742), (10, 14, 22), 12)
    wide, tall = 1352 / COLUMNS, 654 / ROWS
    for row in range(ROWS):
        for column in range(COLUMNS):
            left, top = 124 + column * wide, 76 + row * tall
            _tile(
                canvas, chance, (left + 3, top + 3, left + wide - 3, top + tall - 3), speaking=(row, column) == (2, 3)
            )
    canvas.gradient((0, 790, 1600, 1000), (122, 78, 48), (66, 40, 26))
    canvas.box((0, 784, 1600, 798), (176, 122, 78))
    for seat in range(7):
        _place(canvas, 130 + seat * 224, chance)
    flag(canvas, (1508, 560), 74, chance.random())
    canvas.line([(1506, 552), (1506, 790)], (190, 180, 150), 5)
    return canvas


def _tile(canvas: Canvas, chance: Random, box: tuple[float, float, float, float], speaking: bool) -> None:
    left, top, right, bottom = box
    wide, tall = right - left, bottom - top
    room = chance.choice(ROOMS)
    if speaking:
        canvas.box((left - 4, top - 4, right + 4, bottom + 4), (250, 206, 84), 5)
    canvas.gradient(box, mix(room, (255, 255, 255), 0.3), mix(room, (0, 0, 0), 0.15))
    people = 1 if speaking else chance.choice((1, 2, 3, 3))
    for number in range(people):
        x = left + wide * (number + 1) / (people + 1)
        size = tall * (0.16 if people > 1 else 0.2)
        y = top + tall * 0.5
        canvas.slice((x - size * 1.7, y + size * 0.9, x + size * 1.7, y + size * 5), 180, 360, chance.choice(CLOTHES))
        canvas.oval((x - size * 0.8, y - size, x + size * 0.8, y + size), (42, 36, 36))
        canvas.oval((x - size * 0.66, y - size * 0.6, x + size * 0.66, y + size), (230, 190, 158))
    canvas.gradient((left, bottom - tall * 0.14, right, bottom), mix(room, (0, 0, 0), 0.5), mix(room, (0, 0, 0), 0.7))
    canvas.box(
        (left + 8, bottom - tall * 0.1, left + wide * chance.uniform(0.3, 0.6), bottom - tall * 0.05),
        (250, 250, 250),
        3,
    )


def _place(canvas: Canvas, x: float, chance: Random) -> None:
    canvas.shape([(x - 50, 850), (x + 50, 850), (x + 62, 916), (x - 62, 916)], (250, 249, 244))
    for line in range(4):
        canvas.line(
            [(x - 40 - line, 862 + line * 13), (x + 30 - chance.uniform(0, 26), 862 + line * 13)], (176, 180, 188), 3
        )
    canvas.line([(x + 84, 890), (x + 76, 812)], (40, 44, 52), 4)
    canvas.oval((x + 66, 796, x + 86, 818), (30, 34, 42))
    canvas.oval((x - 96, 846, x - 70, 856), (232, 238, 240))
    canvas.gradient((x - 96, 850, x - 70, 892), (222, 234, 238), (186, 206, 214))
