"""Asking the process apart: with limits of time and memory, and an answer whatever becomes of it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from formatters.films.words import TOO_HARD, UnusableFilm
from formatters.sentence import Sentence

log = logging.getLogger(__name__)

GIGABYTE = 1024**3
MEMORY = {"look": 2 * GIGABYTE, "make": 3 * GIGABYTE}  # of addresses, of which far fewer are ever used
LOOK_SECONDS = 180.0
KEPT = ("PATH", "PYTHONPATH", "LANG", "TMPDIR")  # of our environment: what reads strangers' files is told no secret
PATIENCE = 0.05  # seconds between two looks at whether it has ended, or may go on


class Interrupted(Exception):
    """It was ended because it may not go on: its turn is somebody else's now."""


def ask(
    verb: str, asked: dict[str, Any], *, seconds: float, may_go_on: Callable[[], bool] = lambda: True
) -> dict[str, Any]:
    """The answer to `look` or `make`. UnusableFilm with the reason; Interrupted as soon as it may not go on.

    When the process breaks, or does not end in `seconds`, what it had found until then is the answer, and nothing is a reason.
    """
    command = [sys.executable, "-m", __package__, verb, json.dumps({"memory": MEMORY[verb], **asked})]
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as logged:
        process = subprocess.Popen(  # noqa: S603 - the command is ours, no shell is involved
            command,
            stdin=subprocess.PIPE,
            stdout=told,
            stderr=logged,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
        )
        try:
            ended = _wait(process, seconds, may_go_on)
        finally:
            process.kill()
            process.communicate()
        answer = _answer(told)
        if not ended or process.returncode != 0:
            logged.seek(0)
            log.warning(
                "%s of %s broke off: %s", verb, asked["place"], logged.read()[-2000:].decode("utf-8", "replace")
            )
            answer = answer or {"why": TOO_HARD.to_json()}
    if "why" in answer:
        raise UnusableFilm(Sentence.from_json(answer["why"]))
    return answer


def _answer(told: BinaryIO) -> dict[str, Any]:
    """What was told, line by line; the last one may have been broken off."""
    told.seek(0)
    answer: dict[str, Any] = {}
    for line in told:
        with contextlib.suppress(ValueError):
            answer |= json.loads(line)
    return answer


def _wait(process: subprocess.Popen[bytes], seconds: float, may_go_on: Callable[[], bool]) -> bool:
    """Whether it ended by itself in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            if not may_go_on():
                raise Interrupted from None
        else:
            return True
    return False
