"""The access token of one act: bought with the refresh token, never written anywhere."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from channels.access import Access
from channels.errors import AccountBroken
from channels.youtube.tokens import Tokens, buy
from formatters.sentence import Sentence

NEEDED: Final = ("client_id", "client_secret", "refresh_token")

INCOMPLETE: Final = Sentence(
    "Tài khoản YouTube thiếu client_id, client_secret hoặc refresh_token; hãy đặt hai khóa đầu rồi chạy syndication account connect.",
    "The YouTube account lacks client_id, client_secret or refresh_token; set the first two and run syndication account connect.",
)


class Grant:
    """The token of one act. `token()` buys one when there is none or it is about to end; `forget()` after a 401."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._tokens: Tokens | None = None

    @property
    def scopes(self) -> frozenset[str]:
        """As granted; empty when the platform did not say, or nothing was bought yet."""
        return self._tokens.scopes if self._tokens else frozenset()

    @property
    def connected_until(self) -> datetime | None:
        """When the refresh token itself ends, where Google says so."""
        return self._tokens.connected_until if self._tokens else None

    def token(self) -> str:
        """An access token that still works for a while. AccountBroken, Throttled or Unavailable when there is none to be had."""
        tokens = self._tokens
        if tokens is None or (tokens.ends is not None and self._access.now() >= tokens.ends):
            tokens = self._tokens = self._buy()
        return tokens.access

    def forget(self) -> None:
        """The platform refused the token before its time: buy another one."""
        self._tokens = None

    def _buy(self) -> Tokens:
        secrets = self._access.vault.read()
        form = {name: secrets.get(name, "") for name in NEEDED}
        if not all(form.values()):
            raise AccountBroken("client_id, client_secret or refresh_token is missing", say=INCOMPLETE)
        url = str(self._access.settings["token_url"])
        return buy(self._access.wire, url, {"grant_type": "refresh_token", **form}, self._access.now())
