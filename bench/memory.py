"""Memory of worker, beat and web at the end of 10,000 deliveries ÷ the same processes after the first 1,000."""

from __future__ import annotations

import time
from collections.abc import Mapping

import psutil
import psycopg
import requests

from bench._instance import free_port, instance, wait_for
from bench.dispatch import DUE_NOW
from bench.report import Ratio, Report, Wanted

FIRST, WHOLE = 1_000, 10_000
PAGES = ("/healthz", "/login/", "/feeds/")
REQUESTS = 20  # of each page, before each weighing
GOAL = 1.05
MEGABYTE = 1024 * 1024


def measure() -> Report:
    """Unique memory (USS) of each part with its children: what would be free again without it."""
    with instance() as made, psycopg.connect(made.environment["DATABASE_URL"], autocommit=True) as database:
        made.run("bench._stock", str(WHOLE))
        port = free_port()
        workers = made.workers("nothing,bench", app="bench._nothing")
        parts = {
            **dict(zip(("worker", "desk", "clock"), workers, strict=True)),
            "beat": made.start("syndication", "beat"),
            "web": made.start("syndication", "web", "--port", str(port)),
        }
        trees = {name: psutil.Process(process.pid) for name, process in parts.items()}
        weights = []
        for number in (FIRST, WHOLE - FIRST):
            database.execute(DUE_NOW, (number,))
            wait_for(lambda: not _left(database), 600, every=0.5)
            _browse(port)
            time.sleep(3)
            weights.append({name: _weight(tree) for name, tree in trees.items()})
    before, after = weights
    return Report(
        tuple(
            Ratio(name, after[name], before[name], f"after {FIRST:,}", "MB", wanted=Wanted.AT_MOST, goal=GOAL)
            for name in trees
        ),
        {f"MB after {WHOLE:,}": _told(after)},
    )


def _left(database: psycopg.Connection) -> int:
    row = database.execute(
        "SELECT count(*) FROM scheduler_delivery WHERE state IN ('planned', 'sending') AND due_at <= now()"
    ).fetchone()
    return row[0] if row else 0


def _browse(port: int) -> None:
    wait_for(lambda: _listens(port), 30)
    with requests.Session() as session:
        for page in PAGES * REQUESTS:
            session.get(f"http://127.0.0.1:{port}{page}", timeout=10)


def _listens(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=1).ok
    except requests.ConnectionError:
        return False


def _weight(tree: psutil.Process) -> float:
    whole = sum(process.memory_full_info().uss for process in (tree, *tree.children(recursive=True)))
    return float(whole) / MEGABYTE


def _told(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, 1) for name, weight in weights.items()}
