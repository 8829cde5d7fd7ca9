"""Opening what may be anything: named formats only, of a size that memory holds, read in a time that has an end."""

from __future__ import annotations

import io
import re

from PIL import Image, JpegImagePlugin

from formatters.pixels.words import DAMAGED, TOO_SMALL, UNREADABLE, UnusablePicture, too_large

MOST_PIXELS = 80_000_000
MOST_BYTES = 140_000_000  # of memory that reading and cutting one picture may take; a file of some kilobytes can ask for gigabytes
# Bytes for a pixel that were measured while a picture is read and cut. Decoders of these formats hold it several times over;
# of a moving one the frame before is kept beside the frame that is looked at.
_MODERN = {"WEBP": 17, "AVIF": 14}
_MOVING = {"GIF": 10, "PNG": 12}
_ONE_BYTE = ("1", "L", "P")
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
    for most in (MOST_PIXELS, int(MOST_BYTES / _weight(picture))):
        if picture.width * picture.height > most:
            raise UnusablePicture(too_large(most))
    if min(picture.size) < 2:
        raise UnusablePicture(TOO_SMALL)
    if is_jpeg(picture) and any(number >= MOST_SCANS for number, _ in enumerate(_SCAN.finditer(data))):
        raise UnusablePicture(DAMAGED)
    return picture


def _weight(picture: Image.Image) -> float:
    """How many bytes of memory one of its pixels takes at most, until it is cut."""
    kind = picture.format or ""
    if is_jpeg(picture):
        # Read at an eighth, it takes next to nothing; but of a progressive one the library keeps all coefficients, of two bytes.
        return 1 + 2 * _samples(picture) if picture.info.get("progressive") else 1
    if kind in _MODERN:
        return _MODERN[kind]
    if kind in _MOVING and getattr(picture, "is_animated", False):
        return _MOVING[kind]
    return 2 if picture.mode in _ONE_BYTE else 5.5 if picture.mode == "RGB" else 7


def _samples(picture: Image.Image) -> float:
    """How many values of a JPEG belong to one pixel: 1.5 for colours at half the size, 3 for all of them."""
    layers: list[tuple[int, int, int, int]] = getattr(picture, "layer", [])
    across = max((layer[1] for layer in layers), default=1)
    down = max((layer[2] for layer in layers), default=1)
    return sum(layer[1] * layer[2] for layer in layers) / (across * down) if layers else 4


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
