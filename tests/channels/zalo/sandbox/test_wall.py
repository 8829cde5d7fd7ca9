"""What the public would see: the wall, and each article as a page with its blocks in order."""

from __future__ import annotations

import re
from typing import Any

import requests

from tests.channels.zalo.sandbox.material import MP4


def page(bench: Any, made: str) -> requests.Response:
    return requests.get(f"{bench.url}/view/{made}", timeout=5)


def test_an_article_shows_its_blocks_in_order_with_their_captions(bench: Any) -> None:
    made = bench.made(
        body=[
            {"type": "text", "content": "Đoạn một\n\nĐoạn hai"},
            {"type": "image", "url": f"{bench.media}/one.png", "caption": "Ảnh <một>"},
            {"type": "text", "content": "<p>Đoạn <b>ba</b><script>x()</script></p>"},
            {"type": "video", "url": "https://www.youtube.com/watch?v=1", "thumb": f"{bench.media}/two.jpg"},
            {"type": "image", "url": f"{bench.media}/two.jpg", "caption": "Ảnh hai"},
        ]
    )
    shown = page(bench, made).text
    order = [
        "<h1>Tiêu đề</h1>",
        "Bộ Nội vụ",
        "Tóm tắt",
        "<p>Đoạn một</p><p>Đoạn hai</p>",
        "Ảnh &lt;một&gt;",
        "<p>Đoạn <b>ba</b></p>",
        "https://www.youtube.com/watch?v=1",
        "Ảnh hai",
    ]
    assert [shown.index(part) for part in order] == sorted(shown.index(part) for part in order)
    assert "x()" not in shown
    for address in re.findall(r'<img src="([^"]+)"', shown):
        assert requests.get(bench.server.url + address, timeout=5).headers["Content-Type"].startswith("image/")
    assert len(re.findall("<img ", shown)) == 4


def test_a_card_holds_the_same_as_plain_text_and_pictures_in_order(bench: Any) -> None:
    bench.made(
        body=[
            {"type": "text", "content": "<p>Đoạn một</p>"},
            {"type": "image", "url": f"{bench.media}/one.png", "caption": "Ảnh một"},
            {"type": "text", "content": "a < b"},
        ]
    )
    [card] = bench.stage.wall()
    assert card.body == "Tóm tắt\nĐoạn một\nẢnh một\na < b"
    assert [name.rpartition(".")[2] for name in card.pictures] == ["jpeg", "png"]
    assert (card.meta, card.state) == ("Bộ Nội vụ", "live")
    assert requests.get(bench.server.url + card.link, timeout=5).ok


def test_a_film_really_plays(bench: Any) -> None:
    film = bench.ready_film()
    made = bench.made(body=[{"type": "video", "video_id": film, "thumb": f"{bench.media}/one.png"}])
    [card] = bench.stage.wall()
    got = requests.get(bench.server.url + card.film, timeout=5)
    assert (got.headers["Content-Type"], got.content) == ("video/mp4", MP4)
    some = requests.get(bench.server.url + card.film, headers={"Range": "bytes=4-7"}, timeout=5)
    assert (some.status_code, some.content) == (206, b"ftyp")
    shown = page(bench, made).text
    assert f'<video src="{card.film}" poster="/_files/zalo/' in shown
    assert f'<video src="{card.film}"' in requests.get(f"{bench.server.url}/wall", timeout=5).text


def test_a_video_article_and_a_cover_that_is_a_film_play_too(bench: Any) -> None:
    film = bench.ready_film()
    cover = {"cover_type": "video", "video_id": film, "cover_view": "square", "status": "show"}
    assert "<video" in page(bench, bench.made(cover=cover)).text
    told = {"type": "video", "title": "Phim", "description": "Về cải cách", "video_id": film, "status": "show"}
    bench.ask("/v2.0/article/create", {**told, "avatar": f"{bench.media}/cover.jpg"})
    made = bench.stage.objects()[-1]["id"]
    assert 'poster="/_files/zalo/' in page(bench, made).text
    assert bench.stage.wall()[0].film


def test_edits_hidings_and_removals_are_seen(bench: Any) -> None:
    made = bench.made()
    assert "đã sửa" not in page(bench, made).text
    bench.ask("/v2.0/article/update", bench.body(id=made, title="Đính chính"))
    assert "đã sửa" in page(bench, made).text
    assert bench.stage.wall()[0].state == "edited"
    bench.ask("/v2.0/article/update", bench.body(id=made, status="hide"))
    assert (page(bench, made).status_code, bench.stage.wall()[0].state) == (404, "hidden")
    bench.ask("/v2.0/article/remove", {"id": made})
    gone = page(bench, made)
    assert (gone.status_code, "Nội dung" in gone.text, bench.stage.wall()[0].state) == (404, False, "removed")
    assert "Đính chính" not in requests.get(f"{bench.server.url}/wall", timeout=5).text
    assert "đã gỡ" in requests.get(f"{bench.server.url}/wall", timeout=5).text


def test_a_cover_that_is_not_to_be_shown_is_not_shown(bench: Any) -> None:
    cover = {"cover_type": "photo", "photo_url": f"{bench.media}/cover.jpg", "status": "hide"}
    assert "<img" not in page(bench, bench.made(cover=cover)).text
