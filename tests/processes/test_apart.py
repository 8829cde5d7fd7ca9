"""What is slow keeps nothing else waiting: neither another channel nor the clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.sandbox.server import SandboxServer
from tests.support.desk import account_words
from tests.support.portal import Article, Portal
from tests.support.running import Running, instance, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]
SLOW = 20.0  # seconds for each answer of the slow channel


@pytest.fixture
def running(sandbox: SandboxServer) -> Iterator[Running]:
    with Portal() as portal, instance() as one:
        portal.articles = [
            Article(number, guid=f"moha-{number}", title=f"Bài số {number}", body=f"<p>Nội dung {number}.</p>")
            for number in range(1, 7)
        ]
        commands = [["init"], ["source", "add", "cong", f"{portal.url}/rss", "--no-baseline", "--every", "5s"]]
        for kind in ("facebook", "govportal"):
            commands.append(["account", "add", kind, *account_words(kind, sandbox.url, one.url)])
            commands.append(["route", "add", "--source", "cong", "--account", kind, "--approval", "auto"])
        commands.append(["account", "set", "facebook", "--set", "timeout_seconds=60"])
        one.do(*commands)
        one.start()
        yield one


def test_six_slow_posts_on_one_channel_keep_none_of_another_waiting(running: Running, sandbox: SandboxServer) -> None:
    sandbox.app.faults["facebook"].order("feed.create", "accept-then-slow", times=6, seconds=SLOW)
    wait_for(lambda: _states(running, "govportal") == ["live"] * 6, SLOW)
    assert "live" not in _states(running, "facebook")
    assert _states(running, "facebook").count("sending") <= 2


def _states(running: Running, account: str) -> list[str]:
    return [row["state"] for row in running.deliveries() if row["account"] == account]
