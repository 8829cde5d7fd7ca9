"""The stand-in is as unforgiving as the platform: it must not be kind to our own mistakes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from channels.wire import Reply
from channels.youtube.sandbox.rules import tags_length
from channels.youtube.transport import Transport
from tests.channels.youtube.conftest import KEY, PART, Bench, film_of_parts, told
from tests.support.access import blob_of

SNIPPET = {"title": "Tiêu đề", "description": "Mô tả", "tags": ["một"], "categoryId": "25"}


def call(bench: Bench, method: str, path: str, body: Any = None, **headers: str) -> Reply:
    url = path if path.startswith("http") else f"{bench.server.url}/youtube{path}"
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Transport(bench.access).send(method, url, sent, data)


def started(bench: Bench, status: dict[str, Any], size: int = 2 * PART) -> str:
    reply = call(
        bench,
        "POST",
        "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status",
        {"snippet": SNIPPET, "status": status},
        X_Upload_Content_Type="video/mp4",
        X_Upload_Content_Length=str(size),
    )
    assert reply.status == 200
    return reply.headers["location"]


def test_a_privacy_left_out_makes_the_video_public_and_is_frowned_at(bench: Bench) -> None:
    session = started(bench, {}, size=3)
    assert call(bench, "PUT", session, b"abc", Content_Range="bytes 0-2/3").status == 201
    assert bench.platform.objects()[0]["privacy"] == "public"
    assert "without privacyStatus" in bench.platform.frowns[0]


def test_a_part_of_a_crooked_size_is_turned_away_unless_it_is_the_last(bench: Bench) -> None:
    session = started(bench, {"privacyStatus": "private"})
    reply = call(bench, "PUT", session, b"x" * 1000, Content_Range=f"bytes 0-999/{2 * PART}")
    assert reply.status == 400
    assert call(bench, "PUT", session, b"", Content_Range=f"bytes */{2 * PART}").status == 308


def test_bytes_that_do_not_continue_are_not_kept(bench: Bench) -> None:
    session = started(bench, {"privacyStatus": "private"})
    reply = call(bench, "PUT", session, b"x" * PART, Content_Range=f"bytes {PART}-{2 * PART - 1}/{2 * PART}")
    assert reply.status == 308
    assert "range" not in reply.headers


def test_an_update_erases_what_it_leaves_out(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    body = {"id": receipt.remote_id, "snippet": {"title": "Chỉ tiêu đề", "categoryId": "25"}}
    assert call(bench, "PUT", "/youtube/v3/videos?part=snippet", body).status == 200
    (there,) = bench.platform.objects()
    assert (there["text"], there["tags"]) == ("", [])


def test_a_call_without_a_token_is_refused(bench: Bench) -> None:
    reply = bench.access.wire.read(f"{bench.server.url}/youtube/youtube/v3/channels", params={"mine": "true"})
    assert reply.status == 401
    assert reply.json()["error"]["errors"][0]["reason"] == "authError"


def test_the_same_film_twice_is_frowned_at(bench: Bench) -> None:
    for _ in range(2):
        session = started(bench, {"privacyStatus": "private"}, size=3)
        call(bench, "PUT", session, b"abc", Content_Range="bytes 0-2/3")
    assert "the same film was uploaded twice" in bench.platform.frowns


def test_the_wall_plays_the_film_and_shows_what_was_withdrawn(bench: Bench) -> None:
    film, cover = film_of_parts(1), blob_of(b"\xff\xd8\xff picture", "image/jpeg")
    receipt = bench.adapter.publish(told(film, cover), KEY, bench.access)
    (card,) = bench.platform.wall()
    assert card.state == "live"
    shown = bench.access.wire.read(bench.server.url + card.film)
    assert (shown.headers["content-type"], len(shown.body)) == ("video/mp4", film.size)
    assert bench.access.wire.read(bench.server.url + card.pictures[0]).body.endswith(b"picture")
    bench.adapter.retract(receipt, bench.access)
    assert bench.platform.wall()[0].state == "removed"
    assert KEY in bench.access.wire.read(f"{bench.server.url}/wall").text


@pytest.mark.parametrize(
    ("tags", "length"),
    [(["Foo-Baz"], 7), (["Foo Baz"], 9), (["Bộ Nội vụ", "cải cách hành chính"], 33), ([], 0)],
)
def test_tags_are_counted_with_their_commas_and_quotes(tags: list[str], length: int) -> None:
    assert tags_length(tags) == length
