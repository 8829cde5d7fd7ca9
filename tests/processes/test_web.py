"""The web part as `syndication web` starts it: feeds come from memory, also while there is no database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

from tests.support.running import Running, instance, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]


@pytest.fixture
def running() -> Iterator[Running]:
    """An instance with one empty feed and its web part alone, on SQLite."""
    with instance() as one:
        one.do(["init"], ["account", "add", "tin", "--channel", "feed", "--set", "slug=tin"])
        with (one.home / "web.log").open("ab") as log:
            words = [sys.executable, "-m", "syndication", "web", "--port", str(one.port)]
            web = subprocess.Popen(words, env=one.environment, stdout=log, stderr=log)
        try:
            wait_for(lambda: _answers(one), 60)
            yield one
        finally:
            web.terminate()
            web.wait(30)


def _answers(one: Running) -> bool:
    try:
        return requests.get(f"{one.url}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def test_feeds_are_served_and_partners_counted_and_a_lost_database_is_not_missed(running: Running) -> None:
    made = json.loads(running.do(["partner", "add", "Báo", "--json"])[0])
    public, private = f"{running.url}/feeds/tin.rss", f"{running.url}/feeds/p/{made['key']}/tin.rss"
    with requests.Session() as client:
        first = client.get(public, timeout=10)
        assert (first.status_code, first.headers["Vary"]) == (200, "Accept-Encoding")
        assert first.headers["Content-Encoding"] == "br"
        assert client.get(public, headers={"If-None-Match": first.headers["ETag"]}, timeout=10).status_code == 304
        assert client.get(private, timeout=10).content == first.content

        database = running.home / "syndication.sqlite3"
        away = database.with_name("away.sqlite3")
        wait_for(lambda: _fetched(running) == 1, 20)
        running.leave_keyboard()
        running.keyboard = None
        database.rename(away)
        database.mkdir()  # nothing can be opened there
        for _ in range(3):
            for address in (public, private):
                given = client.get(address, timeout=20)
                assert (given.status_code, given.content) == (200, first.content)
        assert client.get(f"{running.url}/feeds/tin.atom", timeout=20).status_code == 503
        database.rmdir()
        away.rename(database)
        wait_for(lambda: client.get(f"{running.url}/feeds/tin.atom", timeout=10).ok, 20)
    wait_for(lambda: _fetched(running) == 4, 30)
    assert made["key"] not in running.logs()


def _fetched(running: Running) -> int:
    (partner,) = json.loads(running.do(["partner", "list", "--json"])[0])
    return sum(one["times"] for one in partner["fetched"])
