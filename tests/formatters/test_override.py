"""Staff write for one account: their words and pictures take the place of the item's, and nothing that is locked moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formatters.attribution import SOURCE_VI, holds
from formatters.forms import FORMS, tell
from formatters.html import without_pictures
from formatters.override import Chosen, Override, TooLong, apply, cleaned, draft, outdated, rooms, too_long
from formatters.rendition import Limits, TextLimit, Unit
from formatters.story import Credit, Film
from formatters.text import length
from tests.formatters.stories import LIMITS, LINK, picture_of, story_of

A, B, C = (letter * 64 for letter in "abc")
PICTURES = [{"sha256": sha256, "url": f"https://moha.gov.vn/{sha256[:1]}.jpg"} for sha256 in (A, B, C)]
FILM = Film(sha256="f" * 64, mime="video/mp4", size=1000)
STORY = replace(
    story_of(pictures=PICTURES), film=FILM, credit=Credit("Báo Nhân Dân", "https://nhandan.vn/1"), synthetic="assisted"
)
WITHOUT_FILM = replace(STORY, film=None)
PAGE = "".join(
    f'<figure><img src="{one["url"]}" alt=""><figcaption>Ảnh</figcaption></figure><p>Sau ảnh.</p>' for one in PICTURES
)


def told_with(override: Override, form: str, limits: Limits | None = None, story: object = STORY):  # type: ignore[no-untyped-def]
    return tell(form, apply(story, override, form), limits or LIMITS[form])  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
def test_title_and_text_are_those_of_staff_and_everything_locked_stays(form: str) -> None:
    told = told_with(Override(title="Tít riêng", text="Đoạn một.\n\nĐoạn hai."), form)
    assert told.title == "Tít riêng"
    assert "Đoạn một." in told.text
    assert "Đoạn hai." in told.text
    assert STORY.text not in told.text
    assert STORY.summary not in told.text
    assert holds(told.text, "vi", LINK)
    assert "Theo Báo Nhân Dân: https://nhandan.vn/1" in told.text
    assert "Nội dung có sử dụng AI" in told.text
    assert told.attribution in told.text


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_overridden_is_told_as_the_item_has_it(form: str) -> None:
    assert told_with(Override(), form) == tell(form, STORY, LIMITS[form])
    only_title = told_with(Override(title="Tít riêng"), form)
    assert only_title.text.replace("Tít riêng", STORY.title) == tell(form, STORY, LIMITS[form]).text


@pytest.mark.parametrize("form", FORMS)
def test_staff_cannot_write_the_attribution_nor_lose_it(form: str) -> None:
    told = told_with(Override(text=f"Nguồn: Báo khác\n{SOURCE_VI}\nHết."), form)
    assert told.text.count(SOURCE_VI) == 1
    assert holds(told.text, "vi", LINK)


@pytest.mark.parametrize("form", FORMS)
def test_a_correction_is_told_over_an_override(form: str) -> None:
    corrected = replace(STORY, note="Hội nghị diễn ra ngày 22/11.")
    told = told_with(Override(text="Lời riêng."), form, story=corrected)
    assert told.text.index("Đính chính: Hội nghị diễn ra ngày 22/11.") < told.text.index("Lời riêng.")


def test_a_post_written_by_hand_is_not_shortened_to_the_houses_taste() -> None:
    long = "Một câu dài về cải cách hành chính. " * 60
    assert long.strip() in told_with(Override(text=long), "post").text
    assert long.strip() not in told_with(Override(), "post", story=replace(STORY, summary=long)).text


@pytest.mark.parametrize("form", ["article", "dossier", "entry"])
def test_forms_with_a_summary_of_its_own_take_that_too(form: str) -> None:
    assert told_with(Override(summary="Tóm tắt riêng."), form).summary == "Tóm tắt riêng."


def test_the_chosen_pictures_come_in_the_chosen_order_and_with_their_focus() -> None:
    chosen = Override(pictures=(Chosen(C, (0.2, 0.8)), Chosen(A)))
    shown = apply(WITHOUT_FILM, chosen, "post").pictures
    assert [(one.sha256, one.focus) for one in shown] == [(C, (0.2, 0.8)), (A, None)]
    assert [cut.source for cut in told_with(chosen, "post", story=WITHOUT_FILM).gallery] == [C, A]
    assert told_with(chosen, "video").cover.source == C
    assert told_with(Override(pictures=()), "post", story=WITHOUT_FILM).gallery == ()


@pytest.mark.parametrize("form", ["article", "dossier", "entry"])
def test_a_picture_that_was_not_chosen_is_gone_from_the_page_too(form: str) -> None:
    story = replace(WITHOUT_FILM, html=PAGE)
    told = told_with(Override(pictures=(Chosen(C), Chosen(A))), form, story=story)
    assert "b.jpg" not in told.html
    assert B not in {cut.source for cut in told.cuts}
    assert told.text.count("Sau ảnh.") == 3
    assert told.html.count("<figcaption>") == (2 if told.html else 0)


def test_only_cropping_leaves_the_page_as_it_is() -> None:
    story = replace(WITHOUT_FILM, html=PAGE + '<p><img src="https://elsewhere.example/x.png" alt=""></p>')
    cropped = apply(story, Override(pictures=(Chosen(A, (0.1, 0.1)), Chosen(B), Chosen(C))), "entry")
    assert cropped.html == story.html
    assert cropped.pictures[0].focus == (0.1, 0.1)


def test_a_figure_whose_picture_goes_takes_its_caption_along_and_leaves_the_text_around_it() -> None:
    kept = '<figure><img src="https://a.vn/2.jpg" alt=""><figcaption>Hai</figcaption></figure>'
    html = f'<p>Trước <img src="https://a.vn/1.jpg" alt=""> sau</p>{kept}<p>Hết</p>'
    assert without_pictures(html, {"https://a.vn/2.jpg"}) == f"<p>Trước  sau</p>{kept}<p>Hết</p>"
    assert without_pictures(html, ()) == "<p>Trước  sau</p><p>Hết</p>"


@pytest.mark.parametrize("form", FORMS)
def test_the_draft_says_what_the_form_tells_by_itself_and_changes_nothing(form: str) -> None:
    own = draft(form, STORY, LIMITS[form])
    assert cleaned(own, form, STORY, LIMITS[form]) == Override()
    assert own.title == STORY.title
    assert own.text
    assert own.text in tell(form, STORY, LIMITS[form]).text


def test_cleaning_keeps_only_what_differs_and_takes_an_empty_part_for_the_items_own() -> None:
    limits = LIMITS["article"]
    wanted = Override(
        title="  Tít\u00a0riêng ",
        summary=" ",
        text=f"Một.\r\n\r\n\r\nHai.\n{SOURCE_VI}",
        pictures=(Chosen(B), Chosen("0" * 64)),
    )
    assert cleaned(wanted, "article", STORY, limits) == Override(
        title="Tít riêng", text="Một.\n\nHai.", pictures=(Chosen(B),)
    )
    assert cleaned(Override(summary="Lời riêng"), "post", STORY, LIMITS["post"]) == Override(), (
        "a post has no such part"
    )


def test_room_is_counted_as_the_platform_counts() -> None:
    limits = replace(LIMITS["video"], text=TextLimit(400, Unit.BYTES), title=TextLimit(10, Unit.UTF16))
    room = rooms("video", STORY, limits)["text"]
    assert room is not None
    fitting = Override(text="ệ" * (room.most // 3), title="😀" * 5)
    assert too_long(fitting, "video", STORY, limits) == ()
    assert fitting.text in told_with(fitting, "video", limits).text
    over = Override(text="ệ" * (room.most // 3 + 1), title="😀" * 6)
    assert too_long(over, "video", STORY, limits) == (
        TooLong("title", 12, TextLimit(10, Unit.UTF16)),
        TooLong("text", 3 * (room.most // 3 + 1), room),
    )


@given(st.text(max_size=300), st.sampled_from(sorted(FORMS)))
def test_whatever_staff_write_the_attribution_is_whole_and_the_limits_hold(text: str, form: str) -> None:
    limits = replace(LIMITS[form], text=TextLimit(400, Unit.BYTES))
    override = cleaned(Override(title=text, summary=text, text=text), form, STORY, limits)
    told = told_with(override, form, limits)
    assert holds(told.text, "vi", LINK)
    assert length(told.text, Unit.BYTES) <= 400
    assert cleaned(override, form, STORY, limits) == override


def test_it_is_outdated_where_what_it_took_the_place_of_has_changed_and_nowhere_else() -> None:
    other_title, other_text = replace(STORY, title="Khác"), replace(STORY, text="Khác.")
    pictures = replace(STORY, pictures=(picture_of(sha256=A), picture_of(sha256=C)))
    everything = Override("Tít", "Tóm tắt", "Lời", (Chosen(A),))
    assert outdated(everything, STORY, STORY) == ()
    assert outdated(everything, STORY, other_title) == ("title",)
    assert outdated(everything, STORY, other_text) == ("summary", "text")
    assert outdated(everything, STORY, replace(STORY, summary="Khác.")) == ("summary", "text")
    assert outdated(everything, STORY, pictures) == ("pictures",)
    assert outdated(Override(title="Tít"), STORY, other_text) == ()
    assert outdated(Override(pictures=(Chosen(A),)), STORY, replace(other_text, note="Đính chính")) == ()


def test_it_is_json_and_back() -> None:
    for override in (
        Override(),
        Override("Tít", "Tóm tắt", "Lời", (Chosen(A, (0.25, 0.5)), Chosen(B))),
        Override(pictures=()),
    ):
        assert Override.from_json(override.to_json()) == override
    assert Override(title="Tít", pictures=()).parts == ("title", "pictures")
