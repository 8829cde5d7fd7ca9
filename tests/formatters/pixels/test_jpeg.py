"""The best JPEG under a cap, found in few tries; and whose picture it is."""

from __future__ import annotations

import io
import re
from random import Random
from xml.etree import ElementTree

import pytest
from PIL import Image

from formatters.pixels import jpeg
from formatters.pixels.jpeg import BEST, NEAR, WORST, fitted
from formatters.pixels.words import UnusablePicture
from tests.formatters.awkward import scene

NOISE = Image.frombytes("RGB", (300, 200), Random(3).randbytes(180_000))  # noqa: S311 - nothing secret
SCENE = scene("ho-so", 800, 500)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The qualities that were tried."""
    seen: list[int] = []
    real = jpeg.jpeg

    def counted(picture: Image.Image, quality: int, credit: str = "") -> bytes:
        seen.append(quality)
        return real(picture, quality, credit)

    monkeypatch.setattr(jpeg, "jpeg", counted)
    return seen


@pytest.mark.parametrize("picture", [NOISE, SCENE], ids=["noise", "scene"])
@pytest.mark.parametrize("share", [0.95, 0.7, 0.5, 0.35])
def test_the_best_quality_under_a_cap_is_found_in_few_tries(
    picture: Image.Image, share: float, tried: list[int]
) -> None:
    most = int(len(fitted(picture, 10**7)) * share)
    tried.clear()
    made = fitted(picture, most)
    assert len(made) <= most
    assert len(tried) <= 5
    if len(made) < NEAR * most:  # then one step better is too large
        chosen = next(quality for quality in tried if jpeg.jpeg(picture, quality) == made)
        assert len(jpeg.jpeg(picture, chosen + 1)) > most


def test_what_fits_at_once_is_made_once(tried: list[int]) -> None:
    assert fitted(SCENE, 10**7)
    assert tried == [BEST]


def test_what_cannot_fit_is_given_up_soon(tried: list[int]) -> None:
    with pytest.raises(UnusablePicture, match="small"):
        fitted(NOISE, 2000)
    assert tried[-1] == WORST
    assert len(tried) <= 4


@pytest.mark.parametrize(
    "credit", ["Ảnh: Nguyễn Văn A/TTXVN", "<&\"'>]]>", "Tên\x00 có\x1b ký\ud800 tự lạ", "x" * 90_000]
)
def test_whose_it_is_stands_in_the_file_and_is_well_formed_whatever_it_says(credit: str) -> None:
    made = fitted(SCENE, 10**6, credit)
    told = Image.open(io.BytesIO(made)).info["xmp"].decode()
    (line,) = re.findall(r'photoshop:Credit="([^"]*)"', told)
    assert line
    description = ElementTree.fromstring(told)[0][0]  # noqa: S314 - our own
    shown = description.attrib["{http://ns.adobe.com/photoshop/1.0/}Credit"]
    assert shown == "".join(sign for sign in credit if sign.isprintable())[: jpeg.LONGEST_CREDIT]


def test_the_credit_counts_towards_the_cap() -> None:
    bare = len(fitted(SCENE, 10**6))
    assert len(fitted(SCENE, bare + 20, "Ảnh: TTXVN")) <= bare + 20
