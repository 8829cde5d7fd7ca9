"""The grant of one Official Account: which token to use, and when to renew it.

A renewal happens under the account's lock and its pair is committed before it is used. How a renewal failed is committed
under the same lock, so that of many who wait for it none sends the refresh token a second time. While the old access token
answers it goes on being used: it dies with the first successful renewal, so its answer proves that none has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from channels.access import Access, Credentials
from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Unavailable
from channels.zalo import words
from channels.zalo.client import OfficialAccount, never_left
from channels.zalo.codes import REFRESH_REFUSED, TABLE, TOKEN_REFUSED, TOKENS, TOO_FAST, Row, row_of
from channels.zalo.errors import Said, named
from channels.zalo.renewal import How, due, failed, failure, pair, read_moment, renewable
from channels.zalo.waits import next_minute
from formatters.sentence import Sentence

Answer = TypeVar("Answer")

LOOKS = 5  # how often the vault may turn out to have changed under our hands without a new token in it


class Grant:
    """Asks Zalo with the account's token as it is now, renews it when it must, and names what goes wrong.

    One is made for one act, and renews at most once.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._tried = False

    def ask(self, do: Callable[[OfficialAccount], Answer], rows: tuple[Row, ...] = TABLE) -> Answer:
        """What `do` gives. It may run again, but only after Zalo refused the token and so did nothing.

        A token that somebody else has renewed meanwhile is used first; then ours is renewed. `rows` name what Zalo says.
        """
        held = self._current()
        while True:
            client = self._client(held)
            try:
                answer = do(client)
            except Said as said:
                if said.code not in TOKEN_REFUSED:
                    raise self._named(said, rows) from said
                held = self._instead(held, said)
            else:
                self._after_a_lost_renewal(held)
                return answer
            finally:
                self._read_ahead(client)

    def ready(self, bucket: str = "calls") -> None:
        """Throttled while Zalo's own numbers say that the limit of calls is near. Asked before what can wait."""
        self._access.meter.ready(bucket)

    # --- which token

    def _current(self) -> Credentials:
        """The token to begin with, renewed ahead of its end when that is known and nothing speaks against it."""
        held, settings, now = self._access.vault.read(), self._access.settings, self._access.now()
        if due(held, settings, now) and renewable(held, settings) and not failure(held, settings) and not self._tried:
            try:
                return self._renew(held)
            except (AccountBroken, Unavailable):
                held = self._access.vault.read()  # it is early: the old one goes on being used as long as it answers
        if not held.get("access_token"):
            raise AccountBroken("the account has no access token", say=words.CONSENT)
        return held

    def _instead(self, held: Credentials, said: Said) -> Credentials:
        """What to use instead of a token that Zalo has refused. AccountBroken when there is nothing but consent."""
        newer, settings, now = self._access.vault.read(), self._access.settings, self._access.now()
        if newer.get("access_token") != held.get("access_token"):
            return newer
        known = failure(newer, settings)
        if known and known.holds(now):
            raise AccountBroken(f"{said}; the renewal failed: {known.how}", say=_say(known.how), evidence=said.evidence)
        if self._tried or not renewable(newer, settings):
            raise named(said, now) from said
        return self._renew(newer)

    def _after_a_lost_renewal(self, held: Credentials) -> None:
        """The old token has answered: a renewal whose answer was lost did not happen, and may be made after all."""
        settings, now = self._access.settings, self._access.now()
        known = failure(held, settings)
        if known and not known.holds(now) and not self._tried and due(held, settings, now):
            try:
                self._renew(held)
            except (AccountBroken, Unavailable):
                return  # what was asked for is there, and how it failed is kept

    # --- renewing

    def _renew(self, stale: Credentials) -> Credentials:
        """The new pair. AccountBroken when there is none, and then how it failed is kept; Unavailable if nothing left."""
        self._tried = True
        mine: list[AccountBroken] = []

        def renew(current: Credentials) -> Mapping[str, str]:
            try:
                fresh = self._client(current).refresh_acccess_token()
            except Said as said:
                how, error = _refused(said)
            except OutcomeUnknown as lost:
                if never_left(lost):
                    raise
                how, error = How.LOST, _lost(lost)
            else:
                return {**current, **pair(*fresh, self._access.now())}
            mine.append(error)
            return {**current, **failed(how, current, self._access.settings, self._access.now())}

        for _ in range(LOOKS):
            held = self._access.vault.rotate(stale, renew)
            if mine:
                raise mine[0]
            if held.get("access_token") != stale.get("access_token"):
                return held
            if known := failure(held, self._access.settings):
                raise AccountBroken(f"somebody else's renewal failed: {known.how}", say=_say(known.how))
            stale = held  # something else of the account was changed meanwhile
        raise Unavailable("the credentials keep changing")

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

    # --- what is left

    def expires_at(self) -> datetime | None:
        """When the access token ends; None when nobody said."""
        return read_moment(self._access.vault.read().get("token_expires_at", ""))

    def _named(self, said: Said, rows: tuple[Row, ...]) -> ChannelError:
        now = self._access.now()
        if said.code == TOO_FAST:
            self._access.meter.rest("calls", now + next_minute(now))
        return named(said, now, rows)

    def _read_ahead(self, client: OfficialAccount) -> None:
        """Let the calls rest before Zalo has to say no: the limit is the application's, and others call as well."""
        now = self._access.now()
        for bucket, minute in client.minutes.items():
            if minute.near_its_end:
                self._access.meter.rest(bucket, now + next_minute(now))


def _refused(said: Said) -> tuple[How, AccountBroken]:
    row = row_of(said.code, said.message, TOKENS)
    say = row.say if row else words.CONSENT
    how = How.SPENT if said.code == REFRESH_REFUSED else How.UNFIT
    return how, AccountBroken(f"the token was not renewed: {said}", say=say, evidence=said.evidence)


def _lost(lost: OutcomeUnknown) -> AccountBroken:
    cause = f"the answer to the renewal was lost, and with it perhaps the new pair: {lost.cause}"
    return AccountBroken(cause, say=words.CONSENT, evidence=lost.evidence)


def _say(how: How) -> Sentence:
    return words.APPLICATION if how is How.UNFIT else words.CONSENT
