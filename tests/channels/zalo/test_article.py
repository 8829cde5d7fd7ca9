"""What is sent to make an article."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.errors import Refused
from channels.zalo.article import article, pictures
from formatters.rendition import Block


def test_without_blocks_the_whole_text_is_the_one_block(desk: Any) -> None:
    parcel = desk.parcel()
    bare = replace(parcel, rendition=replace(parcel.rendition, blocks=(), gallery=()))
    assert article(bare)["body"] == [{"type": "text", "content": parcel.rendition.text}]


def test_without_a_cover_nothing_is_sent(desk: Any) -> None:
    parcel = desk.parcel()
    with pytest.raises(Refused):
        article(replace(parcel, rendition=replace(parcel.rendition, cover=None)))


def test_an_image_is_the_address_of_its_cut_with_its_caption(desk: Any) -> None:
    parcel = desk.parcel()
    cut = replace(parcel.rendition.gallery[0], caption="Toàn cảnh hội nghị")
    told = article(replace(parcel, rendition=replace(parcel.rendition, gallery=(cut,))))
    assert told["body"][1] == {"type": "image", "url": parcel.address(cut.sha256), "caption": "Toàn cảnh hội nghị"}


@pytest.mark.parametrize(
    ("caption", "credit", "shown"),
    [("Toàn cảnh", "TTXVN", "Toàn cảnh (TTXVN)"), ("Ảnh: TTXVN", "TTXVN", "Ảnh: TTXVN"), ("", "TTXVN", "TTXVN")],
)
def test_whose_picture_it_is_stands_in_the_caption_once(desk: Any, caption: str, credit: str, shown: str) -> None:
    parcel = desk.parcel()
    cut = replace(parcel.rendition.gallery[0], caption=caption, credit=credit)
    told = article(replace(parcel, rendition=replace(parcel.rendition, gallery=(cut,))))
    assert told["body"][1]["caption"] == shown


def told(desk: Any, markup: str = "plain", film: str = "", **changed: Any) -> list[dict[str, str]]:
    """The body of the parcel with its rendition so changed."""
    parcel = desk.parcel()
    body: list[dict[str, str]] = article(
        replace(parcel, rendition=replace(parcel.rendition, **changed)), markup=markup, film=film
    )["body"]
    return body


BLOCKS = (
    Block("heading", text="Kết quả & kiến nghị"),
    Block("text", text="Dòng một\nDòng <hai>"),
    Block("image", cut=0),
    Block("text", text="Đoạn một\n\nĐoạn hai"),
)


def test_headings_paragraphs_and_pictures_stand_in_their_order(desk: Any) -> None:
    body = told(desk, blocks=BLOCKS)
    assert [block["type"] for block in body] == ["text", "text", "image", "text"]
    assert [block["content"] for block in body if "content" in block] == [
        "Kết quả & kiến nghị",
        "Dòng một\nDòng <hai>",
        "Đoạn một\n\nĐoạn hai",
    ]


def test_as_html_every_text_is_escaped_and_has_only_the_simplest_tags(desk: Any) -> None:
    assert [block["content"] for block in told(desk, markup="html", blocks=BLOCKS) if "content" in block] == [
        "<h3>Kết quả &amp; kiến nghị</h3>",
        "<p>Dòng một<br>Dòng &lt;hai&gt;</p>",
        "<p>Đoạn một</p><p>Đoạn hai</p>",
    ]


def test_a_film_is_its_id_or_the_address_where_it_can_be_watched_with_the_cover_as_its_thumb(desk: Any) -> None:
    cover = desk.parcel().address(desk.parcel().rendition.cover.sha256)
    blocks, watch = (Block("film"), Block("text", text="Nội dung.")), "https://www.youtube.com/watch?v=abc"
    assert told(desk, film="v1", blocks=blocks)[0] == {"type": "video", "video_id": "v1", "thumb": cover}
    assert told(desk, blocks=blocks, watch=watch)[0] == {"type": "video", "url": watch, "thumb": cover}
    assert [block["type"] for block in told(desk, blocks=blocks)] == ["text"]


def same(desk: Any, **changed: Any) -> Any:
    """A gallery picture cut from the cover's own original."""
    rendition = desk.parcel().rendition
    return (replace(rendition.gallery[0], source=rendition.cover.source, **changed),)


IMAGE_FIRST = (Block("image", cut=0), Block("text", text="Nội dung."))


def test_a_first_picture_that_is_the_cover_s_is_not_shown_twice(desk: Any) -> None:
    parcel = desk.parcel()
    assert [block["type"] for block in told(desk, gallery=same(desk), blocks=IMAGE_FIRST)] == ["text"]
    rendition = replace(parcel.rendition, gallery=same(desk), blocks=IMAGE_FIRST)
    assert pictures(rendition) == (parcel.rendition.cover,)


@pytest.mark.parametrize(
    ("changed", "blocks"),
    [
        ({"caption": "Toàn cảnh"}, IMAGE_FIRST),
        ({"credit": "TTXVN"}, IMAGE_FIRST),
        ({}, IMAGE_FIRST[::-1]),
        ({}, IMAGE_FIRST[:1]),
    ],
)
def test_it_stays_when_it_says_more_stands_further_down_or_is_all_there_is(
    desk: Any, changed: dict[str, str], blocks: tuple[Block, ...]
) -> None:
    assert "image" in [block["type"] for block in told(desk, gallery=same(desk, **changed), blocks=blocks)]


def test_a_picture_of_another_original_stays_and_so_does_one_beside_the_default_cover(desk: Any) -> None:
    parcel = desk.parcel().rendition
    assert "image" in [block["type"] for block in told(desk, blocks=IMAGE_FIRST)]
    nameless = {"cover": replace(parcel.cover, source=""), "gallery": (replace(parcel.gallery[0], source=""),)}
    assert "image" in [block["type"] for block in told(desk, blocks=IMAGE_FIRST, **nameless)]
