"""Running the suite for every channel, and what came of each fact. Imports nothing of the suite: the run itself does."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.registry import all_channels

HERE = Path(__file__).parent.parent
ROOT = HERE.parent.parent

Results = dict[tuple[str, str], bool]  # (fact, kind) → whether every test of it passed


class _Collector:
    def __init__(self) -> None:
        self.results: Results = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        path, _, test = report.nodeid.partition("::TestContract::")
        if not test or (report.when != "call" and report.passed):
            return
        name, _, given = test.partition("[")
        fault = given.partition("@")[0] if "@" in given else ""
        key = (f"{name}[{fault}]" if fault else name, Path(path).parent.name)
        self.results[key] = self.results.get(key, True) and report.passed


def run(*kinds: str) -> Results:
    """Run the suite, for these channels or for all, and tell what came of it. What was not run is not in it."""
    collector = _Collector()
    files = [str(HERE / kind / "test_contract.py") for kind in kinds or all_channels()]
    pytest.main([*files, "-q", "-p", "no:randomly", "--rootdir", str(ROOT)], plugins=[collector])
    return collector.results
