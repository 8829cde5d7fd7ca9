"""`key rotate` and `key new`."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from syndication.home import find_home
from tests.support import instance as made
from tests.support.desk import done, say
from tests.support.mistakes import refused

pytestmark = pytest.mark.django_db


def started(tmp_path: Path, keys: str = "") -> override_settings:
    found = find_home({"SYNDICATION_HOME": str(tmp_path), "SYNDICATION_SECRET_KEYS": keys})
    return override_settings(
        HOME=found,
        SYNDICATION_SECRET_KEYS=found.secret_keys(),
        SYNDICATION_RETIRED_KEYS_FILE=found.retired_keys_file,
    )


def test_rotating_says_how_much_was_encrypted_anew_and_never_a_key(tmp_path: Path) -> None:
    with started(tmp_path):
        row = made.account("facebook")
        said = done("key", "rotate")
        assert said.out.splitlines() == [
            "made: a new key, the first of 2",
            "encrypted anew: 1 accounts, 0 memos of deliveries, 0 consents under way, 0 subscriptions at hubs",
        ]
        told = done("key", "rotate", "--drop-old", "--json")
        assert told.json | {"left": []} == {
            "made": True,
            "accounts": 1,
            "memos": 0,
            "consents": 0,
            "subscriptions": 0,
            "left": [],
            "keys": 1,
            "dropped": 2,
            "say": "",
        }
        (key,) = (tmp_path / "keys").read_text().split()
        assert key not in said.out + told.out
        row.refresh_from_db()
        row.secrets = b"noise"
        row.save()
        assert "The older keys stay: 1 are not encrypted" in say("key", "rotate", "--drop-old").err
        lost = say("key", "rotate", "--json")
        assert (lost.code, lost.json["left"]) == (1, [f"accounts {row.pk}"])


def test_keys_of_the_environment_are_told_about_in_one_sentence(tmp_path: Path) -> None:
    with started(tmp_path, "hush"):
        made.account("facebook")
        said = done("key", "rotate")
        assert "put a new one (syndication key new) first" in said.out
        assert "hush" not in said.out
    key = done("key", "new").out.strip()
    with started(tmp_path, f"{key},hush"):
        assert done("key", "rotate", "--json").json["accounts"] == 1


def test_a_new_key_is_a_new_one_each_time() -> None:
    assert done("key", "new").out != done("key", "new").out
    assert "No such option" in refused("key", "rotate", "--nosuch")
