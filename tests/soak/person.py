"""The person of a soak: approves, lets broken accounts go on, and decides on what is held after looking at the page."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from scheduler.states import State
from tests.soak.verdict import objects
from tests.soak.world import World


class Person:
    """`decided` counts the decisions by the state in which a delivery was held and its reason."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.decided: Counter[str] = Counter()

    def approve(self) -> None:
        """Approve everything that waits for it."""
        self._world.tell("approve", "--all", "--as", "lan")

    def decide(self, book: dict[str, Any]) -> None:
        """Let paused accounts go on, and decide on everything held, by what the public sees."""
        for account in json.loads(self._world.tell("account", "list", "--json")):
            if account["paused"]:
                self._world.tell("account", "resume", account["name"])
                self.decided[f"account paused: {account['channel']}"] += 1
        for row in book["rows"]:
            if row["state"] == State.HELD and row["why"] != "accountbroken":
                self._resolve(row)

    def _resolve(self, row: dict[str, Any]) -> None:
        there = objects(self._world, row["account"])[int(row["guid"].removeprefix("moha-"))]
        public = any(one["live"] for one in there)
        after = {
            State.PLANNED: "planned",
            State.SENDING: "planned",
            State.PROCESSING: "live" if public else "retracted",
            State.UNKNOWN: "live" if public else "planned",
            State.REVISING: "revising",
            State.RETRACTING: "retracting",
        }[State(row["held_from"])]
        self.decided[f"held while {row['held_from']} ({row['account']}: {row['why']}) → {after}"] += 1
        self._world.tell("resolve", str(row["id"]), "--as", after, "--reason", "the page was looked at", patience=10)
