"""Subtitles: whether a file of them can be read, and those that are inside a film taken out as WebVTT."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
from av.packet import Packet
from av.subtitles.stream import SubtitleStream

from formatters.films.reading import opened
from formatters.films.words import NO_CAPTIONS, UnusableFilm
from formatters.story import FilmFacts

WRITTEN = {"mov_text", "webvtt", "subrip", "srt", "ass", "ssa", "text"}  # others are pictures of words
MOST_TRACKS = 8
MOST_CUES = 20_000  # of a track: a word a second for five hours
_TIMES = re.compile(
    r"^\s*(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}\s+-->\s+(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}.*\n[^\S\n]*\S", re.M
)
# ISO 639-2, which films use, to 639-1, which platforms ask for.
_SHORT = {"vie": "vi", "eng": "en", "fre": "fr", "fra": "fr", "chi": "zh", "zho": "zh", "lao": "lo", "khm": "km"}
_ORDERS = re.compile(r"\{[^}]*\}")  # what ASS says about how a line looks


@dataclass(frozen=True, slots=True)
class Track:
    """Subtitles that were inside a film. `language` is ISO 639-1 where it is told and known, else ""; `vtt` is WebVTT in UTF-8."""

    language: str
    name: str
    vtt: bytes


@dataclass
class _Cues:
    language: str
    name: str
    lines: list[str] = field(default_factory=list)


def check(data: bytes) -> None:
    """UnusableFilm with the reason, for subtitles (WebVTT or SubRip) without a line that a player could show."""
    try:
        told = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFilm(NO_CAPTIONS) from error
    if not _TIMES.search(told.replace("\r\n", "\n").replace("\r", "\n")):
        raise UnusableFilm(NO_CAPTIONS)


def inside(place: Path, facts: FilmFacts) -> tuple[Track, ...]:
    """The tracks of written subtitles in the film, each language once; those without a line, and pictures of words, are left out."""
    with opened(place, facts.mime) as (film, _):
        streams = [one for one in film.streams.subtitles if one.codec_context.name in WRITTEN][:MOST_TRACKS]
        if not streams:
            return ()
        found = {stream.index: _Cues(_language(stream), stream.metadata.get("title", "")) for stream in streams}
        for packet in film.demux(streams):
            cues = found[packet.stream.index]
            if len(cues.lines) < MOST_CUES:
                cues.lines.extend(_cue(packet))
    once: dict[str, Track] = {}
    for cues in found.values():
        if cues.lines:
            vtt = unicodedata.normalize("NFC", "WEBVTT\n\n" + "\n\n".join(cues.lines) + "\n")
            once.setdefault(
                cues.language, Track(cues.language, unicodedata.normalize("NFC", cues.name)[:150], vtt.encode())
            )
    return tuple(once.values())


def _cue(packet: Packet[Any]) -> Iterator[str]:
    if packet.pts is None or not packet.duration:
        return
    begins, ends = (float(at * packet.time_base) for at in (packet.pts, packet.pts + packet.duration))
    try:
        told = [_plain(shown.ass) for shown in packet.decode() if hasattr(shown, "ass")]
    except (av.error.FFmpegError, UnicodeDecodeError):
        return
    if text := "\n".join(filter(None, told)):
        yield f"{_clock(begins)} --> {_clock(ends)}\n{text}"


def _plain(ass: bytes) -> str:
    """The words of a line of ASS, which is what FFmpeg makes of all subtitles: eight fields, then the text."""
    text = _ORDERS.sub("", ass.decode().split(",", 8)[-1]).replace(r"\N", "\n").replace(r"\n", "\n").replace(r"\h", " ")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _clock(seconds: float) -> str:
    thousandths = max(0, round(seconds * 1000))
    return f"{thousandths // 3_600_000:02}:{thousandths // 60_000 % 60:02}:{thousandths // 1000 % 60:02}.{thousandths % 1000:03}"


def _language(stream: SubtitleStream) -> str:
    told = (stream.metadata.get("language") or "").lower().partition("-")[0]
    return _SHORT.get(told, told if len(told) == 2 else "")
