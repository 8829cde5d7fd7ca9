"""Where credentials and memos are kept: encrypted with MultiFernet, the first key encrypts, every key decrypts."""

from __future__ import annotations

import hashlib
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from channels.access import Credentials
from channels.errors import AccountBroken, Unavailable
from formatters.sentence import Sentence
from scheduler.models import Account, Delivery

LOCK = timedelta(seconds=60)


def seal(value: Mapping[str, Any]) -> bytes:
    """Encrypt a JSON object; {} is kept as b""."""
    return _box().encrypt(json.dumps(dict(value)).encode()) if value else b""


def unseal(sealed: bytes | memoryview) -> dict[str, Any]:
    """Read what `seal` made. AccountBroken when none of the keys that there are now fits."""
    if not sealed:
        return {}
    try:
        opened: dict[str, Any] = json.loads(_box().decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise AccountBroken(
            "none of SYNDICATION_SECRET_KEYS decrypts this",
            say=Sentence(
                "Không giải mã được thông tin đăng nhập: khóa trong SYNDICATION_SECRET_KEYS không khớp.",
                "The credentials cannot be decrypted: no key of SYNDICATION_SECRET_KEYS fits.",
            ),
        ) from error
    return opened


def by_first_key(sealed: bytes | memoryview) -> bool:
    """Whether the first key, which encrypts, also opens this; b"" needs no key."""
    if not sealed:
        return True
    try:
        Fernet(_fernet_key(settings.SYNDICATION_SECRET_KEYS[0])).decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    """Made for each use: the keys' file is followed while we run, so that a key that is new elsewhere is known here too."""
    return MultiFernet([Fernet(_fernet_key(key)) for key in settings.SYNDICATION_SECRET_KEYS])


def _fernet_key(key: str) -> bytes:
    """A key that is not 32 bytes in base64 is taken as a passphrase."""
    try:
        if len(urlsafe_b64decode(key)) == 32:
            return key.encode()
    except ValueError:
        pass
    return urlsafe_b64encode(hashlib.sha256(key.encode()).digest())


def store(account: Account, secrets: Mapping[str, str]) -> None:
    """Replace an account's secrets."""
    Account.objects.filter(pk=account.pk).update(
        secrets=seal(secrets), secrets_version=F("secrets_version") + 1, vault_until=None
    )


class AccountVault:
    """One account's credentials, as `channels.access.Vault` wants them.

    `answer` is how long one answer of the platform may take: the lock outlasts two of them, for while a renewal is under way
    nobody else may send the same single-use token.
    """

    def __init__(self, account_id: int, *, answer: timedelta = timedelta(0)) -> None:
        self._id = account_id
        self._lock = max(LOCK, 2 * answer + LOCK / 2)

    def read(self) -> Credentials:
        """The credentials as they are now."""
        return Credentials(unseal(Account.objects.values_list("secrets", flat=True).get(pk=self._id)))

    def rotate(self, stale: Credentials, renew: Callable[[Credentials], Mapping[str, str]]) -> Credentials:
        """See `channels.access.Vault.rotate`. The lock is a lease on the account's row: renewing takes the network,
        and no transaction may be open for so long."""
        for _ in range(int(self._lock.total_seconds() * 10)):
            current = self.read()
            if dict(current) != dict(stale):
                return current
            now = timezone.now()
            free = Q(vault_until=None) | Q(vault_until__lte=now)
            until = now + self._lock
            if Account.objects.filter(free, pk=self._id).update(vault_until=until):
                return self._renew(stale, renew, until)
            time.sleep(0.1)
        raise Unavailable("another worker has been renewing these credentials for too long")

    def _renew(
        self, stale: Credentials, renew: Callable[[Credentials], Mapping[str, str]], until: datetime
    ) -> Credentials:
        mine = Account.objects.filter(pk=self._id)
        try:
            current = self.read()
            if dict(current) != dict(stale):  # renewed between our look and our lock
                return current
            renewed = {name: value for name, value in renew(current).items() if current.get(name) != value}
            while True:
                sealed, version = mine.values_list("secrets", "secrets_version").get()
                held = unseal(sealed)
                # What an operator has typed in meanwhile is newer than what we renewed. But another secret of theirs must
                # not cost the new pair: the old one may be spent.
                if any(held.get(name) != current.get(name) for name in renewed):
                    return Credentials(held)
                fresh = {**held, **renewed}
                if mine.filter(secrets_version=version).update(secrets=seal(fresh), secrets_version=version + 1):
                    return Credentials(fresh)
        finally:
            mine.filter(vault_until=until).update(vault_until=None)  # another's lock is not ours to give back


class DeliveryMemo:
    """One delivery's memo, as `channels.access.Memo` wants it. Committed at once; not a move, so no event."""

    def __init__(self, delivery_id: int) -> None:
        self._id = delivery_id

    def read(self) -> dict[str, Any]:
        """What was written last; {} at first."""
        return unseal(Delivery.objects.values_list("memo", flat=True).get(pk=self._id))

    def write(self, value: dict[str, Any]) -> None:
        """Replace it."""
        Delivery.objects.filter(pk=self._id).update(memo=seal(value))
