"""Documents on a desk, from above: a ministry's daily work."""

from __future__ import annotations

import math
from random import Random

from syndication.demo.paint import Canvas, Colour, Place, mix

WOODS: tuple[tuple[Colour, Colour], ...] = (
    ((186, 132, 86), (140, 90, 54)),
    ((112, 74, 50), (76, 48, 34)),
    ((206, 172, 132), (170, 130, 92)),
)
FOLDERS: tuple[Colour, ...] = ((176, 40, 36), (34, 82, 132), (214, 166, 62), (54, 110, 88))


def draw(chance: Random) -> Canvas:
    """The wood, the folders and how the papers lie vary."""
    light, dark = chance.choice(WOODS)
    canvas = Canvas(light, dark)
    _grain(canvas, chance, light, dark)
    canvas.glow((380, 160), 760, (255, 240, 210), 110)
    for folder, centre in zip(chance.sample(FOLDERS, 2), ((360.0, 520.0), (1270.0, 640.0)), strict=True):
        turn = chance.uniform(-0.2, 0.2)
        _sheet(canvas, centre, 470, 620, turn, folder)
        _sheet(
            canvas,
            (centre[0] + 8, centre[1] + 8),
            430,
            570,
            turn + chance.uniform(-0.04, 0.04),
            mix(folder, (255, 255, 255), 0.12),
        )
    for centre in ((480.0, 470.0), (1130.0, 560.0), (800.0, 520.0)):
        _paper(canvas, chance, (centre[0] + chance.uniform(-40, 40), centre[1]), chance.uniform(-0.16, 0.16))
    _pen(canvas, (1010 + chance.uniform(-60, 60), 620), chance.uniform(0.5, 0.9))
    _cup(canvas, (1400, 210))
    _plant(canvas, (150, 160), chance)
    return canvas


def _turned(centre: Place, wide: float, tall: float, turn: float) -> list[Place]:
    return [_at(centre, x * wide / 2, y * tall / 2, turn) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _at(centre: Place, x: float, y: float, turn: float) -> Place:
    return (
        centre[0] + x * math.cos(turn) - y * math.sin(turn),
        centre[1] + x * math.sin(turn) + y * math.cos(turn),
    )


def _grain(canvas: Canvas, chance: Random, light: Colour, dark: Colour) -> None:
    for board in range(5):
        canvas.box((0, board * 200, 1600, board * 200 + 3), mix(dark, (0, 0, 0), 0.25))
        for _ in range(26):
            y, tone = board * 200 + chance.uniform(8, 196), chance.choice((light, dark))
            bend = chance.uniform(-5, 5)
            canvas.line(
                [(x, y + bend * math.sin(x / 260)) for x in range(0, 1640, 40)], (*tone, 70), chance.uniform(1, 4)
            )


def _sheet(canvas: Canvas, centre: Place, wide: float, tall: float, turn: float, colour: Colour) -> None:
    canvas.shadow(_turned((centre[0] + 10, centre[1] + 14), wide, tall, turn), 110, 16)
    canvas.shape(_turned(centre, wide, tall, turn), colour)


def _paper(canvas: Canvas, chance: Random, centre: Place, turn: float) -> None:
    _sheet(canvas, centre, 440, 610, turn, (252, 251, 246))

    def bar(x: float, y: float, wide: float, tall: float, colour: Colour) -> None:
        canvas.shape(_turned(_at(centre, x + wide / 2, y, turn), wide, tall, turn), colour)

    for across, wide in ((-186, 130), (10, 176)):
        bar(across, -262, wide, 11, (60, 64, 72))
        bar(across + 20, -240, wide - 40, 8, (110, 116, 126))
    bar(-110, -186, 220, 14, (48, 52, 60))
    bar(-140, -160, 280, 9, (96, 102, 112))
    for line in range(17):
        last = line % 6 == 5
        bar(-186, -118 + line * 19, 372 * (chance.uniform(0.3, 0.7) if last else 1), 6, (176, 180, 188))
    x, y = _at(centre, 96, 232, turn)
    canvas.ring((x - 46, y - 46, x + 46, y + 46), (206, 40, 44, 190), 5)
    canvas.ring((x - 36, y - 36, x + 36, y + 36), (206, 40, 44, 170), 2)
    canvas.star((x, y), 22, (206, 40, 44, 190))
    scrawl = [
        _at(centre, 20 + step * 9, 238 + 16 * math.sin(step * 1.3 + turn * 30) * (1 - step / 22), turn)
        for step in range(18)
    ]
    canvas.line(scrawl, (34, 62, 140), 4)


def _pen(canvas: Canvas, centre: Place, turn: float) -> None:
    canvas.shadow(_turned((centre[0] + 8, centre[1] + 14), 360, 18, turn), 130, 8)
    canvas.shape(_turned(centre, 360, 22, turn), (26, 34, 56))
    canvas.shape(_turned(_at(centre, 0, -4, turn), 350, 5, turn), (96, 112, 150))
    canvas.shape(_turned(_at(centre, -20, 0, turn), 14, 24, turn), (226, 186, 92))
    canvas.shape([_at(centre, 180, -10, turn), _at(centre, 180, 10, turn), _at(centre, 228, 0, turn)], (214, 176, 88))


def _cup(canvas: Canvas, centre: Place) -> None:
    x, y = centre
    for size, colour in ((150, (226, 224, 216)), (138, (248, 247, 242)), (92, (222, 220, 212)), (84, (250, 249, 246))):
        if size == 150:
            canvas.shadow([(x - 130, y - 120), (x + 150, y - 110), (x + 150, y + 150), (x - 120, y + 150)], 120, 24)
        canvas.oval((x - size, y - size, x + size, y + size), colour)
    canvas.oval((x - 72, y - 72, x + 72, y + 72), (150, 176, 88))
    canvas.glow((x - 20, y - 24), 60, (226, 236, 160), 150)


def _plant(canvas: Canvas, centre: Place, chance: Random) -> None:
    x, y = centre
    for leaf in range(22):
        turn, long = leaf * 0.95, chance.uniform(110, 210)
        tip = (x + long * math.cos(turn), y + long * math.sin(turn))
        green = mix((40, 96, 56), (132, 178, 92), chance.random())
        side = (-math.sin(turn) * long * 0.16, math.cos(turn) * long * 0.16)
        middle = (x + long * 0.5 * math.cos(turn), y + long * 0.5 * math.sin(turn))
        canvas.shape(
            [(x, y), (middle[0] + side[0], middle[1] + side[1]), tip, (middle[0] - side[0], middle[1] - side[1])], green
        )
        canvas.line([(x, y), tip], mix(green, (220, 236, 180), 0.3), 2)
