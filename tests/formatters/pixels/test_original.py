"""One unpacking for all cuts, and each cut the same whoever else is asked for."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps
from skimage.metrics import structural_similarity

from bench._photo import photo
from channels.registry import all_channels
from formatters.images import plan
from formatters.pixels import cut, cuts, key, original, probe
from formatters.rendition import Cut
from formatters.story import Picture
from tests.formatters.awkward import data_of, scene, seal, turned

SLOTS = [
    slot
    for channel in all_channels().values()
    for slot in (channel.limits.cover, *channel.limits.gallery)
    if slot is not None
]

SIZES = (  # of cuts that are made from an eighth, a quarter, a half and the whole of a picture
    ((0, 0, 3600, 3600), (360, 360)),
    ((0, 0, 3600, 1800), (600, 300)),
    ((0, 0, 3600, 1800), (1200, 600)),
    ((1000, 1000, 1600, 1600), (500, 500)),
)


@pytest.fixture(scope="module")
def large() -> bytes:
    """A photograph of 13 megapixels, of one quarter and its mirror images; it is unpacked at half its size."""
    quarter = opened(photo(1800, 1800)).convert("RGB")
    sheet = Image.new("RGB", (3600, 3600))
    for left in (0, 1800):
        for top in (0, 1800):
            sheet.paste(quarter, (left, top))
            quarter = ImageOps.mirror(quarter)
        quarter = ImageOps.flip(quarter)
    return data_of(sheet, "JPEG", quality=90)


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """At which parts of its size a JPEG was unpacked."""
    parts: list[int] = []
    real = original.loaded

    def counted(picture: Image.Image, part: int = 1) -> Image.Image:
        parts.append(part)
        return real(picture, part)

    monkeypatch.setattr(original, "loaded", counted)
    return parts


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def plans_of(data: bytes) -> list[Cut]:
    found = probe(data)
    picture = Picture("x", found.mime, found.width, found.height, "Ảnh", credit="TTXVN")
    return [plan(picture, slot) for slot in SLOTS]


def plan_of(box: tuple[int, int, int, int], width: int, height: int) -> Cut:
    return Cut("s", "x", box, width, height, 10**6, "Ảnh")


def similarity(one: Image.Image, other: Image.Image) -> float:
    light = [np.asarray(picture.convert("L")) for picture in (one, other)]
    found: Any = structural_similarity(*light, data_range=255)
    return float(found)


def test_every_slot_of_every_channel_is_cut_from_one_unpacking(large: bytes, unpacked: list[int]) -> None:
    plans = plans_of(large)
    made = cuts(large, plans)
    assert unpacked == [2]
    assert [opened(data).size for data in made] == [(one.width, one.height) for one in plans]
    assert all(len(data) <= one.max_bytes for data, one in zip(made, plans, strict=True))


def test_each_cut_is_as_good_as_one_made_from_the_whole_picture_with_lanczos(large: bytes) -> None:
    whole, kept = opened(large), original.Original(large)
    plans = {(one.width, one.height): one for one in plans_of(large)}
    for one in (plans[675, 675], plans[1200, 675], plans[1080, 1350]):
        wanted = whole.resize((one.width, one.height), Image.Resampling.LANCZOS, box=one.box)
        assert similarity(kept.shown(one), wanted) >= 0.97, one.slot


def test_a_cut_that_wants_finer_pixels_than_the_others_has_them(large: bytes, unpacked: list[int]) -> None:
    close, wide = plan_of((1000, 1000, 2200, 2200), 1080, 1080), plan_of((0, 0, 3600, 2025), 1280, 720)
    cuts(large, [wide, close])
    assert unpacked == [2, 1]
    wanted = opened(large).resize((1080, 1080), Image.Resampling.LANCZOS, box=close.box)
    assert similarity(original.Original(large).shown(close), wanted) >= 0.98


def test_cuts_of_every_fineness_are_the_same_alone_and_in_company(large: bytes) -> None:
    plans = [plan_of(box, *size) for box, size in SIZES]
    alone = [cut(large, one) for one in plans]
    assert len(set(alone)) == 4
    assert cuts(large, plans) == alone
    assert cuts(large, plans[::-1]) == alone[::-1]


@pytest.mark.parametrize(
    "data",
    [
        data_of(scene("hoi-truong"), "JPEG", quality=80),
        data_of(scene("bieu-do", 1500, 901), "PNG", compress_level=1),
        data_of(seal()),
        data_of(scene("ho-so").quantize(64), "GIF"),
        turned(6),
    ],
    ids=["jpeg", "png", "transparent", "gif", "turned"],
)
def test_a_cut_has_the_same_bytes_alone_and_in_company_in_any_order(data: bytes) -> None:
    plans = plans_of(data)[:7:2]
    alone = [cut(data, one) for one in plans]
    assert cuts(data, plans) == alone
    assert cuts(data, plans[::-1]) == alone[::-1]


def test_cuts_alike_but_for_their_caps_are_each_what_they_would_be_alone() -> None:
    data = data_of(scene("ho-so", 400, 250))
    caps = [10**6, *(int(len(cut(data, plan_of((0, 0, 400, 250), 400, 250))) * share) for share in (0.8, 0.5, 0.65))]
    plans = [replace(plan_of((0, 0, 400, 250), 400, 250), max_bytes=most) for most in caps]
    assert cuts(data, plans) == [cut(data, one) for one in plans]


@pytest.mark.parametrize("turn", [2, 3, 4, 5, 6, 7, 8])
def test_a_part_is_the_part_that_a_person_sees_however_the_camera_was_held(turn: int) -> None:
    part = plan_of((820, 40, 1420, 640), 300, 300)
    wanted = scene("tru-so").resize((300, 300), Image.Resampling.LANCZOS, box=part.box)
    assert similarity(opened(cut(turned(turn), part)), wanted) > 0.96


def test_what_is_reduced_in_strips_is_what_it_would_be_in_one_piece() -> None:
    grey = scene("kho-luu-tru", 900, 2100).convert("L")
    part = plan_of((0, 0, 900, 2100), 180, 420)
    assert cut(data_of(grey.convert("LA")), part) == cut(data_of(grey), part)


def test_a_key_names_all_that_the_bytes_depend_on_and_nothing_else() -> None:
    one = plan_of((0, 0, 400, 300), 200, 150)
    assert key(one) == key(replace(one, slot="other", alt="Khác", caption="Chú thích", sha256="f", size=3))
    others = [
        replace(one, **{name: value})
        for name, value in (
            ("source", "y"),
            ("box", (0, 0, 400, 299)),
            ("width", 201),
            ("height", 151),
            ("max_bytes", 5),
            ("credit", "TTXVN"),
        )
    ]
    assert len({key(other) for other in [one, *others]}) == 7
