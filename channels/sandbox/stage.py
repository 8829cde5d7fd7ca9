"""What each channel's sandbox is: a small stateful server that speaks the platform's wire protocol."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response


@dataclass(frozen=True, slots=True)
class Card:
    """One thing on the wall, as the public would see it. `body` is plain text; pictures and film are addresses.

    `state` is "live", "edited", "removed" or "hidden"; `at` is seconds since the epoch.
    """

    title: str
    body: str
    at: float
    state: str = "live"
    link: str = ""
    pictures: tuple[str, ...] = ()
    film: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """What an account on a stand-in is made of: the settings and the secrets that it lets in."""

    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass
class Stage:
    """Base of every channel's sandbox. A subclass sets `kind` and answers; the server holds `lock` around `answer`.

    `label` is its heading on the wall; "" leaves that to the channel's own label. Nothing of the product is imported by a
    sandbox but this file: it must not be kind to our own mistakes.
    """

    kind: str = ""
    label: str = ""
    clock: Callable[[], float] = time.time
    lock: threading.RLock = field(default_factory=threading.RLock)
    frowns: list[str] = field(default_factory=list)

    def operation(self, request: Request) -> str:
        """The name by which a fault is ordered for this request, for instance "feed.create"; "" for none.

        `request.path` is the path below the sandbox's mount.
        """
        raise NotImplementedError

    def answer(self, request: Request) -> Response:
        """Do what the platform would do, and answer as it would."""
        raise NotImplementedError

    def broken(self, status: int) -> Response:
        """The platform's own way to say that something went wrong on its side, with this HTTP status."""
        return reply({"error": {"code": status, "message": "internal error"}}, status)

    def throttled(self) -> Response:
        """The platform's own way to say: too many calls."""
        return reply({"error": {"code": 429, "message": "too many calls"}}, 429)

    def token_refused(self) -> Response:
        """The platform's own way to say: this token is no longer valid."""
        return reply({"error": {"code": 401, "message": "invalid token"}}, 401)

    def fault(self, name: str, request: Request) -> Response | None:
        """A fault that only this platform has; None when it has no such fault."""
        return None

    def objects(self) -> list[dict[str, Any]]:
        """Every object ever made, at least {"id", "text", "live", "created"}; for counting and comparing with the ledger."""
        raise NotImplementedError

    def tallies(self) -> dict[str, Any]:
        """What is counted but is no object, for instance tokens spent; shown beside the objects. Never a secret."""
        return {}

    def wall(self) -> list[Card]:
        """What the public sees, newest first, with edits and removals marked."""
        raise NotImplementedError

    def secrets(self) -> Iterable[str]:
        """The values that no address may ever hold: keys, tokens. What is listed here is watched for in every request."""
        return ()

    def seat(self, base: str) -> Seat | None:
        """How an account on this stand-in is made, when it is reached at `base` (no slash at its end). None: by hand."""
        return None

    def file(self, name: str) -> tuple[bytes | Path, str] | None:
        """Bytes (or the file that holds them, for a film) and MIME type of what the wall shows at `/_files/<kind>/<name>`."""
        return None

    def frown(self, what: str) -> None:
        """Note what a careful reviewer at the platform would frown at. Read at `/_objects/<kind>`."""
        self.frowns.append(what)


def reply(value: Any, status: int = 200, **headers: str) -> Response:
    """A JSON answer; underscores in header names become dashes."""
    response = Response(
        json.dumps(value, ensure_ascii=False), status=status, content_type="application/json; charset=utf-8"
    )
    for name, text in headers.items():
        response.headers[name.replace("_", "-")] = text
    return response
