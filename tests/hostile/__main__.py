"""`python -m tests.hostile` runs every hostile case and prints what each cost, as the table of docs/feeds-in.md."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.hostile import documents, pictures
from tests.hostile.measured import Cost, measure
from tests.hostile.server import ANSWERS, INSIDE, PORTS, served
from tests.hostile.test_pulls import TOLD


def main() -> int:
    """Print the table; 1 when something passed its bound."""
    with served() as (server, _):
        url = f"http://127.0.0.1:{server.port}"
        pulls = [*TOLD, *(f"to/{place.format(**PORTS)}" for place in INSIDE)]
        assert ANSWERS.keys() >= TOLD.keys()
        told = {
            "Documents": measure("tests.hostile.documents", documents.CASES, HOSTILE_URL=url).values(),
            "Pictures": measure("tests.hostile.pictures", pictures.CASES).values(),
            "Pulls from a server (its times shortened to a second)": measure(
                "tests.hostile.pulls", pulls, HOSTILE_URL=url
            ).values(),
        }
    print("| Group | Cases | The slowest | s | The hungriest | MB |\n|---|---:|---|---:|---|---:|")
    for group, costs in told.items():
        for kind, some in kinds(costs).items():
            slow = max(some, key=lambda cost: cost.seconds)
            hungry = max(some, key=lambda cost: cost.megabytes)
            where = f"{group}{f': {kind}' if kind else ''}"
            print(
                f"| {where} | {len(some)} | {short(slow)} | {slow.seconds:.1f} | {short(hungry)} | {hungry.megabytes:.0f} |"
            )
    beyond = [cost for costs in told.values() for cost in costs if not cost.bounded]
    for cost in beyond:
        print(f"beyond its bound: {cost}", file=sys.stderr)
    return 1 if beyond else 0


def kinds(costs: Iterable[Cost]) -> dict[str, list[Cost]]:
    """The costs by what stands before a colon in their names."""
    found: dict[str, list[Cost]] = {}
    for cost in costs:
        kind, colon, _ = cost.name.partition(": ")
        found.setdefault(kind if colon else "", []).append(cost)
    return found


def short(cost: Cost) -> str:
    """The case's name without its kind."""
    return "a redirect inside" if cost.name.startswith("to/") else cost.name.rpartition(": ")[2]


if __name__ == "__main__":
    sys.exit(main())
