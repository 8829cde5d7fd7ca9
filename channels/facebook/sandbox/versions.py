"""Which versions there are, until when, and as what a call is served."""

from __future__ import annotations

from datetime import UTC, date, datetime

from channels.facebook.sandbox.protocol import Refusal
from channels.facebook.sandbox.world import World

LIVE = {
    "v21.0": date(2027, 1, 21),
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
    "v26.0": None,
    "v27.0": None,
}  # until when, as announced; None: not announced yet
ENDED = ("v17.0", "v18.0", "v19.0", "v20.0")


def served(world: World, version: str) -> str:
    """The version that answers. Refusal 2635 for one that has ended or never was; without a version, the oldest there is."""
    there = [name for name in LIVE if _there(world, name)]
    if not version:
        world.frown("a call without a version: it drifts to the oldest there is")
        return there[0]
    if version in there:
        return version
    if world.drifts and version in (*LIVE, *ENDED):
        return there[0]
    raise Refusal(2635)


def _there(world: World, version: str) -> bool:
    ends = LIVE[version]
    today = datetime.fromtimestamp(world.clock(), UTC).date()
    if world.version_dates and ends is not None and today >= ends:
        return False
    return not world.oldest or list(LIVE).index(version) >= list(LIVE).index(world.oldest)
