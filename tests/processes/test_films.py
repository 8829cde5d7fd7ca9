"""A worker is killed while it makes a film ready: another one makes it, once, and the item goes where it was to go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.sandbox.server import SandboxServer
from tests.support.desk import account_words
from tests.support.films import film
from tests.support.portal import Article, Portal
from tests.support.running import Running, instance, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]
AVI = film("avi", "mpeg4", "", size=(640, 384), pictures=1000, colours=("red", "navy", "white", "green"))


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        server.files["/phim.avi"] = (AVI, "video/avi")
        server.articles = [Article(1, guid="moha-1", film=f"{server.url}/phim.avi")]
        yield server


@pytest.fixture
def running(sandbox: SandboxServer, portal: Portal) -> Iterator[Running]:
    with instance() as one:
        one.do(
            ["init"],
            ["source", "add", "cong", f"{portal.url}/rss", "--no-baseline", "--every", "5s"],
            ["account", "add", "facebook", *account_words("facebook", sandbox.url, one.url)],
            ["route", "add", "--source", "cong", "--account", "facebook", "--approval", "auto"],
        )
        one.start()
        yield one


def making(running: Running) -> bool:
    """Whether a process of this instance makes a film at this moment."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = place.read_text()
        except OSError:  # it has just ended
            continue
        if "syndication.desk.films\0make" in command and str(running.home) in command:
            return True
    return False


def test_a_worker_killed_while_it_makes_a_film_ready_loses_nothing(
    running: Running, sandbox: SandboxServer, portal: Portal
) -> None:
    wait_for(lambda: making(running), 60, every=0.02)
    running.kill_part("--hostname worker-")
    wait_for(lambda: not making(running), 10)
    assert running.deliveries() == []
    wait_for(lambda: [row["state"] for row in running.deliveries()] == ["live"], 90, every=0.5)
    stage = sandbox.app.stage["facebook"]
    with stage.lock:
        (card,) = stage.wall()
        found = stage.file(card.film.rsplit("/", 1)[1])
    assert found is not None
    assert isinstance(found[0], Path)
    with found[0].open("rb") as file:
        assert file.read(12)[4:8] == b"ftyp", "as an MP4, as Facebook wants it"
