"""Rice fields before mountains."""

from __future__ import annotations

from random import Random

from syndication.demo.paint import HEIGHT, WIDTH, Canvas, Colour, mix, wave
from syndication.demo.scenes.nature import birds, clouds

SKIES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((84, 150, 204), (250, 232, 196), (255, 232, 168)),
    ((108, 160, 210), (226, 240, 240), (255, 248, 214)),
    ((222, 138, 96), (252, 224, 164), (255, 240, 190)),
)
CROPS: tuple[tuple[Colour, Colour], ...] = (
    ((150, 184, 74), (58, 116, 52)),
    ((214, 186, 78), (132, 128, 48)),
    ((172, 196, 88), (78, 132, 62)),
)


def draw(chance: Random) -> Canvas:
    """Far ranges in the haze, terraces of one season, water between them."""
    above, below, sun = chance.choice(SKIES)
    far, near = chance.choice(CROPS)
    canvas = Canvas(above, below)
    where = (chance.uniform(350, 1250), chance.uniform(240, 330))
    canvas.glow(where, 420, sun, 210)
    canvas.oval((where[0] - 46, where[1] - 46, where[0] + 46, where[1] + 46), mix(sun, (255, 255, 255), 0.5))
    clouds(canvas, chance, 4)
    for layer in range(4):
        haze = mix((82, 112, 124), below, 0.72 - layer * 0.18)
        ridge = wave(0, WIDTH, 420 + layer * 34, 64 - layer * 9, 150 + layer * 46, chance.uniform(0, 6))
        canvas.shape([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], haze)
    birds(canvas, chance, 9, (250, 250, 246))
    for layer in range(11):
        share = layer / 10
        level = 560 + 400 * share**1.35
        bank = wave(0, WIDTH, level, 8 + 22 * share, 190 + 240 * share, chance.uniform(0, 6))
        crop = mix(mix(far, below, 0.25), near, share)
        canvas.shape([*bank, (WIDTH, HEIGHT), (0, HEIGHT)], mix(crop, (40, 66, 30), 0.35))
        lower = [(x, y + 4 + 7 * share) for x, y in bank]
        canvas.shape([*lower, (WIDTH, HEIGHT), (0, HEIGHT)], crop)
        if layer in (3, 6):
            water = [(x, y + 12 + 14 * share) for x, y in bank]
            canvas.shape(
                [*water, *reversed([(x, y + 20 + 26 * share) for x, y in water])], mix(below, (150, 196, 214), 0.4)
            )
        _blades(canvas, chance, lower, crop, share)
    return canvas


def _blades(canvas: Canvas, chance: Random, bank: list[tuple[float, float]], crop: Colour, share: float) -> None:
    for _ in range(70 + round(110 * share)):
        x, y = chance.choice(bank)
        x, y = x + chance.uniform(-10, 10), y + chance.uniform(16, 30 + 60 * share)
        tone = mix(crop, (250, 240, 160) if chance.random() < 0.5 else (30, 70, 30), 0.3)
        tall = 4 + 16 * share
        canvas.line([(x, y), (x + chance.uniform(-3, 3), y - tall)], (*tone, 150), 1.5 + share)
