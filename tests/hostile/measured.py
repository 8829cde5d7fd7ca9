"""Cases run one by one in children of a fresh process, and what each cost: seconds, and memory above that of the idle process.

`python -m tests.hostile.measured MODULE NAME…` prints a line of JSON for each case. The module's `prepare()` is called once, its
`make(name)` gives what the case is made of, and `run(name, made)` an answer of plain JSON values: that is measured, above a child that
has done nothing. A child that is not done in time is killed. Linux alone tells what is needed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 30.0
MEGABYTES = 150.0
KILLED = 60.0  # seconds after which a child is given up


@dataclass(frozen=True)
class Cost:
    """What a case cost, and what came of it; `answer` is None when the child ended badly."""

    name: str
    seconds: float
    megabytes: float
    answer: Any

    @property
    def bounded(self) -> bool:
        """Whether it kept within what one input may cost."""
        return self.answer is not None and self.seconds <= SECONDS and self.megabytes <= MEGABYTES


def measure(module: str, names: Iterable[str], **environment: str) -> Mapping[str, Cost]:
    """Run these cases of a module in a fresh process, each in a child of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.hostile.measured", module, *names],
        env={**os.environ, **environment},
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    costs = [Cost(**json.loads(line)) for line in done.stdout.splitlines()]
    return {cost.name: cost for cost in costs}


def main(module: str, names: Iterable[str]) -> None:
    """Run each case in a child of this process."""
    cases = importlib.import_module(module)
    getattr(cases, "prepare", lambda: None)()
    gc.freeze()  # what is here already is nobody's to clean up
    for name in names:
        print(json.dumps(_cost(cases, name)), flush=True)


def _cost(cases: Any, name: str) -> dict[str, Any]:
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reading)
        _in_child(cases, name, writing)
    os.close(writing)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, KILLED)
    with os.fdopen(reading) as said:
        told = said.read()
    _, status = os.waitpid(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    seconds = time.monotonic() - began
    lost = {"seconds": round(seconds, 2), "megabytes": 0.0, "answer": None}
    return {"name": name, **(json.loads(told) if status == 0 and told else lost)}


def _in_child(cases: Any, name: str, writing: int) -> None:
    """Answer, and end without what the parent would do at its end."""
    ended = 1
    try:
        idle = memory("VmRSS")  # less than the parent's: what is shared is counted when it is first touched
        made = getattr(cases, "make", lambda name: None)(name)
        gc.collect()
        forget_the_peak()  # making the case is not what is measured, having it is
        began = time.monotonic()
        answer = cases.run(name, made)
        with os.fdopen(writing, "w") as said:
            seconds, grown = time.monotonic() - began, memory("VmHWM") - idle
            json.dump({"seconds": round(seconds, 2), "megabytes": round(grown, 1), "answer": answer}, said)
        ended = 0
    except BaseException as error:
        print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(ended)


def forget_the_peak() -> None:
    """The kernel counts this process's highest memory (VmHWM) from now on."""
    Path("/proc/self/clear_refs").write_text("5")


def memory(what: str) -> float:
    """Megabytes of this process, as the kernel counts them."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"the kernel does not tell {what}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
