"""What a soak runs on: a portal, the sandbox of every channel, and an instance with a second worker and a second beat."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
from celery import Celery

from channels.sandbox.server import SandboxServer
from tests.soak.database import Server, restartable
from tests.support.desk import account_words
from tests.support.portal import Article, Portal
from tests.support.running import Running, instance

CHANNELS = ("facebook", "zalo", "youtube", "govportal", "webhook", "feed")
APPROVED = "govportal"  # here a person approves; everywhere else the route does
SETTLE = 3  # seconds after which a sandbox's absence is believed, twice: longer than a worker is ever held up
CLOCK = Path(__file__).parent / "clock"
PACE = {"settle_seconds": str(SETTLE), "timeout_seconds": "3", "backlog_seconds": "0", "retry_seconds": "1"}
PLENTY = {"uploads_per_day": "100000", "units_per_day": "1000000"}  # a long soak has more films than a day's quota


@dataclass
class World:
    """Everything that a fault can reach. `told` is what the portal has published: by number, its revision."""

    running: Running
    sandbox: SandboxServer
    portal: Portal
    postgres: Server | None
    chance: random.Random
    told: dict[int, int] = field(default_factory=dict)
    filmed: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    jumped_at: float = 0.0
    extra: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    # --- the portal

    def publish(self) -> None:
        """A new item; every fourth has a film."""
        number = 1000 + len(self.told)
        self.told[number] = 1
        if number % 4 == 0:
            self.filmed.add(number)
        self._show()

    def edit(self) -> None:
        """One of the items, in new words."""
        known = sorted(set(self.told) - self.withdrawn)
        if known:
            self.told[self.chance.choice(known)] += 1
            self._show()

    def withdraw(self) -> None:
        """One of the items is taken back."""
        known = sorted(set(self.told) - self.withdrawn)
        if len(known) > 2:
            self.withdrawn.add(self.chance.choice(known))
            self._show()

    def title(self, number: int) -> str:
        """What the item is called in its newest revision."""
        return f"Bài số {number} lần {self.told[number]}"

    def _show(self) -> None:
        film = f"{self.portal.url}/film.mp4"
        self.portal.tombstones = [f"moha-{number}" for number in sorted(self.withdrawn)]
        self.portal.articles = [
            Article(
                number,
                guid=f"moha-{number}",
                title=self.title(number),
                summary=f"Tóm tắt của {self.title(number)}.",
                body=f"<p>Nội dung của {self.title(number)}.</p>",
                film=film if number in self.filmed else "",
            )
            for number in sorted(self.told, reverse=True)
            if number not in self.withdrawn
        ]

    # --- the instance

    def jump(self, seconds: float) -> None:
        """Set its clock ahead, or back."""
        place = self.running.home / "clock"
        fresh = place.with_suffix(".new")
        fresh.write_text(str(float(place.read_text()) + seconds))
        fresh.rename(place)

    def second(self, part: str) -> None:
        """Start the second worker or beat, or start it again."""
        with (self.running.home / f"second-{part}.log").open("ab") as log:
            words = [sys.executable, "-m", "syndication", part]
            self.extra[part] = subprocess.Popen(
                words, env=self.running.environment, stdout=log, stderr=log, start_new_session=True
            )

    def tend(self) -> None:
        """Start again what has died and nobody else starts again."""
        for part, process in list(self.extra.items()):
            if process.poll() is not None:
                self.second(part)
        if self.running.redis is not None and self.running.redis.poll() is not None:
            return  # stopped on purpose; whoever stopped it starts it

    def keep_logs(self) -> Path:
        """A copy of everything its parts wrote, and of its ledger where that is a file."""
        kept = Path(tempfile.mkdtemp(prefix="syndication-soak-"))
        for path in [*(self.running.home / "logs").glob("*.log"), *self.running.home.glob("*.log")]:
            shutil.copy(path, kept / f"{path.parent.name}-{path.name}")
        for path in self.running.home.glob("*.sqlite3*"):
            shutil.copy(path, kept)
        return kept

    def broker(self) -> redis.Redis:
        """Redis itself."""
        return redis.Redis(unix_socket_path=f"{self.running.home}/r.sock", socket_timeout=2)

    def celery(self) -> Celery:
        """A sender of messages."""
        return Celery(broker=self.running.environment["REDIS_URL"])

    def tell(self, *words: str, patience: float = 40) -> str:
        """Run a command; once more when the database was away meanwhile. AssertionError when it never works."""
        deadline = time.monotonic() + patience
        while True:
            try:
                return self.running.do(list(words))[0]
            except (AssertionError, ValueError, BrokenPipeError):
                keyboard, self.running.keyboard = self.running.keyboard, None
                if keyboard is not None:
                    keyboard.kill()
                    keyboard.communicate()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def book(self, patience: float = 40) -> dict[str, Any]:
        """What the ledger says (see `tests.soak.book`)."""
        deadline = time.monotonic() + patience
        while True:
            words = [sys.executable, "-W", "ignore", "-m", "tests.soak.book"]
            done = subprocess.run(words, env=self.running.environment, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                book: dict[str, Any] = json.loads(done.stdout)
                return book
            assert time.monotonic() < deadline, done.stderr
            time.sleep(0.5)


@contextmanager
def world(database: str, chance: random.Random) -> Iterator[World]:
    """A started world on "sqlite" or "postgresql"; ended with the block."""
    if database == "postgresql":
        with restartable() as server, _world(server, chance) as made:
            yield made
    else:
        with _world(None, chance) as made:
            yield made


@contextmanager
def _world(server: Server | None, chance: random.Random) -> Iterator[World]:
    with SandboxServer() as sandbox, Portal() as portal, instance(server.url if server else "") as running:
        made = World(running, sandbox, portal, server, chance)
        (running.home / "clock").write_text("0")
        running.environment |= {
            "SOAK_CLOCK": str(running.home / "clock"),
            "PYTHONPATH": os.pathsep.join([str(CLOCK), os.environ.get("PYTHONPATH", "")]),
        }
        made.tell("init")
        made.tell("user", "add", "lan", "--role", "approver")
        made.tell("source", "add", "cong", f"{portal.url}/rss", "--no-baseline", "--every", "5s")
        for kind in CHANNELS:
            made.tell("account", "add", kind, *_words(kind, sandbox, running.url))
            approval = "one" if kind == APPROVED else "auto"
            made.tell("route", "add", "--source", "cong", "--account", kind, "--approval", approval)
        sandbox.app.stage["youtube"].uploads_per_day = 10**6
        sandbox.app.stage["youtube"].limits |= dict.fromkeys(sandbox.app.stage["youtube"].limits, 10**6)
        sandbox.app.read_feeds([f"{running.url}/feeds/tin-tuc.json"])
        running.start()
        for part in ("worker", "beat"):
            made.second(part)
        try:
            yield made
        finally:
            for process in made.extra.values():
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(20)


def _words(kind: str, sandbox: SandboxServer, media_url: str) -> list[str]:
    words = account_words(kind, sandbox.url, media_url)
    seat = sandbox.app.stage[kind].seat(f"{sandbox.url}/{kind}") if kind == "webhook" else None
    for name, value in (seat.settings if seat else {}).items():
        words += ["--set", f"{name}={value}"]
    for name, value in (seat.secrets if seat else {}).items():
        words += ["--secret", f"{name}={value}"]
    for name, value in (PACE | (PLENTY if kind == "youtube" else {})).items():
        words += ["--set", f"{name}={value}"]
    return words
