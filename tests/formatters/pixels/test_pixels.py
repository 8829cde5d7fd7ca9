"""Every kind of picture becomes plain sRGB JPEG, and what is no picture is refused with one kind of error."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from formatters.images import DEFAULT_SIZE, plan_default
from formatters.pixels import Probed, UnusablePicture, cut, default_cover, probe
from formatters.rendition import Cut, PictureSlot
from tests.formatters.awkward import chunk, data_of
from tests.formatters.stories import LIMITS

RED = (200, 30, 30)


def plan_of(box: tuple[int, int, int, int], width: int, height: int, max_bytes: int = 10**6) -> Cut:
    return Cut(slot="s", source="x", box=box, width=width, height=height, max_bytes=max_bytes, alt="Ảnh")


def made(data: bytes, plan: Cut) -> Image.Image:
    picture = Image.open(io.BytesIO(cut(data, plan)))
    picture.load()
    return picture


def near(seen: Any, expected: tuple[int, int, int], within: int = 12) -> bool:
    return all(abs(one - other) <= within for one, other in zip(seen, expected, strict=True))


WHOLE = plan_of((0, 0, 40, 20), 40, 20)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("GIF", "P"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("TIFF", "CMYK"),
        ("TIFF", "LAB"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
        ("BMP", "RGB"),
        ("AVIF", "RGB"),
    ],
)
def test_every_mode_and_format_becomes_rgb_jpeg_of_the_same_colour(kind: str, mode: str) -> None:
    red = Image.new("RGB", (40, 20), RED)
    if mode == "LAB":
        how = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
        source = ImageCms.applyTransform(red, how)
        assert source is not None
    else:
        source = red.quantize(4) if mode == "P" else red.convert(mode)
    picture = made(data_of(source, kind), WHOLE)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (40, 20))
    assert near(picture.getpixel((20, 10)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16"])
def test_grey_of_any_depth_stays_as_bright_as_it_was(mode: str) -> None:
    if mode == "I;16":
        source = Image.frombytes("I;16", (40, 20), struct.pack("<H", 128 * 257) * 800)
        expected = (128, 128, 128)
    else:
        source = Image.new("L", (40, 20), 255).convert(mode)
        expected = (255, 255, 255)
    assert near(made(data_of(source), WHOLE).getpixel((20, 10)), expected, 3)


def test_floating_and_whole_number_greys_are_read_by_their_range() -> None:
    assert near(made(data_of(Image.new("F", (40, 20), 0.5), "TIFF"), WHOLE).getpixel((2, 2)), (128, 128, 128), 3)
    assert near(made(data_of(Image.new("I", (40, 20), 128 * 257), "TIFF"), WHOLE).getpixel((2, 2)), (128, 128, 128), 3)


def test_what_can_be_seen_through_stands_on_white() -> None:
    clear = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    assert made(data_of(clear), WHOLE).getpixel((5, 5)) == (255, 255, 255)
    palette = Image.new("P", (40, 20), 0)
    palette.putpalette([0, 0, 0, 255, 255, 255])
    assert made(data_of(palette, "PNG", transparency=0), WHOLE).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_box_is_of_the_picture_as_a_person_sees_it(turn: int) -> None:
    upright = Image.new("RGB", (40, 20), "white")
    upright.paste(RED, (0, 0, 20, 10))  # the upper left quarter
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright if turn == 1 else upright.transpose(Image.Transpose(back[turn]))
    exif = Image.Exif()
    exif[0x0112] = turn
    data = data_of(stored, "JPEG", exif=exif, quality=95)
    assert probe(data) == Probed("image/jpeg", 40, 20)
    picture = made(data, plan_of((0, 0, 40, 20), 40, 20))
    assert near(picture.getpixel((5, 4)), RED, 30)
    assert near(picture.getpixel((35, 15)), (255, 255, 255), 30)


def test_broken_exif_does_not_spoil_a_good_picture() -> None:
    data = data_of(Image.new("RGB", (40, 20), RED), "JPEG", exif=b"Exif\x00\x00XX*\x00\xff\xff\xff\xff")
    assert probe(data) == Probed("image/jpeg", 40, 20)
    assert made(data, WHOLE).size == (40, 20)


def test_colours_are_brought_to_srgb_and_a_useless_profile_is_passed_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    red = Image.new("RGB", (40, 20), RED)
    for profile in (lab, b"khong phai ICC", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()):
        assert near(made(data_of(red, "PNG", icc_profile=profile), WHOLE).getpixel((5, 5)), RED)


@pytest.mark.parametrize("profile", [None, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()])
def test_nothing_but_the_picture_is_carried_along(profile: bytes | None) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh bí mật"
    red = Image.new("RGB", (40, 20), RED)
    data = data_of(
        red, "JPEG", exif=exif, comment=b"ghi chu kin", xmp=b"<x>noi chup</x>", dpi=(72, 72), icc_profile=profile
    )
    bare = cut(data, WHOLE)
    for carried in (b"Exif", b"ghi chu", b"noi chup", b"ICC_PROFILE"):
        assert carried in data or (carried == b"ICC_PROFILE" and not profile)
        assert carried not in bare


def test_an_animation_is_told_by_its_first_frame() -> None:
    frames = [Image.new("RGB", (40, 20), colour) for colour in (RED, (0, 0, 255))]
    data = data_of(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(made(data, WHOLE).getpixel((5, 5)), RED)


def test_the_box_is_cut_and_the_size_is_exact() -> None:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste(RED, (200, 0, 400, 200))
    shown = made(data_of(picture), plan_of((200, 0, 400, 200), 50, 50))
    assert shown.size == (50, 50)
    assert near(shown.getpixel((2, 2)), RED)


def test_the_same_bytes_and_plan_give_the_same_bytes() -> None:
    data = data_of(Image.effect_noise((200, 100), 60).convert("RGB"))
    plan = plan_of((0, 0, 200, 100), 100, 50)
    assert cut(data, plan) == cut(data, plan)


def test_the_best_quality_under_the_limit_is_found() -> None:
    data = data_of(Image.effect_noise((400, 400), 80).convert("RGB"))
    sizes = [len(cut(data, plan_of((0, 0, 400, 400), 400, 400, most))) for most in (200_000, 70_000, 50_000)]
    assert sizes[0] > sizes[1] > sizes[2]
    assert sizes[1] <= 70_000
    assert 46_000 < sizes[2] <= 50_000


def test_a_limit_that_no_quality_meets_is_said() -> None:
    data = data_of(Image.effect_noise((400, 400), 80).convert("RGB"))
    with pytest.raises(UnusablePicture, match="small"):
        cut(data, plan_of((0, 0, 400, 400), 400, 400, 500))


def test_a_plan_for_another_picture_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="outside"):
        cut(data_of(Image.new("RGB", (10, 10))), WHOLE)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>404</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        data_of(Image.effect_noise((200, 200), 80), "JPEG")[:-3000],
        data_of(Image.effect_noise((200, 200), 80), "PNG")[:5000],
        data_of(Image.new("RGB", (1, 1)), "GIF"),
        data_of(Image.new("RGB", (1, 300))),
    ],
)
def test_what_is_no_whole_picture_is_unusable_and_says_why(data: bytes) -> None:
    with pytest.raises(UnusablePicture) as caught:
        probe(data)
    assert caught.value.why.vi
    assert caught.value.why.en


@pytest.mark.parametrize(("width", "height"), [(9000, 9000), (20_000, 20_000), (65_000, 65_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    with pytest.raises(UnusablePicture, match="80 megapixels"):
        probe(bomb)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"]), st.data())
def test_a_damaged_file_is_read_or_unusable_and_never_anything_else(kind: str, data: st.DataObject) -> None:
    whole = bytearray(data_of(Image.new("RGB", (30, 30), RED), kind))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = probe(bytes(whole))
    except UnusablePicture:
        return
    assert found.width > 1


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("GIF", "image/gif"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")]
)
def test_a_probe_tells_type_and_size(kind: str, mime: str) -> None:
    assert probe(data_of(Image.new("RGB", (40, 20), RED), kind)) == Probed(mime, 40, 20)


def test_the_default_cover_is_a_picture_like_any_other() -> None:
    assert probe(default_cover()) == Probed("image/jpeg", *DEFAULT_SIZE)
    default_cover.cache_clear()
    assert default_cover() == default_cover()
    slot = LIMITS["article"].cover
    assert slot is not None
    plan = plan_default(slot, "Ảnh bìa")
    assert made(default_cover(), plan).size == (1280, 720)
    square = plan_default(PictureSlot("s", 500, 500, 10**6), "Ảnh bìa")
    assert made(default_cover(), square).size == (500, 500)
