"""The sandbox's own reading of RFC 9421 and RFC 9530, with the standard library alone.

It must not be kind to our mistakes, so nothing of the client or of the library that the client uses is imported here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

from werkzeug.wrappers import Request, Response

SIGNATURE_INPUT = re.compile(r'sig1=(\(([^)]*)\);created=(\d+);keyid="([^"]*)";alg="hmac-sha256")$')
WITH_BODY = ["@method", "@target-uri", "content-digest", "content-type", "x-org-id", "idempotency-key"]
WITHOUT_BODY = ["@method", "@target-uri", "x-org-id"]
WINDOW = 300  # seconds


def distrust(request: Request, address: str, keys: Mapping[str, str], now: float) -> str:
    """Why this request's signature is not believed; "" when it is. `now` is seconds since the epoch."""
    given = SIGNATURE_INPUT.match(request.headers.get("Signature-Input", ""))
    if not given:
        return "no signature of the profile"
    covered, created, key_id = given[2].replace('"', "").split(), int(given[3]), given[4]
    if covered != (WITH_BODY if request.method == "PUT" else WITHOUT_BODY):
        return "other components are to be covered"
    if abs(now - created) > WINDOW:
        return f"created is more than {WINDOW} s away"
    if key_id not in keys:
        return "unknown key"
    derived = {"@method": request.method, "@target-uri": address}
    lines = [f'"{name}": {derived.get(name) or request.headers.get(name, "").strip()}' for name in covered]
    base = "\n".join([*lines, f'"@signature-params": {given[1]}'])
    expected = f"sig1=:{_mac(keys[key_id], base)}:"
    return "" if hmac.compare_digest(expected, request.headers.get("Signature", "")) else "the signature is wrong"


def countersigned(answer: Response, key_id: str, key: str, now: float) -> Response:
    """The answer, signed over its status and the digest of its body."""
    content = digest(answer.get_data())
    params = f'("@status" "content-digest");created={int(now)};keyid="{key_id}";alg="hmac-sha256"'
    base = f'"@status": {answer.status_code}\n"content-digest": {content}\n"@signature-params": {params}'
    answer.headers["Content-Digest"] = content
    answer.headers["Signature-Input"] = f"sig1={params}"
    answer.headers["Signature"] = f"sig1=:{_mac(key, base)}:"
    return answer


def address_of(request: Request) -> str:
    """The whole address as it was sent, still percent-encoded."""
    return f"{request.scheme}://{request.host}{request.environ['REQUEST_URI']}"


def digest(body: bytes) -> str:
    """RFC 9530 Content-Digest of these bytes."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _mac(key: str, base: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha256).digest()).decode()
