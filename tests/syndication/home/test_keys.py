"""The keys' file: exchanged whole, read by its owner alone, followed by whoever holds a ring."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from syndication.home import BadSetting, find_home
from syndication.home.keys import KeyRing, change_keys, make_keys, new_key, read_keys


@pytest.fixture
def file(tmp_path: Path) -> Path:
    make_keys(tmp_path / "keys")
    return tmp_path / "keys"


def test_a_ring_sees_a_new_key_at_its_next_use(file: Path) -> None:
    ring = KeyRing(file)
    (old,) = ring
    change_keys(file, lambda keys: ["new", *keys])
    assert list(ring) == ["new", old]
    assert ring[0] == "new"
    assert ring[1:] == [old]
    assert len(ring) == 2


def test_a_ring_whose_file_is_gone_or_broken_keeps_what_it_knows(file: Path) -> None:
    ring = KeyRing(file)
    known = list(ring)
    file.write_text("\n")
    assert list(ring) == known
    file.unlink()
    assert list(ring) == known


def test_a_ring_never_shows_a_key(file: Path) -> None:
    ring = KeyRing(file)
    assert ring[0] not in f"{ring!r} {ring} {find_home({'SYNDICATION_SECRET_KEYS': 'hush-hush'})!r}"
    assert "hush-hush" not in repr(find_home({"SYNDICATION_SECRET_KEYS": "hush-hush"}))


def test_the_file_stays_its_owners_alone_and_nothing_else_is_left_behind(file: Path) -> None:
    change_keys(file, lambda keys: [new_key(), *keys])
    assert file.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in file.parent.iterdir()} == {"keys", "keys.lock"}


def test_a_change_that_fails_leaves_the_keys_as_they_were(file: Path) -> None:
    before = read_keys(file)

    def fails(_keys: list[str]) -> list[str]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change_keys(file, fails)
    assert read_keys(file) == before
    assert {path.name for path in file.parent.iterdir()} == {"keys", "keys.lock"}


def test_of_many_who_add_a_key_at_once_none_is_lost(file: Path) -> None:
    def add(number: int) -> None:
        change_keys(file, lambda keys: [f"key-{number}", *keys])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_keys(file)) == 13


def test_given_keys_are_not_ours_to_exchange(tmp_path: Path) -> None:
    home = find_home({"SYNDICATION_HOME": str(tmp_path), "SYNDICATION_SECRET_KEYS": "a, b"})
    assert home.keys_are_given
    assert list(home.secret_keys()) == ["a", "b"]
    assert not home.keys_file.exists()
    own = find_home({"SYNDICATION_HOME": str(tmp_path)})
    assert not own.keys_are_given
    assert isinstance(own.secret_keys(), KeyRing)


def test_a_file_without_a_key_is_said_at_start(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(BadSetting, match="holds no key"):
        find_home({"SYNDICATION_HOME": str(tmp_path)}).secret_keys()
