"""A meeting hall, seen from the back rows towards the stage."""

from __future__ import annotations

from random import Random

from syndication.demo.paint import Canvas, Colour, mix

CURTAINS: tuple[Colour, ...] = ((150, 24, 30), (128, 30, 36), (140, 22, 22))
BACKDROPS: tuple[Colour, ...] = ((24, 72, 128), (176, 30, 32), (30, 88, 120))
HAIR: tuple[Colour, ...] = ((38, 32, 32), (52, 42, 40), (70, 62, 60), (30, 28, 34))
CLOTHES: tuple[Colour, ...] = ((236, 238, 242), (58, 72, 98), (204, 216, 230), (86, 92, 104), (176, 190, 206))


def draw(chance: Random) -> Canvas:
    """The curtain, the backdrop and who sits where vary."""
    curtain, backdrop = chance.choice(CURTAINS), chance.choice(BACKDROPS)
    canvas = Canvas((236, 220, 192), (196, 164, 124))
    _ceiling(canvas)
    _curtains(canvas, curtain)
    _stage(canvas, backdrop, chance)
    for row in range(6):
        _row(canvas, chance, 600 + row * 64 + row * row * 5, 40 + row * 13)
    return canvas


def _ceiling(canvas: Canvas) -> None:
    canvas.shape([(0, 0), (1600, 0), (1250, 150), (350, 150)], (250, 243, 226))
    for step in range(4):
        y, inset = 18 + step * 34, 140 + step * 70
        lit = [(inset, y), (1600 - inset, y), (1580 - inset, y + 12), (inset + 20, y + 12)]
        canvas.shape(lit, (255, 252, 240))
    for x in (420, 620, 800, 980, 1180):
        canvas.glow((x, 86), 130, (255, 246, 214), 150)


def _curtains(canvas: Canvas, curtain: Colour) -> None:
    dark, light = mix(curtain, (20, 0, 0), 0.5), mix(curtain, (255, 110, 90), 0.3)
    canvas.gradient((250, 150, 1350, 640), curtain, dark)
    for fold in range(44):
        x = 250 + fold * 25
        canvas.gradient((x, 150, x + 12.5, 640), mix(dark, curtain, 0.4), light, across=True)
        canvas.gradient((x + 12.5, 150, x + 25, 640), light, mix(dark, curtain, 0.4), across=True)
    for x in range(250, 1350, 110):
        canvas.slice((x, 110, x + 110, 230), 0, 180, mix(curtain, light, 0.4))
        canvas.slice((x + 8, 110, x + 102, 214), 0, 180, curtain)
    for side in (0, 1):
        left = 0 if side == 0 else 1350
        canvas.gradient((left, 130, left + 250, 1000), (226, 198, 152), (166, 124, 84))
        for x in range(left + 26, left + 250, 56):
            canvas.box((x, 190, x + 30, 560), (150, 106, 68), 4)
            canvas.gradient((x + 4, 196, x + 26, 554), (206, 168, 118), (172, 128, 84))


def _stage(canvas: Canvas, backdrop: Colour, chance: Random) -> None:
    canvas.shadow([(470, 210), (1130, 210), (1130, 440), (470, 440)], 120, 18)
    canvas.gradient((470, 200, 1130, 430), mix(backdrop, (255, 255, 255), 0.18), mix(backdrop, (0, 0, 20), 0.25))
    canvas.box((470, 200, 1130, 210), (244, 206, 92))
    canvas.box((470, 420, 1130, 430), (244, 206, 92))
    canvas.oval((752, 226, 848, 322), (206, 30, 28))
    canvas.ring((752, 226, 848, 322), (250, 214, 96), 4)
    canvas.star((800, 276), 36)
    for line, wide in enumerate((400, 300)):
        canvas.box((800 - wide / 2, 346 + line * 32, 800 + wide / 2, 364 + line * 32), (255, 246, 220, 220), 5)
    canvas.gradient((250, 560, 1350, 660), (150, 98, 58), (98, 58, 34))
    canvas.box((250, 552, 1350, 566), (206, 152, 96))
    canvas.gradient((500, 500, 1100, 566), (172, 34, 34), (120, 18, 22))
    canvas.box((490, 492, 1110, 506), (232, 222, 206), 3)
    for seat in range(6):
        x = 560 + seat * 96
        _person(canvas, x, 470, 19, chance.choice(HAIR), chance.choice(CLOTHES), facing=True)
        canvas.box((x - 22, 482, x + 22, 494), (250, 248, 240), 2)
    _flowers(canvas, (800, 544), 74, chance)
    canvas.shape([(1180, 566), (1270, 566), (1258, 448), (1192, 448)], (122, 72, 40))
    canvas.box((1180, 440, 1270, 454), (186, 126, 76), 3)
    _flowers(canvas, (1225, 470), 34, chance)
    _person(canvas, 1225, 416, 22, (38, 32, 32), (40, 52, 82), facing=True)


def _person(
    canvas: Canvas, x: float, y: float, size: float, hair: Colour, clothes: Colour, facing: bool = False
) -> None:
    canvas.slice((x - size * 1.7, y + size * 0.6, x + size * 1.7, y + size * 4.6), 180, 360, clothes)
    canvas.oval((x - size * 0.8, y - size, x + size * 0.8, y + size), hair)
    if facing:
        canvas.oval((x - size * 0.66, y - size * 0.6, x + size * 0.66, y + size), (232, 192, 160))
        canvas.shape([(x - size * 0.3, y + size), (x + size * 0.3, y + size), (x, y + size * 1.7)], (250, 250, 250))


def _flowers(canvas: Canvas, centre: tuple[float, float], size: float, chance: Random) -> None:
    for _ in range(70):
        x, y = centre[0] + chance.gauss(0, size * 0.55), centre[1] + chance.gauss(0, size * 0.16)
        colour = chance.choice(((226, 60, 70), (250, 208, 80), (255, 240, 240), (70, 130, 66), (58, 116, 58)))
        spot = size * 0.09
        canvas.oval((x - spot, y - spot, x + spot, y + spot), colour)


def _row(canvas: Canvas, chance: Random, level: float, size: float) -> None:
    step = size * 2.15
    x = 800 - step * 14 + chance.uniform(-step / 3, step / 3)
    while x < 1600 + step:
        if chance.random() < 0.93:
            shade = 0.12 + 0.04 * (size - 40) / 13
            clothes = mix(chance.choice(CLOTHES), (60, 40, 30), shade)
            _person(
                canvas,
                x + chance.uniform(-4, 4),
                level + chance.uniform(-6, 6),
                size * 0.62,
                chance.choice(HAIR),
                clothes,
            )
        canvas.box(
            (x - size * 0.95, level + size * 1.15, x + size * 0.95, level + size * 3.4), (120, 30, 30), size * 0.3
        )
        canvas.box(
            (x - size * 0.95, level + size * 1.15, x + size * 0.95, level + size * 1.4), (160, 52, 46), size * 0.12
        )
        x += step
