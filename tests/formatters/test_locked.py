"""What is locked is looked for wherever readers look, and in what comes back."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from formatters.attribution import SOURCE_VI, segment
from formatters.forms import FORMS, tell
from formatters.locked import is_attributed, survives
from formatters.rendition import Block
from formatters.story import Film, Twin
from tests.formatters.stories import LIMITS, LINK, story_of

STORY = replace(
    story_of(),
    film=Film(sha256="f" * 64, mime="video/mp4", size=1000),
    twins=(Twin("en", "Conference", "It was held.", "It was held in Hanoi.", "https://moha.gov.vn/en/1"),),
)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_bears_it(form: str) -> None:
    assert is_attributed(tell(form, STORY, LIMITS[form]))


def test_it_is_missed_in_text_html_blocks_and_further_languages_alike() -> None:
    post, entry, article, video = (tell(form, STORY, LIMITS[form]) for form in ("post", "entry", "article", "video"))
    assert not is_attributed(replace(post, text=post.text.replace(SOURCE_VI, "")))
    assert not is_attributed(replace(entry, html=entry.html.replace(LINK, "https://moha.gov.vn/khac")))
    assert not is_attributed(replace(article, blocks=(*article.blocks[:-1], Block("text", text="Hết."))))
    (english,) = video.localisations
    assert not is_attributed(replace(video, localisations=(replace(english, text="It was held."),)))


def test_a_text_that_comes_back_may_be_broken_and_composed_otherwise() -> None:
    locked = segment("vi", LINK)
    assert survives(locked, unicodedata.normalize("NFD", f"Tin.\r\n\r\n{locked}  \n").replace("\n", " \n "))
    assert survives(locked, f'<p>Tin.</p><p>{SOURCE_VI}<br><a href="{LINK}">{LINK}</a></p>')
    assert not survives(locked, f"Tin.\n{SOURCE_VI}\nhttps://moha.gov.vn/khac")
    assert not survives(locked, "")
    assert not survives("", "Tin.")
