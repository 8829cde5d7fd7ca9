"""The front of a public building under the sky, with the national flag."""

from __future__ import annotations

from random import Random

from syndication.demo.paint import Canvas, Colour, mix
from syndication.demo.scenes.flag import flag
from syndication.demo.scenes.nature import clouds, tree

HOURS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((92, 158, 214), (222, 238, 246), (250, 240, 214)),
    ((70, 130, 196), (244, 226, 196), (255, 236, 190)),
    ((116, 170, 206), (236, 240, 238), (255, 250, 236)),
)
WALLS: tuple[Colour, ...] = ((243, 219, 160), (240, 226, 190), (236, 207, 146))


def draw(chance: Random) -> Canvas:
    """A new one each time; the hour, the wall and the number of windows vary."""
    above, below, sun = chance.choice(HOURS)
    wall = chance.choice(WALLS)
    canvas = Canvas(above, below)
    canvas.glow((chance.randint(200, 1400), 260), 520, sun, 150)
    clouds(canvas, chance, 5)
    for _ in range(9):
        x = chance.randint(-60, 1660)
        tree(canvas, (x, 760), chance.randint(150, 240), mix((58, 104, 66), (98, 140, 84), chance.random()))
    _building(canvas, wall, chance.choice((4, 5)))
    _ground(canvas)
    canvas.line([(800, 40), (800, 300)], (196, 200, 204), 7)
    flag(canvas, (804, 48), 190, chance.random())
    for x in (90, 250, 1350, 1510):
        tree(canvas, (x, 850), chance.randint(130, 170), mix((44, 92, 52), (76, 128, 66), chance.random()))
    return canvas


def _building(canvas: Canvas, wall: Colour, windows: int) -> None:
    dark, light, roof = mix(wall, (120, 84, 40), 0.35), mix(wall, (255, 255, 255), 0.5), (150, 62, 44)
    canvas.shadow([(250, 420), (1370, 420), (1400, 820), (230, 820)], 80, 26)
    canvas.gradient((250, 420, 1350, 800), light, wall)
    canvas.shape([(225, 420), (1375, 420), (1330, 368), (270, 368)], roof)
    canvas.box((232, 414, 1368, 432), mix(roof, (60, 20, 10), 0.4))
    for side in (0, 1):
        for row, upper in enumerate((462, 628)):
            for column in range(windows):
                step = 330 / windows
                x = (270 if side == 0 else 1000) + column * step + step * 0.2
                _window(canvas, x, upper, step * 0.6, 116 if row == 0 else 128, dark)
    canvas.box((250, 598, 1350, 612), light)
    _portico(canvas, wall, light, dark)


def _portico(canvas: Canvas, wall: Colour, light: Colour, dark: Colour) -> None:
    canvas.gradient((610, 380, 990, 800), light, mix(wall, light, 0.3))
    canvas.shape([(580, 384), (1020, 384), (800, 286)], mix(wall, light, 0.6))
    canvas.shape([(640, 372), (960, 372), (800, 304)], mix(wall, dark, 0.25))
    canvas.oval((772, 318, 828, 374), (196, 34, 28))
    canvas.star((800, 347), 21)
    canvas.box((580, 380, 1020, 402), light)
    canvas.gradient((690, 560, 910, 800), (92, 54, 34), (64, 36, 24))
    for x in (700, 756, 812, 868):
        canvas.gradient((x, 574, x + 42, 800), (136, 178, 196), (72, 104, 122))
    for x in (630, 668, 914, 952):
        canvas.gradient((x, 402, x + 22, 800), mix(light, (255, 255, 255), 0.5), mix(wall, dark, 0.2), across=True)
        canvas.box((x - 6, 402, x + 28, 414), light)
        canvas.box((x - 6, 786, x + 28, 800), light)


def _window(canvas: Canvas, x: float, y: float, width: float, height: float, frame: Colour) -> None:
    canvas.box((x - 6, y - 6, x + width + 6, y + height + 6), mix(frame, (255, 255, 255), 0.55), 3)
    canvas.gradient((x, y, x + width, y + height), (150, 192, 212), (74, 112, 136))
    canvas.shape(
        [(x, y + height), (x, y + height * 0.6), (x + width, y), (x + width, y + height * 0.3)], (255, 255, 255, 46)
    )
    canvas.line([(x + width / 2, y), (x + width / 2, y + height)], (245, 240, 226), 4)
    canvas.line([(x, y + height * 0.4), (x + width, y + height * 0.4)], (245, 240, 226), 4)
    canvas.box((x - 10, y + height + 6, x + width + 10, y + height + 14), mix(frame, (255, 255, 255), 0.7))


def _ground(canvas: Canvas) -> None:
    canvas.gradient((0, 826, 1600, 1000), (196, 188, 172), (150, 140, 124))
    for step in range(4):
        spread = 26 * step
        canvas.box(
            (590 - spread, 796 + step * 16, 1010 + spread, 814 + step * 16),
            (232 - step * 12, 226 - step * 12, 212 - step * 12),
        )
    canvas.shape([(0, 850), (540, 860), (250, 1000), (0, 1000)], (104, 148, 78))
    canvas.shape([(1600, 850), (1060, 860), (1350, 1000), (1600, 1000)], (104, 148, 78))
    canvas.shape([(0, 850), (540, 860), (520, 870), (0, 862)], (138, 178, 98))
    canvas.shape([(1600, 850), (1060, 860), (1080, 870), (1600, 862)], (138, 178, 98))
    for left, right in ((60, 420), (1180, 1540)):
        for x in range(left, right, 22):
            canvas.oval((x, 874, x + 26, 896), (206, 52, 44) if x // 22 % 2 else (240, 186, 52))
