"""Secrets are encrypted, rotated once, and shown to nobody."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from channels.access import Credentials
from channels.errors import AccountBroken
from scheduler import vault
from scheduler.models import Account
from scheduler.vault import AccountVault, DeliveryMemo, seal, unseal
from tests.support.scripted import planned


def new_account(**secrets: str) -> Account:
    account = Account.objects.create(name="a", channel="facebook")
    vault.store(account, secrets)
    return account


@pytest.mark.django_db
def test_what_is_stored_cannot_be_read_without_a_key() -> None:
    account = new_account(access_token="very-secret")
    sealed = bytes(Account.objects.get(pk=account.pk).secrets)
    assert b"very-secret" not in sealed
    assert dict(AccountVault(account.pk).read()) == {"access_token": "very-secret"}


def test_a_newer_first_key_still_reads_what_an_older_one_sealed() -> None:
    with override_settings(SYNDICATION_SECRET_KEYS=["old"]):
        sealed = seal({"a": "b"})
    with override_settings(SYNDICATION_SECRET_KEYS=["new", "old"]):
        assert unseal(sealed) == {"a": "b"}
    with override_settings(SYNDICATION_SECRET_KEYS=["new"]), pytest.raises(AccountBroken) as caught:
        unseal(sealed)
    assert "SYNDICATION_SECRET_KEYS" in caught.value.say.vi


def test_credentials_never_show_a_secret() -> None:
    shown = repr(Credentials({"access_token": "very-secret"})) + str(Credentials({"access_token": "very-secret"}))
    assert "very-secret" not in shown
    assert "access_token" in shown


@pytest.mark.django_db
def test_a_renewal_that_fails_changes_nothing_and_gives_the_lock_back() -> None:
    account = new_account(refresh_token="r0")
    stale = AccountVault(account.pk).read()

    def fail(current: Credentials) -> Mapping[str, str]:
        raise AccountBroken("refused")

    with pytest.raises(AccountBroken):
        AccountVault(account.pk).rotate(stale, fail)
    assert dict(AccountVault(account.pk).read()) == {"refresh_token": "r0"}
    assert Account.objects.get(pk=account.pk).vault_until is None


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_who_renew_at_once_one_spends_the_token_and_all_get_the_new_one() -> None:
    account = new_account(refresh_token="r0")
    stale = AccountVault(account.pk).read()
    spent: list[str] = []
    got: list[str] = []

    def renew(current: Credentials) -> Mapping[str, str]:
        spent.append(current["refresh_token"])
        return {"refresh_token": f"r{len(spent)}"}

    def work() -> None:
        try:
            got.append(AccountVault(account.pk).rotate(stale, renew)["refresh_token"])
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert spent == ["r0"]
    assert got == ["r1"] * 100


@pytest.mark.django_db
def test_the_lock_outlasts_two_of_the_platforms_answers_and_is_given_back_only_by_whoever_holds_it() -> None:
    account = new_account(refresh_token="r0")
    stale = AccountVault(account.pk).read()
    theirs = timezone.now() + timedelta(hours=1)

    def renew(current: Credentials) -> Mapping[str, str]:
        mine = Account.objects.get(pk=account.pk).vault_until
        assert mine is not None
        assert mine - timezone.now() > timedelta(seconds=1200)
        Account.objects.filter(pk=account.pk).update(vault_until=theirs)
        return {"refresh_token": "r1"}

    AccountVault(account.pk, answer=timedelta(seconds=600)).rotate(stale, renew)
    assert Account.objects.get(pk=account.pk).vault_until == theirs


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "kept"), [({"app_secret": "s1"}, "r1"), ({"refresh_token": "pasted"}, "pasted")])
def test_what_an_operator_types_in_during_a_renewal_stays_and_costs_no_pair_but_its_own(
    typed: dict[str, str], kept: str
) -> None:
    account = new_account(refresh_token="r0", app_secret="s0")

    def renew(current: Credentials) -> Mapping[str, str]:
        vault.store(account, {**current, **typed})
        return {**current, "refresh_token": "r1"}

    got = AccountVault(account.pk).rotate(AccountVault(account.pk).read(), renew)
    assert got["refresh_token"] == kept, "r0 is spent: the new pair must not be lost for another secret's sake"
    assert dict(AccountVault(account.pk).read()) == dict(got) == {"app_secret": "s0", **typed, "refresh_token": kept}


@pytest.mark.django_db
def test_a_memo_is_sealed_and_read_back() -> None:
    delivery = planned(timezone.now())
    memo = DeliveryMemo(delivery.pk)
    assert memo.read() == {}
    memo.write({"session": "https://place.example/session-with-secret"})
    delivery.refresh_from_db()
    assert b"session-with-secret" not in bytes(delivery.memo)
    assert memo.read() == {"session": "https://place.example/session-with-secret"}
