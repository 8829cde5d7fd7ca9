"""What a film is: read from its first packet to its last, of which few are decoded."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from formatters.films.loudness import Meter
from formatters.films.reading import container, opened
from formatters.films.words import CUT_OFF, DAMAGED, ENDLESS, UnusableFilm
from formatters.story import FilmFacts

MOST_SECONDS = 24 * 3600.0
MOST_UNREADABLE = 100  # packets without a picture in them, before the film counts as damaged
MISSING = 0.05  # the share of the length told that may be missing at the end: containers round


class _Span:
    """From where to where the packets of a stream reach, in seconds."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.last = 0.0
        self.count = 0

    def take(self, packet: Packet[Any]) -> None:
        if packet.pts is None and packet.dts is None:
            return
        at = float((packet.pts if packet.pts is not None else packet.dts or 0) * packet.time_base)
        self.first = at if self.first is None else min(self.first, at)
        self.last = max(self.last, at + float((packet.duration or 0) * packet.time_base))
        self.count += 1
        if self.last - self.first > MOST_SECONDS:
            raise UnusableFilm(ENDLESS)

    @property
    def seconds(self) -> float:
        return 0.0 if self.first is None else self.last - self.first


def probe(place: Path, mime: str) -> FilmFacts:
    """What the film at `place` is; `mime` is what its first bytes say. UnusableFilm for what cannot be shown as one.

    The whole file is read once, a packet at a time; one picture and at most five minutes of sound are decoded.
    """
    with opened(place, mime) as (film, picture):
        sound = film.streams.audio[0] if film.streams.audio else None
        told = _length_told(film)
        shown, spans, loudness = _read(film, picture, sound)
        turned = round(-shown.rotation / 90) * 90 % 360
        width, height = _seen(shown, picture, turned)
        seconds = max(span.seconds for span in spans.values())
        if told > MOST_SECONDS:
            raise UnusableFilm(ENDLESS)
        if told - seconds > max(0.2, told * MISSING):
            raise UnusableFilm(CUT_OFF)
        seen = spans[picture.index]
        video, audio = _codec(picture), _codec(sound)
        return FilmFacts(
            mime=container(mime, video, audio),
            video=video,
            pixels=shown.format.name,
            width=width,
            height=height,
            rotation=turned,
            rate=round(seen.count / seen.seconds, 3) if seen.seconds else 0.0,
            seconds=round(seconds, 3),
            audio=audio,
            channels=sound.codec_context.channels if sound and audio else 0,
            sample_rate=sound.codec_context.sample_rate if sound and audio else 0,
            loudness=loudness,
        )


def _read(
    film: InputContainer, picture: VideoStream, sound: AudioStream | None
) -> tuple[VideoFrame, dict[int, _Span], float | None]:
    """The first picture, how far each stream reaches, and how loud the sound is."""
    spans = {stream.index: _Span() for stream in (picture, sound) if stream is not None}
    meter = Meter(sound) if sound is not None else None
    shown: VideoFrame | None = None
    unreadable, broken = 0, False
    for packet in _packets(film, [picture, *([sound] if sound else [])]):
        spans[packet.stream.index].take(packet)
        broken = packet.is_corrupt if packet.size else broken
        if meter is not None and packet.stream is sound:
            meter.hear(packet)
        elif shown is None and packet.stream is picture:
            shown = _first(packet)
            unreadable += shown is None
            if unreadable > MOST_UNREADABLE:
                break
    if shown is None:
        raise UnusableFilm(DAMAGED)
    if broken:  # the last packet is not whole
        raise UnusableFilm(CUT_OFF)
    return shown, spans, meter.loudness if meter else None


def _packets(film: InputContainer, streams: list[VideoStream | AudioStream]) -> Iterator[Packet[Any]]:
    try:
        yield from film.demux(streams)
    except av.error.InvalidDataError as error:  # a file that was cut off ends in the middle of a packet
        raise UnusableFilm(CUT_OFF) from error


def _first(packet: Packet[Any]) -> VideoFrame | None:
    try:
        return next((frame for frame in packet.decode() if isinstance(frame, VideoFrame)), None)
    except av.error.FFmpegError:
        return None


def _length_told(film: InputContainer) -> float:
    """The length in seconds that the container tells of; 0 where it tells none, as films do that were never finished."""
    return max(0.0, (film.duration or 0) / av.time_base)


def _seen(shown: VideoFrame, picture: VideoStream, turned: int) -> tuple[int, int]:
    """Width and height in pixels of the upright picture with square pixels."""
    shape = picture.sample_aspect_ratio or Fraction(1)
    width = max(1, round(shown.width * shape)) if 0 < shape < 10 else shown.width
    return (shown.height, width) if turned in (90, 270) else (width, shown.height)


def _codec(stream: VideoStream | AudioStream | None) -> str:
    return stream.codec_context.codec.canonical_name if stream is not None else ""
