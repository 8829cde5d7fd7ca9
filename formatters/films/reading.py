"""Opening a film: by the one reader that its first bytes ask for, and by no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from formatters.films.words import ABSURD_SIZE, DAMAGED, ONLY_SOUND, UnusableFilm

# Named by what the file begins with: FFmpeg would otherwise try every format it knows, among them playlists that open
# other files and addresses.
READERS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
    "video/x-flv": "flv",
    "video/x-ms-wmv": "asf",
}
IN_WEBM = {"vp8", "vp9", "av1", "opus", "vorbis", ""}  # WebM is Matroska with nothing else in it
MOST_POINTS = 8192 * 4320
LEAST_SIDE = 16
THREADS = 2  # each holds pictures of its own


@contextmanager
def opened(place: Path, mime: str) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The film and its picture's stream. UnusableFilm for what is none, or fails while it is read in the block.

    OSError where the machine is at fault and not the film: a full disk, a file that is gone.
    """
    if mime not in READERS:
        raise UnusableFilm(DAMAGED)
    try:
        with av.open(str(place), "r", format=READERS[mime]) as film:
            yield film, _picture(film)
    except OSError:
        raise
    except (av.error.FFmpegError, ValueError, MemoryError, OverflowError) as error:
        raise UnusableFilm(DAMAGED) from error


def _picture(film: InputContainer) -> VideoStream:
    """The first stream that is a moving picture; the cover of a song is not one."""
    moving = [stream for stream in film.streams.video if not stream.disposition & stream.disposition.attached_pic]
    if not moving:
        raise UnusableFilm(ONLY_SOUND if film.streams.audio else DAMAGED)
    width, height = moving[0].codec_context.width, moving[0].codec_context.height
    if min(width, height) < LEAST_SIDE or width * height > MOST_POINTS:
        raise UnusableFilm(ABSURD_SIZE)
    moving[0].thread_type = "AUTO"
    moving[0].codec_context.thread_count = THREADS
    return moving[0]


def container(mime: str, video: str, audio: str) -> str:
    """The container's MIME type, where two of them begin alike."""
    if READERS[mime] != "matroska":
        return mime
    return "video/webm" if {video, audio} <= IN_WEBM else "video/x-matroska"
