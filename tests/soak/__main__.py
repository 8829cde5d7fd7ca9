"""`python -m tests.soak --seed S --faults N --deliveries M --database sqlite|postgresql --seconds T`; exit 1 when something is wrong.

`python -m tests.soak feeds --minutes T --seed S` fuzzes the reading of feeds instead, and asks a server that drips in real time.
"""

from __future__ import annotations

import argparse
import os
import random
import sys

import tests.environment  # noqa: F401 - this process has no instance of its own

# isort: split
import django


def main() -> int:
    """One soak; its table is printed."""
    if sys.argv[1:2] == ["feeds"]:
        return feeds(sys.argv[2:])
    words = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    words.add_argument("--faults", type=int, default=100)
    words.add_argument("--deliveries", type=int, default=120)
    words.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    words.add_argument("--seconds", type=float, default=0, help="how long faults happen; by default 1.5 s for each")
    words.add_argument("--only", default="", help="comma-separated names of faults (functions of tests/soak/faults.py)")
    asked = words.parse_args()
    print(f"seed {asked.seed}", flush=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "syndication.settings"
    django.setup()
    from tests.soak import faults
    from tests.soak.run import Soak

    among = faults.named([name for name in asked.only.split(",") if name])
    seconds = asked.seconds or asked.faults * 1.5
    soak = Soak(asked.seed, asked.faults, asked.deliveries, asked.database, seconds, among=among)
    good = soak()
    print(soak.table(), flush=True)
    return 0 if good else 1


def feeds(words: list[str]) -> int:
    """One soak of feeds."""
    asked = argparse.ArgumentParser(prog="python -m tests.soak feeds")
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--minutes", type=float, default=20)
    told = asked.parse_args(words)
    from tests.soak.feeds import fuzzed, slowly

    return 0 if slowly() and fuzzed(told.seed, told.minutes) else 1


if __name__ == "__main__":
    sys.exit(main())
