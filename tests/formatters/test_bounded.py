"""HTML that no honest page is made of is simplified before a parser sees it; every honest page stays as it is."""

from __future__ import annotations

import time

import pytest

from formatters.bounded import MOST_ATTRIBUTES, MOST_DEEP, bounded
from formatters.html import plain, sanitise

PAGE = '<p class="a">Tin <b>mới</b><br><img src="/a.jpg" alt="x"></p>'


@pytest.mark.parametrize(
    "html",
    [
        PAGE * 500,
        "<p>Một" * 1000,
        "<ul>" + "<li>Một" * 1000 + "</ul>",
        "<table>" + "<tr><td>1<td>2" * 1000 + "</table>",
        "1 < 2 và 3 > 2 " * 500,
        f"<p style='{'x:y;' * 3000}'>Tin</p>",
        "<div>" * (MOST_DEEP - 1) + "Tin",
    ],
)
def test_an_honest_page_is_not_changed(html: str) -> None:
    assert bounded(html) == html


@pytest.mark.parametrize(
    "mark",
    [
        "<div>",
        "<b>",
        "<a href='/x'><b>",
        "<ul><li>",
        "<table><tr><td>",
        '<div title="<">',
        "<div title='>'>",
        "<svg><g>",
    ],
)
def test_marks_nested_without_end_are_told_by_their_text_in_no_time(mark: str) -> None:
    began = time.process_time()
    told = sanitise(f"<p>Đầu</p>{mark * 30_000}<p>Tin</p><img src='/a.jpg' alt='Ảnh'>", "https://moha.gov.vn/")
    assert time.process_time() - began < 4
    assert "Tin" in plain(told)
    assert "https://moha.gov.vn/a.jpg" in told


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", 'a{}=">"', "a{}='<'", "/a{}"])
def test_a_mark_of_a_thousand_attributes_loses_them_and_no_other_mark_does(attribute: str) -> None:
    many = " ".join(attribute.format(number) for number in range(10 * MOST_ATTRIBUTES))
    assert bounded(f"{PAGE}<p {many}>Tin</p>{PAGE}") == f"{PAGE}<p>Tin</p>{PAGE}"


@pytest.mark.parametrize("end", ["", '"', "<a x='", "</", "<"])
def test_what_never_ends_takes_one_pass(end: str) -> None:
    began = time.process_time()
    bounded("<a x='" * 100_000 + end)
    bounded('<a x="' * 100_000 + end)
    assert time.process_time() - began < 3
