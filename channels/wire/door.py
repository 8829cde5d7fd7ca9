"""Reads and writes over HTTP: reads may be repeated, writes never are, and an answer that was lost is called lost."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests
import urllib3

from channels.errors import OutcomeUnknown, Unavailable, Unsupported
from channels.wire.failures import Garbled, Lost, Malformed, NotSent, bare, nothing_left, plainly, too_slow
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
SECRET_HEADERS = frozenset(["authorization", "cookie", "proxy-authorization"])
MEGABYTE = 1024 * 1024
MOST_MOVES = 5  # redirects that are followed


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


class _Session(requests.Session):
    """One that never looks at a Location by itself.

    The library reads a redirect's body to its end, whatever its size, before it looks where it leads; and a malformed one would
    raise the same error as a malformed address, as though nothing had left: a write that was answered would be sent again.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None

    def leads_to(self, response: requests.Response) -> str:
        """Where a redirect leads, absolute; "" when it is none."""
        try:
            location = super().get_redirect_target(response)
            if not location:
                return ""
            place = urljoin(response.url, requests.utils.requote_uri(location))
            scheme = urlsplit(place).scheme
        except ValueError as error:
            raise Malformed(plainly(error, response.url)) from error
        if scheme != "https" and (scheme != "http" or urlsplit(response.url).scheme == "https"):
            raise Lost(f"a redirect of {bare(response.url)} leads to {scheme}", "insecure")
        return place


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
        within: float = math.inf,
    ) -> Reply:
        """GET (or HEAD). Repeated when no answer came; any status is an answer. Unavailable when none came at all.

        Redirects are followed only with `follow`, which cannot be combined with secret headers, and never from https to
        http. `into` receives the body of a 2xx answer as it comes, and `Reply.body` is empty then. All of it, redirects and
        repetitions too, ends `within` so many seconds. An address that is none (no host, a port that is no number) is
        Unavailable; so is what meets a bound, and is not repeated. `evidence["limit"]` names that bound: "slow" (an answer
        that did not end in time), "large" (a body above `max_bytes`), "redirects" (too many), "insecure" (a redirect away from
        https, or to what is no web address), "inside" (an address that `guard` refuses).
        """
        if follow and (secret := SECRET_HEADERS.intersection(name.lower() for name in headers or {})):
            raise Unsupported(f"a secret may not be carried along redirects: {', '.join(sorted(secret))}")
        until = time.monotonic() + within
        for turn in range(self._reads):
            try:
                return self._ask(method, url, params, headers, None, None, follow, max_bytes, into, until)
            except (Lost, NotSent) as error:
                if turn + 1 == self._reads or not error.again or time.monotonic() >= until:
                    limit = {"limit": error.limit} if error.limit else {}
                    raise Unavailable(str(error), evidence={"url": bare(url), **limit}) from error
                if isinstance(error, Garbled):
                    headers = {**(headers or {}), "Accept-Encoding": "identity"}
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
            return self._ask(method, url, params, sent, body, files, False, max_bytes, None, math.inf)
        except NotSent as error:
            raise Unavailable(str(error), evidence={"url": bare(url)}) from error
        except Lost as error:
            raise OutcomeUnknown(str(error), evidence={"url": bare(url)}) from error

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
        until: float,
    ) -> Reply:
        self._refuse_secrets(url, params)
        began = time.monotonic()
        told = {"User-Agent": USER_AGENT, **(headers or {})}
        with _Session() as session, ExitStack() as answers:
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, guarded_adapter(self._guard))
            asked = requests.Request(method, url, params=params, headers=told, data=data, files=files)
            response = answers.enter_context(self._send(session, asked, until))
            moved: list[requests.Response] = []
            while follow and (place := session.leads_to(response)):
                response.close()  # its body is nobody's business, and may have no end
                moved.append(response)
                if len(moved) > MOST_MOVES:
                    raise Lost("too many redirects", "redirects")
                asked = requests.Request(method, place, headers=told)
                response = answers.enter_context(self._send(session, asked, until))
            body = self._body(response, max_bytes, into, until)
            log.info(
                "%s %s %s %.0f ms", method, bare(response.url), response.status_code, (time.monotonic() - began) * 1000
            )
            return Reply(
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=body,
                url=response.url,
                moved=tuple(step.url for step in moved),
                moved_for_good=bool(moved) and all(step.is_permanent_redirect for step in moved),
                evidence={"status": response.status_code, "excerpt": body[:500].decode("utf-8", "replace")},
            )

    def _send(self, session: requests.Session, asked: requests.Request, until: float) -> requests.Response:
        """One request and the head of its answer."""
        url = asked.url
        try:
            prepared = session.prepare_request(asked)
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise Malformed(plainly(error, url)) from error
        left = min(self._timeout, until - time.monotonic())
        if left <= 0:
            raise NotSent(f"no time is left for {bare(url)}", "slow")
        try:
            return session.send(prepared, timeout=(min(10.0, left), left), allow_redirects=False, stream=True)
        except AddressRefused as error:
            raise NotSent(str(error), "inside") from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if nothing_left(error):
                raise NotSent(plainly(error, url)) from error
            raise Lost(plainly(error, url), "slow" if too_slow(error) else "") from error

    def _body(self, response: requests.Response, max_bytes: int, into: BinaryIO | None, until: float) -> bytes:
        kept: list[bytes] = []
        size = 0
        sink = into if into is not None and response.ok else None
        # Counted from the head of the answer: a long upload before it takes nothing away.
        seconds = self._timeout * (11 if sink is not None else 1)  # a large file takes longer than an answer
        try:
            with patience(max(0.0, min(seconds, until - time.monotonic())), response.raw.shutdown):
                for chunk in response.iter_content(64 * 1024):
                    size += len(chunk)
                    if size > max_bytes:
                        raise Lost(f"the answer is larger than {max_bytes} bytes", "large")
                    if sink is not None:
                        sink.write(chunk)
                    else:
                        kept.append(chunk)
        except requests.exceptions.ContentDecodingError as error:
            raise Garbled(plainly(error, response.url)) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Lost(plainly(error, response.url), "slow" if too_slow(error) else "") from error
        return b"".join(kept)

    @staticmethod
    def _refuse_secrets(url: str, params: Mapping[str, str] | None) -> None:
        try:
            query = urlsplit(url).query
        except ValueError as error:
            raise Malformed(plainly(error, url)) from error
        named = {name for name, _ in parse_qsl(query)} | set(params or {})
        if guilty := named & NEVER_IN_AN_ADDRESS:
            raise Unsupported(f"a secret may not be part of an address: {', '.join(sorted(guilty))}")


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
