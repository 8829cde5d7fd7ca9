"""Keys are exchanged while everything runs; an old one goes only when nothing needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from scheduler import addresses, vault
from scheduler.models import Account
from scheduler.vault import AccountVault
from syndication.desk import rekey
from syndication.desk.rekey import CannotDrop
from syndication.home import Home, find_home
from tests.support.scripted import account

pytestmark = pytest.mark.django_db
DIGEST = "cd" * 32


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home of its own for the keys."""
    found = find_home({"SYNDICATION_HOME": str(tmp_path)})
    with override_settings(
        HOME=found,
        SYNDICATION_SECRET_KEYS=found.secret_keys(),
        SYNDICATION_RETIRED_KEYS_FILE=found.retired_keys_file,
    ):
        yield found


def stored() -> Account:
    row = account("fb")
    vault.store(row, {"token": "t0"})
    return row


def test_a_new_key_comes_first_the_old_one_stays_and_everything_is_encrypted_anew(home: Home) -> None:
    row = stored()
    (old,) = settings.SYNDICATION_SECRET_KEYS
    done = rekey.rotate()
    assert (done.made, done.resealed.accounts, done.keys, done.dropped) == (True, 1, 2, 0)
    assert settings.SYNDICATION_SECRET_KEYS[1] == old
    assert vault.by_first_key(Account.objects.get(pk=row.pk).secrets)
    assert dict(AccountVault(row.pk).read()) == {"token": "t0"}
    assert home.keys_file.stat().st_mode & 0o777 == 0o600
    assert rekey.rotate().keys == 3, "it may be repeated"


def test_a_process_that_runs_already_reads_what_the_new_key_encrypted(home: Home) -> None:
    """It knows the old key only, and opens, and from then on encrypts with, the new one without a restart."""
    script = (
        "import sys, django; django.setup()\n"
        "from scheduler import vault\n"
        "from django.conf import settings\n"
        "print(vault.seal({'a': 'old'}).decode(), flush=True)\n"
        "for line in sys.stdin:\n"
        "    print(vault.unseal(line.strip().encode())['a'], vault.seal({'a': 'x'}).decode(), flush=True)\n"
    )
    environment = {**os.environ, "SYNDICATION_HOME": str(home.root), "DJANGO_SETTINGS_MODULE": "syndication.settings"}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        first = running.stdout.readline().strip().encode()
        assert vault.by_first_key(first)
        rekey.rotate()
        assert not vault.by_first_key(first)
        running.stdin.write(vault.seal({"a": "opened"}).decode() + "\n")
        running.stdin.flush()
        opened, sealed = running.stdout.readline().split()
        running.stdin.close()
    assert opened == "opened"
    assert vault.by_first_key(sealed.encode())


def test_old_keys_are_dropped_when_nothing_needs_them_and_addresses_stay_good(home: Home) -> None:
    row = stored()
    minted = addresses.mint("https://a.example", DIGEST).rpartition("/")[2].removesuffix(".jpg")
    (old,) = settings.SYNDICATION_SECRET_KEYS
    done = rekey.rotate(drop_old=True)
    assert (done.keys, done.dropped) == (1, 1)
    assert old not in home.keys_file.read_text() + home.retired_keys_file.read_text()
    assert home.retired_keys_file.stat().st_mode & 0o777 == 0o600
    assert dict(AccountVault(row.pk).read()) == {"token": "t0"}
    assert addresses.open_name(minted) is not None
    rekey.rotate(drop_old=True)
    assert len(home.retired_keys_file.read_text().split()) == 2


def test_old_keys_stay_while_something_cannot_be_encrypted_anew(home: Home) -> None:
    row = stored()
    Account.objects.filter(pk=row.pk).update(secrets=b"noise")
    before = list(settings.SYNDICATION_SECRET_KEYS)
    with pytest.raises(CannotDrop, match=f"1 are not encrypted with the newest one .accounts {row.pk}"):
        rekey.rotate(drop_old=True)
    assert list(settings.SYNDICATION_SECRET_KEYS)[1:] == before
    assert not home.retired_keys_file.exists()


def test_what_was_written_with_an_old_key_at_the_last_moment_brings_it_back(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = stored()
    (old,) = settings.SYNDICATION_SECRET_KEYS
    honest = rekey._retire

    def late(older: list[str]) -> None:
        honest(older)
        with override_settings(SYNDICATION_SECRET_KEYS=[old]):
            vault.store(row, {"token": "late"})

    monkeypatch.setattr(rekey, "_retire", late)
    with pytest.raises(CannotDrop):
        rekey.rotate(drop_old=True)
    assert dict(AccountVault(row.pk).read()) == {"token": "late"}
    monkeypatch.undo()
    assert rekey.rotate(drop_old=True).keys == 1
    assert dict(AccountVault(row.pk).read()) == {"token": "late"}


def test_keys_from_the_environment_are_only_encrypted_with_and_the_command_says_what_to_do(tmp_path: Path) -> None:
    def started_with(keys: str) -> override_settings:
        found = find_home({"SYNDICATION_HOME": str(tmp_path), "SYNDICATION_SECRET_KEYS": keys})
        return override_settings(
            HOME=found,
            SYNDICATION_SECRET_KEYS=found.secret_keys(),
            SYNDICATION_RETIRED_KEYS_FILE=found.retired_keys_file,
        )

    with started_with("old"):
        row = stored()
        done = rekey.rotate()
        assert (done.made, done.resealed.total, done.say) == (False, 0, rekey.GIVEN)
    with started_with("new,old"):
        done = rekey.rotate()
        assert (done.made, done.resealed.accounts, done.say) == (False, 1, None)
        assert rekey.rotate(drop_old=True).say == rekey.TAKE_OUT
    with started_with("new"):
        assert dict(AccountVault(row.pk).read()) == {"token": "t0"}
    assert not (tmp_path / "keys").exists()
