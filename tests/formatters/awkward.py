"""Twenty-five pictures as portals really hand them over, made by our own code; and what is wrong with each."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from PIL import Image, ImageChops, ImageCms, ImageDraw

from syndication.demo import pictures

Focus = tuple[float, float] | None


@dataclass(frozen=True)
class Awkward:
    """One of them. `make` gives the bytes of the file, `focus` is the point that must stay in sight."""

    name: str
    make: Callable[[], bytes]
    focus: Focus = None


def data_of(picture: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    """The picture as a file of this kind."""
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


@cache
def scene(name: str, width: int = 1600, height: int = 1000) -> Image.Image:
    """One of the demonstration's scenes, at this size."""
    drawn = Image.open(io.BytesIO(pictures.make(f"{name}-7.jpg"))).convert("RGB")
    return drawn if drawn.size == (width, height) else drawn.resize((width, height), Image.Resampling.BICUBIC)


def turned(turn: int) -> bytes:
    """A photograph whose EXIF says how it was held: the pixels lie as `turn` (2 to 8) tells."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[turn]
    exif = Image.Exif()
    exif[0x0112] = turn
    return data_of(scene("tru-so").transpose(Image.Transpose(back)), "JPEG", exif=exif, quality=90)


def swapped_profile() -> bytes:
    """An ICC profile of a screen whose red and green are swapped: whoever ignores it shows wrong colours at once."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = struct.unpack(">I", plain[128:132])[0]
    tags = bytearray(plain)
    for place in range(132, 132 + 12 * count, 12):
        name = bytes(tags[place : place + 4])
        if name in (b"rXYZ", b"gXYZ"):
            tags[place : place + 4] = b"gXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(tags)


def in_other_colours() -> bytes:
    """A PNG in the colours of that screen."""
    red, green, blue = scene("canh-dong").split()
    return data_of(Image.merge("RGB", (green, red, blue)), icc_profile=swapped_profile())


def inked(adobe: bool) -> bytes:
    """A JPEG in CMYK as Adobe writes it (ink upside down, with its mark), or as others do (neither)."""
    inks = scene("bieu-do").convert("CMYK")
    if adobe:
        return data_of(inks, "JPEG", quality=90)
    data = data_of(ImageChops.invert(inks), "JPEG", quality=90)
    mark = data.index(b"\xff\xee\x00\x0eAdobe")
    return data[:mark] + data[mark + 16 :]


def png_48() -> bytes:
    """A PNG of sixteen bits a colour, which Pillow cannot write."""
    picture = scene("thanh-pho", 800, 500)
    rows = b"".join(
        b"\0" + bytes(twice for light in picture.crop((0, row, 800, row + 1)).tobytes() for twice in (light, light))
        for row in range(picture.height)
    )
    head = struct.pack(">IIBBBBB", *picture.size, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def grey_16() -> bytes:
    """A scan of 65,536 greys."""
    grey = scene("kho-luu-tru", 1200, 750).convert("L")
    return data_of(Image.frombytes("I;16", grey.size, bytes(twice for light in grey.tobytes() for twice in (0, light))))


def seal(soft: bool = True) -> Image.Image:
    """A round seal on nothing, with a soft or a hard edge."""
    scale = 4 if soft else 1
    sheet = Image.new("RGBA", (600 * scale, 600 * scale), (160, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    for reach, fill in ((290, (176, 18, 24, 255)), (262, (255, 255, 255, 0)), (250, (176, 18, 24, 200))):
        pen.ellipse([(300 - reach) * scale, (300 - reach) * scale, (300 + reach) * scale, (300 + reach) * scale], fill)
    for left in range(140, 460, 40):
        pen.rectangle([left * scale, 280 * scale, (left + 20) * scale, 320 * scale], (255, 214, 90, 255))
    return sheet.resize((600, 600), Image.Resampling.LANCZOS) if soft else sheet


def palette() -> bytes:
    """A PNG of 32 colours, one of which is nothing."""
    few = scene("ho-so", 900, 562).quantize(31)
    few.putpalette([*(few.getpalette() or [])[: 31 * 3], 0, 0, 0])
    few.paste(31, (0, 0, 200, 562))
    return data_of(few, transparency=31)


def page() -> bytes:
    """A scanned decree: black and white alone, A4 at 200 dots an inch, and no sign of a picture."""
    sheet = Image.new("1", (1654, 2339), 1)
    pen = ImageDraw.Draw(sheet)
    for row in range(200, 2100, 44):
        pen.rectangle((180, row, 1474 - (row * 7) % 400, row + 14), 0)
    pen.ellipse((1000, 1700, 1380, 2080), outline=0, width=12)
    return data_of(sheet, "TIFF", compression="group4")


def moving(kind: str) -> bytes:
    """An animation that begins with an empty frame, as many do."""
    shown = scene("truc-tuyen", 640, 400)
    frames = [Image.new("RGB", shown.size), shown, ImageChops.invert(shown)]
    return data_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=400)


def striped(width: int, height: int) -> Image.Image:
    """A picture of an extreme shape: numbered fields, so that it is seen what was cut off."""
    sheet = Image.new("RGB", (width, height), (236, 240, 244))
    pen = ImageDraw.Draw(sheet)
    across = width > height
    size = min(width, height)
    for number, start in enumerate(range(0, max(width, height), size)):
        left, top = (start, 0) if across else (0, start)
        shade = (40 + number * 23 % 160, 90 + number * 41 % 130, 150)
        pen.rectangle((left + size // 10, top + size // 10, left + size - size // 10, top + size - size // 10), shade)
        pen.text((left + size // 3, top + size // 4), str(number + 1), "white", font_size=size // 2)
    return sheet


def grain() -> bytes:
    """Noise in every colour: nothing compresses worse."""
    chance = Random(25)  # noqa: S311 - nothing secret
    return data_of(Image.frombytes("RGB", (2000, 1400), chance.randbytes(2000 * 1400 * 3)), "JPEG", quality=95)


def pages() -> bytes:
    """A TIFF of forty pages; the first is the picture."""
    rest = [Image.new("RGB", (200, 200), (number * 6, 0, 0)) for number in range(39)]
    return data_of(scene("ho-so"), "TIFF", save_all=True, append_images=rest, compression="tiff_lzw")


def lab() -> bytes:
    """A TIFF in CIELAB, as repro houses keep them."""
    how = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    told = ImageCms.applyTransform(scene("thanh-pho", 800, 500), how)
    assert told is not None
    return data_of(told, "TIFF")


AWKWARD = (
    Awkward("12 megapixels, upright", lambda: _large(6)),
    Awkward("held upside down", lambda: turned(3)),
    Awkward("mirrored, on its side", lambda: turned(5)),
    Awkward("what matters is far right", lambda: data_of(scene("hoi-truong"), "JPEG", quality=90), (0.93, 0.3)),
    Awkward("progressive", lambda: data_of(scene("bieu-do"), "JPEG", progressive=True, quality=85)),
    Awkward("ICC with red as green", in_other_colours),
    Awkward("CMYK, Adobe's", lambda: inked(True)),
    Awkward("CMYK, without a mark", lambda: inked(False)),
    Awkward("CMYK in TIFF", lambda: data_of(scene("canh-dong").convert("CMYK"), "TIFF", compression="tiff_lzw")),
    Awkward("CIELAB", lab),
    Awkward("48 bits", png_48),
    Awkward("16 bits of grey", grey_16),
    Awkward("grey JPEG", lambda: data_of(scene("tru-so").convert("L"), "JPEG")),
    Awkward("palette with a hole", palette),
    Awkward("soft edge on nothing", lambda: data_of(seal())),
    Awkward("the same as WebP", lambda: data_of(seal(), "WEBP", quality=80)),
    Awkward("scanned page", page),
    Awkward("GIF, empty first frame", lambda: moving("GIF")),
    Awkward("WebP, empty first frame", lambda: moving("WEBP")),
    Awkward("AVIF", lambda: data_of(scene("canh-dong"), "AVIF", quality=60)),
    Awkward("BMP", lambda: data_of(scene("thanh-pho", 800, 500), "BMP")),
    Awkward("TIFF of forty pages", pages),
    Awkward("wide panorama", lambda: data_of(striped(7200, 900), "JPEG"), (0.9, 0.5)),
    Awkward("tall infographic", lambda: data_of(striped(700, 4900))),
    Awkward("noise", grain),
)


def _large(turn: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turn
    lying = scene("hoi-truong", 3000, 4000).transpose(Image.Transpose.ROTATE_90)
    return data_of(lying, "JPEG", exif=exif, quality=85)
