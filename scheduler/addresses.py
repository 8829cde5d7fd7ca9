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

from django.conf import settings

LENGTH = 32  # hex digits of the seal: 128 bits


def mint(base: str, sha256: str) -> str:
    """The address under `base` at which the bytes with this digest can be fetched."""
    return f"{base.rstrip('/')}/media/{sha256}-{_seal(_maker(settings.SYNDICATION_SECRET_KEYS[0]), sha256)}.jpg"


def open_name(name: str) -> str | None:
    """The digest that a name minted here (without `.jpg`) stands for; None when its seal is not ours."""
    sha256, _, seal = name.partition("-")
    if not name.isascii():
        return None
    for maker in _makers():
        if hmac.compare_digest(seal, _seal(maker, sha256)):
            return sha256
    return None


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


def _seal(maker: bytes, sha256: str) -> str:
    return hmac.new(maker, sha256.encode(), "sha256").hexdigest()[:LENGTH]
