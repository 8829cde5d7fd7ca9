"""Running the suite for every channel, and what came of each fact."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from channels.registry import all_channels
from tests.channels.contract.facts import Fact, facts_of
from tests.channels.contract.harness import Harness
from tests.channels.contract.suite import Contract

HERE = Path(__file__).parent.parent
ROOT = HERE.parent.parent

Results = dict[tuple[str, str], bool]  # (fact, kind) → whether every test of it passed


@cache
def harness_of(kind: str) -> type[Harness]:
    """The harness of a channel. ModuleNotFoundError when it does not inherit the suite."""
    inherited: type[Contract] = import_module(f"tests.channels.{kind}.test_contract").TestContract
    return inherited.of


def facts() -> tuple[Fact, ...]:
    """Every fact of the suite."""
    return tuple(facts_of(Contract))


def why_not(fact: Fact, kind: str) -> str:
    """The reason for which this channel cannot have this fact; "" when it must."""
    cannot = harness_of(kind).all_it_cannot()
    return cannot.get(fact.name) or cannot.get(fact.test, "")


def all_passed() -> Results:
    """What the results are when everything is well."""
    return {(fact.name, kind): True for fact in facts() for kind in all_channels() if not why_not(fact, kind)}


class _Collector:
    def __init__(self) -> None:
        self.results: Results = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        path, _, test = report.nodeid.partition("::TestContract::")
        if not test or (report.when != "call" and report.passed):
            return
        name, _, given = test.partition("[")
        fault = given.partition("@")[0] if "@" in given else ""
        key = (Fact(name, "", fault).name, Path(path).parent.name)
        self.results[key] = self.results.get(key, True) and report.passed


def run(*kinds: str) -> Results:
    """Run the suite, for these channels or for all, and tell what came of it. What was not run is not in it."""
    collector = _Collector()
    files = [str(HERE / kind / "test_contract.py") for kind in kinds or all_channels()]
    pytest.main([*files, "-q", "-p", "no:randomly", "--rootdir", str(ROOT)], plugins=[collector])
    return collector.results
