"""The soak, in short: the whole pipeline under a dozen faults from a printed seed. The long one is `make soak`; see docs/reliability.md."""

from __future__ import annotations

import os
import random

import pytest

from tests.soak.run import Soak

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]


def test_under_faults_at_random_nothing_is_twice_lost_or_stuck_without_a_reason() -> None:
    seed = int(os.environ.get("SOAK_SEED") or random.SystemRandom().randrange(10**6))
    soak = Soak(seed, faults=14, deliveries=24, database="sqlite", seconds=18, patience=90)
    good = soak()
    print(soak.table())
    assert good, f"SOAK_SEED={seed} repeats it\n{soak.table()}"
    assert sum(soak.done.values()) == 14
    assert soak.verdict.deliveries >= 15
