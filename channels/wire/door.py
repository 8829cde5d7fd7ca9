"""Reads and writes over HTTP: reads may be repeated, writes never are, and an answer that was lost is called lost."""

from __future__ import annotations

import json
import logging
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlsplit

import requests
import urllib3

from channels.errors import OutcomeUnknown, Unavailable, Unsupported
from channels.wire.guard import AddressRefused, Guard, guarded_adapter
from channels.wire.patience import patience

log = logging.getLogger(__name__)

USER_AGENT = "moha-syndication/0.1 (+https://moha.gov.vn; congttdt@moha.gov.vn)"
NEVER_IN_AN_ADDRESS = frozenset(
    [
        "access_token",
        "refresh_token",
        "input_token",
        "client_secret",
        "app_secret",
        "secret_key",
        "fb_exchange_token",
    ]
)
# appsecret_proof is not among them: Meta wants it beside each read, and without the token that it signs it opens nothing.
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status. `headers` has lower-case names; `moved` are the addresses gone through.

    `moved_for_good` says that there were some and that each said 301 or 308.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    moved: tuple[str, ...] = ()
    moved_for_good: bool = False
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The body as UTF-8, unreadable bytes replaced."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. ValueError when it is not."""
        return json.loads(self.body)


class _Lost(Exception):
    """No whole answer came, though bytes may have left."""


class _NotSent(Exception):
    """No connection was made: nothing has left."""


class _Malformed(_NotSent):
    """What was asked for cannot even be asked: the address is none. Asking again changes nothing."""


class _Session(requests.Session):
    """One that looks at a Location only when it is to be followed.

    The library reads it in any case, and a malformed one would raise the same error as a malformed address, as though
    nothing had left; a write that was answered would then be sent again.
    """

    follow = False

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return super().get_redirect_target(resp) if self.follow else None


class Wire:
    """The door. One is made for one act: `timeout` seconds bound each answer, `guard` decides where it may lead.

    `before_write` is asked before each write and may raise: a worker that has lost its lease writes nothing more.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        timeout: float = 30.0,
        reads: int = 3,
        pause: float = 0.2,
        before_write: Callable[[], None] = lambda: None,
    ) -> None:
        self._guard = guard
        self._before_write = before_write
        self._timeout = timeout
        self._reads = reads
        self._pause = pause

    def read(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        follow: bool = False,
        max_bytes: int = 10 * MEGABYTE,
        into: BinaryIO | None = None,
    ) -> Reply:
        """GET (or HEAD). Repeated when no answer came; any status is an answer. Unavailable when none came at all.

        Redirects are followed only with `follow`, which must not be combined with secret headers. `into` receives the
        body of a 2xx answer as it comes, and `Reply.body` is empty then. A body above `max_bytes` is Unavailable, and so
        is an address that is none (no host, a port that is no number).
        """
        for turn in range(self._reads):
            try:
                return self._ask(method, url, params, headers, None, None, follow, max_bytes, into)
            except (_Lost, _NotSent) as error:
                if turn + 1 == self._reads or isinstance(error, _Malformed):
                    raise Unavailable(str(error), evidence={"url": _bare(url)}) from error
                if into is not None:
                    into.seek(0)
                    into.truncate()
                time.sleep(self._pause * 2**turn)
        raise AssertionError("unreachable")

    def write(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        data: Mapping[str, str] | bytes | BinaryIO | Iterable[bytes] | None = None,
        json: Any = None,
        files: Mapping[str, tuple[str, BinaryIO | bytes, str]] | None = None,
        max_bytes: int = 10 * MEGABYTE,
    ) -> Reply:
        """One POST, PUT or DELETE, never repeated, redirects never followed. Any status is an answer.

        Unavailable when no connection was made (nothing left); OutcomeUnknown when it was and no whole answer came.
        `json` is sent as UTF-8 JSON, compact.
        """
        self._before_write()
        body: Any = data
        sent = dict(headers or {})
        if json is not None:
            body = _compact(json)
            sent.setdefault("Content-Type", "application/json; charset=utf-8")
        try:
            return self._ask(method, url, params, sent, body, files, False, max_bytes, None)
        except _NotSent as error:
            raise Unavailable(str(error), evidence={"url": _bare(url)}) from error
        except _Lost as error:
            raise OutcomeUnknown(str(error), evidence={"url": _bare(url)}) from error

    def _ask(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        data: Any,
        files: Any,
        follow: bool,
        max_bytes: int,
        into: BinaryIO | None,
    ) -> Reply:
        self._refuse_secrets(url, params)
        began = time.monotonic()
        with _Session() as session:
            session.trust_env = False
            session.max_redirects = 5
            session.follow = follow
            for scheme in ("http://", "https://"):
                session.mount(scheme, guarded_adapter(self._guard))
            asked = requests.Request(
                method,
                url,
                params=params,
                headers={"User-Agent": USER_AGENT, **(headers or {})},
                data=data,
                files=files,
            )
            try:
                prepared = session.prepare_request(asked)
            except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
                raise _Malformed(_plainly(error, url)) from error
            try:
                response = session.send(
                    prepared,
                    timeout=(min(10.0, self._timeout), self._timeout),
                    allow_redirects=follow,
                    stream=True,
                )
            except AddressRefused as error:
                raise _NotSent(str(error)) from error
            except requests.TooManyRedirects as error:
                raise _Lost("too many redirects") from error
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                raise (_NotSent if _nothing_left(error) else _Lost)(_plainly(error, url)) from error
            with response:
                body = self._body(response, max_bytes, into)
            log.info(
                "%s %s %s %.0f ms", method, _bare(response.url), response.status_code, (time.monotonic() - began) * 1000
            )
            return Reply(
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=body,
                url=response.url,
                moved=tuple(step.url for step in response.history),
                moved_for_good=bool(response.history) and all(step.is_permanent_redirect for step in response.history),
                evidence={"status": response.status_code, "excerpt": body[:500].decode("utf-8", "replace")},
            )

    def _body(self, response: requests.Response, max_bytes: int, into: BinaryIO | None) -> bytes:
        kept: list[bytes] = []
        size = 0
        sink = into if into is not None and response.ok else None
        # Counted from the head of the answer: a long upload before it takes nothing away.
        seconds = self._timeout * (11 if sink is not None else 1)  # a large file takes longer than an answer
        try:
            with patience(seconds, response.raw.shutdown):
                for chunk in response.iter_content(64 * 1024):
                    size += len(chunk)
                    if size > max_bytes:
                        raise _Lost(f"the answer is larger than {max_bytes} bytes")
                    if sink is not None:
                        sink.write(chunk)
                    else:
                        kept.append(chunk)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _Lost(_plainly(error, response.url)) from error
        return b"".join(kept)

    @staticmethod
    def _refuse_secrets(url: str, params: Mapping[str, str] | None) -> None:
        try:
            query = urlsplit(url).query
        except ValueError as error:
            raise _Malformed(_plainly(error, url)) from error
        named = {name for name, _ in parse_qsl(query)} | set(params or {})
        if guilty := named & NEVER_IN_AN_ADDRESS:
            raise Unsupported(f"a secret may not be part of an address: {', '.join(sorted(guilty))}")


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _nothing_left(error: BaseException) -> bool:
    """Whether the failure came before any byte of the request could leave: no name, no connection, no trusted peer."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return True
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if isinstance(cause, urllib3.exceptions.NewConnectionError | ssl.SSLCertVerificationError):
            return True
        reason = getattr(cause, "reason", None) or (cause.args[0] if cause.args else None)
        cause = reason if isinstance(reason, BaseException) else cause.__cause__
    return False


def _plainly(error: BaseException, url: str) -> str:
    """The error's kind and the bare address: a library's message may hold the whole address, and so its query."""
    return f"{type(error).__name__} at {_bare(url)}"


def _bare(url: str) -> str:
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"
    except ValueError:  # what cannot be taken apart cannot be shown without its query either
        return "an address that is none"
