"""Everything that `make test` checks, in the order in which a mistake is cheapest to find."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.postgres import postgres

PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile"]
DATABASE = ["-m", "database"]


def step(name: str, *command: str, **environment: str) -> None:
    """Run one check; stop here when it fails."""
    print(f"── {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, env={**os.environ, **environment}, check=False).returncode
    print(f"   {time.monotonic() - began:.0f} s", flush=True)
    if code:
        sys.exit(f"{name} failed")


def main() -> None:
    """Format, lint, types, architecture, migrations, then the tests on SQLite and those of the database on PostgreSQL."""
    step("format", PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    step("lint", PYTHON, "-m", "ruff", "check", "--quiet", ".")
    step("architecture", "lint-imports", "--no-cache")
    step("types", PYTHON, "-m", "mypy")
    step(
        "migrations",
        *(PYTHON, "-W", "ignore::SyntaxWarning", "-m", "django", "makemigrations", "--check", "--dry-run"),
        DJANGO_SETTINGS_MODULE="syndication.settings",
    )
    step("tests on SQLite", *PYTEST)
    with postgres() as url:
        step("tests on PostgreSQL", *PYTEST, *DATABASE, DATABASE_URL=url)


if __name__ == "__main__":
    main()
