"""Where the time of one delivery goes: everything due is dispatched in this one process, under a profiler; JSON is printed."""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from collections import Counter

import bench._nothing  # noqa: F401 - Django, and the channel

# isort: split
from django.db import connection
from django.utils import timezone

from scheduler import dispatch

SHOWN = 14


def main() -> None:
    """Half of it unwatched, to say what a delivery costs; half under the profiler, to say where."""
    due = [row.pk for row in dispatch.due(timezone.now(), limit=10_000)]
    plain, watched = due[: len(due) // 2], due[len(due) // 2 :]
    dispatch.send(plain[0])
    statements: Counter[str] = Counter()

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        statements[sql.split(None, 1)[0]] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        dispatch.send(plain[1])
    began, cpu = time.perf_counter(), time.process_time()
    for pk in plain[2:]:
        dispatch.send(pk)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    profiler = cProfile.Profile()
    profiler.enable()
    for pk in watched:
        dispatch.send(pk)
    profiler.disable()
    stats = pstats.Stats(profiler)
    total = stats.total_tt  # type: ignore[attr-defined]
    rows = sorted(stats.stats.items(), key=lambda row: -row[1][2])[:SHOWN]  # type: ignore[attr-defined]
    json.dump(
        {
            "one delivery in one process, ms": round(1000 * took / len(plain[2:]), 2),
            "of which this process computes, ms": round(1000 * used / len(plain[2:]), 2),
            "statements of one delivery": dict(statements),
            "profile (share of the time spent in the function itself)": [
                f"{100 * row[1][2] / total:4.1f} %  {_place(row[0])}" for row in rows
            ],
        },
        sys.stdout,
    )


def _place(function: tuple[str, int, str]) -> str:
    path, line, name = function
    short = "/".join(path.split("/")[-3:])
    return f"{name} ({short}:{line})" if line else name


if __name__ == "__main__":
    main()
