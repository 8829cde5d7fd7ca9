"""What every test can rely on."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from channels.sandbox.server import SandboxServer
from tests.support import leaks

# How long an example takes says something about the machine, nothing about the code.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

# Of what runs longest, the first: nobody is left waiting for one test at the end.
LONGEST = ("tests/processes/", "tests/scheduler/test_life.py", "tests/syndication/demo/test_stage.py")


def pytest_configure() -> None:
    """People of tests sign in by the hundred: their passwords are hashed at once, not as slowly as a thief should find it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what touches the database, so that it alone is run a second time on PostgreSQL; put the longest first.

    The marks are there before `-m` looks for them, and the order is made after the tests are shuffled.
    """
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or names & {"db", "transactional_db", "live_server"}:
            item.add_marker("database")
    yield
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; at the end, what a browser's last connection still holds of it is let go, so that it can be dropped."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def no_secret_in_any_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """At the end of the run: no line that was logged holds a secret that a stand-in let in or gave."""
    with leaks.watching(tmp_path_factory.mktemp("log") / "tests.log"):
        yield


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


@pytest.fixture
def sandbox(_sandbox: SandboxServer) -> SandboxServer:
    """The sandboxes of every channel on a real port, empty at the start of every test."""
    _sandbox.app.reset()
    return _sandbox


@pytest.fixture
def on_postgres() -> bool:
    """Whether this run is the one on PostgreSQL."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")
