"""What can be spoken in Vietnamese is told from what cannot."""

from __future__ import annotations

import unicodedata

import pytest

from formatters.syllables import is_syllable

SPOKEN = (
    "Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc về sắp xếp đơn vị hành chính",
    "nghiêng khuỷu quýt giếng gì giữ giặc uể oải ngoằn ngoèo khuya thuở huơ xoong boóc yếu ỷ ế ở ạ quyển quốc quảng loẹt",
    "chuyện nghĩa tuyệt thủy thuỷ hoà hòa Ủy UỶ ĐẢNG Nguyễn Trịnh Phạm Đặng Huỳnh kỹ kĩ lý lí quỳnh xuềnh xoàng buýt tuýp",
    "Đắk Lắk",
)


@pytest.mark.parametrize("words", SPOKEN)
def test_a_word_of_the_language_is_a_syllable(words: str) -> None:
    assert [word for word in words.split(" ") if not is_syllable(word)] == []


@pytest.mark.parametrize(
    "word", ["Néi", "chøc", "héi", "tæ", "café", "naïve", "Müller", "bạt.", "câc", "bàt", "lãc", "ngêi", "QĐ", "", "ộộ"]
)
def test_what_no_tongue_says_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_two_tones_make_no_syllable() -> None:
    assert not is_syllable(unicodedata.normalize("NFC", "ba\u0301\u0300"))
