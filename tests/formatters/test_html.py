"""Only harmless HTML leaves, and what it says is read as a person reads it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formatters.html import absolute, blocks, edited, pictures, plain, sanitise

BASE = "https://moha.gov.vn/tin-tuc/bai.html"
BITS = re.split(
    r"\|",
    "<p>|</p>|<div>|</div>|<b>|</b>|<ul>|<li>|</ul>|<table>|<tr>|<td>|</table>|a|<|&lt;|&amp;|<br>|<img src=/x>"
    "|<a href=/y>|</a>|<figure>|</figure>|<figcaption>|</figcaption>|<h1>|</h1>|<script>|</script>|<svg>|<math>|<style>"
    "|\u0301|e| |<i onclick=x>|</i>|<a href='javascript:x'>|<!--|-->|<img onerror=x src='data:x'>",
)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<iframe src='https://x'>khung</iframe>",
        "<style>p{}</style>",
        "<img src='javascript:alert(1)'>",
        "<img src='data:image/gif;base64,R0'>",
        "<!-- ghi chú -->",
        "<object data=x>vật</object>",
    ],
)
def test_what_is_dangerous_is_gone_with_its_contents(html: str) -> None:
    assert sanitise(f"<p>Tin</p>{html}", BASE) == "<p>Tin</p>"


def test_handlers_styles_and_unknown_marks_go_and_their_text_stays() -> None:
    assert sanitise("<p onclick='x()' style='color:red'>Một <span class=a>hai</span></p>", BASE) == "<p>Một hai</p>"
    assert sanitise("<p><a href='javascript:x'>bấm</a></p>", BASE) == "<p>bấm</p>"


def test_addresses_become_absolute_with_spaces_quoted() -> None:
    assert (
        sanitise("<a href='../van ban.pdf'>x</a>", BASE) == '<p><a href="https://moha.gov.vn/van%20ban.pdf">x</a></p>'
    )
    assert sanitise("<img src='//cdn.vn/a.jpg' alt='x'>", BASE) == '<p><img src="https://cdn.vn/a.jpg" alt="x"></p>'
    assert absolute("/ảnh 1.jpg?a=%20b", BASE) == "https://moha.gov.vn/%E1%BA%A3nh%201.jpg?a=%20b"
    assert absolute("mailto:a@b.vn", BASE) == absolute("http://[x", BASE) == ""


def test_a_picture_loaded_late_has_its_real_address() -> None:
    assert pictures(sanitise("<img src='/cho.gif' data-src='/that.jpg'>", BASE)) == [
        ("https://moha.gov.vn/that.jpg", "", "")
    ]


def test_boxes_become_paragraphs_and_words_never_run_together() -> None:
    assert plain(sanitise("<div>Một<div>hai</div>ba</div>bốn <b>năm</b>", BASE)) == "Một\n\nhai\n\nba\n\nbốn năm"
    assert sanitise("<h1>A</h1><h6>B</h6>", BASE) == "<h2>A</h2><h4>B</h4>"


@settings(deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=20).map("".join))
def test_sanitising_again_changes_nothing_and_leaves_no_door_open(html: str) -> None:
    told = sanitise(html, BASE)
    assert sanitise(told, "https://khac.vn/") == told == unicodedata.normalize("NFC", told)
    for refused in ("<script", "onclick", "onerror", "javascript:", "data:", "<svg", "<math"):
        assert refused not in told


def test_nesting_past_all_reason_keeps_the_text() -> None:
    for mark in ("div", "b", "blockquote"):
        assert plain(sanitise(f"<{mark}>" * 3000 + "sâu" + f"</{mark}>" * 3000, BASE)) == "sâu"


def test_unreadable_characters_do_no_harm() -> None:
    assert sanitise("<p>a\x00b\ud800c\x08</p>", BASE) == "<p>abc</p>"
    assert sanitise("", BASE) == plain("") == ""


def test_plain_text_has_paragraphs_bullets_numbers_and_rows() -> None:
    html = (
        "<h2>Kết quả</h2><p>Dòng một<br>dòng&nbsp;hai &amp; ba</p><ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>"
        "<ol><li>x</li><li>y</li></ol><table><tr><th>Năm</th><th><p>Xã</p></th></tr><tr><td>2025</td><td>1</td></tr></table>"
    )
    assert plain(html) == ("Kết quả\n\nDòng một\ndòng hai & ba\n\n• a\n– b\n• c\n\n1. x\n2. y\n\nNăm | Xã\n2025 | 1")


def test_blocks_keep_the_order_of_text_and_pictures() -> None:
    html = "<p>Một <img src='https://a.vn/1.jpg'> hai</p><figure><img src='https://a.vn/2.jpg'><figcaption>Chú</figcaption></figure><p>Ba</p>"
    assert blocks(html) == [
        ("text", "Một"),
        ("image", "https://a.vn/1.jpg", ""),
        ("text", "hai"),
        ("image", "https://a.vn/2.jpg", "Chú"),
        ("text", "Ba"),
    ]


def test_pictures_come_once_with_alt_and_caption() -> None:
    html = "<figure><img src='https://a.vn/1.jpg' alt='Ảnh'><figcaption>Chú <b>thích</b></figcaption></figure><img src='https://a.vn/1.jpg'>"
    assert pictures(html) == [("https://a.vn/1.jpg", "Ảnh", "Chú thích")]


def test_an_unwanted_line_goes_whatever_marks_it_wears() -> None:
    html = "<p>Đầu<br><em>Ng<b>uồn</b>: X</em><br>cuối</p><ul><li>Nguồn: X</li><li>y</li></ul>"
    told = edited(html, lambda lines: [len(line) if line == "Nguồn: X" else 0 for line in lines], str)
    assert plain(told) == "Đầu\n\ncuối\n\n• y"


def test_the_beginning_of_a_line_goes_across_its_marks_and_words_are_told_anew() -> None:
    html = "<p>(<b>Chinh</b>phu.vn) - <i>Sáng</i> nay</p><p>hai</p>"
    cut = edited(html, lambda lines: [16 if line.startswith("(") else 0 for line in lines], str.upper)
    assert cut == "<p><i>SÁNG</i> NAY</p><p>HAI</p>"


def test_control_characters_of_the_second_range_are_gone() -> None:
    """Found by fuzzing."""
    assert sanitise("<p>Tin\x8d mới\x9f</p>", "https://moha.gov.vn/") == "<p>Tin mới</p>"
    assert sanitise("Tin\x8d", "https://moha.gov.vn/") == "<p>Tin</p>"
