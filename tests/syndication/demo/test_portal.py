"""The portal over real HTTP."""

from __future__ import annotations

import io
import re

import av
from PIL import Image

from syndication.demo.stories import LANGUAGES, items, shots
from tests.syndication.demo.conftest import Visitor

EDITED, WITHDRAWN = 57701, 57702


def links(page: str) -> list[str]:
    return re.findall(r'href="(/(?:tin-tuc|en/news)/[^"]+)"', page)


def address(portal: Visitor, oid: int) -> str:
    return next(link for link in links(portal.get("/").text) if link.endswith(f"---oid{oid}"))


def test_the_front_page_lists_what_is_out_and_every_link_leads_to_a_page(portal: Visitor) -> None:
    for path, language in (("/", "vi"), ("/en", "en")):
        reply = portal.get(path)
        assert reply.status == 200
        assert f'<html lang="{language}">' in reply.text
        assert len(links(reply.text)) == 4
        for link in links(reply.text):
            assert portal.get(link).status == 200


def test_a_new_item_appears_when_its_time_comes_and_not_before(portal: Visitor) -> None:
    portal.later = 59
    assert portal.get("/tin-tuc/x---oid57705").status == 404
    portal.later = 60
    assert len(links(portal.get("/").text)) == 5
    assert portal.get(address(portal, 57705)).status == 200


def test_an_unchanged_feed_is_answered_with_304_and_without_a_body(portal: Visitor) -> None:
    for path in ("/rss", "/en/rss"):
        first = portal.get(path)
        assert (first.status, first.headers["content-type"]) == (200, "application/rss+xml; charset=utf-8")
        assert portal.get(path).body == first.body
        for condition in (
            {"If_None_Match": first.headers["etag"]},
            {"If_Modified_Since": first.headers["last-modified"]},
        ):
            again = portal.get(path, **condition)
            assert (again.status, again.body) == (304, b"")


def test_a_feed_that_changed_is_sent_again(portal: Visitor) -> None:
    for later in (60, 150, 240):
        before = portal.get("/rss")
        portal.later = later
        after = portal.get(
            "/rss", If_None_Match=before.headers["etag"], If_Modified_Since=before.headers["last-modified"]
        )
        assert after.status == 200
        assert after.headers["etag"] != before.headers["etag"]
        assert after.headers["last-modified"] != before.headers["last-modified"]


def test_an_edited_item_moves_and_its_old_address_leads_to_the_new_one(portal: Visitor) -> None:
    old = address(portal, EDITED)
    portal.later = 150
    new = address(portal, EDITED)
    moved = portal.get(old)
    assert old != new
    assert moved.status == 301
    assert moved.headers["location"].endswith(new)
    assert "Bài đã được chỉnh sửa" in portal.get(new).text
    assert items("vi")[0].edited_title in portal.get(new).text


def test_a_withdrawn_item_is_gone_and_answers_410(portal: Visitor) -> None:
    link = address(portal, WITHDRAWN)
    assert portal.get(link).status == 200
    portal.later = 240
    assert portal.get(link).status == 410
    assert portal.wire.read(portal.url + link, method="HEAD").status == 410
    assert link not in links(portal.get("/").text)
    assert items("vi")[1].summary not in portal.get(link).text


def test_every_picture_address_answers_but_the_broken_one(whole_portal: Visitor) -> None:
    names = {shot.name for language in LANGUAGES for item in items(language) for shot in shots(item.body)}
    broken: set[str] = set()
    for name in sorted(names):
        reply = whole_portal.get(f"/Media_Share/2026/11/{name}")
        if reply.status == 200:
            with Image.open(io.BytesIO(reply.body)) as picture:
                picture.load()
                assert (picture.format, picture.size) == ("JPEG", (1600, 1000))
            assert reply.headers["content-type"] == "image/jpeg"
        else:
            broken.add(f"{reply.status} {name}")
    assert broken == {"404 anh-khong-con.jpg"}


def test_a_player_can_ask_for_a_part_of_the_film(whole_portal: Visitor) -> None:
    path = "/Media_Share/2026/11/phim-1.mp4"
    whole = whole_portal.get(path)
    assert (whole.status, whole.headers["content-type"]) == (200, "video/mp4")
    part = whole_portal.get(path, Range="bytes=100-199")
    assert (part.status, part.body) == (206, whole.body[100:200])
    with av.open(io.BytesIO(whole.body)) as container:
        assert container.streams.video[0].codec_context.name == "h264"


def test_the_page_of_an_item_leads_to_its_twin(portal: Visitor) -> None:
    page = portal.get(address(portal, 57703)).text
    assert re.search(r'href="/en/news/[^"]+---oid57801"', page)
    assert "<video" in page


def test_nothing_else_is_there_and_nothing_can_be_written(portal: Visitor) -> None:
    assert portal.get("/admin").status == 404
    assert portal.get("/Media_Share/2026/11/../../etc/passwd").status == 404
    assert portal.get("/en/news/x---oid57703").status == 404  # a Vietnamese one
    assert portal.wire.write("POST", f"{portal.url}/rss", data=b"x").status == 405
