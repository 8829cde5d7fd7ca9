"""Which channel has which fact of the suite, and why another has not."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from channels.registry import all_channels
from tests.channels.contract.facts import Fact, facts_of
from tests.channels.contract.harness import Harness
from tests.channels.contract.running import Results
from tests.channels.contract.suite import Contract


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
