"""Pictures that we draw ourselves: the same name, the same bytes; another name, another picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from formatters import pixels
from syndication.demo import pictures


@pytest.mark.parametrize("scene", sorted(pictures.SCENES))
def test_every_scene_is_a_whole_picture_with_something_on_it(scene: str) -> None:
    data = pictures.make(f"{scene}-7.jpg")
    assert pixels.probe(data) == pixels.Probed("image/jpeg", 1600, 1000)
    with Image.open(io.BytesIO(data)) as picture:
        assert min(ImageStat.Stat(picture.convert("RGB")).stddev) > 15
    assert len(data) < 600_000


def test_the_same_name_gives_the_same_bytes_when_it_is_drawn_again() -> None:
    first = pictures.make("canh-dong-3.jpg")
    pictures.make.cache_clear()
    assert pictures.make("canh-dong-3.jpg") == first


def test_another_seed_gives_another_picture() -> None:
    one, other = (Image.open(io.BytesIO(pictures.make(f"bieu-do-{seed}.jpg"))) for seed in (1, 2))
    assert ImageChops.difference(one, other).getbbox() is not None


@pytest.mark.parametrize(
    "name", ["anh-khong-con.jpg", "tru-so-1.png", "tru-so-.jpg", "../tru-so-1.jpg", "tru-so-99999.jpg"]
)
def test_a_name_that_is_none_of_ours_is_unknown(name: str) -> None:
    assert not pictures.known(name)
    with pytest.raises(KeyError):
        pictures.make(name)
