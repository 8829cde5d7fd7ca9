"""What an entry was read from, in short: while that is the same, there is nothing to read again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b

READING = "1"  # raised whenever the same bytes give another entry than before: then all is read once more


def digests(*context: str) -> Callable[[bytes, str], str]:
    """Gives the digest (32 hex) of an entry's bytes and the base of its addresses, among entries that share this context.

    The context is whatever else its reading depends on: the kind of its feed, the addresses that complete its own.
    """

    @lru_cache(maxsize=64)
    def begun(base: str) -> blake2b:
        return blake2b("\n".join((READING, *context, base)).encode("utf-8", "surrogatepass"), digest_size=16)

    def digest(told: bytes, base: str) -> str:
        of = begun(base).copy()
        of.update(told)
        return of.hexdigest()

    return digest
