from __future__ import annotations

from bench.registry import load, names
from bench.report import Ratio, Report, Wanted


def ratio(**changes: object) -> Ratio:
    given: dict[str, object] = {
        "name": "dispatch",
        "ours": 30.0,
        "opponent": 120.0,
        "opponent_name": "bare Celery",
        "unit": "a second",
        "goal": 0.2,
        **changes,
    }
    return Ratio(**given)  # type: ignore[arg-type]


def test_a_ratio_says_what_was_measured_against_whom_and_whether_that_was_the_goal() -> None:
    told = str(ratio())
    assert "dispatch: 0.25" in told
    assert "goal ≥ 0.2: met" in told
    assert "bare Celery 120 a second" in told


def test_a_goal_is_missed_on_the_wrong_side() -> None:
    assert ratio(goal=0.3).met is False
    assert ratio(wanted=Wanted.AT_MOST, goal=0.2).met is False
    assert ratio(wanted=Wanted.AT_MOST, goal=0.3).met is True
    assert ratio(goal=None).met is None


def test_a_report_names_what_could_not_be_measured() -> None:
    report = Report((ratio(),), {"p99": 1.25}, ("nginx is not installed",))
    assert "not measured: nginx is not installed" in str(report)
    assert report.to_json()["ratios"][0]["value"] == 0.25


def test_every_benchmark_says_in_one_line_what_it_compares() -> None:
    for name in names():
        what, measure = load(name)
        assert "÷" in what, name
        assert callable(measure)
