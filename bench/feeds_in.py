"""Pulling 10,000 entries with one change ÷ feedparser's parse; an unchanged poll ÷ a conditional GET; new entries a second ÷ reader."""

from __future__ import annotations

import json
import os
from importlib.metadata import version

import feedparser  # noqa: F401 - what is missing is said before anything is started
import reader  # noqa: F401
import requests

from bench._feed import ENTRIES
from bench._feeding import CHANGES, FIRSTS, POLLS
from bench._instance import free_port, instance, wait_for
from bench.report import Ratio, Report, Wanted


def measure() -> Report:
    """All three on one instance with its own database (SQLite, as by default), against one server on this machine."""
    began = os.getloadavg()[0]
    with instance(on_postgres=False) as made:
        folder, port = made.home / "feeds", free_port()
        folder.mkdir()
        (folder / "ready").write_text("")
        made.start("bench._feed", str(folder), str(port))
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: _answers(f"{address}/ready"), 30)
        made.environment["SYNDICATION_ALLOW_PRIVATE_HOSTS"] = "127.0.0.1"
        told: dict[str, float] = json.loads(made.run("bench._feeding", str(folder), address))
    if (told["stored"], told["revised"], told["unchanged"]) != (ENTRIES, 1, ENTRIES - 1):
        raise RuntimeError(f"what was measured did not happen: {told}")
    return Report(
        (
            Ratio(
                "pull with one change",
                told["ours change"],
                told["theirs change"],
                "feedparser's bare parse",
                "s",
                Wanted.AT_MOST,
                0.3,
            ),
            Ratio(
                "unchanged poll",
                told["ours poll"] * 1000,
                told["theirs poll"] * 1000,
                "bare conditional GET",
                "ms",
                Wanted.AT_MOST,
                1.3,
            ),
            Ratio(
                "new entries",
                ENTRIES / told["ours first"],
                ENTRIES / told["theirs first"],
                "reader",
                "a second",
                Wanted.AT_LEAST,
                4,
            ),
        ),
        {
            "feed": f"{ENTRIES:,} entries, {told['bytes'] / 1024 / 1024:.1f} MiB",
            "rounds": f"{CHANGES} changes, {POLLS} polls, {FIRSTS} first pulls; in turns, medians",
            "load of the machine at the start": began,
            "versions": {name: version(name) for name in ("feedparser", "reader", "requests")},
        },
    )


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=1).ok
    except requests.ConnectionError:
        return False
