"""The access token: bought with the refresh token, kept for one act, never written anywhere.

Documentation: developers.google.com/identity/protocols/oauth2/web-server#offline, read 2026-11-23. google-auth's own transport is
not used: it would leave by another door than ours, and it tries three times by itself.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Final

from channels.access import Access
from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Throttled, Unavailable
from formatters.sentence import Sentence

SCOPE: Final = "https://www.googleapis.com/auth/youtube.force-ssl"
ENOUGH: Final = frozenset([SCOPE, "https://www.googleapis.com/auth/youtube"])
EARLY: Final = timedelta(minutes=5)  # a chunk under way must not outlive its token

RECONNECT: Final = Sentence(
    "Quyền truy cập YouTube đã hết hạn hoặc bị thu hồi; hãy kết nối lại tài khoản (syndication account connect).",
    "Access to YouTube has expired or was revoked; connect the account again (syndication account connect).",
)
CLIENT: Final = Sentence(
    "Google không nhận ứng dụng OAuth này; hãy kiểm tra client_id và client_secret.",
    "Google does not accept this OAuth client; check client_id and client_secret.",
)
INCOMPLETE: Final = Sentence(
    "Tài khoản YouTube chưa có đủ client_id, client_secret và refresh_token.",
    "The YouTube account lacks one of client_id, client_secret and refresh_token.",
)


class Grant:
    """The token of one act. `token()` buys one when there is none or it is about to end; `forget()` after a 401."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._token = ""
        self._ends: datetime | None = None
        self.scopes: frozenset[str] = frozenset()  # as granted; empty when the platform did not say
        self.connected_until: datetime | None = None  # when the refresh token itself ends, where Google says so

    def token(self) -> str:
        """An access token that still works for a while. AccountBroken, Throttled or Unavailable when there is none to be had."""
        if not self._token or (self._ends is not None and self._access.now() >= self._ends):
            self._buy()
        return self._token

    def forget(self) -> None:
        """The platform refused the token before its time: buy another one."""
        self._token = ""

    def _buy(self) -> None:
        secrets = self._access.vault.read()
        form = {name: secrets.get(name, "") for name in ("client_id", "client_secret", "refresh_token")}
        if not all(form.values()):
            raise AccountBroken("client_id, client_secret or refresh_token is missing", say=INCOMPLETE)
        try:
            reply = self._access.wire.write(
                "POST", str(self._access.settings["token_url"]), data={"grant_type": "refresh_token", **form}
            )
        except OutcomeUnknown as error:  # asking for a token publishes nothing
            raise Unavailable(error.cause, evidence=error.evidence) from error
        try:
            answer = json.loads(reply.body)
        except ValueError:
            answer = None
        answer = answer if isinstance(answer, dict) else {}
        if not 200 <= reply.status < 300 or not answer.get("access_token"):
            raise _refusal(reply.status, answer)
        self._token = str(answer["access_token"])
        now = self._access.now()
        self._ends = _after(now, answer.get("expires_in"), early=True)
        self.connected_until = _after(now, answer.get("refresh_token_expires_in"))
        self.scopes = frozenset(str(answer.get("scope") or "").split())


def _after(now: datetime, seconds: Any, early: bool = False) -> datetime | None:
    try:
        span = timedelta(seconds=int(seconds))
    except (TypeError, ValueError, OverflowError):
        return None
    return now + span - (min(EARLY, span / 10) if early else timedelta(0))


def _refusal(status: int, answer: dict[str, Any]) -> ChannelError:
    # Only the two words of the standard are kept: a success's body holds the token.
    code = str(answer.get("error") or "") if isinstance(answer.get("error"), str) else ""
    evidence = {"status": status, "reason": code, "message": str(answer.get("error_description") or "")[:300]}
    cause = f"token endpoint: {status} {code}".rstrip()
    if status == 429:
        return Throttled(cause, after=timedelta(minutes=1), evidence=evidence)
    if code in ("invalid_client", "unauthorized_client", "deleted_client", "disabled_client"):
        return AccountBroken(cause, say=CLIENT, evidence=evidence)
    if 400 <= status < 500:
        return AccountBroken(cause, say=RECONNECT, evidence=evidence)
    return Unavailable(cause, evidence=evidence)
