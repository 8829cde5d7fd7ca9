"""A copy of a film by a recipe: from file to file, a packet and a picture at a time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from formatters.films.reading import THREADS, opened
from formatters.films.recipe import SOUND_RATE, Recipe
from formatters.films.words import NOT_MADE, UnusableFilm
from formatters.story import FilmFacts

CLOCK = Fraction(1, 90_000)  # of a picture that is made anew: fine enough for every rate there is
MOST_RATE = 60  # pictures a second; what has more is shown at sixty
MOST_WAITING = 64  # packets; H.264 reorders over sixteen pictures at most
SILENCE = 0.1  # seconds between two frames of sound that are heard as a gap
MOST_LOST = 50  # packets of a stream that cannot be decoded
QUALITY = "21"  # x264's constant rate factor: not told from the original by eye


def make(place: Path, facts: FilmFacts, recipe: Recipe, target: Path) -> None:
    """Write the copy to `target`, an MP4 whose index stands in front. UnusableFilm when it cannot be made; OSError as in `opened`.

    Turned upright where the picture is made anew; where it is copied, it keeps the mark by which players turn it. Chapters,
    subtitles, further streams and everything the film tells of its maker are left out.
    """
    with opened(place, facts.mime) as (film, picture):
        sound = film.streams.audio[0] if recipe.audio and film.streams.audio else None
        try:
            with av.open(str(target), "w", format="mp4", options={"movflags": "faststart"}) as copy:
                _write(film, picture, sound, copy, facts, recipe)
        except OSError:
            raise
        except (av.error.FFmpegError, ValueError) as error:
            raise UnusableFilm(NOT_MADE) from error


def _write(
    film: InputContainer,
    picture: VideoStream,
    sound: AudioStream | None,
    copy: OutputContainer,
    facts: FilmFacts,
    recipe: Recipe,
) -> None:
    parts: dict[int, _Copied | _Pictures | _Sounds] = {
        picture.index: _Copied(copy, picture) if recipe.video == "copy" else _Pictures(copy, picture, facts, recipe)
    }
    if sound is not None:
        parts[sound.index] = _Copied(copy, sound) if recipe.audio == "copy" else _Sounds(copy, sound)
    for packet in film.demux([picture, *([sound] if sound else [])]):
        copy.mux(list(parts[packet.stream.index].take(packet)))
    for part in parts.values():
        copy.mux(list(part.rest()))


class _Copied:
    """A stream that goes over as it is.

    Matroska keeps no decoding times, and FFmpeg knows them only after some packets: those wait, and are counted back to.
    """

    def __init__(self, copy: OutputContainer, stream: VideoStream | AudioStream) -> None:
        self._into = copy.add_stream_from_template(stream)
        self._waiting: list[Packet[Any]] = []
        self._timed = False

    def take(self, packet: Packet[Any]) -> Iterator[Packet[Any]]:
        if not packet.size:  # the empty one at the end
            return
        self._waiting.append(packet)
        if packet.dts is None and not self._timed:
            if len(self._waiting) > MOST_WAITING:
                raise ValueError("no packet has a decoding time")
            return
        self._timed = True
        yield from self._released(packet.dts)

    def rest(self) -> Iterator[Packet[Any]]:
        yield from self._released(self._waiting[-1].pts if self._waiting else None)

    def _released(self, until: int | None) -> Iterator[Packet[Any]]:
        """What waits, each without a decoding time one length before the next that has one."""
        for packet in reversed(self._waiting):
            if packet.dts is None and until is not None:
                packet.dts = until
            until = (packet.dts or 0) - max(packet.duration or 0, 1)
        for packet in self._waiting:
            packet.stream = self._into
            yield packet
        self._waiting.clear()


class _Readable:
    """Packets decoded; a few that cannot be are passed over, as a player would."""

    def __init__(self) -> None:
        self._lost = 0

    def decoded(self, packet: Packet[Any]) -> list[Any]:
        try:
            return list(packet.decode())
        except av.error.InvalidDataError:
            self._lost += 1
            if self._lost > MOST_LOST:
                raise
            return []


class _Pictures:
    """The picture made anew: H.264, 4:2:0 with eight bits, upright, square pixels, no larger than the recipe says."""

    def __init__(self, copy: OutputContainer, stream: VideoStream, facts: FilmFacts, recipe: Recipe) -> None:
        self._stream, self._facts = stream, facts
        self._size = _even(facts.width, facts.height, recipe.lines)
        self._graph: Graph | None = None
        rate = min(facts.rate or 25, MOST_RATE)
        self._into = copy.add_stream(
            "libx264",
            rate=Fraction(rate).limit_denominator(1001),
            options={
                "preset": "veryfast",
                "crf": QUALITY,
                "maxrate": str(recipe.rate),
                "bufsize": str(recipe.rate * 2),
                "profile": "high",
            },
        )
        self._into.width, self._into.height = self._size
        self._into.pix_fmt = "yuv420p"
        self._into.codec_context.time_base = CLOCK
        self._into.codec_context.thread_count = THREADS
        self._into.codec_context.gop_size = max(2, round(rate * 2))
        self._last = -1
        self._readable = _Readable()
        self._gap = int(1 / CLOCK / MOST_RATE * Fraction(9, 10)) if facts.rate > MOST_RATE else 0

    def take(self, packet: Packet[Any]) -> Iterator[Packet[Any]]:
        for frame in self._readable.decoded(packet):
            yield from self._encode(frame)

    def _encode(self, frame: VideoFrame) -> Iterator[Packet[Any]]:
        if frame.pts is None:
            return
        if self._graph is None:
            self._graph = self._made_upright(frame)
        at = int(frame.pts * (frame.time_base or CLOCK) / CLOCK)
        if at - self._last < max(1, self._gap) and self._last >= 0:
            return  # two pictures at one time, or more a second than anybody sees
        self._last = at
        self._graph.push(frame)
        shown = self._graph.pull()
        assert isinstance(shown, VideoFrame)
        shown.pts, shown.time_base, shown.pict_type = at, CLOCK, av.video.frame.PictureType.NONE
        yield from self._into.encode(shown)

    def rest(self) -> Iterator[Packet[Any]]:
        yield from self._into.encode(None)

    def _made_upright(self, frame: VideoFrame) -> Graph:
        """A film whose shape changes on the way keeps the first: `scale` takes each picture as it comes."""
        graph = Graph()
        graph.threads = THREADS
        last = graph.add_buffer(template=self._stream, time_base=frame.time_base)
        steps = {90: [("transpose", "clock")], 180: [("hflip", ""), ("vflip", "")], 270: [("transpose", "cclock")]}
        width, height = self._size
        for name, how in [
            *steps.get(self._facts.rotation, []),
            ("scale", f"{width}:{height}:flags=bicubic"),
            ("setsar", "1"),
            ("format", "yuv420p"),
        ]:
            step = graph.add(name, how or None)
            last.link_to(step)
            last = step
        last.link_to(graph.add("buffersink"))
        graph.configure()
        return graph


class _Sounds:
    """The sound made anew: AAC, stereo or mono, 48,000 samples a second.

    Its frames are told the time by their samples: some containers count in steps too coarse for AAC's packets.
    """

    def __init__(self, copy: OutputContainer, stream: AudioStream) -> None:
        mono = stream.codec_context.channels == 1
        self._into = copy.add_stream("aac", rate=48_000, options={"b": str(SOUND_RATE)})
        self._into.codec_context.layout = "mono" if mono else "stereo"
        self._next: int | None = None
        self._readable = _Readable()

    def take(self, packet: Packet[Any]) -> Iterator[Packet[Any]]:
        for frame in self._readable.decoded(packet):
            self._time(frame)
            yield from self._into.encode(frame)

    def rest(self) -> Iterator[Packet[Any]]:
        yield from self._into.encode(None)

    def _time(self, frame: AudioFrame) -> None:
        """At the end of the frame before, unless the film says that it comes clearly later."""
        base = frame.time_base or Fraction(1, frame.sample_rate)
        told = round((frame.pts or 0) * base * frame.sample_rate)
        at = told if self._next is None or told - self._next > frame.sample_rate * SILENCE else self._next
        frame.pts, frame.time_base = at, Fraction(1, frame.sample_rate)
        self._next = at + frame.samples


def _even(width: int, height: int, lines: int) -> tuple[int, int]:
    """The size with the short side at most `lines` and the long one at most 16/9 of that, never larger, both even."""
    scale = min(1.0, lines / min(width, height), lines * 16 / 9 / max(width, height))
    return max(2, int(width * scale + 1e-6) // 2 * 2), max(2, int(height * scale + 1e-6) // 2 * 2)
