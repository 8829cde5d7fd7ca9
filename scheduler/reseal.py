"""Everything that is kept encrypted, encrypted anew with the first key.

Each row is exchanged by itself, by compare-and-set on the very bytes that were opened: what somebody writes at the same
time is newer and stays. It may be interrupted anywhere and repeated at will.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from channels.errors import AccountBroken
from scheduler import vault
from scheduler.models import Account, Consent, Delivery

Sealed = tuple[str, type[Model], str]  # what it is called, the rows, the column
SEALED: tuple[Sealed, ...] = (
    ("accounts", Account, "secrets"),
    ("memos", Delivery, "memo"),
    ("consents", Consent, "sealed"),
)
TRIES = 20  # against somebody who writes the same row all the time


@dataclass(slots=True)
class Resealed:
    """How many of each were encrypted anew, and which could not be: no key of ours opens them, or they never stood still.

    `others` are those that the floors above keep.
    """

    accounts: int = 0
    memos: int = 0
    consents: int = 0
    others: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.accounts + self.memos + self.consents + self.others


def reseal(also: Sequence[Sealed] = ()) -> Resealed:
    """Encrypt with the first key whatever is encrypted with another one: ours, and what is kept above (`also`)."""
    done = Resealed()
    for what, model, column in (*SEALED, *also):
        for pk in _keys_of(model, column):
            changed = _reseal_one(model, column, pk)
            if changed is None:
                done.left.append(f"{what} {pk}")
            elif changed:
                counted = what if (what, model, column) in SEALED else "others"
                setattr(done, counted, getattr(done, counted) + 1)
    return done


def sealed_otherwise(also: Sequence[Sealed] = ()) -> list[str]:
    """What is not encrypted with the first key: as "accounts 3"."""
    found: list[str] = []
    for what, model, column in (*SEALED, *also):
        for pk in _keys_of(model, column):
            sealed = _read(model, column, pk)
            if sealed and not vault.by_first_key(sealed):
                found.append(f"{what} {pk}")
    return found


def _keys_of(model: type[Model], column: str) -> Iterator[int]:
    rows = model._default_manager.exclude(**{column: b""}).order_by("pk")
    return iter(list(rows.values_list("pk", flat=True)))


def _read(model: type[Model], column: str, pk: int) -> bytes:
    sealed = model._default_manager.filter(pk=pk).values_list(column, flat=True).first()
    return bytes(sealed or b"")


def _reseal_one(model: type[Model], column: str, pk: int) -> bool | None:
    """Whether it was changed; None when it cannot be opened or would not stand still."""
    for _ in range(TRIES):
        sealed = _read(model, column, pk)
        if not sealed or vault.by_first_key(sealed):
            return False
        try:
            fresh = vault.seal(vault.unseal(sealed))
        except AccountBroken:
            return None
        if model._default_manager.filter(pk=pk, **{column: sealed}).update(**{column: fresh}):
            return True
    return None
