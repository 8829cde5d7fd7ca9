"""Films: prepared in one shot, kept on disk, converted in their own time, and only then good for an article."""

from __future__ import annotations

import gc
import hashlib
import http.client
import tracemalloc
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import requests

from tests.channels.zalo.sandbox.material import AVI, MP4

MEGABYTE = 1024 * 1024


def test_a_film_is_kept_whole_and_told_of_by_name_size_and_digest(bench: Any) -> None:
    film = bench.ready_film()
    bench.made(body=[{"type": "video", "video_id": film, "thumb": f"{bench.media}/one.png"}])
    [told] = bench.stage.objects()[0]["films"]
    assert (told["name"], told["size"], told["sha256"]) == ("phim.mp4", len(MP4), hashlib.sha256(MP4).hexdigest())
    assert told["id"] == film


def test_verify_says_converting_and_then_ready_with_the_id(bench: Any) -> None:
    bench.stage.switches.converting = 2
    token = bench.prepare()["data"]["token"]
    said = [bench.film(token) for _ in range(3)]
    assert [one["status"] for one in said] == [3, 3, 1]
    assert said[0] == {
        "status_message": "Video is being converted",
        "video_name": "phim.mp4",
        "video_size": len(MP4),
        "convert_percent": 0,
        "video_id": said[2]["video_id"],
        "status": 3,
    }
    assert said[2]["convert_percent"] == 100


def test_conversion_may_also_go_by_the_clock(bench: Any) -> None:
    bench.stage.switches.set({"converting": 0, "convert_seconds": 90})
    token = bench.prepare()["data"]["token"]
    assert bench.film(token)["status"] == 3
    bench.now += 90
    assert bench.film(token)["status"] == 1


@pytest.mark.parametrize("ends", [2, 4, 5])
def test_a_film_may_end_locked_failed_or_deleted_and_is_then_no_good(bench: Any, ends: int) -> None:
    bench.stage.switches.set({"converting": 1, "film_ends": ends})
    token = bench.prepare()["data"]["token"]
    assert [bench.film(token)["status"] for _ in range(2)] == [3, ends]
    film = bench.film(token)["video_id"]
    assert bench.create(body=[{"type": "video", "video_id": film, "thumb": f"{bench.media}/one.png"}])["error"] == -201


def test_a_failed_conversion_can_be_ordered_over_http(bench: Any) -> None:
    order = {"channel": "zalo", "on": "video.prepare", "fault": "switch:film_ends=4"}
    assert requests.post(f"{bench.server.url}/_faults", json=order, timeout=5).ok
    token = bench.prepare()["data"]["token"]
    assert [bench.film(token)["status"] for _ in range(2)] == [3, 4]


def test_a_film_that_is_still_converting_is_refused_in_an_article(bench: Any) -> None:
    bench.stage.switches.converting = 5
    token = bench.prepare()["data"]["token"]
    film = bench.film(token)["video_id"]
    cover = {"cover_type": "video", "video_id": film, "cover_view": "horizontal", "status": "show"}
    assert bench.create(cover=cover)["error"] == -201
    assert bench.stage.objects() == []


def test_an_id_used_before_verify_called_it_ready_is_frowned_at(bench: Any) -> None:
    film = bench.film(bench.prepare()["data"]["token"])["video_id"]
    bench.create(body=[{"type": "video", "video_id": film, "thumb": f"{bench.media}/one.png"}])
    assert "before verify" in bench.stage.frowns[0]


@pytest.mark.parametrize(("where", "header", "query"), [("either", 0, 0), ("header", 0, -201), ("query", -201, 0)])
def test_the_token_of_a_film_is_taken_from_header_or_query(bench: Any, where: str, header: int, query: int) -> None:
    bench.stage.switches.film_token = where
    token = bench.prepare()["data"]["token"]
    path = "/v2.0/article/upload_video/verify"
    assert bench.ask(path, headers={"token": token})["error"] == header
    assert bench.ask(f"{path}?token={quote(token, safe='')}")["error"] == query
    assert bench.ask(path, headers={"token": "none"})["error"] == -201


@pytest.mark.parametrize(
    ("data", "name"), [(b"GIF89a" * 9, "phim.mp4"), (MP4, "phim.mov"), (MP4, "phim.avi"), (b"", "phim.mp4")]
)
def test_what_is_neither_mp4_nor_avi_is_refused(bench: Any, data: bytes, name: str) -> None:
    assert bench.prepare(data, name)["error"] == -201


def test_an_avi_is_taken(bench: Any) -> None:
    assert bench.prepare(AVI, "phim.avi")["error"] == 0


def test_the_part_must_be_named_file(bench: Any) -> None:
    path = "/v2.0/article/upload_video/preparevideo"
    assert bench.ask(path, files={"video": ("phim.mp4", MP4, "video/mp4")})["error"] == -201
    assert bench.ask(path, {"file": "phim.mp4"})["error"] == -201


def test_fifty_megabytes_are_taken_and_a_byte_more_is_not(bench: Any) -> None:
    assert bench.prepare(MP4 + b"\x00" * (50 * MEGABYTE - len(MP4)))["error"] == 0
    assert bench.prepare(MP4 + b"\x00" * (50 * MEGABYTE - len(MP4) + 1))["error"] == -210
    assert bench.stage.tallies()["films"] == 1


def test_a_large_film_is_never_in_memory_whole(bench: Any) -> None:
    head = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="phim.mp4"\r\n'
        b"Content-Type: video/mp4\r\n\r\n" + MP4
    )
    tail = b"\r\n--edge--\r\n"
    host = urlsplit(bench.url)
    line = http.client.HTTPConnection(host.hostname or "", host.port, timeout=30)
    tracemalloc.start()
    try:
        line.putrequest("POST", f"{host.path}/v2.0/article/upload_video/preparevideo")
        line.putheader("access_token", bench.token)
        line.putheader("Content-Type", "multipart/form-data; boundary=edge")
        line.putheader("Content-Length", str(len(head) + 48 * MEGABYTE + len(tail)))
        line.endheaders(head)
        for _ in range(48):
            line.send(b"\x00" * MEGABYTE)
        line.send(tail)
        said = line.getresponse().read()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        line.close()
    assert b'"error": 0' in said
    assert most < 12 * MEGABYTE  # a quarter of it


def test_the_files_go_when_the_stage_goes(bench: Any) -> None:
    bench.prepare()
    [film] = bench.stage.films.films.values()
    assert film.path.is_file()
    bench.stage = None
    bench.server.app.reset()
    gc.collect()
    assert not film.path.exists()


def test_the_same_film_sent_twice_is_frowned_at(bench: Any) -> None:
    bench.prepare()
    assert bench.stage.frowns == []
    bench.prepare()
    assert "uploaded again" in bench.stage.frowns[0]


def test_a_video_article_needs_a_ready_film_and_an_avatar(bench: Any) -> None:
    told = {"type": "video", "title": "Phim", "description": "Về cải cách", "comment": "show", "status": "show"}
    film = bench.ready_film()
    avatar = f"{bench.media}/cover.jpg"
    assert bench.ask("/v2.0/article/create", {**told, "video_id": film})["error"] == -201
    assert bench.ask("/v2.0/article/create", {**told, "video_id": "none", "avatar": avatar})["error"] == -201
    assert bench.ask("/v2.0/article/create", {**told, "video_id": film, "avatar": avatar})["error"] == 0
    made = bench.stage.objects()[0]["id"]
    detail = bench.ask(f"/v2.0/article/getdetail?id={made}")["data"]
    assert (detail["video_id"], detail["convert_percent"], detail["status"]) == (film, 100, "show")
    assert bench.ask("/v2.0/article/getslice?offset=0&limit=10&type=video")["data"]["total"] == 1
    assert bench.ask("/v2.0/article/getslice?offset=0&limit=10&type=normal")["data"]["total"] == 0


def test_a_film_may_be_the_cover(bench: Any) -> None:
    cover = {"cover_type": "video", "video_id": bench.ready_film(), "cover_view": "vertical", "status": "show"}
    assert bench.create(cover=cover)["error"] == 0
    assert bench.create(cover={**cover, "cover_view": "round"})["error"] == -201


def test_a_youtube_address_needs_no_upload(bench: Any) -> None:
    block = {"type": "video", "url": "https://www.youtube.com/watch?v=1", "thumb": f"{bench.media}/one.png"}
    assert bench.create(body=[block])["error"] == 0
    assert bench.stage.frowns == []
    bench.create(body=[{**block, "url": "https://phim.example/1.mp4"}, {**block, "thumb": ""}])
    assert ["only YouTube" in bench.stage.frowns[0], "without thumb" in bench.stage.frowns[1]] == [True, True]
    assert bench.create(body=[{**block, "thumb": f"{bench.media}/none.png"}])["error"] == -201
