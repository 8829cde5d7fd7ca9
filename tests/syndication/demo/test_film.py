"""The film: short, playable everywhere, and moving."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import av
import pytest

from syndication.demo import film


def test_the_film_is_six_seconds_of_h264_that_every_player_reads() -> None:
    with av.open(io.BytesIO(film.make("phim-1.mp4")), "r") as container:
        video = container.streams.video[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.width, video.height) == (1280, 720)
        light = [bytes(frame.planes[0]) for frame in container.decode(video)]
        assert container.duration is not None
        assert container.duration / 1_000_000 == pytest.approx(6, abs=0.1)
    assert len(light) == 150
    for before, after in ((0, 75), (75, 149)):
        moved = sum(abs(one - other) > 40 for one, other in zip(light[before], light[after], strict=True))
        assert moved > 5_000, "points of the picture that are clearly lighter or darker than before"


def test_its_index_stands_in_front_so_that_playing_can_begin_at_once() -> None:
    data = film.make("phim-1.mp4")
    assert data[4:8] == b"ftyp"
    assert 0 < data.find(b"moov") < data.find(b"mdat")


def test_two_who_ask_at_once_get_the_same_film_and_it_is_made_once() -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(film.make, ["phim-1.mp4", "phim-1.mp4"])
    assert first is second
    assert film.size("phim-1.mp4") == len(first)


def test_an_unknown_film_is_an_error() -> None:
    assert not film.known("phim.mp4")
    with pytest.raises(KeyError):
        film.make("phim.mp4")
