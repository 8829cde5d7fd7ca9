"""The portal's interface in its own words: put an item's revision, ask for its ack, list what it holds.

Source: profile `vn.gov.moha.syndication/1`, of our own, read 2026-11-23. No specification of such an interface has been
published by Cổng Thông tin điện tử Chính phủ; this one waits for an agreement with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from http_message_signatures import HTTPMessageSignaturesException

from channels.access import Access
from channels.errors import AccountBroken, OutcomeUnknown, Unavailable
from channels.govportal.answer import NOT_THERE, raise_for
from channels.govportal.signature import Forged, Message, Signer, digest_of
from channels.wire import Reply, Wire
from formatters.sentence import Sentence

JSON = "application/json; charset=utf-8"
PAGES = 200  # of a list: more than that is not our list any more

NO_KEY = Sentence(
    "Tài khoản chưa có khóa ký (key); hãy nhập khóa mà Cổng Chính phủ cấp.",
    "The account has no signing key (key); enter the one that the Government Portal gave.",
)
BAD_ADDRESS = Sentence(
    "Không dùng được base_url, org_code hoặc key_id; hãy kiểm tra cấu hình tài khoản.",
    "base_url, org_code or key_id cannot be used; check the account's settings.",
)


@dataclass(frozen=True)
class Portal:
    """The portal for one act: its base address (no trailing slash), our organisation's code and our key."""

    base: str
    org: str
    signer: Signer = field(repr=False)
    wire: Wire = field(repr=False)
    now: Callable[[], datetime] = field(repr=False)

    @classmethod
    def of(cls, access: Access) -> Portal:
        """The portal of this account. AccountBroken when the key is missing or the address is none."""
        key = access.vault.read().get("key", "")
        if not key:
            raise AccountBroken("the account has no secret 'key'", say=NO_KEY)
        signer = Signer(str(access.settings["key_id"]), key.encode())
        return cls(
            _plain(str(access.settings["base_url"])), str(access.settings["org_code"]), signer, access.wire, access.now
        )

    def put(self, identifier: str, revision: int, body: bytes) -> Reply:
        """PUT /items/{identifier}/revisions/{n}. Idempotent by contract: the same bytes give the same answer."""
        headers = {
            "Content-Type": JSON,
            "Content-Digest": digest_of(body),
            "Idempotency-Key": f"{identifier}#{revision}",
        }
        message = self._signed("PUT", self._revision(identifier, revision), headers)
        reply = self.wire.write("PUT", message.url, headers=message.headers, data=body)
        try:
            return self._proven(reply, message)
        except Forged as error:
            raise OutcomeUnknown(str(error), evidence=dict(reply.evidence)) from error

    def ack(self, identifier: str, revision: int, location: str = "") -> Reply:
        """GET the ack of one revision, at `location` when the portal gave one on its own host. 404 is an answer."""
        url = self._revision(identifier, revision)
        asked = urljoin(url, location) if location else ""
        return self._get(asked if _same_host(asked, self.base) else f"{url}/ack")

    def items(self, since: datetime) -> Iterator[Mapping[str, Any]]:
        """GET /items, page after page: {identifier, revision, digest, status, publicUrl} of what came at or after `since`.

        A portal without a list lists nothing. Unavailable when a list does not end or is none.
        """
        cursor = ""
        for _ in range(PAGES):
            reply = self._get(self._list(since, cursor))
            if reply.status in NOT_THERE:
                return
            raise_for(reply, wrote=False)
            try:
                page = reply.json()
            except ValueError:
                page = None
            entries = page.get("items") if isinstance(page, dict) else page
            if not isinstance(entries, list):
                raise Unavailable("the list is none", evidence=dict(reply.evidence))
            yield from (entry for entry in entries if isinstance(entry, dict))
            before, cursor = cursor, _next(page)
            if not cursor or cursor == before:
                return
        raise Unavailable(f"the list has more than {PAGES} pages")

    def first_page(self, since: datetime) -> Reply:
        """GET /items once, whatever the answer: whether the portal knows us."""
        return self._get(self._list(since, ""))

    def _get(self, url: str) -> Reply:
        # Identity: the digest of an answer is over its bytes as sent, and the door hands over decoded ones.
        message = self._signed("GET", url, {"Accept-Encoding": "identity"})
        reply = self.wire.read(message.url, headers=message.headers)
        try:
            return self._proven(reply, message)
        except Forged as error:
            raise Unavailable(str(error), evidence=dict(reply.evidence)) from error

    def _signed(self, method: str, url: str, headers: dict[str, str]) -> Message:
        message = Message(method, url, {"Accept": "application/json", **headers, "X-Org-Id": self.org})
        try:
            self.signer.sign(message, self.now())
        except (HTTPMessageSignaturesException, ValueError) as error:
            raise AccountBroken(f"the request cannot be signed: {error}", say=BAD_ADDRESS) from error
        return message

    def _proven(self, reply: Reply, message: Message) -> Reply:
        if reply.status in (401, 403):
            return reply  # who does not know our key cannot sign with it, and no success is read from a denial
        proof = self.signer.verify(reply, message, self.now())
        return replace(reply, evidence={**reply.evidence, "signature": proof})

    def _revision(self, identifier: str, revision: int) -> str:
        return f"{self.base}/items/{quote(identifier, safe='')}/revisions/{revision}"

    def _list(self, since: datetime, cursor: str) -> str:
        query = {"org": self.org, "since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        return (
            f"{self.base}/items?{urlencode({**query, 'cursor': cursor} if cursor else query, quote_via=quote, safe='')}"
        )


def _next(page: Any) -> str:
    if not isinstance(page, dict):
        return ""
    return str(page.get("cursor") or page.get("nextCursor") or page.get("next") or "")


def _plain(address: str) -> str:
    """The base address as it will stand on the wire, so that what is signed is what is sent."""
    parts = urlsplit(address.strip())
    port = f":{parts.port}" if parts.port not in (None, {"http": 80, "https": 443}.get(parts.scheme)) else ""
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname or ""
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def _same_host(one: str, other: str) -> bool:
    left, right = urlsplit(one), urlsplit(other)
    return bool(one) and (left.scheme, left.netloc.lower()) == (right.scheme, right.netloc)
