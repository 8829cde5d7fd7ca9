"""The bytes of a cut are made once: for every account, in every process, and again only when they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from formatters import pixels
from formatters.images import plan
from formatters.rendition import CannotTell, Cut, PictureSlot, Rendition
from formatters.story import Picture
from scheduler import blobs
from syndication.desk.cut import cut
from tests.formatters.awkward import data_of, scene

WIDE, SQUARE = PictureSlot("wide", 320, 180, 10**6), PictureSlot("square", 200, 200, 10**6)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cuts were asked of each unpacked original."""
    seen: list[int] = []
    real = pixels.cuts

    def counted(data: bytes, plans: Sequence[Cut]) -> list[bytes]:
        seen.append(len(plans))
        return real(data, plans)

    monkeypatch.setattr(pixels, "cuts", counted)
    return seen


def planned(*slots: PictureSlot, name: str = "tru-so", alt: str = "Ảnh") -> Rendition:
    data = data_of(scene(name, 400, 250), "JPEG")
    picture = Picture(blobs.keep(data), "image/jpeg", 400, 250, alt)
    return Rendition("post", "vi", "", "", "", "", gallery=tuple(plan(picture, slot) for slot in slots))


def forget(rendition: Rendition) -> None:
    for one in rendition.cuts:
        blobs.place(one.sha256).unlink()


def test_all_cuts_of_one_original_are_made_in_one_go_and_kept(calls: list[int]) -> None:
    made = cut(planned(WIDE, SQUARE, WIDE))
    assert calls == [2]
    assert [blobs.place(one.sha256).stat().st_size for one in made.cuts] == [one.size for one in made.cuts]
    assert made.gallery[0] == made.gallery[2] != made.gallery[1]
    assert made.digest


def test_what_was_made_is_taken_by_whoever_plans_the_same_whatever_is_said_of_it(calls: list[int]) -> None:
    first = cut(planned(WIDE, name="ho-so"))
    again = cut(planned(replace(WIDE, name="cover"), name="ho-so", alt="Lời khác"))
    assert calls == [1]
    assert (again.cuts[0].sha256, again.cuts[0].size) == (first.cuts[0].sha256, first.cuts[0].size)
    assert (again.cuts[0].alt, again.cuts[0].slot) == ("Lời khác", "cover")


def test_only_what_is_missing_is_made(calls: list[int]) -> None:
    cut(planned(WIDE, name="hoi-truong"))
    cut(planned(WIDE, SQUARE, name="hoi-truong"))
    assert calls == [1, 1]


def test_bytes_that_are_gone_are_made_again_and_are_the_same(calls: list[int]) -> None:
    first = cut(planned(WIDE, SQUARE, name="bieu-do"))
    forget(first)
    assert cut(planned(WIDE, SQUARE, name="bieu-do")) == first
    assert calls == [2, 2]


def test_a_newer_version_of_our_code_makes_its_own(calls: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    cut(planned(WIDE, name="kho-luu-tru"))
    monkeypatch.setattr(pixels, "VERSION", pixels.VERSION + 1)
    cut(planned(WIDE, name="kho-luu-tru"))
    assert calls == [1, 1]


def test_the_default_cover_is_cut_like_any_other(calls: list[int]) -> None:
    whole = Cut("cover", "", (0, 0, 1280, 720), 640, 360, 10**6, "Ảnh bìa")
    made = cut(Rendition("article", "vi", "", "", "", "", cover=whole))
    assert made.cover is not None
    assert made.cover.size == blobs.place(made.cover.sha256).stat().st_size


def test_a_picture_that_cannot_be_cut_as_planned_makes_no_delivery_and_says_why() -> None:
    with pytest.raises(CannotTell) as caught:
        cut(planned(PictureSlot("tiny", 320, 180, 300)))
    assert "dung lượng" in caught.value.why.vi
