"""Feeds in, at length: documents without end for the reader, and a server that drips in real time."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections import Counter

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from channels.errors import Unavailable
from channels.wire import Guard, Wire
from syndication.sources.retrieve import FEED_SECONDS
from tests.channels.wire.serving import says, serving
from tests.hostile.measured import forget_the_peak, memory
from tests.syndication.sources.fuzzing.documents import CONTENT_TYPES, DOCUMENTS
from tests.syndication.sources.fuzzing.promises import kept

TURN = 1000  # examples of one seed
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 100000\r\n\r\n"


def fuzzed(seed: int, minutes: float) -> bool:
    """Documents for so many minutes, from this seed on; what was done is printed. False at the first promise that is broken."""
    began = time.monotonic()
    ended: Counter[str] = Counter()
    seen: set[bytes] = set()
    worst = grown = 0.0
    turns = examples = 0
    broken = ""

    def example(body: bytes, content_type: str) -> None:
        nonlocal worst, grown, examples
        examples += 1
        forget_the_peak()
        idle = memory("VmRSS")
        how, seconds = kept(body, content_type)
        grown = max(grown, memory("VmHWM") - idle)
        ended[how] += 1
        worst = max(worst, seconds)
        seen.add(hashlib.blake2b(body + content_type.encode(), digest_size=8).digest())

    while not broken and time.monotonic() - began < minutes * 60:
        turn = hypothesis.seed(seed + turns)(
            settings(
                max_examples=TURN,
                database=None,
                deadline=None,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            )(given(DOCUMENTS, CONTENT_TYPES)(example))
        )
        try:
            turn()
        except Exception:
            broken = traceback.format_exc()
        turns += 1
    took = (time.monotonic() - began) / 60
    print(
        f"seeds {seed} to {seed + turns - 1} · {took:.1f} minutes · {examples} documents, {len(seen)} of them distinct\n"
        + "".join(f"{number:8}  {how}\n" for how, number in sorted(ended.items()))
        + f"{worst:8.2f}  seconds of a processor for the slowest\n{grown:8.1f}  MB of memory for the hungriest\n"
        + (f"\na promise is broken:\n{broken}" if broken else "\nevery promise was kept"),
        flush=True,
    )
    return not broken


def slowly() -> bool:
    """A body of one byte a second is given up after the time that a feed has, and is not begun again. Nothing is shortened here."""
    with serving(says(HEAD, *[b"x"] * 120, every=1.0)) as (url, heads):
        began = time.monotonic()
        try:
            Wire(Guard(["127.0.0.1"])).read(url, within=FEED_SECONDS)
            good = False
        except Unavailable as error:
            took = time.monotonic() - began
            asked = sum(head.startswith(b"GET") for head in heads)
            good = took < FEED_SECONDS + 2 and asked == 1 and error.evidence["limit"] == "slow"
            print(
                f"one byte a second: given up after {took:.1f} s, asked {asked} time(s): {error.evidence}", flush=True
            )
    return good
