"""What holds for every form, whatever the story: the limit, the attribution, composed text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formatters.attribution import holds, segment
from formatters.faked import fakes, is_fake
from formatters.forms import FORMS, tell
from formatters.forms.tail import tail
from formatters.html import plain
from formatters.rendition import Limits, Rendition, TextLimit, Unit
from formatters.text import length, nfc
from tests.formatters.stories import LIMITS, LINK, story_of

FILM = {"sha256": "f" * 64, "mime": "video/mp4", "size": 1000}
WORDS = st.lists(
    st.sampled_from(
        [
            "Bộ Nội vụ",
            "42/2022/NĐ-CP",
            "👨‍👩‍👧‍👦",
            "o\u0302\u0323",
            "<b>",
            "a < b",
            "\n\n",
            "Câu. ",
            "&amp;",
            "🇻🇳",
            "https://moha.gov.vn/x",
            "Nguồn: Cổng thông tin điện tử Bộ Nội vụ",
            "\nTheo: https://moha.gov.vn\n",
            "\nNguồn:\nＣổng thông tin điện tử\nBộ Nội vụ\n",
            "<p>Nguồn – Cổng TTĐT Bộ Nội vụ</p>",
            "<table><tr><td>Nguồn:</td><td>Cổng thông tin điện tử Bộ Nội vụ</td></tr></table>",
            "<blockquote>",
            "In bài viết",
            f"\n{LINK}\n",
            "\u0338",
            "\u200d",
            "x" * 70,
        ]
    ),
    max_size=30,
).map(" ".join)
TEXTS = WORDS | st.text(max_size=120)
STORIES = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "summary": TEXTS,
        "text": TEXTS,
        "html": TEXTS,
        "note": TEXTS,
        "author": TEXTS,
        "category": TEXTS,
        "tags": st.lists(TEXTS, max_size=4),
        "language": st.sampled_from(["vi", "en", "vi-VN"]),
        "link": st.sampled_from([LINK, "", "https://moha.gov.vn/tin?a=1&b=2"]),
        "credit": st.none()
        | st.fixed_dictionaries({"name": TEXTS, "url": st.sampled_from(["", "https://nhandan.vn/1"])}),
        "synthetic": st.sampled_from(["none", "assisted", "generated"]),
        "film": st.just(FILM),
    }
)


@settings(max_examples=150, deadline=None)
@given(STORIES, st.sampled_from(sorted(FORMS)), st.integers(600, 1500), st.sampled_from(list(Unit)), st.booleans())
def test_every_telling_keeps_the_limit_the_attribution_and_composed_text(
    value: dict[str, Any], form: str, most: int, unit: Unit, tight: bool
) -> None:
    story = story_of(**value)
    limits = replace(LIMITS[form], text=TextLimit(most, unit)) if tight else LIMITS[form]
    told = tell(form, story, limits)
    for text, limit in (
        (told.title, limits.title),
        (told.summary, limits.summary),
        (told.author, limits.author),
        (told.text, limits.text),
    ):
        assert limit is None or length(text, limit.unit) <= limit.most
    assert told.attribution == segment(story.language, story.link)
    assert told.text.endswith(told.attribution)
    assert holds(told.text, story.language, story.link)
    own = told.text.removesuffix(tail(story, limits))
    assert not fakes(own.split("\n"), story.link)
    assert not any(is_fake(one, story.link) for one in (told.title, told.summary, told.author, told.note, *told.tags))
    assert not set(limits.forbidden) & set(told.title + told.text)
    everything = json.dumps(told.to_json(), ensure_ascii=False)
    assert everything == nfc(everything)
    assert Rendition.from_json(told.to_json()) == told
    assert tell(form, story, limits) == told
    if told.html:
        assert holds(plain(told.html), story.language, story.link)
    if told.blocks:
        assert told.text == "\n\n".join(block.text for block in told.blocks if block.kind == "text")
        assert told.summary
    assert told.title


@pytest.mark.parametrize("form", sorted(FORMS))
def test_only_the_authors_part_is_shortened(form: str) -> None:
    long = "Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc. " * 200
    story = story_of(text=long, summary=long, film=FILM, credit={"name": "Báo Nhân Dân"}, synthetic="assisted")
    end = tail(story, Limits())
    for unit in Unit:
        for spare in (0, 1, 2, 3, 30, 300):
            limits = replace(LIMITS[form], text=TextLimit(length(end, unit) + spare, unit))
            told = tell(form, story, limits)
            assert told.text.endswith(end)
            assert length(told.text, unit) <= length(end, unit) + spare


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize(
    "said", [("title", "summary", "text", "author", "note"), ("title", "text"), ("text",)], ids=str
)
def test_an_honest_sentence_cut_short_never_becomes_a_fake(form: str, said: tuple[str, ...]) -> None:
    honest = "Nguồn: Cổng thông tin điện tử Bộ Nội vụ vừa có giao diện mới"
    story = story_of(**{"summary": "", "film": FILM, **dict.fromkeys(said, honest)})
    for spare in range(2, 90):
        limit = TextLimit(len(tail(story, Limits())) + spare)
        short = TextLimit(max(40, spare))
        told = tell(form, story, replace(LIMITS[form], text=limit, title=short, summary=short, author=short))
        assert not fakes(told.text.removesuffix(tail(story, Limits())).split("\n"), story.link)
        assert not any(is_fake(one, story.link) for one in (told.title, told.summary, told.author, told.note))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_channel_that_cannot_hold_the_attribution_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="attribution"):
        tell(form, story_of(film=FILM), replace(LIMITS[form], text=TextLimit(20)))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_moment_the_link_and_the_language_are_told_as_they_are(form: str) -> None:
    told = tell(form, story_of(film=FILM, synthetic="generated"), LIMITS[form])
    assert (told.form, told.language, told.link) == (form, "vi", LINK)
    assert told.published == "2026-11-23T09:00:00+07:00"
    assert told.synthetic == "generated"
    assert "Nội dung có sử dụng AI" in told.text


def test_an_unknown_form_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="no form 'letter'"):
        tell("letter", story_of(), Limits())
