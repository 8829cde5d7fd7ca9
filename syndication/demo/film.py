"""The portal's film: six seconds of growing figures under the flag, drawn and encoded by our own code."""

from __future__ import annotations

import re
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from random import Random

import av
from PIL import Image, ImageDraw

from syndication.demo.paint import Canvas, Colour
from syndication.demo.scenes.flag import flag

WIDTH, HEIGHT = 1280, 720
RATE, SECONDS = 25, 6
_NAME = re.compile(r"phim-\d{1,4}\.mp4")
_ONE_AT_A_TIME = threading.Lock()  # two who ask for a film that is not made yet wait for the same one
_BLUE: Colour = (86, 178, 232)
_GOLD: Colour = (250, 196, 84)
_PALE: Colour = (214, 228, 244)
_BARS = 8


def known(name: str) -> bool:
    """Whether there is a film of this name: `phim-<seed>.mp4`."""
    return _NAME.fullmatch(name) is not None


def size(name: str) -> int:
    """How many bytes the film has. It is made for that if need be, which takes seconds."""
    return len(make(name))


def make(name: str) -> bytes:
    """The film as MP4 (H.264, yuv420p, 1280 × 720, 25 pictures a second, 6 seconds). KeyError for an unknown name."""
    if not known(name):
        raise KeyError(name)
    with _ONE_AT_A_TIME:
        return _make(name)


@lru_cache(maxsize=4)
def _make(name: str) -> bytes:
    chance = Random(name)  # noqa: S311 - decides how tall bars are, nothing secret
    heights = [0.24 + 0.085 * bar + chance.uniform(-0.05, 0.05) for bar in range(_BARS)]
    ground, flags = _ground(), _flags()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        # The index goes to the front, so that a player can begin before it has everything.
        with av.open(path, "w", format="mp4", options={"movflags": "faststart"}) as container:
            stream = container.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "20"})
            stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            for number in range(RATE * SECONDS):
                picture = _picture(ground, flags, heights, number)
                frame = av.VideoFrame.from_bytes(picture.convert("RGBA").tobytes(), WIDTH, HEIGHT)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path.read_bytes()


def _ground() -> Image.Image:
    """What does not move: the wall, the card of the chart, the pole."""
    canvas = Canvas((24, 52, 100), (10, 22, 50))
    canvas.glow((1350, 180), 760, (120, 160, 220), 120)
    canvas.shadow([(90, 150), (1080, 150), (1080, 870), (90, 870)], 110, 22)
    canvas.box((90, 140, 1080, 860), (34, 64, 116), 18)
    canvas.box((130, 180, 560, 204), (110, 140, 184), 8)
    for line in range(5):
        canvas.line([(140, 780 - line * 120), (1030, 780 - line * 120)], (90, 120, 168, 110), 2)
    canvas.line([(1180, 170), (1180, 900)], (200, 204, 210), 9)
    canvas.oval((1120, 890, 1240, 920), (14, 26, 52))
    return canvas.finish().resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _flags() -> list[Image.Image]:
    """The flag in twenty-five moments of the wind: one second, that begins again."""
    moments: list[Image.Image] = []
    for first in range(0, RATE, 9):  # nine on a canvas: a canvas takes longer than what is drawn on it
        canvas = Canvas((24, 52, 100), (24, 52, 100))
        for place in range(9):
            flag(canvas, (66 + place % 3 * 530, 33 + place // 3 * 330), 400, -(first + place) / RATE)
        sheet = canvas.finish(shaded=False)
        for place in range(9):
            left, top = place % 3 * 530 + 46, place // 3 * 330 + 3
            moments.append(sheet.crop((left, top, left + 440, top + 327)).resize((302, 225), Image.Resampling.LANCZOS))
    return moments[:RATE]


def _picture(ground: Image.Image, flags: list[Image.Image], heights: list[float], number: int) -> Image.Image:
    picture = ground.copy()
    draw = ImageDraw.Draw(picture)
    moment = number / (RATE * SECONDS)
    tops: list[tuple[float, float]] = []
    for bar, height in enumerate(heights):
        grown = _eased(moment * 2.2 - bar * 0.12)
        left, tall = 130 + bar * 86, 420 * height * grown
        draw.rounded_rectangle((left, 560 - tall, left + 44, 562), 6, fill=_BLUE if bar % 2 else _GOLD)
        tops.append((left + 22, 532 - 420 * height))
    shown = _eased(moment * 1.8 - 0.6) * (len(tops) - 1)
    line = tops[: int(shown) + 1]
    if shown > int(shown):
        (x, y), (next_x, next_y) = tops[int(shown)], tops[int(shown) + 1]
        share = shown - int(shown)
        line = [*line, (x + (next_x - x) * share, y + (next_y - y) * share)]
    if moment > 1 / 3:
        if len(line) > 1:
            draw.line(line, fill=_PALE, width=5, joint="curve")
        for x, y in line:
            draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill=_PALE)
    picture.paste(flags[number % RATE], (938, 128), _cover(flags[number % RATE]))
    draw.rounded_rectangle((60, 694, 60 + 1160 * moment, 700), 3, fill=_GOLD)
    return picture


def _cover(picture: Image.Image) -> Image.Image:
    """Where the flag is: all that is redder than the blue it was drawn on."""
    return picture.getchannel("R").point([min(255, max(0, (level - 60) * 4)) for level in range(256)])


def _eased(moment: float) -> float:
    """From 0 to 1, slowly at both ends."""
    moment = min(1.0, max(0.0, moment))
    return moment * moment * (3 - 2 * moment)
