"""Small films for tests, made by our own code: a fraction of a second, of any kind that the encoders at hand can make."""

from __future__ import annotations

import array
import math
import tempfile
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
from PIL import Image, ImageDraw

RATE = 25
SUFFIX = {"mp4": "mp4", "mov": "mov", "webm": "webm", "matroska": "mkv", "avi": "avi", "flv": "flv"}


@lru_cache(maxsize=64)
def film(
    container: str = "mp4",
    video: str = "libx264",
    audio: str = "aac",
    *,
    size: tuple[int, int] = (160, 96),
    pictures: int = 20,
    turned: int = 0,
    pixels: str = "yuv420p",
    gain: float = 0.1,
    times: tuple[int, ...] = (),
    colours: tuple[str, ...] = (),
    plain: int = 0,
    front: bool = True,
    shape: tuple[int, int] = (1, 1),
    keys: int = 250,
) -> bytes:
    """The bytes of a film of `pictures` at 25 a second; `video` or `audio` "" leaves that out.

    `turned` is by how many degrees clockwise a player must turn it. `times` are the pictures' own times in 1/25 s. The first
    `plain` pictures are grey, and `colours` fills the others one after the other, instead of what moves. `gain` is how loud its
    tone is, `keys` how often a picture is whole.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"film.{SUFFIX[container]}")
        options = {"movflags": "faststart"} if container in ("mp4", "mov") and front else {}
        with av.open(str(place), "w", format=container, options=options) as file:
            if video:
                stream = file.add_stream(video, rate=RATE, options=_quiet(video))
                stream.width, stream.height, stream.pix_fmt = *size, pixels
                stream.codec_context.sample_aspect_ratio = Fraction(*shape)
                stream.codec_context.gop_size = keys
                if turned:
                    stream.set_display_rotation(-turned)
            if audio:
                sound = file.add_stream(audio, rate=48_000)
                sound.codec_context.layout = "stereo"
            if video:
                for number in range(pictures):
                    told = ("gray",) if number < plain else colours
                    frame = av.VideoFrame.from_image(_picture(size, number, told)).reformat(format=pixels)
                    frame.pts, frame.time_base = times[number] if times else number, Fraction(1, RATE)
                    file.mux(stream.encode(frame))
                file.mux(stream.encode(None))
            if audio:
                _sound(file, sound, 48_000 * pictures // RATE, gain)
        return place.read_bytes()


def _quiet(video: str) -> dict[str, str]:
    return {"x265-params": "log-level=none", "preset": "ultrafast"} if video == "libx265" else {}


def _picture(size: tuple[int, int], number: int, colours: tuple[str, ...]) -> Image.Image:
    if colours:
        return Image.new("RGB", size, colours[number % len(colours)])
    image = Image.new("RGB", size, (70, 110, 160))
    draw = ImageDraw.Draw(image)
    for step in range(0, size[0], 16):
        draw.rectangle((step, (step + number * 5) % size[1], step + 8, size[1]), fill=(230, 200, 40 + number * 3))
    return image


def _sound(file: av.container.OutputContainer, stream: av.AudioStream, samples: int, gain: float) -> None:
    piece = 960
    for start in range(0, samples, piece):
        tone = [gain * math.sin(2 * math.pi * 997 * (start + step) / 48_000) for step in range(piece)]
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=piece)
        for plane in frame.planes:
            plane.update(array.array("f", tone).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def with_subtitles(data: bytes, *tracks: tuple[str, str]) -> bytes:
    """The film as Matroska with these tracks of subtitles in it: (language by ISO 639-2, the text of a SubRip file)."""
    with tempfile.TemporaryDirectory() as folder:
        place, out = Path(folder, "film"), Path(folder, "film.mkv")
        place.write_bytes(data)
        with av.open(str(place)) as source, av.open(str(out), "w", format="matroska") as file:
            picture = source.streams.video[0]
            into = file.add_stream_from_template(picture)
            streams = []
            for number, (language, text) in enumerate(tracks):
                written = Path(folder, f"{number}.srt")
                written.write_text(text, encoding="utf-8")
                subtitles = av.open(str(written))
                stream = file.add_stream_from_template(subtitles.streams.subtitles[0])
                stream.metadata["language"] = language
                streams.append((subtitles, stream))
            for packet in source.demux(picture):
                if packet.size:
                    packet.stream = into
                    file.mux(packet)
            for subtitles, stream in streams:
                for packet in subtitles.demux():
                    if packet.size:
                        packet.stream = stream
                        file.mux(packet)
                subtitles.close()
        return out.read_bytes()
