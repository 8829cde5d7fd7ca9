"""A film of 200 MB and processes that die: bounded memory, and one video whatever is killed when."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pytest

from channels.facebook.sandbox import Sandbox
from channels.sandbox.server import SandboxServer

MEGABYTE = 1024 * 1024
PART = 4 * MEGABYTE
pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux"),
]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return made(tmp_path / "film.mp4", 18 * MEGABYTE + 12_345)


def made(path: Path, size: int) -> Path:
    """A film that begins as one, differs from part to part, and takes little room on the disk."""
    with path.open("wb") as stream:
        stream.write(b"\0\0\0\x18ftypisom")
        for at in range(MEGABYTE, size, MEGABYTE):
            stream.seek(at)
            stream.write(at.to_bytes(8, "big"))
        stream.truncate(size)
    return path


def worker(server: SandboxServer, film: Path, *stop: str) -> subprocess.Popen[str]:
    memo = film.with_name("memo.json")
    command = [sys.executable, "-m", "tests.channels.facebook.film_worker", f"{server.url}/facebook", film, memo, *stop]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed(server: SandboxServer, film: Path, *stop: str) -> None:
    """Start a worker, wait until it stands still, and kill it without a warning."""
    with worker(server, film, *stop) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "standing still\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(30) == -signal.SIGKILL


def done(server: SandboxServer, film: Path) -> dict[str, Any]:
    """Let a worker go through, and what it said."""
    with worker(server, film) as process:
        out, _ = process.communicate(timeout=150)
        assert process.returncode == 0
    told: dict[str, Any] = json.loads(out)
    return told


def is_there_once(page: Sandbox, film: Path) -> None:
    with film.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    assert [(one.sha256, bool(one.post)) for one in page.films.values()] == [(digest, True)]
    assert len(page.objects()) == 1
    assert page.frowns == []


def offset(film: Path) -> int:
    return int(json.loads(film.with_name("memo.json").read_text())["film"]["offset"])


@pytest.mark.timeout(180)
def test_two_hundred_megabytes_take_little_memory(server: SandboxServer, page: Sandbox, tmp_path: Path) -> None:
    film = made(tmp_path / "film.mp4", 200 * MEGABYTE)
    told = done(server, film)
    is_there_once(page, film)
    assert told["peak"] - told["idle"] < 16 * MEGABYTE, "the promise is 64"


def test_a_worker_killed_between_two_parts_is_followed_by_one_that_goes_on(
    server: SandboxServer, page: Sandbox, film: Path
) -> None:
    killed(server, film, "after", str(2 * PART))
    assert offset(film) == 2 * PART
    calls = len(page.calls)
    done(server, film)
    is_there_once(page, film)
    assert len(page.calls) - calls == 1 + 3 + 1, "the check of the Page, three parts, finish"


def test_a_worker_killed_within_a_part_is_followed_by_one_that_goes_on(
    server: SandboxServer, page: Sandbox, film: Path
) -> None:
    killed(server, film, "within", str(2 * PART + PART // 2))
    assert offset(film) == 2 * PART
    done(server, film)
    is_there_once(page, film)


def test_workers_killed_again_and_again_make_one_video(server: SandboxServer, page: Sandbox, film: Path) -> None:
    killed(server, film, "after", "0")
    killed(server, film, "within", str(PART + 1))
    killed(server, film, "after", str(3 * PART))
    killed(server, film, "within", str(4 * PART + 7))
    done(server, film)
    is_there_once(page, film)


def test_a_part_that_arrived_but_was_not_written_down_is_not_there_twice(
    server: SandboxServer, page: Sandbox, film: Path
) -> None:
    killed(server, film, "after", str(2 * PART))
    memo = film.with_name("memo.json")
    told = json.loads(memo.read_text())
    told["film"] |= {"offset": PART, "end": 2 * PART}  # as though it had died a moment before writing
    memo.write_text(json.dumps(told))
    done(server, film)
    is_there_once(page, film)
