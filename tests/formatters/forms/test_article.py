"""The article: text and pictures in the order of the portal's page."""

from __future__ import annotations

from dataclasses import replace

from formatters.forms import tell
from formatters.rendition import Limits, TextLimit
from tests.formatters.stories import LIMITS, story_of

HTML = (
    "<p>Một.</p><img src='http://moha.gov.vn/%E1%BA%A3nh/2.jpg#x'><p>Hai.</p><img src='https://khac.vn/la.jpg'>"
    "<img src='https://moha.gov.vn/ảnh/2.jpg'><p>Ba.</p>"
)
PICTURES = [{"sha256": str(n), "url": f"https://moha.gov.vn/ảnh/{n}.jpg"} for n in (1, 2, 3)]


def test_pictures_stand_where_the_page_has_them_and_the_rest_come_after() -> None:
    told = tell("article", story_of(html=HTML, pictures=PICTURES), LIMITS["article"])
    assert [(block.kind, block.text[:4], block.cut) for block in told.blocks] == [
        ("text", "Một.", -1),
        ("image", "", 0),
        ("text", "Hai.", -1),
        ("text", "Ba.", -1),
        ("image", "", 1),
        ("text", "Nguồ", -1),
    ]
    assert [cut.source for cut in told.gallery] == ["2", "3"]
    assert told.cover is not None
    assert told.cover.source == "1"


def test_no_block_points_past_a_full_gallery() -> None:
    for most in range(4):
        told = tell("article", story_of(html=HTML, pictures=PICTURES), replace(LIMITS["article"], max_gallery=most))
        assert len(told.gallery) <= most
        assert sorted(block.cut for block in told.blocks if block.kind == "image") == list(range(len(told.gallery)))


def test_a_channel_without_pictures_gets_text_alone() -> None:
    told = tell("article", story_of(html=HTML, pictures=PICTURES), Limits())
    assert (told.cover, told.gallery) == (None, ())
    assert {block.kind for block in told.blocks} == {"text"}


def test_an_article_without_a_picture_has_the_default_cover() -> None:
    for required in (True, False):
        told = tell("article", story_of(), replace(LIMITS["article"], cover_required=required))
        assert told.cover is not None
        assert told.cover.source == ""


def test_the_summary_is_never_empty() -> None:
    assert tell("article", story_of(summary=""), LIMITS["article"]).summary.startswith("Sáng 23/11")
    assert tell("article", story_of(summary="", text=""), LIMITS["article"]).summary.startswith("Bộ Nội vụ tổ chức")


def test_the_author_is_the_portal_when_nobody_is_named() -> None:
    assert tell("article", story_of(), LIMITS["article"]).author == "Cổng thông tin điện tử Bộ Nội vụ"
    assert len(tell("article", story_of(author="Nguyễn " * 20), LIMITS["article"]).author) <= 50


def test_a_limited_text_loses_its_last_paragraphs_and_keeps_its_pictures() -> None:
    told = tell("article", story_of(html=HTML, pictures=PICTURES), replace(LIMITS["article"], text=TextLimit(98)))
    assert [block.text[:4] for block in told.blocks if block.kind == "text"] == ["Một.", "Nguồ"]
    assert len(told.text) <= 98
    assert len(told.gallery) == 2
