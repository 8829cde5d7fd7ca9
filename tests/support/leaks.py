"""Every secret that a stand-in ever let in or gave, and every line that was logged in this run: the two may never meet."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from channels.sandbox.server import SandboxApp

SHORTEST = 8  # characters of what is looked for: shorter ones are found by chance

known: set[str] = set()


def learn(secrets: Iterable[str]) -> None:
    """Remember these as secrets."""
    known.update(secret for secret in secrets if len(secret) >= SHORTEST)


def found_in(text: str) -> list[str]:
    """The known secrets that this text holds."""
    return sorted(secret for secret in known if secret in text)


def check(text: str, where: str) -> None:
    """AssertionError when the text holds a secret; the line around it is told without it."""
    for secret in found_in(text):
        line = next(line for line in text.splitlines() if secret in line)
        raise AssertionError(f"a secret of {len(secret)} characters stands in {where}: {line.replace(secret, '•••')}")


@contextmanager
def watching(log: Path) -> Iterator[None]:
    """Keep every log line of this process in `log`, learn every stand-in's secrets, and compare the two at the end."""
    handler = logging.FileHandler(log, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root, reset = logging.getLogger(), SandboxApp.reset

    def learning(app: SandboxApp, *words: Any) -> None:
        for stage in getattr(app, "stage", {}).values():
            learn(stage.secrets())
        reset(app, *words)
        for stage in app.stage.values():
            learn(stage.secrets())

    root.addHandler(handler)
    SandboxApp.reset = learning  # type: ignore[method-assign]
    try:
        yield
    finally:
        SandboxApp.reset = reset  # type: ignore[method-assign]
        root.removeHandler(handler)
        handler.close()
    check(log.read_text(encoding="utf-8"), "the log of the tests")
