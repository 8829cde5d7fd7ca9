"""What was made to do harm, or is broken, ends in a sentence: within bounds of time and memory, and never in a crash."""

from __future__ import annotations

import io
import struct
import time
import zlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from formatters.pixels import UnusablePicture, cut, opening, probe
from formatters.pixels.opening import MOST_SCANS
from formatters.pixels.words import DAMAGED, UNREADABLE
from formatters.rendition import Cut
from tests.formatters.awkward import chunk, data_of, scene, swapped_profile

WHOLE = Cut("s", "x", (0, 0, 40, 20), 40, 20, 10**6, "Ảnh")
RED = Image.new("RGB", (40, 20), (200, 30, 30))


def looks_red(data: bytes) -> bool:
    seen = Image.open(io.BytesIO(cut(data, WHOLE))).getpixel((20, 10))
    return isinstance(seen, tuple) and seen[0] > 150 and max(seen[1:]) < 80


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_file_that_was_cut_short_is_called_damaged(kind: str, share: float) -> None:
    whole = data_of(scene("ho-so", 400, 250), kind)
    with pytest.raises(UnusablePicture) as caught:
        probe(whole[: int(len(whole) * share)])
    assert caught.value.why in (DAMAGED, UNREADABLE)
    if kind in ("JPEG", "PNG", "GIF", "BMP"):
        assert caught.value.why == DAMAGED


def test_a_jpeg_of_endless_scans_is_refused_before_they_are_read() -> None:
    whole = data_of(scene("ho-so", 1600, 1000), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    bomb = whole[:-2] + whole[last:-2] * (MOST_SCANS + 1) + whole[-2:]
    began = time.process_time()
    with pytest.raises(UnusablePicture) as caught:
        probe(bomb)
    assert caught.value.why == DAMAGED
    assert time.process_time() - began < 0.5


def test_ten_thousand_frames_cost_no_more_than_those_looked_at() -> None:
    first = data_of(Image.new("P", (40, 20), 0), "GIF")
    frame = first[first.index(b",", 13 + 3 * 2) : -1]
    data = first[:-1] + frame * 10_000 + b";"
    began = time.process_time()
    assert probe(data).width == 40
    assert cut(data, WHOLE)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_that_begins_empty_is_told_by_its_first_frame_that_shows_something(kind: str) -> None:
    drawn = RED.copy()
    drawn.paste("white", (0, 0, 4, 4))
    frames = [
        Image.new("RGB", (40, 20)),
        Image.new("RGB", (40, 20), "white"),
        drawn,
        Image.new("RGB", (40, 20), "blue"),
    ]
    assert looks_red(data_of(frames[0], kind, save_all=True, append_images=frames[1:]))


def test_an_animation_that_is_broken_after_an_empty_frame_is_its_empty_frame() -> None:
    frames = [Image.new("RGB", (40, 20)), scene("ho-so", 40, 20)]
    whole = data_of(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert cut(whole[: whole.rindex(b",") + 14], WHOLE)


def test_of_a_tiff_of_many_pages_the_first_is_the_picture() -> None:
    rest = [Image.new("RGB", (30, 30), (0, 0, number % 256)) for number in range(300)]
    assert looks_red(data_of(RED, "TIFF", save_all=True, append_images=rest))


@pytest.mark.parametrize(
    ("kind", "mode", "megapixels"),
    [
        ("WEBP", "RGB", 8),
        ("AVIF", "RGB", 10),
        ("PNG", "RGB", 25),
        ("PNG", "RGBA", 20),
        ("PNG", "P", 70),
        ("GIF", "P", 70),
        ("TIFF", "CMYK", 20),
        ("JPEG", "RGB", 80),
    ],
)
def test_a_picture_may_have_as_many_pixels_as_memory_holds_of_its_kind(
    kind: str, mode: str, megapixels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = data_of(Image.new(mode, (40, 20)), kind)
    monkeypatch.setattr(opening, "MOST_PIXELS", 80 * 10)
    monkeypatch.setattr(opening, "MOST_BYTES", 140 * 10)
    limit = opening.too_large
    told: list[int] = []
    monkeypatch.setattr(opening, "too_large", lambda most: told.append(most) or limit(most))
    if megapixels == 80:
        assert probe(whole).width == 40, "a JPEG is read at an eighth of its size"
        return
    with pytest.raises(UnusablePicture, match="too large"):
        probe(whole)
    assert told[0] // 10 == megapixels


@pytest.mark.parametrize(("kind", "weight"), [("GIF", 10), ("PNG", 12)])
def test_a_moving_picture_may_have_fewer_pixels(kind: str, weight: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = data_of(RED, kind, save_all=True, append_images=[scene("ho-so", 40, 20)])
    monkeypatch.setattr(opening, "MOST_BYTES", 800 * weight)
    assert probe(data).width == 40
    monkeypatch.setattr(opening, "MOST_BYTES", 800 * weight - 1)
    with pytest.raises(UnusablePicture, match="too large"):
        probe(data)


@pytest.mark.parametrize(("subsampling", "samples"), [(0, 3), (1, 2), (2, 1.5)])
def test_of_a_progressive_jpeg_all_coefficients_are_counted(
    subsampling: int, samples: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_of(scene("ho-so", 40, 20), "JPEG", progressive=True, subsampling=subsampling)
    monkeypatch.setattr(opening, "MOST_BYTES", int(800 * (1 + 2 * samples)))
    assert probe(data).width == 40
    monkeypatch.setattr(opening, "MOST_BYTES", int(800 * (1 + 2 * samples)) - 1)
    with pytest.raises(UnusablePicture, match="too large"):
        probe(data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_absurd_profile_changes_colours_at_most(data: st.DataObject) -> None:
    profile = bytearray(swapped_profile())
    for _ in range(data.draw(st.integers(1, 12))):
        profile[data.draw(st.integers(0, len(profile) - 1))] = data.draw(st.integers(0, 255))
    keep = data.draw(st.integers(0, len(profile)))
    assert cut(data_of(RED, "PNG", icc_profile=bytes(profile[:keep])), WHOLE)


def test_a_profile_of_megabytes_of_nothing_is_passed_over() -> None:
    rubbish = swapped_profile()[:128] + Random(1).randbytes(3_000_000)  # noqa: S311 - nothing secret
    assert looks_red(data_of(RED, "JPEG", icc_profile=rubbish))


def test_a_name_that_does_not_fit_the_bytes_changes_nothing() -> None:
    assert probe(data_of(RED, "PNG")).mime == "image/png", "only the bytes are asked"


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16", "RGBA", "CMYK"])
def test_two_pixels_by_two_are_a_picture_in_every_mode(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    small = Image.new(mode, (2, 2), 0)
    assert probe(data_of(small, kind)).width == 2
    assert cut(data_of(small, kind), Cut("s", "x", (0, 0, 2, 2), 2, 2, 10**6, "Ảnh"))


@pytest.mark.parametrize("size", [(40, 2), (2, 40), (7, 7)])
def test_a_strip_of_a_few_pixels_is_a_picture(size: tuple[int, int]) -> None:
    data = data_of(Image.new("RGB", size), "JPEG")
    assert (probe(data).width, probe(data).height) == size
    assert cut(data, Cut("s", "x", (0, 0, *size), *size, 10**6, "Ảnh"))


def test_a_deep_grey_with_a_transparent_value_is_shown_as_grey() -> None:
    head = struct.pack(">IIBBBBB", 40, 20, 16, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + struct.pack(">H", 40_000) * 40) * 20)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tRNS", struct.pack(">H", 9)) + chunk(b"IDAT", rows)
    seen = Image.open(io.BytesIO(cut(data + chunk(b"IEND", b""), WHOLE))).getpixel((5, 5))
    assert isinstance(seen, tuple)
    assert abs(seen[0] - 156) < 4
