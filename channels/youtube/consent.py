"""How a person connects a YouTube channel: Google's consent with PKCE, and what its answer gives.

Documentation: developers.google.com/identity/protocols/oauth2/web-server, read 2026-11-23. Only people can consent: a service account has
no channel. A brand's channel is picked on Google's own page.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from channels.consent import Asked, Asking, Choice, Granted
from channels.errors import AccountBroken, ChannelError, Unavailable
from channels.youtube.answers import error_for
from channels.youtube.health import FEWER_RIGHTS
from channels.youtube.reasons import NO_CHANNEL
from channels.youtube.tokens import SCOPE, Tokens, buy, lacking
from formatters.sentence import Sentence

BEGIN_AGAIN: Final = Sentence(
    "Mã cấp quyền của Google đã dùng rồi, hết hạn hoặc không khớp; hãy bấm kết nối lại từ đầu.",
    "Google's code has been used, has expired or does not fit; begin connecting again.",
)
DECLINED: Final = Sentence(
    "Người dùng đã từ chối cấp quyền trên trang của Google; khi sẵn sàng hãy kết nối lại.",
    "The person declined on Google's page; connect again when ready.",
)
NO_CLIENT: Final = Sentence(
    "Chưa có client_id và client_secret của ứng dụng OAuth; hãy đặt bằng lệnh account set rồi kết nối.",
    "The OAuth client's client_id and client_secret are missing; give them with account set and connect.",
)
NOTHING: Final = Sentence(
    "Không có mã cấp quyền nào trong câu trả lời; hãy kết nối lại hoặc dán refresh_token.",
    "There is no code in the answer; connect again or paste a refresh_token.",
)
NO_REFRESH: Final = Sentence(
    "Google không cấp mã làm mới; hãy gỡ ứng dụng này tại myaccount.google.com/permissions rồi kết nối lại.",
    "Google gave no refresh token; remove this app at myaccount.google.com/permissions and connect again.",
)


class Connect:
    """See `channels.consent.Consent`. One choice: the channel that the person picked on Google's page."""

    def ask(self, asking: Asking, state: str) -> Asked:
        """Google's page. The verifier of PKCE is kept; the client's id is in the address, as OAuth wants, its secret is not."""
        client_id = _of_the_client(asking, "client_id")
        _of_the_client(asking, "client_secret")
        verifier = secrets.token_urlsafe(64)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "client_id": client_id,
            "redirect_uri": asking.redirect_uri,
            "response_type": "code",
            "scope": SCOPE,
            "access_type": "offline",
            "prompt": "consent",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        auth_url = str(asking.settings["auth_url"])
        return Asked(f"{auth_url}{'&' if '?' in auth_url else '?'}{urlencode(query)}", {"code_verifier": verifier})

    def redeem(self, asking: Asking, kept: Mapping[str, str], answer: Mapping[str, str]) -> Granted:
        """The channel and its refresh token, by the code of the redirect or by a refresh token that was pasted."""
        if answer.get("error"):
            said = str(answer["error"])[:60]
            raise AccountBroken(f"consent: {said}", say=DECLINED if said == "access_denied" else BEGIN_AGAIN)
        if pasted := str(answer.get("refresh_token") or "").strip():
            tokens = _buy(asking, {"grant_type": "refresh_token", "refresh_token": pasted})
            return _granted(asking, tokens, pasted)
        code, verifier = str(answer.get("code") or ""), kept.get("code_verifier", "")
        if not code or not verifier:
            raise AccountBroken("consent: no code, or no verifier for it", say=NOTHING)
        tokens = _exchange(asking, code, verifier)
        if not tokens.refresh:
            raise AccountBroken("consent: no refresh token", say=NO_REFRESH)
        return _granted(asking, tokens, tokens.refresh)


def _exchange(asking: Asking, code: str, verifier: str) -> Tokens:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": asking.redirect_uri,
    }
    try:
        return _buy(asking, form)
    except AccountBroken as error:
        if error.evidence.get("reason") != "invalid_grant":
            raise
        raise AccountBroken(error.cause, say=BEGIN_AGAIN, evidence=error.evidence) from error
    except Unavailable as error:  # the code is good only once, and may be spent
        raise Unavailable(error.cause, say=BEGIN_AGAIN, evidence=error.evidence) from error


def _buy(asking: Asking, form: Mapping[str, str]) -> Tokens:
    client = {name: _of_the_client(asking, name) for name in ("client_id", "client_secret")}
    return buy(asking.wire, str(asking.settings["token_url"]), {**form, **client}, asking.now)


def _granted(asking: Asking, tokens: Tokens, refresh: str) -> Granted:
    missing = lacking(tokens.scopes)
    ends = tokens.connected_until
    choices = tuple(
        Choice(
            id=str(channel["id"]),
            label=str((channel.get("snippet") or {}).get("title") or channel["id"]),
            # What is not told now replaces what was told of the token before.
            secrets={"refresh_token": refresh, "refresh_expires_at": ends.isoformat() if ends else ""},
            granted=tuple(sorted(tokens.scopes)),
            missing=missing,
        )
        for channel in _channels(asking, tokens)
    )
    if not choices:
        raise AccountBroken("the person has no channel", say=NO_CHANNEL)
    return Granted(choices)


def _channels(asking: Asking, tokens: Tokens) -> list[dict[str, Any]]:
    """channels.list(mine). It costs one unit, which no ledger sees: there is no account yet."""
    reply = asking.wire.read(
        f"{str(asking.settings['api_url']).rstrip('/')}/youtube/v3/channels",
        params={"part": "id,snippet", "mine": "true"},
        headers={"Authorization": f"Bearer {tokens.access}"},
    )
    if not 200 <= reply.status < 300:
        raise _refused(reply.status, reply.body, reply.headers, asking, tokens)
    try:
        answer = reply.json()
    except ValueError as error:
        raise Unavailable("channels.list: the answer is not JSON") from error
    items = answer.get("items") if isinstance(answer, dict) else None
    return [item for item in items if isinstance(item, dict) and item.get("id")] if isinstance(items, list) else []


def _refused(status: int, body: bytes, headers: Mapping[str, str], asking: Asking, tokens: Tokens) -> ChannelError:
    error = error_for(status, body, headers, doing="youtube.channels.list", now=asking.now, harmless=True)
    if status == 403 and lacking(tokens.scopes):
        return AccountBroken(error.cause, say=FEWER_RIGHTS, evidence=error.evidence)
    return error


def _of_the_client(asking: Asking, name: str) -> str:
    value = asking.secrets.get(name, "")
    if not value:
        raise AccountBroken(f"{name} is missing", say=NO_CLIENT)
    return value
