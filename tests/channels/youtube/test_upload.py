"""The resumable protocol: what the server says it holds is what counts."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from channels.errors import Unavailable, Unsupported
from channels.youtube.client import Client
from channels.youtube.upload import Upload
from channels.youtube.video import described
from tests.channels.youtube.conftest import KEY, PART, Bench, film_of_parts, told


def test_a_part_of_which_the_server_kept_half_is_continued_from_that_half(bench: Bench) -> None:
    film = film_of_parts(4.5)
    bench.order_at(PART, "partial")
    bench.adapter.publish(told(film), KEY, bench.access)
    assert [first for first, _ in bench.platform.uploads.received][:3] == [0, PART, PART + PART // 2]
    assert bench.platform.objects()[0]["film"] == film.sha256


def test_a_part_of_which_the_server_kept_nothing_is_sent_again(bench: Bench) -> None:
    film = film_of_parts(2)
    bench.order("videos.chunk", "no-range")
    bench.adapter.publish(told(film), KEY, bench.access)
    assert [first for first, _ in bench.platform.uploads.received] == [0, 0, PART]
    assert bench.platform.objects()[0]["film"] == film.sha256


def test_a_server_that_keeps_nothing_at_all_is_left_alone(bench: Bench) -> None:
    bench.order("videos.chunk", "no-range", times=50)
    with pytest.raises(Unavailable):
        bench.adapter.publish(told(film_of_parts(2)), KEY, bench.access)
    assert len(bench.platform.uploads.received) == 3


def test_a_session_that_moves_is_followed_and_its_new_address_is_kept(bench: Bench) -> None:
    film = film_of_parts(3)
    bench.order("videos.chunk", "moved")
    bench.adapter.publish(told(film), KEY, bench.access)
    (session,) = bench.platform.uploads.sessions
    assert bench.memo.value["session"].endswith(session)
    assert bench.platform.objects()[0]["film"] == film.sha256


def test_the_memo_is_written_before_the_first_byte_and_after_every_part(bench: Bench) -> None:
    seen: list[object] = []
    bench.memo.seen = lambda value: seen.append(value.get("confirmed"))
    film = film_of_parts(3)
    bench.adapter.publish(told(film), KEY, bench.access)
    assert seen == [0, PART, 2 * PART, 3 * PART]
    assert bench.memo.value["sha256"] == film.sha256
    assert bench.memo.value["video_id"] == bench.platform.videos[0].id


def test_a_film_shorter_than_announced_is_our_mistake_and_no_video(bench: Bench) -> None:
    film = film_of_parts(3)
    short = replace(film, open=lambda: io.BytesIO(b"x" * PART))
    with pytest.raises(Unsupported):
        bench.adapter.publish(told(short), KEY, bench.access)
    assert bench.platform.objects() == []


def test_a_part_is_a_multiple_of_what_the_server_takes(bench: Bench) -> None:
    with pytest.raises(ValueError, match="multiple"):
        Upload(Client(bench.access), chunk=PART + 1)


def test_a_video_that_is_complete_is_never_sent_again(bench: Bench) -> None:
    film = film_of_parts(2)
    about = described(told(film).rendition, bench.access.settings)
    upload = Upload(Client(bench.access), chunk=PART)
    video = upload.carry(film, "video/mp4", about)
    assert upload.carry(film, "video/mp4", about)["id"] == video["id"]
    assert len(bench.platform.uploads.received) == 2


def test_no_more_than_one_part_is_in_memory_at_a_time(bench: Bench) -> None:
    film = film_of_parts(6)
    asked: list[int] = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size or -1)
            return super().read(size)

    with film.open() as stream:
        data = stream.read()
    bench.adapter.publish(told(replace(film, open=lambda: Watched(data))), KEY, bench.access)
    assert len(asked) == 6
    assert all(0 < size <= PART for size in asked)
