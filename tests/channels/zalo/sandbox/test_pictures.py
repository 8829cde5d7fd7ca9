"""Pictures are fetched from the addresses they are given by, and remembered."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import requests

from tests.channels.zalo.sandbox.material import picture

MEGABYTE = 1024 * 1024


def health(bench: Any) -> dict[str, bool]:
    told = requests.get(f"{bench.url}/_pictures", timeout=20).json()["pictures"]
    return {one["address"].rpartition("/")[2]: one["lives"] for one in told}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/large.jpg", picture() + b"\x00" * MEGABYTE),
        ("/moving.gif", picture("GIF")),
        ("/small.webp", picture("WEBP")),
        ("/page.jpg", b"<html>not found</html>"),
        ("/empty.jpg", b""),
    ],
)
def test_what_is_too_large_or_no_jpeg_or_png_is_refused_wherever_it_stands(bench: Any, path: str, data: bytes) -> None:
    bench.there[path] = data
    address = bench.media + path
    assert bench.create(cover={"cover_type": "photo", "photo_url": address})["error"] == -201
    assert bench.create(body=[{"type": "image", "url": address}])["message"] == "url is invalid!"
    assert bench.stage.objects() == []


def test_a_picture_of_just_one_megabyte_is_taken(bench: Any) -> None:
    bench.there["/cover.jpg"] = picture() + b"\x00" * (MEGABYTE - len(picture()))
    assert bench.create()["error"] == 0


def test_an_unreachable_picture_is_refused(bench: Any) -> None:
    for address in ("http://127.0.0.1:1/x.jpg", f"{bench.media}/none.jpg", "//x/y.jpg", "ftp://x/y.jpg", 7, None):
        assert bench.create(body=[{"type": "image", "url": address}])["error"] == -201


def test_other_kinds_may_be_let_in_by_a_switch(bench: Any) -> None:
    bench.there["/small.webp"] = picture("WEBP")
    bench.stage.switches.picture_types = "jpeg,png,webp"
    assert bench.create(body=[{"type": "image", "url": f"{bench.media}/small.webp"}])["error"] == 0


def test_each_picture_is_told_of_with_its_use_caption_size_and_digest(bench: Any) -> None:
    bench.made(body=[{"type": "image", "url": f"{bench.media}/one.png", "caption": "Hội nghị"}])
    cover, inline = bench.stage.objects()[0]["pictures"]
    assert (cover["used"], cover["mime"]) == ("cover", "image/jpeg")
    data = bench.there["/one.png"]
    assert (inline["caption"], inline["size"], inline["sha256"], inline["width"], inline["height"]) == (
        "Hội nghị",
        len(data),
        hashlib.sha256(data).hexdigest(),
        64,
        36,
    )


def test_whether_an_address_still_lives_can_be_asked_later(bench: Any) -> None:
    bench.made(body=[{"type": "image", "url": f"{bench.media}/{name}"} for name in ("one.png", "two.jpg")])
    assert health(bench) == {"cover.jpg": True, "one.png": True, "two.jpg": True}
    del bench.there["/one.png"]
    bench.there["/two.jpg"] = picture(colour="white")
    assert health(bench) == {"cover.jpg": True, "one.png": False, "two.jpg": False}
    bench.ask("/v2.0/article/remove", {"id": bench.stage.objects()[0]["id"]})
    assert health(bench) == {}


def test_the_wall_shows_a_copy_or_hotlinked_the_original_address(bench: Any) -> None:
    bench.made()
    copy = bench.stage.wall()[0].pictures[0]
    bench.there.clear()
    assert requests.get(bench.server.url + copy, timeout=5).content == picture()
    answer = requests.post(f"{bench.url}/_switches", json={"hotlink": True}, timeout=5)
    assert answer.json()["hotlink"] is True
    assert bench.stage.wall()[0].pictures == (f"{bench.media}/cover.jpg",)
    assert requests.get(bench.stage.wall()[0].pictures[0], timeout=5).status_code == 404


def test_without_fetching_every_address_is_believed(bench: Any) -> None:
    bench.stage.switches.fetch = False
    assert bench.create(body=[{"type": "image", "url": "https://nowhere.example/x.jpg"}])["error"] == 0


def test_files_for_messages_are_no_pictures_for_articles(bench: Any) -> None:
    def uploaded(kind: str, data: bytes, name: str) -> dict[str, Any]:
        told: dict[str, Any] = bench.ask(f"/v2.0/oa/upload/{kind}", files={"file": (name, data)})
        return told

    said = uploaded("image", picture(), "a.jpg")
    assert said["error"] == 0
    assert bench.create(cover={"cover_type": "photo", "photo_url": said["data"]["attachment_id"]})["error"] == -201
    assert uploaded("image", picture("GIF"), "a.jpg")["error"] == -201
    assert uploaded("image", picture() + b"\x00" * MEGABYTE, "a.jpg")["error"] == -210
    assert "attachment_id" in uploaded("gif", picture("GIF"), "a.gif")["data"]
    assert uploaded("gif", picture(), "a.gif")["error"] == -201
    assert "token" in uploaded("file", b"%PDF-1.7", "a.pdf")["data"]
    assert uploaded("file", b"MZ", "a.exe")["error"] == -201
    assert bench.stage.tallies()["uploads"] == 3
