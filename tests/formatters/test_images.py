"""Geometry: what is shown of a picture, and how large."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formatters.images import DEFAULT_SIZE, as_stored, cover, frame, gallery, nearest, plan
from formatters.rendition import Limits, PictureSlot
from tests.formatters.stories import LIMITS, picture_of

SIDES = st.integers(1, 9000)
SHARES = st.floats(0, 1)
SLOTS = st.builds(PictureSlot, st.just("s"), st.integers(10, 3000), st.integers(10, 3000), st.just(10**6))


@given(SIDES, SIDES, SLOTS, st.sampled_from(["cover", "within"]))
def test_a_cut_lies_inside_its_picture_and_is_never_larger(
    width: int, height: int, slot: PictureSlot, fit: str
) -> None:
    (left, top, right, bottom), across, down = frame(width, height, replace(slot, fit=fit))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert 1 <= across <= min(slot.width, right - left)
    assert 1 <= down <= min(slot.height, bottom - top)


@given(st.integers(500, 9000), st.integers(500, 9000), SLOTS)
def test_cover_keeps_the_slots_shape_to_the_pixel(width: int, height: int, slot: PictureSlot) -> None:
    _, across, down = frame(width, height, slot)
    assert abs(across * slot.height - down * slot.width) <= max(slot.width, slot.height)


def test_cover_cuts_evenly_at_the_sides_and_mostly_below() -> None:
    slot = PictureSlot("s", 1200, 600, 10**6)
    assert frame(3000, 1000, slot) == ((500, 0, 2500, 1000), 1200, 600)
    assert frame(1200, 1500, slot) == ((0, 300, 1200, 900), 1200, 600)


def test_a_picture_smaller_than_the_slot_keeps_the_slots_shape_at_its_own_size() -> None:
    assert frame(400, 400, PictureSlot("s", 1200, 600, 10**6)) == ((0, 66, 400, 266), 400, 200)


def test_within_keeps_the_whole_picture_and_enlarges_nothing() -> None:
    slot = PictureSlot("s", 1280, 1280, 10**6, fit="within")
    assert frame(2560, 1000, slot) == ((0, 0, 2560, 1000), 1280, 500)
    assert frame(300, 200, slot) == ((0, 0, 300, 200), 300, 200)


@given(SIDES, SIDES, SLOTS, SHARES, SHARES)
def test_a_focus_stays_in_sight_as_near_to_the_middle_as_the_edges_allow(
    width: int, height: int, slot: PictureSlot, x: float, y: float
) -> None:
    (left, top, right, bottom), across, down = frame(width, height, slot, (x, y))
    bare, *size = frame(width, height, slot)
    assert (right - left, bottom - top) == (bare[2] - bare[0], bare[3] - bare[1]), "it moves what is shown and no more"
    assert [across, down] == size
    for start, end, whole, point in ((left, right, width, x * width), (top, bottom, height, y * height)):
        assert 0 <= start < end <= whole
        assert start <= point <= end
        off = (start + end) / 2 - point
        assert abs(off) <= 1 or (off > 0 and start == 0) or (off < 0 and end == whole)


def test_a_focus_moves_the_cut_along_the_side_that_overhangs() -> None:
    slot = PictureSlot("s", 1000, 1000, 10**6)
    assert frame(3000, 1000, slot, (0.5, 0.1))[0] == (1000, 0, 2000, 1000)
    assert frame(3000, 1000, slot, (0.9, 0.9))[0] == (2000, 0, 3000, 1000)
    assert frame(1000, 3000, slot, (0.9, 0.4))[0] == (0, 700, 1000, 1700)
    assert plan(picture_of(sha256="a", focus=(1.0, 0.5)), slot).box == (700, 0, 1600, 900)


@pytest.mark.parametrize("focus", [(-0.1, 0.5), (0.5, 1.01), (float("nan"), 0.5)])
def test_a_focus_outside_the_picture_is_refused(focus: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="focus"):
        frame(100, 100, PictureSlot("s", 10, 20, 1000), focus)


# A stored picture of 40 × 20 and where its upper left corner of 10 × 5 is seen, for each way of EXIF's to hold it.
CORNERS = {
    1: (0, 0, 10, 5),
    2: (30, 0, 40, 5),
    3: (30, 15, 40, 20),
    4: (0, 15, 10, 20),
    5: (0, 0, 5, 10),
    6: (15, 0, 20, 10),
    7: (15, 30, 20, 40),
    8: (0, 30, 5, 40),
}


@pytest.mark.parametrize(("turn", "seen"), CORNERS.items())
def test_a_box_is_found_where_it_is_stored_however_the_camera_was_held(
    turn: int, seen: tuple[int, int, int, int]
) -> None:
    assert as_stored(seen, turn, 40, 20) == (0, 0, 10, 5)


@pytest.mark.parametrize(("size", "fit"), [((0, 10), "cover"), ((10, 10), "stretch")])
def test_a_plan_that_makes_no_sense_is_refused(size: tuple[int, int], fit: str) -> None:
    with pytest.raises(ValueError):
        frame(*size, PictureSlot("s", 10, 10, 1000, fit=fit))


@pytest.mark.parametrize(
    ("size", "name"), [((1600, 900), "landscape"), ((1000, 1010), "square"), ((900, 1600), "portrait")]
)
def test_the_gallery_slot_nearest_in_shape_is_used(size: tuple[int, int], name: str) -> None:
    assert nearest(*size, LIMITS["post"].gallery).name == name


def test_a_gallery_shows_each_picture_once_in_order_and_no_more_than_allowed() -> None:
    pictures = [picture_of(sha256=digest) for digest in "abacd"]
    assert [cut.source for cut in gallery(pictures, LIMITS["post"])] == ["a", "b", "c", "d"]
    assert [cut.source for cut in gallery(pictures, replace(LIMITS["post"], max_gallery=2))] == ["a", "b"]
    assert gallery(pictures, Limits()) == ()


def test_a_cut_carries_what_a_reader_is_told_of_the_picture() -> None:
    cut = plan(picture_of(sha256="a", alt="Ảnh", caption="Chú thích", credit="TTXVN"), LIMITS["article"].gallery[0])
    assert (cut.alt, cut.caption, cut.credit, cut.sha256) == ("Ảnh", "Chú thích", "TTXVN", "")


def test_the_default_cover_stands_in_only_where_one_is_needed() -> None:
    required = cover((), LIMITS["article"], "vi")
    assert required is not None
    assert required.source == ""
    assert required.box == (0, 0, *DEFAULT_SIZE)
    assert required.alt
    assert cover((), LIMITS["dossier"], "vi") is None
    assert cover((), LIMITS["dossier"], "en", always=True) is not None
    assert cover((picture_of(sha256="a"),), Limits(), "vi") is None
