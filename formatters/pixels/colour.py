"""Any colours to sRGB on white, eight bits a colour."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageCms

from formatters.pixels.words import UNREADABLE, UnusablePicture

PLAIN = ("RGB", "L", "CMYK")
SEEN_THROUGH = ("LA", "La", "PA", "RGBA", "RGBa")


def is_plain(picture: Image.Image) -> bool:
    """Whether its pixels can be averaged as they are: eight bits, no palette, nothing to be seen through."""
    return picture.mode in PLAIN and "transparency" not in picture.info


def white_of(picture: Image.Image) -> float:
    """The value that stands for white where a picture has more than eight bits: what it uses says what it means."""
    if picture.mode.startswith("I;16"):
        return 65535.0
    if picture.mode not in ("I", "F"):
        return 255.0
    most = picture.getextrema()[1]
    if isinstance(most, tuple):
        return 255.0
    return 1.0 if most <= 1 else 255.0 if most <= 255 else max(65535.0, most)


def flat(picture: Image.Image, white: float) -> Image.Image:
    """The picture in RGB, L or CMYK, what can be seen through on white. UnusablePicture for colours that Pillow cannot leave."""
    try:
        if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
            share = 255.0 / white
            deep = picture.convert("F")
            deep.info.clear()  # what was transparent among 65,536 greys is not among 256
            return deep.point(lambda value: value * share + 0.0).convert("L")
        if "transparency" in picture.info or picture.mode in SEEN_THROUGH:
            seen = picture.convert("RGBA")
            sheet = Image.new("RGBA", seen.size, "white")
            sheet.alpha_composite(seen)
            return sheet.convert("RGB")
        return picture if picture.mode in PLAIN else picture.convert("RGB")
    except Exception as error:  # Pillow raises whatever an odd mode provokes
        raise UnusablePicture(UNREADABLE) from error


def upright_ink(picture: Image.Image, source: Image.Image) -> Image.Image:
    """CMYK as Pillow means it. It takes every JPEG for Adobe's, which stores ink upside down; one without Adobe's mark does not."""
    if picture.mode == "CMYK" and source.format in ("JPEG", "MPO") and "adobe" not in source.info:
        return ImageChops.invert(picture)
    return picture


def srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours told in the profile's terms, told in sRGB's, as RGB. A profile that does not fit the picture is passed over."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            told = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            told = None
        picture = told or picture
    return picture if picture.mode == "RGB" else picture.convert("RGB")
