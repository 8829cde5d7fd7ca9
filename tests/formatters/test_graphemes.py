"""What a reader takes for one character is never parted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formatters.graphemes import boundaries


def parts(text: str) -> list[str]:
    marks = boundaries(text)
    return [text[start:end] for start, end in pairwise(marks)]


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧‍👦",
        "👩🏽‍⚕️",
        "❤️‍🔥",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "🇻🇳",
        "1️⃣",
        "e\u0323\u0302",
        "\uac01",
        "\u1100\u1161\u11a8",
        "\r\n",
        "क्षि",
        "นำ",
        "🧑‍🚀",
    ],
)
def test_one_character_stays_one(text: str) -> None:
    assert parts(f"1{text}b") == ["1", text, "b"]


def test_flags_part_two_by_two() -> None:
    assert parts("🇻🇳🇱🇦🇰") == ["🇻🇳", "🇱🇦", "🇰"]


def test_letters_emoji_and_lines_part() -> None:
    assert parts("ộ👍\n\u0301한글") == ["ộ", "👍", "\n", "\u0301", "한", "글"]


@given(st.text())
def test_the_parts_make_up_the_text(text: str) -> None:
    assert "".join(parts(text)) == text
    assert boundaries(text) == sorted(set(boundaries(text)))


@given(st.text(st.sampled_from("aộ.“\u0301\u200d\U0001f1fb👩🏽\r\n가\u0600"), max_size=12))
def test_letters_of_the_latin_script_are_parted_as_those_of_any_other(text: str) -> None:
    assert boundaries(text) == boundaries(text.translate(str.maketrans("aộ.“", "аааа")))
