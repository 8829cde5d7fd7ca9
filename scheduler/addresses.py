"""Public addresses of kept pictures: unguessable, the same for the same bytes, and nothing to look up to check one.

A platform that takes pictures by address (Zalo) fetches them from here. The name is the bytes' digest and a seal made with
the instance's secret keys, so that knowing a picture does not give its address.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

LENGTH = 32  # hex digits of the seal: 128 bits


def mint(base: str, sha256: str) -> str:
    """The address under `base` at which the bytes with this digest can be fetched."""
    return f"{base.rstrip('/')}/media/{sha256}-{_seal(settings.SYNDICATION_SECRET_KEYS[0], sha256)}.jpg"


def open_name(name: str) -> str | None:
    """The digest that a name minted here (without `.jpg`) stands for; None when its seal is not ours."""
    sha256, _, seal = name.partition("-")
    for key in settings.SYNDICATION_SECRET_KEYS:
        if hmac.compare_digest(seal, _seal(key, sha256)):
            return sha256
    return None


def _seal(key: str, sha256: str) -> str:
    return hmac.new(hashlib.sha256(b"media:" + key.encode()).digest(), sha256.encode(), "sha256").hexdigest()[:LENGTH]
