"""Publishing one item with 100,000 in the archive ÷ with 1,000: from the ledger's move until its feeds' bytes are kept.

Both stocks are measured in turns, each by a process of its own with the product's own ledger, on PostgreSQL and on SQLite. Each item
changes two pages, the whole feed and its category's, in three formats with their twins; every fiftieth also closes archive documents.
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

from bench._instance import TREE, instance
from bench.report import Ratio, Report, Wanted

FEW, MANY = 1_000, int(os.environ.get("BENCH_ARCHIVE_ITEMS", "100000"))
ROUNDS, A_ROUND = int(os.environ.get("BENCH_FEEDS_ROUNDS", "8")), 5
WARM = 3
GOAL = 1.2
DATABASES = {"PostgreSQL": True, "SQLite": False}


def measure() -> Report:
    """On both databases."""
    ratios: list[Ratio] = []
    facts: dict[str, Any] = {}
    for name, on_postgres in DATABASES.items():
        with ExitStack() as stack:
            sides = [stack.enter_context(_publisher(size, on_postgres=on_postgres)) for size in (FEW, MANY)]
            few, many = _compare(sides)
        ours, other = (1000 * statistics.median(side) for side in (many, few))
        ratios.append(
            Ratio(f"{name}, {MANY:,} in the archive", ours, other, f"with {FEW:,}", "ms", Wanted.AT_MOST, GOAL)
        )
        facts[f"{name}: median and slowest of {len(few)}, ms"] = {
            f"with {size:,}": f"{1000 * statistics.median(side):.0f} and {1000 * max(side):.0f}"
            for size, side in ((FEW, few), (MANY, many))
        }
    return Report(tuple(ratios), facts)


def _compare(sides: list[Publisher]) -> list[list[float]]:
    for side in sides:
        side.publish(WARM)
    rounds = [[side.publish(A_ROUND) for side in sides] for _ in range(ROUNDS)]
    return [[took for each in rounds for took in each[at]] for at in range(len(sides))]


class Publisher:
    """A process that publishes on one stock."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def publish(self, number: int) -> list[float]:
        """The seconds that each of so many took. ValueError when the process has died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"publish {number}\n")
        self._process.stdin.flush()
        took: list[float] = json.loads(self._process.stdout.readline())
        return took


@contextmanager
def _publisher(size: int, *, on_postgres: bool) -> Iterator[Publisher]:
    with instance(on_postgres=on_postgres) as made:
        made.run("bench._published", str(size))
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bench._publishing"],
            env=made.environment,
            cwd=TREE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield Publisher(process)
        finally:
            process.kill()
            process.wait()
