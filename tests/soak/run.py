"""One soak from its seed to its verdict."""

from __future__ import annotations

import heapq
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from channels.sandbox.faults import Order
from tests.soak import faults
from tests.soak.person import Person
from tests.soak.verdict import KINDS, Verdict, judge, quiet
from tests.soak.world import CHANNELS, World, world

A_STORY = 5.25  # deliveries of one item: every fourth has a film, and only those go to YouTube


@dataclass
class Soak:
    """What was asked for, and what came of it. `seconds` is how long faults happen; settling comes on top, at most `patience`."""

    seed: int
    faults: int
    deliveries: int
    database: str
    seconds: float
    patience: float = 150
    among: dict[faults.Fault, int] = field(default_factory=lambda: faults.FAULTS)
    surely: tuple[faults.Fault, ...] = ()  # these are among them, whatever the seed says
    done: Counter[str] = field(default_factory=Counter)
    verdict: Verdict = field(default_factory=Verdict)
    person: Counter[str] = field(default_factory=Counter)
    ordered: list[Order] = field(default_factory=list)
    met: int = 0
    retried: int = 0
    frowns: Counter[str] = field(default_factory=Counter)
    took: float = 0.0
    kept: Path | None = None  # the logs of an instance with which something was wrong

    def __call__(self) -> bool:
        """Do it. Whether nothing was twice, lost or stuck."""
        chance = random.Random(self.seed)  # noqa: S311 - to be repeated, not to be secret
        began = time.monotonic()
        with world(self.database, chance) as made:
            try:
                self._happen(made, chance)
                book = self._settle(made)
                self.verdict = judge(made, book)
            finally:
                if not self.verdict.deliveries or not self.verdict:
                    self.kept = made.keep_logs()
            self.retried = sum(max(0, row["publications"] - 1) for row in book["rows"])
            for kind in CHANNELS:
                self.frowns.update(f"{kind}: {frown}" for frown in made.sandbox.app.stage[kind].frowns)
        self.took = time.monotonic() - began
        return bool(self.verdict)

    def _happen(self, made: World, chance: random.Random) -> None:
        """Spread the portal's news and the faults over the time, in an order that the seed alone decides."""
        number = count()
        undone: list[threading.Timer] = []
        line: list[tuple[float, int, Callable[[], Any]]] = []

        def at(when: float, act: Callable[[], Any]) -> None:
            heapq.heappush(line, (when, next(number), act))

        def fault(first: faults.Fault | None = None) -> None:
            for _ in range(20):  # one that cannot be done just now gives its place to another
                did = (first or faults.choose(made, self.among))(made)
                first = None
                if did is not None:
                    self.done[did[0]] += 1
                    if did[1] is not None:
                        # Not in line with the others: a stalled worker may hold what the next in line waits for.
                        undo = threading.Timer(*did[1])
                        undo.start()
                        undone.append(undo)
                    return

        person = Person(made)
        stories = max(3, round(self.deliveries / A_STORY))
        for _ in range(stories):
            at(chance.uniform(0, self.seconds * 0.8), made.publish)
        for act, share in ((made.edit, 0.3), (made.withdraw, 0.15)):
            for _ in range(round(stories * share)):
                at(chance.uniform(self.seconds * 0.3, self.seconds), act)
        for one in self.surely:
            at(chance.uniform(self.seconds * 0.05, self.seconds * 0.4), partial(fault, one))
        for _ in range(self.faults - len(self.surely)):
            at(chance.uniform(self.seconds * 0.05, self.seconds), fault)
        for turn in range(1, int(self.seconds / 10)):
            at(turn * 10, person.approve)
        began = time.monotonic()
        while line:
            when, _, act = heapq.heappop(line)
            time.sleep(max(0.0, when - (time.monotonic() - began)))
            act()
            made.tend()
        for undo in undone:
            undo.join()
        self.ordered = [order for kit in made.sandbox.app.faults.values() for order in kit.orders]
        self.met = sum(order.times <= 0 for order in self.ordered)
        for kit in made.sandbox.app.faults.values():
            kit.clear()

    def _settle(self, made: World) -> dict[str, Any]:
        """Nothing happens any more: wait until everything has come to rest, a person deciding where one must."""
        person = Person(made)
        deadline = time.monotonic() + self.patience
        while True:
            person.approve()
            book = made.book()
            if self._at_rest(made, book) or time.monotonic() > deadline:
                self.person = person.decided
                return book
            person.decide(book)
            made.tend()
            time.sleep(1)

    def _at_rest(self, made: World, book: dict[str, Any]) -> bool:
        known = book["items"]
        for number in made.told:
            item = known.get(f"moha-{number}")
            if number in made.withdrawn:
                if item is not None and item["state"] != "withdrawn":
                    return False
            elif item is None or item["title"] != made.title(number) or not item["routed"]:
                return False
        held = any(row["state"] == "held" or row["paused"] for row in book["rows"])
        return not held and all(quiet(row) for row in book["rows"])

    def table(self) -> str:
        """What happened and what came of it, for people."""
        verdict = self.verdict
        lines = [
            f"seed {self.seed} · {self.database} · {sum(self.done.values())} faults · {verdict.deliveries} deliveries · "
            f"{verdict.objects} objects at the sandboxes · {self.took:.0f} s",
            "",
            *(f"{number:6}  {name}" for name, number in sorted(self.done.items())),
            f"{self.met:6}  of {len(self.ordered)} ordered answers were met · {self.retried} further publications after proven absence",
            "",
            "states: " + ", ".join(f"{state} {number}" for state, number in sorted(verdict.states.items())),
            *(f"a person: {what}: {number}" for what, number in sorted(self.person.items())),
            *(f"frown: {what}: {number}" for what, number in sorted(self.frowns.items())),
            "",
            *(f"{len(verdict.faults.get(kind, ())):6}  {kind}" for kind in KINDS),
            *(f"  {kind}: {what}" for kind, found in verdict.faults.items() for what in found),
            *([f"the instance's logs are kept in {self.kept}"] if self.kept else []),
        ]
        return "\n".join(lines)
