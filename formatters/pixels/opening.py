"""Opening what may be anything: named formats only, of a size that memory holds, read in a time that has an end."""

from __future__ import annotations

import io
import re

from PIL import Image, JpegImagePlugin

from formatters.pixels.words import DAMAGED, TOO_SMALL, UNREADABLE, UnusablePicture, too_large

MOST_PIXELS = 80_000_000
# Decoders of these formats hold a picture several times over, which makes half a gigabyte of so many pixels.
MOST_MODERN = {"WEBP": 30_000_000, "AVIF": 30_000_000}
# Each scan of a progressive JPEG goes over the whole picture, and a scan of a dozen bytes is a valid one: a file of some
# megabytes could keep a processor for days. Encoders write about ten.
MOST_SCANS = 100
# Named one by one: Pillow would otherwise try every format it knows, among them PostScript through an interpreter.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
MOVING = ("GIF", "WEBP", "PNG", "AVIF")
MOST_FRAMES = 25  # looked at for one that shows something
_ORIENTATION = 0x0112
_SCAN = re.compile(b"\xff\xda")


def opened(data: bytes) -> Image.Image:
    """The picture, its pixels not read yet. UnusablePicture for what is no picture, or one of an unreasonable size."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePicture(too_large(MOST_PIXELS)) from error
    except Exception as error:  # Pillow's readers raise whatever a broken file provokes; no list of it is complete
        raise UnusablePicture(UNREADABLE) from error
    most = MOST_MODERN.get(picture.format or "", MOST_PIXELS)
    if picture.width * picture.height > most:
        raise UnusablePicture(too_large(most))
    if min(picture.size) < 2:
        raise UnusablePicture(TOO_SMALL)
    if is_jpeg(picture) and any(number >= MOST_SCANS for number, _ in enumerate(_SCAN.finditer(data))):
        raise UnusablePicture(DAMAGED)
    return picture


def loaded(picture: Image.Image, part: int = 1) -> Image.Image:
    """The same picture, its pixels read to the end of the file; a JPEG at one `part`th of its size, for a part of the work.

    UnusablePicture when bytes are missing or make no sense.
    """
    if part > 1:
        picture.draft(picture.mode, (max(1, picture.width // part), max(1, picture.height // part)))
    try:
        picture.load()
    except Exception as error:  # as in opened
        raise UnusablePicture(DAMAGED) from error
    return picture


def still(data: bytes) -> Image.Image:
    """The picture with its pixels; of an animation the first frame that shows anything, for many begin with an empty one.

    UnusablePicture as for `opened` and `loaded`.
    """
    picture = loaded(opened(data))
    if picture.format not in MOVING or not _is_blank(picture):
        return picture
    last = min(MOST_FRAMES, 1 + 2 * MOST_PIXELS // (picture.width * picture.height))
    try:
        for number in range(1, last):
            picture.seek(number)
            picture.load()
            if not _is_blank(picture):
                return picture
    except Exception:  # noqa: S110 - there are no more, or they are broken: the first is what there is
        pass
    del picture  # so that it is not in memory twice
    return loaded(opened(data))


def is_jpeg(picture: Image.Image) -> bool:
    """Whether it can be read at a half, a quarter or an eighth of its size. A phone's several views in one file can too."""
    return isinstance(picture, JpegImagePlugin.JpegImageFile)


def turn_of(picture: Image.Image) -> int:
    """EXIF's orientation, 1 to 8; unreadable EXIF does not spoil a good picture: then it stands as it is stored."""
    try:
        turn = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # as in opened
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _is_blank(picture: Image.Image) -> bool:
    """Whether all of it is one colour, or all of it can be seen through."""
    bands = picture.getextrema()
    if isinstance(bands[0], int | float):
        return bands[0] == bands[1]
    seen_through = picture.mode in ("LA", "RGBA") and bands[-1] == (0, 0)
    return seen_through or all(isinstance(band, tuple) and band[0] == band[1] for band in bands)
