"""Text keeps its meaning while it is cleaned, counted and fitted."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formatters import text
from formatters.graphemes import boundaries
from formatters.rendition import TextLimit, Unit
from formatters.text import allowed, clean, clean_line, fit, length, nfc, unescape_plain

PIECES = [
    "Bộ Nội vụ ",
    "Nghị định 42/2022/NĐ-CP ",
    "https://moha.gov.vn/a-1 ",
    "👨‍👩‍👧‍👦",
    "🇻🇳",
    "👍🏽",
    "e\u0323\u0302",
    "Câu. ",
    "\n\n",
    "한국",
    "क्षि",
    "x" * 30,
    "\u0301",
    " ",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
LIMITS = st.builds(TextLimit, st.integers(0, 120), st.sampled_from(list(Unit)))


@given(TEXTS, LIMITS)
def test_a_fitted_text_is_never_over_its_limit_and_fitting_again_changes_nothing(text: str, limit: TextLimit) -> None:
    fitted = fit(text, limit)
    assert length(fitted, limit.unit) <= limit.most
    assert fit(fitted, limit) == fitted
    assert fitted == nfc(fitted)


@given(TEXTS, LIMITS)
def test_a_cut_lies_between_graphemes_and_leaves_no_mark_behind(text: str, limit: TextLimit) -> None:
    whole = nfc(text).strip()
    fitted = fit(text, limit)
    if fitted == whole or not fitted.endswith("…"):
        return
    kept = fitted.removesuffix("…").rstrip()
    assert whole.startswith(kept)
    assert len(kept) in boundaries(whole)
    rest = whole[len(kept) :]
    assert not kept or not rest or not unicodedata.combining(rest[0])


@given(TEXTS)
def test_cleaning_twice_changes_nothing_and_leaves_composed_text(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == nfc(cleaned)
    assert clean(f" {text}\n") == cleaned
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [(Unit.CHARACTERS, 4), (Unit.UTF16, 5), (Unit.BYTES, 11)],
)
def test_length_counts_as_the_platform_does(unit: Unit, expected: int) -> None:
    assert length("Vụ🎉…", unit) == expected


def test_a_text_within_its_limit_stays_as_it_is() -> None:
    assert fit("Bộ Nội vụ", TextLimit(9)) == "Bộ Nội vụ"


def test_a_text_is_counted_composed_even_if_it_came_apart() -> None:
    assert fit(unicodedata.normalize("NFD", "Bộ Nội vụ"), TextLimit(9)) == "Bộ Nội vụ"


def test_a_cut_prefers_the_end_of_a_sentence_in_the_last_part() -> None:
    assert (
        fit("Hội nghị khai mạc sáng nay. Đại biểu đến dự rất đông.", TextLimit(40)) == "Hội nghị khai mạc sáng nay. …"
    )


def test_a_sentence_that_ends_early_gives_way_to_whole_words() -> None:
    assert fit("Có. Hội nghị khai mạc sáng nay tại Hà Nội", TextLimit(30)) == "Có. Hội nghị khai mạc sáng…"


def test_an_abbreviation_or_an_initial_ends_no_sentence() -> None:
    assert fit("Hội nghị họp tại TP. Hồ Chí Minh hôm nay", TextLimit(26)) == "Hội nghị họp tại TP. Hồ…"
    assert fit("Bài viết của tác giả PGS.TS. Nguyễn Văn An", TextLimit(32)) == "Bài viết của tác giả PGS.TS…"
    assert fit("Tổng cộng có các mục sau: 1. Một điều", TextLimit(32)) == "Tổng cộng có các mục sau: 1…"


@pytest.mark.parametrize("most", range(20, 48))
def test_a_document_number_is_never_broken(most: int) -> None:
    for number in ("42/2022/NĐ-CP", "668/QĐ-BNV", "668 /QĐ-BNV", "126/2025/QH15"):
        fitted = fit(f"Theo quy định tại Nghị định {number} của Chính phủ", TextLimit(most))
        rest = fitted.removeprefix("Theo quy định tại Nghị định").removesuffix("…").strip()
        assert rest == "" or rest.startswith(number) or not rest.startswith(number[:2])


@pytest.mark.parametrize("most", range(50))
def test_an_address_is_whole_or_absent(most: int) -> None:
    for address in ("https://moha.gov.vn/tin-tuc/1.html", "moha.gov.vn/tin-tuc", "congttdt@moha.gov.vn"):
        fitted = fit(f"Xem {address} và nhiều văn bản khác nữa trên Cổng", TextLimit(most))
        assert address in fitted or address[:3] not in fitted
        assert fit(address, TextLimit(most)) in (address, "…", "")


def test_a_run_without_spaces_is_cut_between_graphemes() -> None:
    family = "👨‍👩‍👧‍👦"
    assert fit(family * 3, TextLimit(2 * len(family) + 3)) == f"{family}{family}…"
    assert fit("🇻🇳🇱🇦🇰🇭", TextLimit(4)) == "🇻🇳…"
    assert fit("会議" * 200, TextLimit(11)) == "会議" * 5 + "…"


def test_a_limit_too_small_for_the_ellipsis_gives_nothing() -> None:
    assert fit("Bộ Nội vụ", TextLimit(2, Unit.BYTES)) == ""
    assert fit("Bộ Nội vụ", TextLimit(0)) == ""


@pytest.mark.parametrize(
    "text", ["会" * 70_000, "." * 70_000, "a.b" * 30_000, "@" * 70_000, "1/" * 40_000, "x " * 40_000]
)
def test_a_huge_text_is_fitted_in_linear_time(text: str) -> None:
    began = time.monotonic()
    fit(text, TextLimit(63_206, Unit.UTF16))
    clean(text)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("&lt;b&gt;Họp báo&lt;/b&gt;", "Họp báo"),
        ("&amp;lt;p&amp;gt;Xin&amp;nbsp;chào&amp;lt;/p&amp;gt;", "Xin chào"),
        ("<strong>Họp</strong> báo<br/>quý IV", "Họp báo quý IV"),
        ("&#7897; &#x1EC7;", "ộ ệ"),
        ("<script>alert(1)</script>Tin", "Tin"),
        ("<a href='/x' title='a'>Tin</a>", "Tin"),
    ],
)
def test_an_escaped_title_becomes_plain(escaped: str, plain: str) -> None:
    assert unescape_plain(escaped) == plain


@pytest.mark.parametrize(
    "text", ["a < b", "AT&T", "R&D;", "?x=1&copy=2", "List<String>", "3 <5 và 7> 2", "< b >", "x<3"]
)
def test_a_title_that_was_never_escaped_stays(text: str) -> None:
    assert unescape_plain(text) == text


def test_an_escaped_sign_is_read_and_not_taken_for_a_tag() -> None:
    assert unescape_plain("x &lt; y") == "x < y"
    assert unescape_plain("a &lt;b và c&gt; d") == "a <b và c> d"


def test_cleaning_takes_away_what_cannot_be_seen_and_keeps_what_joins() -> None:
    assert clean("\ufeffBộ\u00a0 Nội\u200b vụ\u00ad\u202e\x00") == "Bộ Nội vụ"
    assert clean("a\u200db") == "ab"
    assert clean("👩🏽‍⚕️ ❤️‍🔥 👨‍👩‍👧‍👦") == "👩🏽‍⚕️ ❤️‍🔥 👨‍👩‍👧‍👦"
    assert clean("a\r\n\r\n\r\nb\u2028c") == "a\n\nb\nc"
    assert clean("a\ud800b") == "ab"


def test_refused_characters_are_replaced_by_their_look_alikes_or_left_out() -> None:
    assert allowed("a < b | c", "<>|") == "a ‹ b  c"


def test_whatever_is_taken_out_of_texts_is_not_printable_so_that_printable_ones_need_no_look() -> None:
    everything = "".join(map(chr, range(0x110000)))
    taken = set(
        re.findall(f"[{text.UNSEEN}{text._ENDING}{text._WIDE}{text._CONTROLS}{text.ZWJ}{text.ZWNJ}]", everything)
    )
    assert len(taken) > 2000
    assert not [letter for letter in taken if letter.isprintable()]


@given(st.text(alphabet="a \n\u00a0\u200b\u0301\te.", max_size=25))
def test_blanks_are_put_right_whether_or_not_there_is_anything_else_to_do(scrap: str) -> None:
    lines = [re.sub("[ \t\u00a0]+", " ", line.replace("\u200b", "")).strip(" ") for line in scrap.split("\n")]
    assert clean(scrap) == nfc(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())
