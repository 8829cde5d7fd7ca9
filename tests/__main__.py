"""Everything that `make test` checks: first what costs seconds, then two lanes of tests beside each other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

from tests.postgres import postgres

PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest"]
# Whoever has nothing left takes from the others; one more than there are cores, because tests wait as well.
SPREAD = ["-n", str((os.cpu_count() or 2) + 1), "--dist", "worksteal"]
HERE = ["-m", "not processes"]
DATABASE = ["-m", "database"]
PROCESSES = ["-m", "processes", "-n", "2", "--dist", "worksteal"]

# Dozens of processes start in a run: what is compiled once is kept for all of them, whatever the environment says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

Lane = Callable[[], None]
failed = Event()
_talking = Lock()


def step(name: str, *command: str, **environment: str) -> None:
    """Run one check and tell its last line, or all of it when it failed; its lane ends then, and so do the others after theirs.

    Nothing is told in between, so that lanes do not speak into one another's words.
    """
    if failed.is_set():
        raise SystemExit(f"{name}: not begun")
    tell(f"── {name}")
    began = time.monotonic()
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    took = f"{time.monotonic() - began:.0f} s"
    if done.returncode:
        failed.set()
        tell(f"{done.stdout}\n   {name}: failed, {took}")
        raise SystemExit(f"{name}: failed")
    tell(f"   {name}: {took}  {''.join(done.stdout.strip().splitlines()[-1:])}")


def tell(words: str) -> None:
    """Print it in one piece."""
    with _talking:
        print(words, flush=True)


def beside(*lanes: Lane) -> None:
    """Run lanes beside one another. When a step fails, the others finish the one that they are at, and begin no more."""
    with ThreadPoolExecutor(len(lanes)) as threads:
        ends = [lane.exception() for lane in [threads.submit(lane) for lane in lanes]]
    if said := [str(end) for end in ends if end is not None]:
        sys.exit("\n".join(said))


def types() -> None:
    """Every annotation holds."""
    step("types", PYTHON, "-m", "mypy")


def collected() -> None:
    """Every file of tests can be read; their compiled form is then there for all who run them."""
    step("collected", *PYTEST, "--collect-only")


def here() -> None:
    """On SQLite, and what touches the database again on PostgreSQL."""
    step("tests on SQLite", *PYTEST, *SPREAD, *HERE)
    with postgres() as url:
        step("tests on PostgreSQL", *PYTEST, *SPREAD, *DATABASE, DATABASE_URL=url)


def in_processes() -> None:
    """Real processes on both databases, which mostly wait for one another."""
    step("tests of processes", *PYTEST, *PROCESSES)


def main() -> None:
    """Format, lint, architecture, migrations; types; then the tests."""
    step("format", PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    step("lint", PYTHON, "-m", "ruff", "check", "--quiet", ".")
    step("architecture", "lint-imports", "--no-cache")
    step(
        "migrations",
        *(PYTHON, "-W", "ignore::SyntaxWarning", "-m", "django", "makemigrations", "--check", "--dry-run"),
        DJANGO_SETTINGS_MODULE="syndication.settings",
    )
    beside(types, collected)
    beside(here, in_processes)


if __name__ == "__main__":
    main()
