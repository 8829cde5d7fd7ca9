"""What the scheduler hands to an adapter for one act on one account: the only way out of pure code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from channels.wire import Wire


class Credentials(Mapping[str, str]):
    """An account's secrets. Reads like a dict; its repr and str show only the names."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = dict(secrets)

    def __getitem__(self, name: str) -> str:
        return self._secrets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._secrets)

    def __len__(self) -> int:
        return len(self._secrets)

    def __repr__(self) -> str:
        return f"Credentials({', '.join(f'{name}=•••' for name in sorted(self._secrets))})"

    __str__ = __repr__


class Vault(Protocol):
    """Where an account's credentials are kept, encrypted."""

    def read(self) -> Credentials:
        """The credentials as they are now; read again rather than remembered."""

    def rotate(self, stale: Credentials, renew: Callable[[Credentials], Mapping[str, str]]) -> Credentials:
        """Replace `stale` by what `renew` returns, under this account's lock and committed before it is returned.

        When somebody else has replaced them meanwhile, `renew` is not called and the newer ones are returned.
        `renew` may raise; nothing is changed then.
        """


class Memo(Protocol):
    """The progress of one delivery, encrypted, committed at once: what a killed worker's successor goes on from."""

    def read(self) -> dict[str, Any]:
        """What was written last; {} at first."""

    def write(self, value: dict[str, Any]) -> None:
        """Replace it."""


class Meter(Protocol):
    """Quotas, reserved before they are spent. They are the account's own, or shared by all accounts that name one `pool`."""

    def reserve(self, bucket: str, cost: int, *, limit: int, ends: datetime, pool: str = "") -> None:
        """Take `cost` from `bucket`, whose window of at most `limit` ends at `ends`.

        Throttled when that is too much, or while the bucket rests.
        """

    def left(self, bucket: str, *, limit: int, ends: datetime, pool: str = "") -> int:
        """How much of the window that ends at `ends` is not spent; 0 while the bucket rests."""

    def rest(self, bucket: str, until: datetime, *, pool: str = "") -> None:
        """Nothing more of this bucket before `until`: the platform's own numbers say that its limit is near."""

    def ready(self, bucket: str, *, pool: str = "") -> None:
        """Throttled while the bucket rests."""


class Access(Protocol):
    """The only way out of pure code, handed in by the scheduler for one act on one account."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """The account's settings with the channel's defaults filled in, typed as the manifest says."""

    @property
    def vault(self) -> Vault: ...

    @property
    def memo(self) -> Memo: ...

    @property
    def meter(self) -> Meter: ...

    @property
    def wire(self) -> Wire: ...

    def now(self) -> datetime:
        """The time, aware, UTC."""

    def taken(self, remote_id: str) -> bool:
        """Whether another delivery of this account already holds a receipt for this object."""
