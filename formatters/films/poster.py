"""A frame of the film to stand for it: among some of its first half, the one with most to see."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from formatters.films.reading import opened
from formatters.story import FilmFacts

PLACES = (0.10, 0.18, 0.26, 0.34, 0.42, 0.50)  # shares of the length: past the titles, before what gives the end away
NEAR_ENOUGH = 0.05  # a whole picture (keyframe) so near before its place is taken for it, in shares of the length
MOST_DECODED = 250  # pictures on the way to a place; what is reached by then is taken
LOOKED_AT = 320  # pixels of the long side, when frames are compared
LONGEST = 1920  # pixels of the poster's long side
DARK, LIGHT = 20, 235  # mean grey, 0 to 255: beyond is a black or a white frame


def poster(place: Path, facts: FilmFacts) -> bytes:
    """A JPEG of the frame, upright, with square pixels, at most 1920 pixels long. The same film gives the same bytes.

    b"" when no frame of the film can be read, or all there is of it is black or white.
    """
    best, most = b"", 0
    with opened(place, facts.mime) as (film, picture):
        for frame in _candidates(film, picture, facts.seconds):
            worth = _worth(_upright(frame, facts, LOOKED_AT))
            if worth > most:
                best, most = _jpeg(_upright(frame, facts, LONGEST), 92), worth
    return best


def _candidates(film: InputContainer, picture: VideoStream, seconds: float) -> Iterator[VideoFrame]:
    """One frame for each place, as far as they can be read; the same one is given once."""
    start = float((picture.start_time or 0) * (picture.time_base or 0))
    before: float | None = None
    for share in PLACES:
        frame = _at(film, picture, start + seconds * share, seconds * NEAR_ENOUGH)
        if frame is not None and frame.time != before:
            before = frame.time
            yield frame


def _at(film: InputContainer, picture: VideoStream, wanted: float, slack: float) -> VideoFrame | None:
    found: VideoFrame | None = None
    try:
        film.seek(int(wanted * av.time_base), backward=True)
        for count, frame in enumerate(film.decode(picture)):
            found = frame
            if frame.time is None or frame.time + slack >= wanted or count >= MOST_DECODED:
                break
    except av.error.FFmpegError:  # what was decoded before the trouble will do
        return found
    return found


def _upright(frame: VideoFrame, facts: FilmFacts, longest: int) -> Any:
    """The frame as a viewer sees it, as a Pillow image with the long side at most `longest`."""
    scale = min(1.0, longest / max(facts.width, facts.height))
    width, height = max(1, round(facts.width * scale)), max(1, round(facts.height * scale))
    if facts.rotation in (90, 270):
        width, height = height, width
    image: Any = frame.to_image(width=width, height=height)  # type: ignore[no-untyped-call]
    return image.rotate(-facts.rotation, expand=True) if facts.rotation else image


def _worth(image: Any) -> int:
    """How much there is to see: a sharp frame rich in contrast needs many bytes as a JPEG, a black or blurred one few."""
    grey = image.convert("L")
    levels = grey.histogram()
    mean = sum(level * count for level, count in enumerate(levels)) / max(1, sum(levels))
    return len(_jpeg(grey, 75)) if DARK <= mean <= LIGHT else 0


def _jpeg(image: Any, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
