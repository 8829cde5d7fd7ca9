"""Public addresses of kept pictures: unguessable, the same for the same bytes, and nothing to look up to check one.

A platform that takes pictures by address (Zalo) fetches them from here. The name is the bytes' digest and a seal made with
the instance's secret keys, so that knowing a picture does not give its address. What is live keeps its addresses when a key is
dropped: the key leaves behind what seals are made with, from which the key itself cannot be had.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

DAY = "%Y%m%d"
LENGTH = 32  # hex digits of the seal: 128 bits


@dataclass(frozen=True, slots=True)
class Named:
    """What an address stands for: the digest of its bytes, and the day after which it may be dead (None: it never is)."""

    sha256: str
    ends: date | None = None


def mint(base: str, sha256: str, ends: date | None = None, *, ending: str = "jpg") -> str:
    """The address under `base` at which the bytes with this digest can be fetched, at least until `ends` is over.

    `ending` is "jpg" for a picture, "mp4" for a film: some platforms judge by it.
    """
    said = _said(sha256, ends)
    return f"{base.rstrip('/')}/media/{said}-{_seal(_maker(settings.SYNDICATION_SECRET_KEYS[0]), said)}.{ending}"


def open_name(name: str) -> Named | None:
    """What a name minted here (without its ending) stands for; None when its seal is not ours."""
    said, _, seal = name.rpartition("-")
    if not name.isascii():
        return None
    for maker in _makers():
        if hmac.compare_digest(seal, _seal(maker, said)):
            sha256, _, day = said.partition("-")
            return Named(sha256, datetime.strptime(day, DAY).date() if day else None)  # noqa: DTZ007 - a day has no zone
    return None


def _said(sha256: str, ends: date | None) -> str:
    return f"{sha256}-{ends.strftime(DAY)}" if ends else sha256


def left_behind(key: str) -> str:
    """What a key that is dropped leaves in the file of retired ones: one line."""
    return _maker(key).hex()


def _makers() -> Iterator[bytes]:
    for key in settings.SYNDICATION_SECRET_KEYS:
        yield _maker(key)
    with suppress(OSError, ValueError):
        for line in settings.SYNDICATION_RETIRED_KEYS_FILE.read_text(encoding="ascii").split():
            yield bytes.fromhex(line)


def _maker(key: str) -> bytes:
    return hashlib.sha256(b"media:" + key.encode()).digest()


def _seal(maker: bytes, said: str) -> str:
    return hmac.new(maker, said.encode(), "sha256").hexdigest()[:LENGTH]
