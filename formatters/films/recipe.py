"""How a copy of a film is made that a channel takes: always an MP4, its index in front, as little changed as can be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from formatters.story import FilmFacts

VERSION = 1  # raised when the same recipe would be carried out otherwise: what was made before is then made anew
MADE = ("video/mp4", "h264", "aac")  # what a copy is, where it is not what the film was
COPIED_FROM = (
    "video/mp4",
    "video/quicktime",
    "video/x-matroska",
    "video/webm",
    "video/x-flv",
)  # AVI has no times of its own
SOUND_RATE = 128_000  # bits a second
MOST_RATE = 8_000_000  # bits a second of the picture, as YouTube advises for 1080 lines
LEAST_RATE = 400_000
# The picture's short side in pixels that a bit rate can carry, from the highest rate down.
LINES = ((2_500_000, 1080), (1_200_000, 720), (600_000, 480), (0, 360))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the copy is made. `video` is "copy" or "h264"; `audio` "copy", "aac" or "" (the film has none).

    `lines` is the most that the picture's short side may have in pixels, `rate` the most bits a second of the picture; both 0
    where it is copied.
    """

    video: str
    audio: str
    lines: int = 0
    rate: int = 0

    @property
    def name(self) -> str:
        """What tells one recipe from another, with the version of how they are carried out."""
        return f"mp4.{VERSION}:{self.video}:{self.audio}:{self.lines}:{self.rate}"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `Recipe(**value)` reads them."""
        return asdict(self)


def rate_within(max_bytes: int, seconds: float) -> int:
    """Bits a second left for the picture when a film of this length may have so many bytes, with room for the container."""
    return int(max_bytes * 8 * 0.95 / max(seconds, 0.1)) - SOUND_RATE


def recipe_for(facts: FilmFacts, *, picture_stays: bool, room: int) -> Recipe:
    """The recipe for such a film. `picture_stays`: its picture may be copied. `room` is the most bits a second of it."""
    audio = "" if not facts.audio else "copy" if facts.audio == MADE[2] else MADE[2]
    if facts.mime not in COPIED_FROM:
        return Recipe(MADE[1], MADE[2] if facts.audio else "", *_bounds(room))
    return Recipe("copy", audio) if picture_stays else Recipe(MADE[1], audio, *_bounds(room))


def _bounds(room: int) -> tuple[int, int]:
    rate = min(room // 10_000 * 10_000, MOST_RATE)
    return next(lines for least, lines in LINES if rate >= least), rate
