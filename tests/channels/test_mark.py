import unicodedata

import pytest

from channels.mark import carries

KEY = "https://moha.gov.vn/tin-tuc/a-1"


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ\n{KEY}",
        f"{KEY}\n#cảicáchhànhchính",
        f"Xem {KEY}.",
        f"Xem {KEY}, và",
        f"({KEY})",
        f'<a href="{KEY}">',
        f"{KEY}2 rồi {KEY}",
    ],
)
def test_an_address_is_found_as_a_whole(text):
    assert carries(text, KEY)


@pytest.mark.parametrize("rest", ["2", "-b", "/b", "?page=2", "#b", ".html", "%20", "_", "ấ"])
def test_an_address_that_only_begins_alike_is_told_apart(rest):
    assert not carries(f"Xem {KEY}{rest} nhé", KEY)


def test_letters_are_the_same_however_they_are_composed():
    phrase = "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"
    assert carries(unicodedata.normalize("NFD", phrase), phrase)
    assert carries(phrase, unicodedata.normalize("NFD", phrase))


@pytest.mark.parametrize("key", ["", "  ", "\n"])
def test_no_mark_is_never_found(key):
    assert not carries("any text at all", key)


def test_an_empty_text_carries_nothing():
    assert not carries("", KEY)
