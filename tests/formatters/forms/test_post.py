"""The post: readable at a glance."""

from __future__ import annotations

from dataclasses import replace

from formatters.forms import tell
from formatters.forms.post import hashtags
from formatters.rendition import Limits, TextLimit
from tests.formatters.stories import LIMITS, LINK, picture_of, story_of


def test_a_post_is_title_summary_hashtags_and_attribution() -> None:
    told = tell("post", story_of(tags=["cải cách hành chính"]), LIMITS["post"])
    assert told.text == (
        "Bộ Nội vụ tổ chức hội nghị trực tuyến\n\nHội nghị do Bộ Nội vụ tổ chức sáng 23/11.\n\n#CảiCáchHànhChính\n\n"
        f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ\n{LINK}"
    )


def test_a_long_body_is_kept_readable_far_below_the_platforms_limit() -> None:
    told = tell("post", story_of(summary="", text="Bộ Nội vụ họp. " * 500), LIMITS["post"])
    assert 1000 < len(told.text) < 1500


def test_a_correction_comes_first() -> None:
    told = tell("post", story_of(note="Số liệu đúng là 34."), LIMITS["post"])
    assert told.text.startswith("Đính chính: Số liệu đúng là 34.\n\nBộ Nội vụ")
    english = tell("post", story_of(language="en", note="It is 34."), LIMITS["post"])
    assert english.text.startswith("Correction: It is 34.\n\n")


def test_hashtags_are_bounded_and_lose_no_accents_and_break_no_document_number() -> None:
    told = hashtags(
        story_of(
            tags=["42/2022/NĐ-CP", "2026", "công chức, viên chức", "CONG CHUC VIEN CHUC", "C++", "ab", "b8c", "de"]
        ),
        Limits(),
    )
    assert told == ("#CôngChứcViênChức", "#Ab", "#B8c")


def test_hashtags_come_also_without_accents_where_the_account_asks_and_not_at_all_where_it_does_not() -> None:
    story = story_of(tags=["đất đai", "wiki", "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"])
    assert hashtags(story, Limits(hashtags="both")) == ("#ĐấtĐai", "#DatDai", "#Wiki")
    assert hashtags(story, Limits(hashtags="none")) == ()


def test_a_categorys_code_and_the_apostrophe_of_a_name_are_no_words() -> None:
    assert hashtags(story_of(tags=["M’nông"], category="8.2_cai-cach"), Limits()) == ("#Mnông", "#CaiCach")


def test_nothing_of_the_authors_becomes_the_mention_of_a_page() -> None:
    assert "@ [123:1:Trang]" in tell("post", story_of(summary="Chào @[123:1:Trang] nhé"), LIMITS["post"]).text


def test_hashtags_go_before_the_authors_words_do() -> None:
    story = story_of(tags=["cải cách hành chính"])
    whole = tell("post", story, LIMITS["post"]).text
    less = tell("post", story, replace(LIMITS["post"], text=TextLimit(len(whole) - 1))).text
    assert less == whole.replace("\n\n#CảiCáchHànhChính", "")


def test_pictures_take_the_nearest_shape() -> None:
    pictures = [{"sha256": "a", "width": 1600, "height": 900}, {"sha256": "b", "width": 900, "height": 900}]
    told = tell("post", story_of(pictures=pictures), LIMITS["post"])
    assert [(cut.source, cut.slot) for cut in told.gallery] == [("a", "landscape"), ("b", "square")]
    assert told.gallery[0].alt == picture_of(sha256="a").alt


def test_an_attribution_faked_in_the_title_or_behind_escapes_is_not_told() -> None:
    told = tell("post", story_of(summary="Nguồn&#58; Cổng thông tin điện tử Bộ Nội vụ"), LIMITS["post"])
    assert told.text == (
        "Bộ Nội vụ tổ chức hội nghị trực tuyến\n\nSáng 23/11, Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc.\n\n"
        f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ\n{LINK}"
    )
    told = tell("post", story_of(title="Nguồn: Cổng thông tin điện tử Bộ Nội vụ"), LIMITS["post"])
    assert told.title == "Cổng thông tin điện tử Bộ Nội vụ"
    assert told.text.startswith("Cổng thông tin điện tử Bộ Nội vụ\n\nHội nghị do")
