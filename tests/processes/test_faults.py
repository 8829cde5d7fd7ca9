"""Parts die and answers are lost while deliveries are under way: never twice, never silently lost.

On a real worker, beat, Redis and web part, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from channels.sandbox.server import SandboxServer
from tests.postgres import postgres
from tests.support.desk import account_words
from tests.support.portal import Article, Portal
from tests.support.running import Running, free_port, instance, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]
CHANNELS = ("facebook", "govportal", "feed")
SETTLED = {"live", "held", "refused", "retracted", "withdrawn"}


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, sandbox: SandboxServer, portal: Portal) -> Iterator[Running]:
    """A started instance with accounts on three channels and automatic routes to them."""
    url = ""
    if request.param == "postgresql":
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with instance(url) as one:
        commands = [["init"], ["source", "add", "cong", f"{portal.url}/rss", "--no-baseline", "--every", "5s"]]
        for kind in CHANNELS:
            commands.append(["account", "add", kind, *account_words(kind, sandbox.url, one.url)])
            commands.append(["route", "add", "--source", "cong", "--account", kind, "--approval", "auto"])
        one.do(*commands)
        one.start()
        yield one


def fresh_database(url: str) -> str:
    """A database of its own on this server."""
    import psycopg

    name = f"t{os.urandom(4).hex()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{'?' + query if query else ''}"


def publish(portal: Portal, *numbers: int) -> None:
    portal.articles = [
        Article(number, guid=f"moha-{number}", title=f"Bài số {number}", body=f"<p>Nội dung {number}</p>")
        for number in numbers
    ]


def public(sandbox: SandboxServer, kind: str) -> list[str]:
    stage = sandbox.app.stage[kind]
    with stage.lock:
        return [str(one["text"]) for one in stage.objects() if one["live"]]


def all_settled(running: Running, count: int, among: set[str] = SETTLED) -> list[dict[str, Any]] | None:
    rows = running.deliveries()
    return rows if len(rows) == count and {row["state"] for row in rows} <= among else None


def each_once(running: Running, sandbox: SandboxServer, numbers: list[int]) -> None:
    """Every delivery is live, and every item is on every channel exactly once."""
    rows = running.deliveries()
    assert {row["state"] for row in rows} == {"live"}, rows
    assert len(rows) == len(numbers) * len(CHANNELS)
    for kind in ("facebook", "govportal"):
        texts = public(sandbox, kind)
        for number in numbers:
            assert sum(f"---oid{number}\n" in f"{text}\n" for text in texts) == 1, (kind, number, texts)
        assert len(texts) == len(numbers)


def test_what_the_portal_publishes_is_live_everywhere_by_itself(
    running: Running, sandbox: SandboxServer, portal: Portal
) -> None:
    publish(portal, 1, 2, 3)
    wait_for(lambda: all_settled(running, 9, {"live"}), 60, every=0.5)
    each_once(running, sandbox, [1, 2, 3])
    assert running.stop() == 0, "and it stops cleanly"


def test_a_worker_killed_in_mid_delivery_publishes_nothing_twice_and_loses_nothing(
    running: Running, sandbox: SandboxServer, portal: Portal
) -> None:
    # The platform accepts and takes its time to answer; the worker dies in between.
    sandbox.app.faults["facebook"].order("feed.create", "accept-then-slow", seconds=8)
    publish(portal, 1)
    wait_for(lambda: public(sandbox, "facebook"), 60, every=0.05)
    running.kill_part("--hostname worker-")
    rows = wait_for(lambda: all_settled(running, 3, {"live"}), 90, every=0.5)
    each_once(running, sandbox, [1])
    facebook = next(row for row in rows if row["channel"] == "facebook")
    assert facebook["attempts"] == 1, "it was found, not sent again"
    assert facebook["remote_id"]


def test_a_worker_killed_before_anything_was_accepted_sends_it_once(
    running: Running, sandbox: SandboxServer, portal: Portal
) -> None:
    stage = sandbox.app.stage["facebook"]
    publish(portal, 1)
    with stage.lock:  # the platform has the request in its hands and does nothing with it
        wait_for(lambda: "sending" in {row["state"] for row in running.deliveries()}, 60, every=0.2)
        running.kill_part("--hostname worker-")
        stage.answer = _refuse_first(stage.answer)  # type: ignore[method-assign]
    wait_for(lambda: all_settled(running, 3, {"live"}), 90, every=0.5)
    each_once(running, sandbox, [1])


def _refuse_first(answer: Any) -> Any:
    """The request that was in flight is lost with its connection."""
    from channels.sandbox.stage import reply

    lost = [True]

    def once(request: Any) -> Any:
        if lost and request.method == "POST":
            lost.clear()
            return reply({}, 500)
        return answer(request)

    return once


def test_redis_stopped_emptied_and_started_again_loses_nothing(
    running: Running, sandbox: SandboxServer, portal: Portal
) -> None:
    publish(portal, 1)
    wait_for(lambda: all_settled(running, 3, {"live"}), 60, every=0.5)
    running.stop_redis()
    publish(portal, 2, 1)
    # Nobody carries ids now; the ledger still takes in and plans.
    running.do(["source", "pull"])
    assert {row["state"] for row in running.deliveries()} == {"live", "planned"}
    running.start_redis()
    wait_for(lambda: all_settled(running, 6, {"live"}), 90, every=0.5)
    each_once(running, sandbox, [1, 2])


@pytest.mark.parametrize("fault", ["accept-then-500", "accept-then-drop"])
def test_an_answer_lost_after_acceptance_is_found_by_itself(
    running: Running, sandbox: SandboxServer, portal: Portal, fault: str
) -> None:
    sandbox.app.faults["facebook"].order("feed.create", fault)
    sandbox.app.faults["govportal"].order("item.put", fault)
    publish(portal, 1)
    wait_for(lambda: all_settled(running, 3, {"live"}), 60, every=0.5)
    each_once(running, sandbox, [1])


def test_what_cannot_be_settled_says_why(running: Running, sandbox: SandboxServer, portal: Portal) -> None:
    sandbox.app.faults["facebook"].order("feed.create", "accept-then-500")
    sandbox.app.faults["facebook"].order("posts.list", "refuse-500", times=1000)
    publish(portal, 1)
    rows = wait_for(
        lambda: [row for row in running.deliveries() if row["state"] == "unknown" and row["attempts"] == 1],
        60,
        every=0.5,
    )
    assert rows[0]["reason"], "a person reads why"
    assert len(public(sandbox, "facebook")) == 1
    sandbox.app.faults["facebook"].clear()
    wait_for(lambda: all_settled(running, 3, {"live"}), 60, every=0.5)
    each_once(running, sandbox, [1])


def test_two_beats_and_two_workers_do_no_harm(running: Running, sandbox: SandboxServer, portal: Portal) -> None:
    extra = [
        subprocess.Popen(
            [sys.executable, "-m", "syndication", part], env=running.environment, stderr=subprocess.DEVNULL
        )
        for part in ("worker", "beat")
    ]
    try:
        publish(portal, 1, 2, 3, 4)
        wait_for(lambda: all_settled(running, 12, {"live"}), 90, every=0.5)
        each_once(running, sandbox, [1, 2, 3, 4])
    finally:
        for process in extra:
            process.terminate()
        for process in extra:
            process.wait(60)


def test_a_killed_web_part_leaves_no_orphan_and_is_started_again(running: Running) -> None:
    before = running.part("granian")
    os.kill(before, signal.SIGKILL)  # the parent alone: its children would go on listening
    wait_for(lambda: _part(running, "granian") not in (0, before), 30)
    wait_for(lambda: _answers(running), 30)
    assert running.stop() == 0
    assert not _answers(running), "nobody listens after the stop"


def test_a_second_start_in_the_same_home_is_refused_and_harms_nothing(running: Running) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "syndication", "up", "--port", str(free_port())],
        env=running.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert second.returncode == 2
    assert str(running.up.pid if running.up else "") in second.stderr
    assert _answers(running)


def _part(running: Running, name: str) -> int:
    try:
        return running.part(name)
    except (AssertionError, FileNotFoundError):
        return 0


def _answers(running: Running) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", running.port)) == 0
