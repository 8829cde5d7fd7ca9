"""An instance that cannot be used: one sentence that names the setting or the file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from syndication.home import BadSetting, find_home, positive_seconds
from tests.support.desk import Said
from tests.support.mistakes import sentence


@pytest.mark.parametrize("text", ["abc", "0", "-1", "nan", "inf", "86401"])
def test_a_setting_that_is_no_number_of_seconds_is_named_and_its_value_is_not_shown(text: str) -> None:
    home = find_home({"SYNDICATION_LEASE_SECONDS": text})
    with pytest.raises(BadSetting, match="the setting SYNDICATION_LEASE_SECONDS is not a number of seconds above 0"):
        home.read("SYNDICATION_LEASE_SECONDS", positive_seconds, "60", "a number of seconds above 0")
    assert find_home({}).read("SYNDICATION_LEASE_SECONDS", positive_seconds, "60", "x") == 60


def test_files_of_the_home_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"\xff\xfe")
    with pytest.raises(BadSetting, match="keys is not UTF-8 text"):
        find_home({"SYNDICATION_HOME": str(tmp_path)}).secret_keys()
    (tmp_path / "keys").write_bytes(b"\n")
    with pytest.raises(BadSetting, match="keys holds no key"):
        find_home({"SYNDICATION_HOME": str(tmp_path)}).secret_keys()
    (tmp_path / ".env").write_bytes(b"A=\xff")
    with pytest.raises(BadSetting, match=r"\.env is not UTF-8 text"):
        find_home({"SYNDICATION_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"SYNDICATION_LEASE_SECONDS": "abc"}, "the setting SYNDICATION_LEASE_SECONDS is not a number of seconds"),
        ({"DATABASE_URL": "garbage-with-a-password"}, "the setting DATABASE_URL is not the address of a database"),
        ({"DATABASE_URL": "sqlite:///{home}/noise"}, "file is not a database"),
        ({"SYNDICATION_HOME": "{home}/noise"}, "the home cannot be used"),
        ({"SYNDICATION_HOME": "{home}/noise/below"}, "the home cannot be used"),
        ({"SYNDICATION_LOG_LEVEL": "loud"}, "Unknown level: 'loud'"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, dict) else "",
)
def test_an_instance_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, environment: dict[str, str], told: str
) -> None:
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 20)
    given = {name: value.replace("{home}", str(tmp_path)) for name, value in environment.items()}
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ended = subprocess.run(
        [sys.executable, "-m", "syndication", "item", "list", "--json"],
        env={**clean, "SYNDICATION_HOME": str(tmp_path), **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert told in sentence(Said(ended.returncode, ended.stdout, ended.stderr))
    assert "with-a-password" not in ended.stderr
