"""The attribution is exact, and nobody but us writes it."""

from __future__ import annotations

import unicodedata

import pytest

from formatters.attribution import credit_line, holds, portal, segment
from formatters.story import Credit

LINK = "https://moha.gov.vn/tin/a-1.html"


def test_the_vietnamese_segment_names_the_portal_and_the_address() -> None:
    assert segment("vi", LINK) == f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ\n{LINK}"
    assert segment("vi-VN", "") == "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"


@pytest.mark.parametrize("language", ["en", "en-GB", "fr", "vie"])
def test_every_other_language_has_the_english_segment(language: str) -> None:
    assert segment(language, LINK) == (f"Source: Ministry of Home Affairs Portal\nTheo: https://moha.gov.vn\n{LINK}")
    assert portal(language) == "Ministry of Home Affairs Portal"


def test_a_text_holds_it_only_as_whole_lines() -> None:
    told = f"Tin.\n\n{segment('vi', LINK)}"
    assert holds(told, "vi", LINK)
    assert holds(unicodedata.normalize("NFD", told).replace("\n", "\r\n"), "vi", LINK)
    assert not holds(f"{told}l", "vi", LINK)
    assert not holds(f"Theo {segment('vi', LINK)}", "vi", LINK)
    assert not holds(told, "en", LINK)
    assert not holds(told.replace("Cổng", "cổng"), "vi", LINK)


def test_a_credit_is_one_line_beside_the_attribution() -> None:
    assert (
        credit_line(Credit("Báo Nhân Dân", "https://nhandan.vn/1"), "vi") == "Theo Báo Nhân Dân: https://nhandan.vn/1"
    )
    assert credit_line(Credit("Thông tấn xã\nViệt Nam"), "vi") == "Theo Thông tấn xã Việt Nam"
    assert credit_line(Credit("Viet Nam News", "https://vietnamnews.vn/1"), "en") == (
        "According to Viet Nam News: https://vietnamnews.vn/1"
    )
