"""Signed requests and answers: RFC 9421 with hmac-sha256 over RFC 9530 digests, as our portal profile asks.

A request is signed over its method, its whole address and our organisation; one with a body also over the digest of
that body, its type and its idempotency key. So nobody on the way can turn one item into another.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature as WrongMac
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    MappingKeyResolver,
)
from http_message_signatures.algorithms import HMAC_SHA256

from channels.wire import Reply

LABEL = "sig1"
COVERED = ("@method", "@target-uri", "content-digest", "content-type", "x-org-id", "idempotency-key")
COVERED_WITHOUT_BODY = ("@method", "@target-uri", "x-org-id")
WINDOW = timedelta(seconds=300)  # how far `created` may be from the reader's clock


class Forged(Exception):
    """An answer that claims to be signed with our key and is not, or not over what matters."""


@dataclass
class Message:
    """A request as it goes out: `url` is exactly the address on the wire, already percent-encoded."""

    method: str
    url: str
    headers: MutableMapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Answer:
    status_code: int
    headers: Mapping[str, str]
    request: Message


@dataclass(frozen=True)
class Signer:
    """One of the two keys that may be valid at a time: `key_id` is public, `key` is the secret as bytes."""

    key_id: str
    key: bytes = field(repr=False)

    def base(self, message: Message, created: datetime) -> str:
        """The signature base of RFC 9421 section 2.5: what is signed, one component a line."""
        prepared = self._signer().prepare(message, created=created, **self._options(message))
        return str(prepared.signature_base.decode())

    def sign(self, message: Message, created: datetime) -> None:
        """Add Signature-Input and Signature to the message's headers. `created` is aware, kept to the second."""
        self._signer().sign(message, created=created, **self._options(message))

    def verify(self, reply: Reply, request: Message, now: datetime) -> str:
        """What the answer's signature proves: "verified" with its content, else "absent", "other key", "unreadable"
        (over parts that RFC 9421 does not let an answer have) or "without content". Forged when it proves a lie.

        An answer that proves nothing is not refused: the digest in it still has to be that of what we sent.
        """
        if "signature" not in reply.headers:
            return "absent"
        if f'keyid="{self.key_id}"' not in reply.headers.get("signature-input", ""):
            return "other key"
        verifier = HTTPMessageVerifier(signature_algorithm=HMAC_SHA256, key_resolver=self._keys())
        # Freshness is judged below by the caller's clock, not by the library's own.
        verifier.max_clock_skew = timedelta(days=36500)
        try:
            proven = verifier.verify(_Answer(reply.status, reply.headers, request), max_age=None)[0]
        except HTTPMessageSignaturesException as error:
            if isinstance(error.__cause__, WrongMac):
                raise Forged("the answer's signature is not made with our key") from error
            return "unreadable"
        created = proven.parameters.get("created")
        if not isinstance(created, int) or abs(now.timestamp() - created) > WINDOW.total_seconds():
            raise Forged("the answer was not signed just now")
        if '"content-digest"' not in proven.covered_components:
            return "without content"
        try:
            ContentDigest.verify(reply.headers["content-digest"], reply.body)
        except HTTPMessageSignaturesException as error:
            raise Forged("the answer's content is not what was signed") from error
        return "verified"

    def _signer(self) -> Any:
        return HTTPMessageSigner(signature_algorithm=HMAC_SHA256, key_resolver=self._keys())

    def _keys(self) -> Any:
        return MappingKeyResolver(public_keys={self.key_id: self.key}, private_keys={self.key_id: self.key})

    def _options(self, message: Message) -> dict[str, Any]:
        has_body = "Content-Digest" in message.headers
        return {
            "key_id": self.key_id,
            "label": LABEL,
            "covered_component_ids": COVERED if has_body else COVERED_WITHOUT_BODY,
            "use_existing_digest": has_body,
        }


def digest_of(body: bytes) -> str:
    """The Content-Digest of these bytes: `sha-256=:…:`."""
    return str(ContentDigest.create(body))


def same_digest(one: str, other: str) -> bool:
    """Whether both name the same SHA-256. An empty or unreadable digest is the same as nothing."""
    return bool(_sha256(one)) and _sha256(one) == _sha256(other)


def _sha256(digest: str) -> str:
    for member in digest.split(","):
        name, _, value = member.strip().partition("=")
        if name.lower() == "sha-256":
            return value.strip(": ")
    return ""
