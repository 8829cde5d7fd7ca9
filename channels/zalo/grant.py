"""The grant of one Official Account: which token to use, and when to renew it.

Zalo's refresh token is good for one use and lasts three months; the access token lasts about 25 hours and dies the
moment its successor is issued. So a renewal happens under the account's lock, is committed before use, and is never
simply tried again: when its answer is lost, only the administrator's consent brings the account back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from channels.access import Access, Credentials
from channels.errors import AccountBroken, OutcomeUnknown
from channels.zalo.client import OfficialAccount
from channels.zalo.errors import TOKEN_REFUSED, Said, named
from formatters.sentence import Sentence

Answer = TypeVar("Answer")

AHEAD = timedelta(minutes=5)
WRONG_APPLICATION = frozenset([-14002, -14004])

CONSENT = Sentence(
    "Quyền truy cập Zalo đã mất; quản trị viên Official Account cần cấp quyền lại.",
    "Access to Zalo was lost: it needs consent again from the Official Account's administrator.",
)
APPLICATION = Sentence(
    "app_id hoặc app_secret không đúng; hãy kiểm tra trên developers.zalo.me.",
    "app_id or app_secret is wrong; check them on developers.zalo.me.",
)


class Grant:
    """Asks Zalo with the account's token as it is now, renews it when it must, and names what goes wrong."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def ask(self, do: Callable[[OfficialAccount], Answer]) -> Answer:
        """What `do` gives. It may run again, but only after Zalo refused the token and so did nothing.

        A token that somebody else has renewed meanwhile is used first; then ours is renewed, once.
        """
        held, renewed = self._current()
        while True:
            try:
                return do(self._client(held))
            except Said as said:
                if said.code not in TOKEN_REFUSED:
                    raise named(said, self._access.now()) from said
                newer = self._access.vault.read()
                if newer.get("access_token") == held.get("access_token"):
                    if renewed or not self._renewable(newer):
                        raise named(said, self._access.now()) from said
                    newer, renewed = self._renew(newer), True
                held = newer

    def expires_at(self) -> datetime | None:
        """When the access token ends; None when nobody said."""
        return read_moment(self._access.vault.read().get("token_expires_at", ""))

    def _current(self) -> tuple[Credentials, bool]:
        """The token to begin with, and whether it was renewed just now. Never renewed for lack of a date."""
        held = self._access.vault.read()
        ends = read_moment(held.get("token_expires_at", ""))
        if ends is not None and ends - self._access.now() < AHEAD and self._renewable(held):
            return self._renew(held), True
        if not held.get("access_token"):
            raise AccountBroken("the account has no access token", say=CONSENT)
        return held, False

    def _renewable(self, held: Mapping[str, str]) -> bool:
        return bool(held.get("refresh_token") and held.get("app_secret") and self._access.settings.get("app_id"))

    def _renew(self, stale: Credentials) -> Credentials:
        def renew(current: Credentials) -> dict[str, str]:
            try:
                access_token, refresh_token, lasts = self._client(current).refresh_acccess_token()
            except Said as said:
                say = APPLICATION if said.code in WRONG_APPLICATION else CONSENT
                raise AccountBroken(f"the token was not renewed: {said}", say=say, evidence=said.evidence) from said
            except OutcomeUnknown as lost:
                raise AccountBroken(
                    f"the answer to the renewal was lost, and with it perhaps the new pair: {lost.cause}",
                    say=CONSENT,
                    evidence=lost.evidence,
                ) from lost
            ends = (self._access.now() + timedelta(seconds=lasts)).isoformat(timespec="seconds") if lasts else ""
            return {
                **current,
                "access_token": access_token,
                "refresh_token": refresh_token,
                "token_expires_at": ends,
            }

        return self._access.vault.rotate(stale, renew)

    def _client(self, held: Mapping[str, str]) -> OfficialAccount:
        settings = self._access.settings
        return OfficialAccount(
            self._access.wire,
            api_url=str(settings["api_url"]),
            oauth_url=str(settings["oauth_url"]),
            app_id=str(settings.get("app_id") or ""),
            app_secret=held.get("app_secret", ""),
            access_token=held.get("access_token", ""),
            refresh_token=held.get("refresh_token", ""),
        )


def read_moment(text: str) -> datetime | None:
    """An aware moment from epoch seconds or ISO 8601 (UTC when it names no offset); None for "" and what is neither."""
    text = text.strip()
    try:
        if re.fullmatch(r"\d+(\.\d+)?", text):
            return datetime.fromtimestamp(float(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
