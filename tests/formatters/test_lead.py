"""The name of a news source in front of a text is found and taken off; other beginnings stay."""

from __future__ import annotations

import pytest

from formatters.lead import lead_name, strip_lead_boilerplate


@pytest.mark.parametrize(
    "lead",
    [
        "(Chinhphu.vn) - ",
        "(Dân trí) -",
        "(moha.gov.vn) – ",
        "Moha.gov.vn - ",
        "(TTXVN) — ",
        "(TTXVN) ",
        "(TTXVN/Vietnam+) - ",
        "(ĐCSVN) – ",
        "(Chinhphu.vn)",
    ],
)
def test_a_news_sources_name_in_front_is_taken_off(lead: str) -> None:
    assert strip_lead_boilerplate(f"{lead}Sáng nay") == "Sáng nay"


@pytest.mark.parametrize(
    "text",
    [
        "(Bổ sung) - Sáng nay",
        "(2026) - Sáng nay",
        "Sáng nay (Dân trí) - họp",
        "(Dân trí) Sáng nay",
        "(UBND) Sáng nay",
        "Moha.gov.vn có giao diện mới",
    ],
)
def test_other_parentheses_stay(text: str) -> None:
    assert strip_lead_boilerplate(text) == text


def test_a_name_is_told_as_it_stands() -> None:
    assert lead_name("(Chinhphu.vn) - Sáng nay") == "Chinhphu.vn"
    assert lead_name("Sáng nay") == ""
