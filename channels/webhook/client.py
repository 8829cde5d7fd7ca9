"""A partner's address: what is sent there and asked there, signed. The agreement stands in `__init__.py`."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

from channels.access import Access
from channels.errors import AccountBroken
from channels.wire import Reply, Wire


@dataclass(frozen=True)
class Partner:
    """One receiver. `url` is where it takes items and is asked for them."""

    url: str
    key_id: str
    key: str = field(repr=False)
    wire: Wire
    now: datetime

    @classmethod
    def of(cls, access: Access) -> Partner:
        """The account's partner. AccountBroken without a key."""
        key = access.vault.read().get("key", "")
        if not key:
            raise AccountBroken("the account has no key")
        return cls(str(access.settings["url"]), str(access.settings["key_id"]), key, access.wire, access.now())

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def send(self, event: str, body: bytes, once: str) -> Reply:
        """One POST of `body`; `once` is its Idempotency-Key. Unavailable or OutcomeUnknown as the wire says."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Event": event,
            "Idempotency-Key": once,
            **self._signed(body),
        }
        return self.wire.write("POST", self.url, headers=headers, data=body)

    def ask(self, identifier: str) -> Reply:
        """What the partner holds under this identifier: one GET."""
        before, _, query = self.url.partition("?")
        asked = f"{query}&" if query else ""
        asked += f"identifier={quote(identifier, safe='')}"
        return self.wire.read(f"{before}?{asked}", headers=self._signed(asked.encode()))

    def _signed(self, content: bytes) -> dict[str, str]:
        at = str(int(self.now.timestamp()))
        return {"X-Key-Id": self.key_id, "X-Timestamp": at, "X-Signature-256": signature(self.key, at, content)}


def signature(key: str, at: str, content: bytes) -> str:
    """`sha256=` and the hex HMAC-SHA256 of "<at>.<content>": nobody without the key can say it, or say it again later."""
    return "sha256=" + hmac.new(key.encode(), at.encode() + b"." + content, hashlib.sha256).hexdigest()
