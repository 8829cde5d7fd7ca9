"""Dossier and entry: the whole item as a page."""

from __future__ import annotations

import pytest

from formatters.forms import tell
from formatters.html import plain, sanitise
from tests.formatters.stories import LIMITS, LINK, story_of


@pytest.mark.parametrize("form", ["dossier", "entry"])
def test_the_page_ends_with_the_attribution_and_a_link_that_works(form: str) -> None:
    told = tell(form, story_of(link="https://moha.gov.vn/tin?a=1&b=2"), LIMITS[form])
    assert told.html.endswith(
        '<p>Nguồn: Cổng thông tin điện tử Bộ Nội vụ<br><a href="https://moha.gov.vn/tin?a=1&amp;b=2">'
        "https://moha.gov.vn/tin?a=1&amp;b=2</a></p>"
    )
    assert plain(told.html).endswith(told.attribution)


@pytest.mark.parametrize("form", ["dossier", "entry"])
def test_page_and_text_say_the_same_and_sanitising_changes_nothing(form: str) -> None:
    story = story_of(
        html="<h2>Mục</h2><p>Một &amp; hai</p><ul><li>a</li></ul>",
        note="Sửa <b>.",
        credit={"name": "Báo A & B", "url": "https://a.vn/?x=1&y=2"},
        synthetic="assisted",
    )
    told = tell(form, story, LIMITS[form])
    assert sanitise(told.html, LINK) == told.html
    assert plain(told.html).split() == told.text.split()


def test_markup_in_plain_text_is_shown_and_not_obeyed() -> None:
    told = tell("entry", story_of(text="a <script>x</script> & b"), LIMITS["entry"])
    assert "<p>a &lt;script&gt;x&lt;/script&gt; &amp; b</p>" in told.html


def test_pictures_film_and_metadata_are_kept() -> None:
    film = {"sha256": "f" * 64, "mime": "video/mp4", "size": 1000}
    story = story_of(
        film=film, pictures=[{"sha256": "a"}], tags=["công vụ", "công vụ"], category="tin-tuc", author="An"
    )
    for form in ("dossier", "entry"):
        told = tell(form, story, LIMITS[form])
        assert told.film == story.film
        assert [cut.source for cut in told.gallery] == ["a"]
        assert (told.tags, told.category, told.author) == (("công vụ",), "tin-tuc", "An")
    assert tell("dossier", story, LIMITS["dossier"]).cover is not None
