"""The names of things in the suite: which facts there are, which faults, and what a channel says it cannot have."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from tests.channels.contract.harness import PATIENCE

# Each way in which an answer can be lost, and how long the platform takes to say nothing.
LOSSES: dict[str, float] = {
    "accept-then-500": 0.0,
    "accept-then-502": 0.0,
    "accept-then-drop": 0.0,
    "accept-then-hang": 1.6 * PATIENCE,
    "accept-then-truncate": 0.0,
    "accept-then-slow": 0.2 * PATIENCE,
    "refuse-500": 0.0,
    "refuse-502": 0.0,
    "drop": 0.0,
}
FAILURES = ("refuse-500", "refuse-502", "drop", "accept-then-truncate", "throttle")

# What a whole delivery must survive without a person.
OUTAGES = {
    name: LOSSES[name] for name in ("accept-then-500", "accept-then-502", "accept-then-drop", "accept-then-hang")
}
OUTAGES |= {"lag": 0.0, "empty-page": 0.0}
PARAMETERS = {"loss": tuple(LOSSES), "failure": FAILURES, "outage": tuple(OUTAGES)}


@dataclass(frozen=True, slots=True)
class Loss:
    """One request of an act meets one fault."""

    fault: str
    operation: str
    shape: str

    def __str__(self) -> str:
        return f"{self.fault}@{self.operation}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table: a test of the suite, for one fault where it goes through several."""

    test: str
    sentence: str
    fault: str = ""

    @property
    def name(self) -> str:
        return f"{self.test}[{self.fault}]" if self.fault else self.test


def facts_of(suite: type) -> Iterator[Fact]:
    """Every fact of the suite, in the order in which it is written."""
    for base in reversed(suite.__mro__):
        for name, test in vars(base).items():
            if name.startswith("test_") and inspect.isfunction(test):
                sentence = (inspect.getdoc(test) or "").partition("\n")[0]
                named = inspect.signature(test).parameters
                faults = next((faults for given, faults in PARAMETERS.items() if given in named), ())
                yield from [Fact(name, sentence, fault) for fault in faults] or [Fact(name, sentence)]
