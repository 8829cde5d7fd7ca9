from __future__ import annotations

import threading

import pytest
from django.db import OperationalError

from syndication.feeds.memory import Away, Memory

pytestmark = pytest.mark.django_db  # a connection that an earlier test left may be looked at


class Database:
    """What is there, how often it was asked, and whether it is away."""

    def __init__(self) -> None:
        self.there: dict[str, bytes] = {"a": b"first"}
        self.asked = 0
        self.away = False
        self.now = 1000.0

    def look(self, key: str, known: bytes | None) -> bytes | None:
        self.asked += 1
        if self.away:
            raise OperationalError("no server")
        found = self.there.get(key)
        return known if known == found else found


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def memory(database: Database) -> Memory[bytes]:
    return Memory(database.look, len, room=100, clock=lambda: database.now)


def test_the_database_is_asked_at_most_once_a_second(memory, database):
    for _ in range(50):
        assert memory.get("a") == b"first"
    assert database.asked == 1
    database.now += 1.1
    for _ in range(50):
        memory.get("a")
    assert database.asked == 2


def test_what_changed_is_seen_within_a_second_and_what_is_gone_too(memory, database):
    memory.get("a")
    database.there["a"] = b"second"
    database.now += 1.1
    assert memory.get("a") == b"second"
    del database.there["a"]
    database.now += 1.1
    assert memory.get("a") is None
    assert memory.weight == 0


def test_what_there_is_not_is_not_remembered(memory, database):
    for number in range(1000):
        assert memory.get(f"nothing-{number}") is None
    assert memory.weight == 0
    database.there["nothing-1"] = b"now there"
    assert memory.get("nothing-1") == b"now there"


def test_memory_is_bounded_and_the_longest_unused_goes(memory, database):
    database.there = {name: bytes(40) for name in "abc"}
    memory.get("a")
    database.now += 0.1
    memory.get("b")
    database.now += 0.1
    memory.get("a")
    memory.get("c")
    assert memory.weight == 80
    asked = database.asked
    memory.get("a")
    memory.get("c")
    assert database.asked == asked
    memory.get("b")
    assert database.asked == asked + 1


def test_what_is_larger_than_the_room_is_served_and_not_kept(memory, database):
    memory.get("a")
    database.there["big"] = bytes(101)
    assert memory.get("big") == bytes(101)
    assert memory.weight == len(b"first")


def test_a_database_that_is_away_is_not_missed_for_ten_minutes(memory, database):
    memory.get("a")
    database.away = True
    for _ in range(59):
        database.now += 10
        assert memory.get("a") == b"first"
    database.now += 30
    with pytest.raises(Away):
        memory.get("a")
    database.away = False
    database.now += 10
    assert memory.get("a") == b"first"
    database.away = True
    database.now += 10
    assert memory.get("a") == b"first"


def test_a_database_that_is_away_is_asked_every_five_seconds_and_no_oftener(memory, database):
    memory.get("a")
    database.away = True
    asked = database.asked
    for _ in range(100):
        database.now += 0.1
        memory.get("a")
    assert database.asked - asked <= 3


def test_what_was_never_known_cannot_be_told_while_it_is_away(memory, database):
    database.away = True
    with pytest.raises(Away):
        memory.get("a")


def test_one_thread_looks_and_the_others_do_not_hang_with_it(database, monkeypatch):
    monkeypatch.setattr("syndication.feeds.memory.HURRY", 0.05)
    hanging, done = threading.Event(), threading.Event()

    def look(key: str, known: bytes | None) -> bytes | None:
        if known is not None:
            hanging.set()
            done.wait(10)
        return b"first"

    memory: Memory[bytes] = Memory(look, len, room=100, clock=lambda: database.now)
    memory.get("a")
    database.now += 2
    looking = threading.Thread(target=memory.get, args=("a",))
    looking.start()
    assert hanging.wait(5)
    assert memory.get("a") == b"first"
    assert looking.is_alive(), "it was answered while the other was hanging"
    done.set()
    looking.join()
