"""A film of 200 MB by processes that are killed without warning: between two parts, within one, and after the last byte.

It goes up in bounded memory, no byte that the platform holds is sent again, and it exists once.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from channels.sandbox.server import SandboxServer
from channels.youtube.sandbox import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from channels.youtube.upload import ALIGNED, CHUNK
from tests.channels.youtube.conftest import Bench
from tests.channels.youtube.relay import Relay

SIZE = 200_000_123  # bytes
MEGABYTE = 1024 * 1024
ROOM = 64 * MEGABYTE  # above idle
HERE = Path(__file__).parent


@dataclass
class Worker:
    """Starts one process after another on the same film, memo and vault."""

    folder: Path
    url: str
    sha256: str
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, act: str, **more: int) -> subprocess.Popen[str]:
        paths = {name: str(self.folder / name) for name in ("film", "memo", "vault", "memory")}
        plan = {"url": self.url, "size": SIZE, "sha256": self.sha256, "act": act, **paths, **more}
        process = subprocess.Popen(
            [sys.executable, str(HERE / "upload_process.py"), json.dumps(plan)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(HERE.parents[2])},
        )
        self.running.append(process)
        return process

    def result(self, act: str) -> dict[str, Any]:
        told, _ = self.start(act).communicate(timeout=120)
        result: dict[str, Any] = json.loads(told)
        return result

    def killed(self, process: subprocess.Popen[str]) -> None:
        process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL

    @property
    def memo(self) -> dict[str, Any]:
        memo: dict[str, Any] = json.loads((self.folder / "memo").read_text())
        return memo

    def most_memory(self) -> int:
        """The largest peak of a process above its own idle, bytes."""
        lines = [line.split() for line in (self.folder / "memory").read_text().splitlines()]
        return max(int(peak) - int(idle) for idle, peak in lines)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sparse, and every megabyte of it another, so that a part in the wrong place shows."""
    path = tmp_path_factory.mktemp("film") / "film"
    with path.open("wb") as made:
        made.truncate(SIZE)
        for at in range(0, SIZE, MEGABYTE):
            made.seek(at)
            made.write(f"megabyte {at // MEGABYTE}".encode())
    return path


@pytest.fixture
def worker(server: SandboxServer, relay: Relay, film: Path, tmp_path: Path) -> Iterator[Worker]:
    server.app.reset()
    (tmp_path / "film").symlink_to(film)
    secrets = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN}
    (tmp_path / "vault").write_text(json.dumps(secrets))
    with film.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    worker = Worker(tmp_path, relay.url, digest)
    yield worker
    for process in worker.running:
        process.kill()


@pytest.fixture
def relay(server: SandboxServer) -> Iterator[Relay]:
    with Relay(server.url) as running:
        yield running


@pytest.fixture
def received(server: SandboxServer) -> Callable[[], list[tuple[int, int]]]:
    return lambda: list(server.app.stage["youtube"].uploads.received)  # type: ignore[attr-defined]


def test_a_film_of_200_megabytes_survives_every_kill_in_bounded_memory_and_exists_once(
    bench: Bench, worker: Worker, relay: Relay, received: Callable[[], list[tuple[int, int]]]
) -> None:
    # Between two parts: after the memo was written for the third.
    worker.killed(worker.start("publish", die_after_write=4))
    assert worker.memo["confirmed"] == 3 * CHUNK
    assert worker.result("find") == {"kind": "Unfinished", "remote_id": "", "confirmed": 3 * CHUNK, "size": SIZE}

    # Within a part, its sixth: what arrived of it is not sent again.
    relay.cut_after(5 * CHUNK + CHUNK // 2 - 3 * CHUNK, lambda: worker.running[-1].kill())
    worker.killed(worker.start("publish"))
    assert [first for first, _ in received()] == [0, CHUNK, 2 * CHUNK, 3 * CHUNK, 4 * CHUNK, 5 * CHUNK]
    unfinished = worker.result("find")
    at = unfinished["confirmed"]
    assert unfinished["kind"] == "Unfinished"
    assert 5 * CHUNK < at < 6 * CHUNK
    assert at % ALIGNED == 0

    # Between an answer and the memo: the platform knows more than we wrote down.
    worker.killed(worker.start("publish", die_before_write=2))
    assert received()[6] == (at, CHUNK)
    assert worker.memo["confirmed"] == at

    # After the last byte: the video is there, and nobody has been told its name.
    parts_left = -(-(SIZE - at - CHUNK) // CHUNK)
    worker.killed(worker.start("publish", die_before_write=1 + parts_left))
    assert received()[7] == (at + CHUNK, CHUNK)
    assert "video_id" not in worker.memo
    assert len(bench.platform.objects()) == 1

    found = worker.result("find")
    (there,) = bench.platform.objects()
    assert found == {"kind": "Receipt", "remote_id": there["id"]}
    assert worker.result("publish") == found, "asked once more, it takes the video that is there"
    (there,) = bench.platform.objects()
    assert (there["film"], there["size"]) == (worker.sha256, SIZE)
    assert bench.platform.uploads.opened == {"videos.insert": 1}
    assert sum(count for _, count in received()) == SIZE + (6 * CHUNK - at), "but what was announced and cut off"
    assert worker.most_memory() <= ROOM
    assert bench.platform.frowns == []


def test_in_one_go_it_takes_no_more_memory_than_a_few_parts(
    bench: Bench, worker: Worker, received: Callable[[], list[tuple[int, int]]]
) -> None:
    receipt = worker.result("publish")
    assert receipt["kind"] == "Receipt"
    assert len(received()) == -(-SIZE // CHUNK)
    assert worker.most_memory() <= ROOM
    assert bench.platform.objects()[0]["film"] == worker.sha256
