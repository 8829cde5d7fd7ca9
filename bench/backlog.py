"""Claiming one due delivery with a million planned in the table ÷ with a thousand: the tick that finds it, and the claim.

Both tables are measured in turns, on PostgreSQL and on SQLite, each by a process of its own with the product's own tick and ledger. Every
account has a spacing, so its last publication is looked up too. What is planned has whole renditions.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from bench._instance import TREE, Instance, instance
from bench.report import Ratio, Report, Wanted

FEW, MANY = 1_000, int(os.environ.get("BENCH_BACKLOG_ROWS", "1000000"))
ROUNDS, A_ROUND = 8, 25
IDLE = 40  # ticks a round with nothing due
WARM = 15
GOALS = {"PostgreSQL": 1.3, "SQLite": 2.0}


def measure() -> Report:
    """On both databases."""
    ratios: list[Ratio] = []
    facts: dict[str, Any] = {}
    for name, goal in GOALS.items():
        with ExitStack() as stack:
            few, many = (stack.enter_context(_claimer(size, name == "PostgreSQL")) for size in (FEW, MANY))
            found, facts[name] = _compare(name, goal, few, many)
            ratios += found
    return Report(tuple(ratios), facts)


def _compare(name: str, goal: float, few: Claimer, many: Claimer) -> tuple[list[Ratio], dict[str, Any]]:
    for one in (few, many):
        one.ask(f"due {WARM}")
    rounds = [[(one.ask(f"due {A_ROUND}"), one.ask(f"idle {IDLE}")) for one in (few, many)] for _ in range(ROUNDS)]
    ticks, claims, wholes, idles = (
        [[part for each in rounds for part in of(each[side])] for side in (0, 1)]
        for of in (
            lambda pair: [tick for tick, _claim in pair[0]],
            lambda pair: [claim for _tick, claim in pair[0]],
            lambda pair: [tick + claim for tick, claim in pair[0]],
            lambda pair: pair[1],
        )
    )
    ratios = [
        _ratio(f"claiming one due delivery, {name}", wholes, goal),
        _ratio(f"a tick with nothing due, {name}", idles, None),
    ]
    facts = {
        "tick with one due, ms (few, many)": _ms(ticks),
        "claim alone, ms (few, many)": _ms(claims),
        "what is due is found by": many.ask("plan"),
    }
    return ratios, facts


def _ratio(name: str, sides: list[list[float]], goal: float | None) -> Ratio:
    few, many = (1000 * statistics.median(side) for side in sides)
    return Ratio(f"{name}, {MANY:,} planned", many, few, f"with {FEW:,} planned", "ms", Wanted.AT_MOST, goal)


def _ms(sides: list[list[float]]) -> list[float]:
    return [round(1000 * statistics.median(side), 2) for side in sides]


class Claimer:
    """A process that claims on one table."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, line: str) -> Any:
        """What it answers. ValueError when it has died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def _claimer(size: int, on_postgres: bool) -> Iterator[Claimer]:
    with instance(on_postgres=on_postgres) as made:
        made.run("bench._stock", str(WARM + ROUNDS * A_ROUND + 10), "--later")
        made.run("bench._many", str(size))
        process = _start(made)
        try:
            yield Claimer(process)
        finally:
            process.kill()
            process.wait()


def _start(made: Instance) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "bench._claiming"],
        env=made.environment,
        cwd=TREE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
