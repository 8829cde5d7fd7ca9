"""Everything encrypted anew, row by row, while others write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from channels.access import Credentials
from scheduler import consents, reseal, vault
from scheduler.models import Account, Consent, Delivery
from scheduler.reseal import sealed_otherwise
from scheduler.vault import AccountVault, DeliveryMemo
from tests.support.scripted import account, planned

pytestmark = pytest.mark.django_db
OLD, BOTH, NEW = ["old"], ["new", "old"], ["new"]


@pytest.fixture
def sealed() -> Delivery:
    """An account, a memo and a consent, all sealed with the old key; and an account that has no secrets."""
    with override_settings(SYNDICATION_SECRET_KEYS=OLD):
        delivery = planned(timezone.now())
        vault.store(delivery.account, {"token": "t0"})
        DeliveryMemo(delivery.pk).write({"session": "s0"})
        consents.keep(delivery.account, {"kept": "k0"}, who="lan", now=timezone.now())
        account("empty")
    return delivery


def test_everything_is_encrypted_with_the_first_key_and_says_how_many(sealed: Delivery) -> None:
    with override_settings(SYNDICATION_SECRET_KEYS=BOTH):
        assert len(sealed_otherwise()) == 3
        done = reseal.reseal()
        assert (done.accounts, done.memos, done.consents, done.left) == (1, 1, 1, [])
        assert sealed_otherwise() == []
        assert reseal.reseal().total == 0, "once more changes nothing"
    with override_settings(SYNDICATION_SECRET_KEYS=NEW):
        assert dict(AccountVault(sealed.account_id).read()) == {"token": "t0"}
        assert DeliveryMemo(sealed.pk).read() == {"session": "s0"}
        assert consents.read(Consent.objects.get()) == {"kept": "k0"}


def test_what_no_key_opens_is_named_left_alone_and_keeps_nothing_else_waiting(sealed: Delivery) -> None:
    Account.objects.filter(pk=sealed.account_id).update(secrets=b"noise")
    with override_settings(SYNDICATION_SECRET_KEYS=BOTH):
        done = reseal.reseal()
        assert (done.accounts, done.memos, done.left) == (0, 1, [f"accounts {sealed.account_id}"])
        assert bytes(Account.objects.get(pk=sealed.account_id).secrets) == b"noise"
        assert sealed_otherwise() == [f"accounts {sealed.account_id}"]


def test_a_token_that_is_renewed_at_the_same_moment_is_not_lost(
    sealed: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between our look and our write somebody stores a new token: theirs stays, and is encrypted anew in its turn."""
    honest, meddled = vault.unseal, []

    def overtaken(value: bytes | memoryview) -> dict[str, Any]:
        opened = honest(value)
        if opened.get("token") == "t0" and not meddled:
            meddled.append(True)
            with override_settings(SYNDICATION_SECRET_KEYS=OLD):
                vault.store(sealed.account, {"token": "t1"})
        return opened

    monkeypatch.setattr(vault, "unseal", overtaken)
    with override_settings(SYNDICATION_SECRET_KEYS=BOTH):
        assert reseal.reseal().accounts == 1
    monkeypatch.undo()
    with override_settings(SYNDICATION_SECRET_KEYS=NEW):
        assert dict(AccountVault(sealed.account_id).read()) == {"token": "t1"}


def test_a_renewal_under_way_is_kept_although_its_row_was_encrypted_anew_meanwhile(sealed: Delivery) -> None:
    with override_settings(SYNDICATION_SECRET_KEYS=BOTH):
        stale = AccountVault(sealed.account_id).read()

        def renew(_current: Credentials) -> Mapping[str, str]:
            assert reseal.reseal().accounts == 1
            return {"token": "t1"}

        assert dict(AccountVault(sealed.account_id).rotate(stale, renew)) == {"token": "t1"}
        assert dict(AccountVault(sealed.account_id).read()) == {"token": "t1"}
