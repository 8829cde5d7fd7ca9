"""The stacks of an archive, in perspective."""

from __future__ import annotations

from random import Random

from syndication.demo.paint import Canvas, Colour, mix

BOXES: tuple[Colour, ...] = (
    (206, 168, 114),
    (188, 146, 96),
    (166, 122, 78),
    (214, 186, 142),
    (150, 52, 44),
    (62, 88, 112),
    (84, 108, 82),
)
FAR = (800.0, 400.0)  # where all lines meet


def draw(chance: Random) -> Canvas:
    """Two long shelves, a lit aisle, a trolley with files."""
    canvas = Canvas((238, 238, 230), (170, 164, 152))
    canvas.shape([(0, 1000), (1600, 1000), (860, 452), (740, 452)], (150, 146, 138))
    canvas.shape([(560, 1000), (1040, 1000), (820, 452), (780, 452)], (196, 192, 182))
    canvas.shape([(0, 0), (1600, 0), (860, 352), (740, 352)], (246, 246, 240))
    for step in range(6):
        near = 1 - step * 0.17
        wide, y = 330 * near, 352 - 330 * near
        canvas.box((800 - wide, y, 800 + wide, y + 26 * near), (255, 255, 250), 4)
        canvas.glow((800, y + 12), 360 * near + 40, (255, 255, 240), 90)
    canvas.gradient((738, 350, 862, 454), (250, 250, 244), (214, 210, 198))
    for side in (-1, 1):
        _shelf(canvas, chance, side)
    _trolley(canvas, chance)
    return canvas


def _shelf(canvas: Canvas, chance: Random, side: int) -> None:
    def at(depth: float, height: float) -> tuple[float, float]:
        """A place on the shelf's face: `depth` 0 is near, 1 far; `height` 0 is the floor, 1 the top."""
        near = max(0.0, 1 - depth) ** 1.6
        return 800 + side * (62 + 738 * near), FAR[1] + 54 + 546 * near - height * (108 + 892 * near)

    canvas.shape([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], (94, 100, 108))
    levels = 7
    for level in range(levels):
        low, high = level / levels + 0.012, (level + 1) / levels - 0.02
        canvas.shape([at(0, low), at(1, low), at(1, high), at(0, high)], (46, 44, 44))
        depth = 0.0
        while depth < 0.985:
            wide = chance.uniform(0.014, 0.03)
            if chance.random() < 0.95:
                colour = mix(chance.choice(BOXES), (60, 52, 46), 0.1 + 0.3 * depth)
                top = high - chance.uniform(0.004, 0.03)
                end = min(depth + wide * 0.92, 1)
                canvas.shape([at(depth, low), at(end, low), at(end, top), at(depth, top)], colour)
                label = (low + (top - low) * 0.45, low + (top - low) * 0.72)
                first, last = depth + wide * 0.2, depth + wide * 0.72
                canvas.shape(
                    [at(first, label[0]), at(last, label[0]), at(last, label[1]), at(first, label[1])], (250, 246, 232)
                )
            depth += wide
        edge = level / levels
        canvas.shape([at(0, edge), at(1, edge), at(1, edge + 0.014), at(0, edge + 0.014)], (186, 192, 198))
    for post in (0.0, 0.22, 0.4, 0.55, 0.68, 0.8, 0.9):
        canvas.shape([at(post, 0), at(post + 0.006, 0), at(post + 0.006, 1), at(post, 1)], (206, 210, 214))


def _trolley(canvas: Canvas, chance: Random) -> None:
    x = 690 + chance.uniform(-30, 90)
    canvas.shadow([(x - 10, 900), (x + 250, 900), (x + 270, 944), (x - 20, 944)], 130, 14)
    for shelf in (690, 800):
        files = x + 10.0
        while files < x + 214:
            wide = chance.uniform(16, 30)
            tall = chance.uniform(66, 90)
            canvas.gradient((files, shelf + 74 - tall + 14, files + wide - 3, shelf + 88), *_pair(chance))
            canvas.box((files + 4, shelf + 44, files + wide - 7, shelf + 60), (250, 246, 232), 2)
            files += wide
        canvas.box((x, shelf + 86, x + 240, shelf + 100), (120, 128, 138), 4)
    for post in (x, x + 230):
        canvas.box((post, 660, post + 10, 916), (160, 168, 178), 4)
        canvas.oval((post - 8, 908, post + 18, 934), (40, 42, 48))


def _pair(chance: Random) -> tuple[Colour, Colour]:
    colour = chance.choice(BOXES)
    return mix(colour, (255, 255, 255), 0.2), colour
