"""The benchmark of telling tells the same items every time, in every form."""

from __future__ import annotations

import pytest

from bench import telling
from formatters.text import nfc


def test_an_item_is_long_vietnamese_and_the_same_in_every_run() -> None:
    one = telling.story(7)
    assert one == telling.story(7)
    assert one != telling.story(8)
    assert len(one.html) > 5000
    assert one.text == nfc(one.text)


def test_every_channel_is_measured_beside_both_opponents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "STORIES", 2)
    monkeypatch.setattr(telling, "PROFILED", 1)
    report = telling.measure()
    assert {ratio.opponent_name for ratio in report.ratios} == {telling.LXML, telling.NH3}
    assert set(report.facts["milliseconds a story"]) >= {"facebook", "zalo", "youtube", "govportal", "feed"}
    assert all(ratio.value > 1 for ratio in report.ratios)
