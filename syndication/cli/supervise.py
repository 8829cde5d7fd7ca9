"""Keep several processes running together: start, restart what dies, stop all of them cleanly, the oldest last."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

log = logging.getLogger(__name__)

PATIENCE = 40.0  # seconds a part has to stop: the worker finishes what it has begun
PR_SET_PDEATHSIG = 1


@dataclass
class Part:
    """One process to keep running. `pause` grows while it dies at once, so that a broken part does not spin."""

    name: str
    command: list[str]
    pause: float = 0.5
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = field(default=0.0)


class Supervisor:
    """The parts of an instance. Their output goes to `logs/<name>.log`."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._parts: list[Part] = []
        self._stopping = False

    def start(self, part: Part) -> None:
        """Start it and keep it running."""
        self._parts.append(part)
        self._spawn(part)

    def _spawn(self, part: Part) -> None:
        with (self._logs / f"{part.name}.log").open("ab") as file:
            # A session of its own: Ctrl-C reaches us alone, and we stop the parts in order.
            part.process = subprocess.Popen(  # noqa: S603 - the commands are ours, no shell is involved
                part.command,
                stdout=file,
                stderr=file,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_die_with_parent(),
            )
        part.started = time.monotonic()

    def watch(self) -> None:
        """Stay until SIGINT or SIGTERM, restarting what dies; then stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)
        while not self._stopping:
            now = time.monotonic()
            for part in self._parts:
                self._look_after(part, now)
            time.sleep(0.2)
        self.stop()

    def _look_after(self, part: Part, now: float) -> None:
        if part.process is not None and part.process.poll() is not None:
            log.error("%s ended with %s; starting it again", part.name, part.process.returncode)
            _end_group(part.process.pid)  # what a killed parent leaves behind would keep its port, or its work
            part.pause = 0.5 if now - part.started > 10 else min(part.pause * 2, 30)
            part.due, part.process = now + part.pause, None
        if part.process is None and now >= part.due:
            self._spawn(part)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def stop(self) -> None:
        """Stop the parts, the youngest first; Redis and what else came first goes last."""
        for part in reversed(self._parts):
            if part.process is not None and part.process.poll() is None:
                part.process.terminate()
                try:
                    part.process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    log.error("%s did not stop in %s s and is killed", part.name, PATIENCE)
                    _end_group(part.process.pid)
                    part.process.wait()
                _end_group(part.process.pid)


def _end_group(pid: int) -> None:
    """Kill whatever is left of a part's process group; each part leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux a part is told to stop when we are killed, so that no orphan keeps the port."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
