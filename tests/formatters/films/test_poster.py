"""A frame stands for the film: one with something to see, upright, and always the same."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from formatters.films.poster import poster
from formatters.films.probe import probe
from tests.support.films import film


def shown(tmp_path: Path, data: bytes, mime: str = "video/mp4") -> bytes:
    place = tmp_path / "film"
    place.write_bytes(data)
    return poster(place, probe(place, mime))


def test_the_frame_is_a_picture_of_the_film_and_the_same_each_time(tmp_path: Path) -> None:
    first, again = shown(tmp_path, film()), shown(tmp_path, film())
    assert first == again
    with Image.open(io.BytesIO(first)) as image:
        assert (image.format, image.size) == ("JPEG", (160, 96))


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_it_stands_upright(tmp_path: Path, turned: int) -> None:
    still = {"pictures": 1, "audio": ""}
    with Image.open(io.BytesIO(shown(tmp_path, film(turned=turned, **still)))) as image:  # type: ignore[arg-type]
        now = image.convert("L")
    with Image.open(io.BytesIO(shown(tmp_path, film(**still)))) as image:  # type: ignore[arg-type]
        before = image.convert("L").rotate(-turned, expand=True)
    assert now.size == before.size
    far = sum(abs(one - other) > 60 for one, other in zip(now.tobytes(), before.tobytes(), strict=True))
    assert far < 0.03 * now.width * now.height


def test_a_black_beginning_is_passed_over(tmp_path: Path) -> None:
    colours = ("black",) * 30 + ("orange",) * 70
    data = film(audio="", pictures=100, colours=colours)
    with Image.open(io.BytesIO(shown(tmp_path, data))) as image:
        red, _, blue = image.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert red > 200 > blue


def test_the_frame_with_most_to_see_is_taken_and_not_the_first(tmp_path: Path) -> None:
    plain = film(audio="", pictures=100, colours=("gray",))
    late = film(audio="", pictures=100, plain=40)  # of six places, the first four show grey
    assert len(shown(tmp_path, late)) > 2 * len(shown(tmp_path, plain))


def test_a_film_that_is_black_throughout_has_none(tmp_path: Path) -> None:
    assert shown(tmp_path, film(audio="", colours=("black",))) == b""
    assert shown(tmp_path, film(audio="", colours=("white",))) == b""


def test_points_that_are_not_square_are_drawn_as_they_are_seen(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(shown(tmp_path, film(shape=(2, 1))))) as image:
        assert image.size == (320, 96)


def test_keyframes_near_enough_spare_the_decoding_of_what_is_before(tmp_path: Path) -> None:
    assert shown(tmp_path, film(audio="", pictures=200, keys=10))
