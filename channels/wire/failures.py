"""Why no answer came, as the door tells it apart: whether bytes may have left, which bound was met, whether asking again helps."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
import urllib3


class Failed(Exception):
    """No answer. `limit` names the bound of ours that was met, "" for none. Where one was, asking again changes nothing."""

    def __init__(self, cause: str, limit: str = "", *, again: bool = True) -> None:
        super().__init__(cause)
        self.limit = limit
        self.again = again and not limit


class Lost(Failed):
    """No whole answer came, though bytes may have left."""


class Garbled(Lost):
    """The answer cannot be unpacked: it is asked for once more as it is, for many servers lie about packing only."""


class NotSent(Failed):
    """No connection was made: nothing has left."""


class Malformed(NotSent):
    """What was asked for cannot even be asked: the address is none. Asking again changes nothing."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause, again=False)


def nothing_left(error: BaseException) -> bool:
    """Whether the failure came before any byte of the request could leave: no name, no connection, no trusted peer."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return True
    return any(
        isinstance(cause, urllib3.exceptions.NewConnectionError | ssl.SSLCertVerificationError)
        for cause in _causes(error)
    )


def too_slow(error: BaseException) -> bool:
    """Whether the answer was given up because it kept silent, or did not end, for as long as an answer may take."""
    return any(isinstance(cause, TimeoutError | urllib3.exceptions.ReadTimeoutError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps, what that wraps, and so on."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        reason = getattr(cause, "reason", None) or (cause.args[0] if cause.args else None)
        cause = reason if isinstance(reason, BaseException) else cause.__cause__


def plainly(error: BaseException, url: str) -> str:
    """The error's kind and the bare address: a library's message may hold the whole address, and so its query."""
    return f"{type(error).__name__} at {bare(url)}"


def bare(url: str) -> str:
    """The address without its query, fragment, user and password, as it may be shown and logged."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"
    except ValueError:  # what cannot be taken apart cannot be shown without its query either
        return "an address that is none"
