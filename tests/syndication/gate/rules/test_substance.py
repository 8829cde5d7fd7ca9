"""What is too poor to publish is refused with its article and with what to do."""

from __future__ import annotations

import pytest

from syndication.gate.rules.substance import duplicate, substance


@pytest.mark.parametrize(
    ("title", "link"), [("Tin", ""), ("", "https://moha.gov.vn/a"), ("Tin", "https://moha.gov.vn/a")]
)
def test_a_title_or_an_address_is_enough(title: str, link: str) -> None:
    assert substance(title, link) is None


@pytest.mark.parametrize(("title", "link"), [("", ""), ("  ", "\n")])
def test_neither_title_nor_address_is_refused(title: str, link: str) -> None:
    finding = substance(title, link)
    assert finding
    assert (finding.code, finding.article, finding.level) == ("R1b", "Điều 13(1)", "refuse")
    assert "Điều 13 khoản 1" in finding.say.vi
    assert "Hãy" in finding.say.vi


def test_a_repetition_names_what_it_repeats() -> None:
    finding = duplicate("Thông báo nghỉ Tết")
    assert (finding.code, finding.level) == ("R1e", "refuse")
    assert "Thông báo nghỉ Tết" in finding.say.vi
    assert "Thông báo nghỉ Tết" in finding.say.en
