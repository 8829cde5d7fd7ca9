"""The soak, in short: the whole pipeline under some faults from a printed seed. The long one is `make soak`; see docs/reliability.md."""

from __future__ import annotations

import os
import random

import pytest

from tests.soak.faults import killed_in_flight, stalled_in_flight, unlisted
from tests.soak.run import Soak

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]


def test_under_faults_at_random_nothing_is_twice_lost_or_stuck_without_a_reason() -> None:
    seed = int(os.environ.get("SOAK_SEED") or random.SystemRandom().randrange(10**6))
    surely = (killed_in_flight, stalled_in_flight, stalled_in_flight, unlisted, unlisted, unlisted)
    database = os.environ.get("SOAK_DATABASE") or "sqlite"
    soak = Soak(seed, faults=20, deliveries=36, database=database, seconds=30, patience=120, surely=surely)
    good = soak()
    print(soak.table())
    assert good, f"SOAK_SEED={seed} repeats its plan\n{soak.table()}"
    assert sum(soak.done.values()) == 20
    assert soak.verdict.deliveries >= 20
