"""Whether a source may be followed for good to where it says that it has moved. Pure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

LONGEST = 2000  # characters of an address


def may_follow(old: str, new: str, is_own: Callable[[str], bool]) -> bool:
    """Whether the new address may take the old one's place without a person: the host stays (with or without `www.`), or both are
    the ministry's own (`is_own` of a host says so).

    Never to an address without TLS from one with it: who could bend one answer would have the source for good.
    """
    one, two = urlsplit(old), urlsplit(new)
    if len(new) > LONGEST or (one.scheme == "https" and two.scheme != "https"):
        return False
    was, becomes = one.hostname or "", two.hostname or ""
    return was.removeprefix("www.") == becomes.removeprefix("www.") or (is_own(was) and is_own(becomes))
