"""Google's token endpoint: a refresh token, or the code of a person's consent, buys an access token.

Documentation: developers.google.com/identity/protocols/oauth2/web-server (exchange, offline access, errors), read 2026-11-23.
google-auth's own transport is not used: it would leave by another door than ours, and it tries three times by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Throttled, Unavailable
from channels.wire import Wire
from formatters.sentence import Sentence

SCOPE: Final = "https://www.googleapis.com/auth/youtube.force-ssl"  # everything we do, captions included
ENOUGH: Final = frozenset([SCOPE, "https://www.googleapis.com/auth/youtube"])  # all of it but captions
EARLY: Final = timedelta(minutes=5)  # a part under way must not outlive its token

RECONNECT: Final = Sentence(
    "Quyền truy cập YouTube đã hết hạn hoặc bị thu hồi; hãy kết nối lại tài khoản (syndication account connect).",
    "Access to YouTube has expired or was revoked; connect the account again (syndication account connect).",
)
CLIENT: Final = Sentence(
    "Google không nhận ứng dụng OAuth này; hãy kiểm tra client_id và client_secret.",
    "Google does not accept this OAuth client; check client_id and client_secret.",
)
REDIRECT: Final = Sentence(
    "Google không nhận địa chỉ quay lại; hãy thêm đúng địa chỉ đó vào “Authorized redirect URIs” của ứng dụng OAuth.",
    "Google does not accept the redirect address; add it to the OAuth client's “Authorized redirect URIs”.",
)
ADMIN: Final = Sentence(
    "Quản trị viên Google Workspace chặn ứng dụng này; hãy nhờ quản trị viên cho phép rồi kết nối lại.",
    "The Google Workspace administrator blocks this app; have it allowed and connect again.",
)

_WEB: Final = "https://developers.google.com/identity/protocols/oauth2/web-server#exchange-errors"
_LIVES: Final = "https://developers.google.com/identity/protocols/oauth2#expiration"
_RFC: Final = "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"

# What the endpoint's `error` means: which sentence, and where it is said. All of them break the account.
ERRORS: Final[Mapping[str, tuple[Sentence, str]]] = {
    "invalid_grant": (RECONNECT, _LIVES),
    "invalid_client": (CLIENT, _WEB),
    "deleted_client": (CLIENT, _WEB),
    "disabled_client": (CLIENT, _WEB),
    "unauthorized_client": (CLIENT, _RFC),
    "redirect_uri_mismatch": (REDIRECT, _WEB),
    "admin_policy_enforced": (ADMIN, _WEB),
    "org_internal": (ADMIN, _WEB),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the endpoint gave. `ends` and `connected_until` are None when it did not say; so is `scopes` empty."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    ends: datetime | None = None  # of the access token, a little early
    connected_until: datetime | None = None  # of the refresh token itself
    scopes: frozenset[str] = frozenset()


def buy(wire: Wire, token_url: str, form: Mapping[str, str], now: datetime) -> Tokens:
    """Ask once; secrets are in the body alone. AccountBroken, Throttled, or Unavailable: asking publishes nothing."""
    try:
        reply = wire.write("POST", token_url, data=form)
    except OutcomeUnknown as error:
        raise Unavailable(error.cause, evidence=error.evidence) from error
    try:
        answer = json.loads(reply.body)
    except ValueError:
        answer = None
    answer = answer if isinstance(answer, dict) else {}
    if not 200 <= reply.status < 300 or not answer.get("access_token"):
        raise _refusal(reply.status, answer)
    return Tokens(
        access=str(answer["access_token"]),
        refresh=str(answer.get("refresh_token") or ""),
        ends=_after(now, answer.get("expires_in"), early=True),
        connected_until=_after(now, answer.get("refresh_token_expires_in")),
        scopes=frozenset(str(answer.get("scope") or "").split()),
    )


def lacking(scopes: frozenset[str]) -> tuple[str, ...]:
    """What is needed and was not granted. None is lacking where the platform did not say what was granted."""
    return (SCOPE,) if scopes and SCOPE not in scopes else ()


def enough(scopes: frozenset[str]) -> bool:
    """Whether these allow to publish, to look, to change and to delete."""
    return not scopes or bool(scopes & ENOUGH)


def _after(now: datetime, seconds: Any, early: bool = False) -> datetime | None:
    try:
        span = timedelta(seconds=int(seconds))
        return now + span - (min(EARLY, span / 10) if early else timedelta(0))
    except (TypeError, ValueError, OverflowError):
        return None


def _refusal(status: int, answer: Mapping[str, Any]) -> ChannelError:
    # Only the two words of the standard are kept: a success's body holds the token.
    code = str(answer.get("error") or "") if isinstance(answer.get("error"), str) else ""
    evidence = {"status": status, "reason": code, "message": str(answer.get("error_description") or "")[:300]}
    cause = f"token endpoint: {status} {code}".rstrip()
    if status == 429:
        return Throttled(cause, after=timedelta(minutes=1), evidence=evidence)
    if 400 <= status < 500:
        return AccountBroken(cause, say=ERRORS.get(code, (RECONNECT, _RFC))[0], evidence=evidence)
    return Unavailable(cause, evidence=evidence)
