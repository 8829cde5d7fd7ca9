"""What a benchmark says: ratios with their goals, and the facts that explain them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Wanted(StrEnum):
    """Which way a ratio is good."""

    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True, slots=True)
class Ratio:
    """`ours` ÷ `opponent`, both measured in this run in `unit`; `goal` None where none was set."""

    name: str
    ours: float
    opponent: float
    opponent_name: str
    unit: str
    wanted: Wanted = Wanted.AT_LEAST
    goal: float | None = None

    @property
    def value(self) -> float:
        """The ratio itself."""
        return self.ours / self.opponent if self.opponent else float("inf")

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.wanted is Wanted.AT_LEAST else self.value <= self.goal

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, the ratio and the verdict among them."""
        return {**asdict(self), "wanted": str(self.wanted), "value": round(self.value, 4), "met": self.met}

    def __str__(self) -> str:
        """One line for a person."""
        goal = "" if self.goal is None else f"  (goal {self.wanted} {self.goal:g}: {'met' if self.met else 'MISSED'})"
        return (
            f"{self.name}: {self.value:.3g}{goal}\n"
            f"    ours {self.ours:,.4g} {self.unit} · {self.opponent_name} {self.opponent:,.4g} {self.unit}"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found. `facts` explain the ratios; `missing` says what could not be measured on this machine."""

    ratios: tuple[Ratio, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "ratios": [ratio.to_json() for ratio in self.ratios],
            "facts": dict(self.facts),
            "missing": list(self.missing),
        }

    def __str__(self) -> str:
        """Some lines for a person."""
        return "\n".join(
            [
                *(f"  {ratio}" for ratio in self.ratios),
                *(f"  {name}: {_told(fact)}" for name, fact in self.facts.items()),
                *(f"  not measured: {what}" for what in self.missing),
            ]
        )


def _told(fact: Any) -> str:
    if isinstance(fact, Mapping):
        return ", ".join(f"{name} {_told(value)}" for name, value in fact.items())
    if isinstance(fact, list | tuple):
        return "".join(f"\n    {_told(line)}" for line in fact)
    return f"{fact:,.4g}" if isinstance(fact, float) else str(fact)
