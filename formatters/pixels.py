"""Bytes in, bytes out: the one place that touches pixels. What comes out is plain sRGB JPEG without metadata."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms, ImageDraw

from formatters.images import DEFAULT_SIZE
from formatters.rendition import Cut
from formatters.sentence import Sentence

MOST_PIXELS = 80_000_000
# Named one by one: Pillow would otherwise try every format it knows, among them PostScript through an interpreter.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
BEST_QUALITY, WORST_QUALITY = 92, 25
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

UNREADABLE = Sentence(
    "Tệp này không phải là ảnh dùng được hoặc đã bị hỏng; hãy thay bằng ảnh JPEG, PNG hoặc WebP khác.",
    "This file is no usable picture or is damaged; replace it with another JPEG, PNG or WebP picture.",
)
TOO_LARGE = Sentence(
    "Ảnh quá lớn (trên 80 triệu điểm ảnh); hãy thu nhỏ rồi tải lên lại.",
    "The picture is too large (over 80 megapixels); make it smaller and upload it again.",
)
TOO_SMALL = Sentence(
    "Ảnh chỉ có một điểm ảnh theo chiều ngang hoặc dọc nên không dùng được; hãy thay bằng ảnh khác.",
    "The picture is only one pixel wide or high and cannot be used; replace it with another one.",
)
TOO_HEAVY = Sentence(
    "Không thể nén ảnh xuống dung lượng kênh cho phép; hãy thay bằng ảnh khác.",
    "The picture cannot be made as small in bytes as the channel asks; replace it with another one.",
)


class UnusablePicture(Exception):
    """These bytes cannot be shown as a picture. Carries the sentence why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Probed:
    """What a picture is: its MIME type, and its size in pixels after EXIF orientation."""

    mime: str
    width: int
    height: int


def probe(data: bytes) -> Probed:
    """What these bytes are, read to their end. UnusablePicture for anything that is not a whole, reasonable picture."""
    picture = _open(data)
    mime = "image/jpeg" if picture.format == "MPO" else Image.MIME[picture.format or "JPEG"]
    width, height = picture.size
    if _turn(picture) in (5, 6, 7, 8):
        width, height = height, width
    if picture.format == "JPEG":
        picture.draft(
            picture.mode, (width // 8, height // 8)
        )  # every byte is read all the same, in a fraction of the time
    _load(picture)
    return Probed(mime, width, height)


def cut(data: bytes, plan: Cut) -> bytes:
    """The planned part of the picture as a JPEG of exactly `plan.width` × `plan.height` and at most `plan.max_bytes`.

    The same bytes and plan give the same bytes. UnusablePicture as `probe`, and when no quality is small enough;
    ValueError when the plan's box lies outside the picture.
    """
    picture = _open(data)
    _load(picture)
    turn = _TURNS.get(_turn(picture))
    if turn is not None:
        profile = picture.info.get("icc_profile")
        picture = picture.transpose(turn)
        picture.info["icc_profile"] = profile
    left, top, right, bottom = plan.box
    if not (0 <= left < right <= picture.width and 0 <= top < bottom <= picture.height):
        raise ValueError(f"the box {plan.box} lies outside a picture of {picture.width} × {picture.height}")
    shown = _rgb(picture.crop(plan.box)).resize((plan.width, plan.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    bare = Image.new("RGB", shown.size)  # a new picture carries nothing along
    bare.paste(shown)
    return _squeeze(bare, plan.max_bytes)


@cache
def default_cover() -> bytes:
    """The cover that ships with the product, a JPEG of 1280 × 720: gold rings over deep red. Its source is "" in a Cut."""
    width, height = DEFAULT_SIZE
    scale = 2  # drawn large and made smaller: smooth edges
    sheet = Image.new("RGB", (width * scale, height * scale))
    pen = ImageDraw.Draw(sheet)
    for row in range(sheet.height):
        share = row / sheet.height
        pen.line([(0, row), (sheet.width, row)], fill=(int(150 - 52 * share), int(22 - 8 * share), int(24 - 6 * share)))
    middle = (sheet.width // 2, int(sheet.height * 0.47))
    for radius, thickness, gold in _RINGS:
        reach = radius * scale
        corners = (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)
        pen.ellipse(corners, outline=gold, width=thickness * scale)
    for left in range(0, width, 64):
        _lozenge(pen, (left + 32) * scale, (height - 58) * scale, 22 * scale, (201, 160, 72))
        _lozenge(pen, (left + 32) * scale, (height - 58) * scale, 11 * scale, (112, 15, 19))
    for edge in (height - 96, height - 22):
        pen.rectangle((0, edge * scale, sheet.width, (edge + 3) * scale), fill=(214, 176, 92))
    return _squeeze(sheet.resize(DEFAULT_SIZE, Image.Resampling.LANCZOS), 500_000)


_RINGS = (
    (270, 2, (150, 78, 44)),
    (236, 5, (214, 176, 92)),
    (214, 2, (178, 118, 60)),
    (176, 9, (224, 188, 104)),
    (150, 2, (178, 118, 60)),
    (104, 4, (214, 176, 92)),
    (60, 64, (224, 188, 104)),
)


def _lozenge(pen: ImageDraw.ImageDraw, across: int, down: int, reach: int, fill: tuple[int, int, int]) -> None:
    pen.polygon([(across - reach, down), (across, down - reach), (across + reach, down), (across, down + reach)], fill)


def _open(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePicture(TOO_LARGE) from error
    except Exception as error:  # Pillow's readers raise whatever a broken file provokes; no list of it is complete
        raise UnusablePicture(UNREADABLE) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise UnusablePicture(TOO_LARGE)
    if min(picture.size) < 2:
        raise UnusablePicture(TOO_SMALL)
    return picture


def _load(picture: Image.Image) -> None:
    try:
        picture.load()
    except Exception as error:  # as in _open
        raise UnusablePicture(UNREADABLE) from error


def _turn(picture: Image.Image) -> int:
    """EXIF's orientation, 1 to 8; unreadable EXIF does not spoil a good picture: then it stands as it is stored."""
    try:
        turn = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # as in _open
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _rgb(picture: Image.Image) -> Image.Image:
    """The picture in sRGB on white, eight bits a colour. UnusablePicture for a colour space that Pillow cannot leave."""
    profile = picture.info.get("icc_profile")
    try:
        if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
            picture = _eight_bits(picture)
        if "transparency" in picture.info or picture.mode in ("LA", "La", "PA", "RGBA", "RGBa"):
            seen = picture.convert("RGBA")
            white = Image.new("RGBA", seen.size, "white")
            white.alpha_composite(seen)
            picture = white.convert("RGB")
        elif picture.mode not in ("RGB", "CMYK", "L"):
            picture = picture.convert("RGB")
        return _srgb(picture, profile).convert("RGB")
    except Exception as error:  # as in _open
        raise UnusablePicture(UNREADABLE) from error


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours told in the profile's terms, told in sRGB's. A profile that does not fit the picture is passed over."""
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        told = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return told or picture


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Grey with more than eight bits, brought down to eight: by 16 bits' range, or a larger one if it is used."""
    deep = picture.convert("F")
    _, most = deep.getextrema()
    white = 255.0 if isinstance(most, tuple) else 1.0 if most <= 1 else 255.0 if most <= 255 else max(65535.0, most)
    if picture.mode.startswith("I;16"):
        white = 65535.0
    return deep.point(lambda value: value * (255.0 / white) + 0.0).convert("L")


def _squeeze(picture: Image.Image, most: int) -> bytes:
    """The best JPEG of at most `most` bytes: a search for the highest quality that fits."""
    low, high, best = WORST_QUALITY, BEST_QUALITY, b""
    while low <= high:
        quality = high if high == BEST_QUALITY else (low + high) // 2  # most pictures fit at the first try
        made = _jpeg(picture, quality)
        if len(made) <= most:
            best, low = made, quality + 1
        else:
            high = quality - 1
    if not best:
        raise UnusablePicture(TOO_HEAVY)
    return best


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
    return out.getvalue()
