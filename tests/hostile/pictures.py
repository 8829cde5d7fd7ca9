"""Pictures that mean harm, as bytes: what is said of each, and whether what is made of it holds anything but a picture."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image

from formatters import pixels
from formatters.rendition import Cut
from syndication.sources.retrieve import sniff

SCRIPT = b"<script>alert(1)</script>"
MIB = 1024 * 1024


def chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))


def png(width: int, height: int, colours: int = 2, rows: int = 0) -> bytes:
    """A PNG that says this size, with so many megabytes of zeros behind it."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" * MIB) for _ in range(rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_chunk(kind: bytes, inside: bytes) -> bytes:
    """A small PNG with this in it."""
    return made("PNG", 60, 60).replace(chunk(b"IEND", b""), chunk(kind, inside) + chunk(b"IEND", b""))


def made(kind: str, width: int, height: int, mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **how)
    return out.getvalue()


def jpeg_of(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A small JPEG whose frame says another size."""
    data = bytearray(made("JPEG", 64, 64, progressive=progressive))
    place = data.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_of(width: int, height: int) -> bytes:
    """A WebP that says that its canvas is so large."""
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    data = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size + made("WEBP", 8, 8)[12:]
    return b"RIFF" + struct.pack("<I", len(data)) + data


def gif_of(width: int, height: int, frames: int = 1) -> bytes:
    data = bytearray(made("GIF", 8, 8, "P"))
    data[6:10] = struct.pack("<HH", width, height)
    frame = bytes(data[data.index(b",") : -1])
    return bytes(data[:-1]) + frame * (frames - 1) + b";"


def tiff_of(width: int, height: int) -> bytes:
    data = bytearray(made("TIFF", 8, 8))
    for tag, value in ((256, width), (257, height)):
        place = data.index(
            struct.pack("<HH", tag, 3) if struct.pack("<HH", tag, 3) in data else struct.pack("<HH", tag, 4)
        )
        data[place + 2 : place + 12] = struct.pack("<HII", 4, 1, value)
    return bytes(data)


CASES: dict[str, Callable[[], bytes]] = {
    "PNG of 50,000 × 50,000": lambda: png(50_000, 50_000, rows=20),
    "PNG of 80 million pixels": lambda: png(8900, 8900, rows=240),
    "PNG of 25 million pixels, the most that is taken": lambda: made("PNG", 5000, 5000),
    "PNG in 256 colours, the most that is taken": lambda: made("PNG", 8300, 8300, "P"),
    "JPEG of 50,000 × 50,000": lambda: jpeg_of(50_000, 50_000),
    "JPEG of 80 million pixels": lambda: made("JPEG", 8900, 8900),
    "JPEG of 80 million pixels, progressive": lambda: jpeg_of(8900, 8900, progressive=True),
    "JPEG of 20 million pixels, progressive": lambda: made("JPEG", 4400, 4400, progressive=True, subsampling=0),
    "WebP of 16,000 × 16,000": lambda: webp_of(16_000, 16_000),
    "WebP of 16 million pixels": lambda: webp_of(4000, 4000),
    "WebP of 8 million pixels, the most that is taken": lambda: made("WEBP", 2860, 2860),
    "AVIF of 10 million pixels, the most that is taken": lambda: made("AVIF", 3160, 3160, speed=10),
    "GIF of 50,000 × 50,000": lambda: gif_of(50_000, 50_000),
    "GIF of 8,000 × 8,000, 1,000 frames": lambda: gif_of(8000, 8000, 1000),
    "GIF of 3,700 × 3,700, 1,000 frames": lambda: gif_of(3700, 3700, 1000),
    "TIFF of 50,000 × 50,000": lambda: tiff_of(50_000, 50_000),
    "BMP of 50,000 × 50,000": lambda: b"BM" + struct.pack("<IHHIIiiHHIIIIII", 54, 0, 0, 54, 40, 50_000, 50_000, 1, 24, 0, 0, 0, 0, 0, 0),
    "PNG cut short": lambda: made("PNG", 2000, 2000)[:-40],
    "JPEG cut short": lambda: made("JPEG", 2000, 2000)[:2000],
    "a page that begins as a GIF": lambda: b"GIF89a/*" + SCRIPT + b"*/=1;alert(1)",
    "a page behind a JPEG": lambda: made("JPEG", 60, 60) + SCRIPT,
    "a script in a remark of a JPEG": lambda: made("JPEG", 60, 60, comment=SCRIPT),
    "a script in the EXIF of a JPEG": lambda: made("JPEG", 60, 60, exif=b"Exif\0\0" + SCRIPT),
    "a script in a text of a PNG": lambda: with_chunk(b"tEXt", b"Title\0" + SCRIPT),
    "a text of 64 MB in a PNG": lambda: with_chunk(b"zTXt", b"T\0\0" + zlib.compress(b"x" * 64 * MIB)),
    "a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file",
    "a profile of 20 MB": lambda: made("JPEG", 60, 60, icc_profile=b"\0" * 16_000_000),
    "nothing": lambda: b"",
}  # fmt: skip


def make(name: str) -> bytes:
    """The file."""
    return CASES[name]()


def run(name: str, data: bytes) -> dict[str, Any]:
    """The road of a picture: its first bytes, the reading, a cut."""
    if not sniff(data[:16]):
        return {"refused": "its first bytes"}
    try:
        probed = pixels.probe(data)
        whole = (0, 0, probed.width, probed.height)
        cut = pixels.cut(data, Cut("s", "x", whole, 40, max(1, 40 * probed.height // probed.width), 10**6, "Ảnh"))
    except pixels.UnusablePicture as error:
        return {"refused": error.why.to_json()}
    return {"size": [probed.width, probed.height], "clean": SCRIPT not in cut and cut.startswith(b"\xff\xd8\xff")}
