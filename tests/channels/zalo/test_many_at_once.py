"""A hundred who renew one account's token at once spend exactly one refresh token."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.access import Credentials
from channels.errors import ChannelError

HUNDRED = 100


@dataclass
class LockedVault:
    """As the scheduler's: one renewal at a time, and only of what is still there."""

    secrets: dict[str, str]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self) -> Credentials:
        return Credentials(self.secrets)

    def rotate(self, stale: Credentials, renew: Callable[[Credentials], Mapping[str, str]]) -> Credentials:
        with self.lock:
            current = self.read()
            if dict(current) == dict(stale):
                self.secrets = {**current, **renew(current)}
            return self.read()


def all_at_once(desk: Any) -> Counter[str]:
    """A hundred workers, each with an access of its own on the one vault, publish together. How each ended."""
    start, ended, lock = threading.Barrier(HUNDRED), Counter[str](), threading.Lock()

    def work() -> None:
        access = replace(desk.access, memo=type(desk.access.memo)())
        start.wait()
        try:
            end = desk.adapter.publish(desk.parcel(), "https://moha.gov.vn/tin/57695", access).state.value
        except ChannelError as error:
            end = error.say.en
        with lock:
            ended[end] += 1

    threads = [threading.Thread(target=work) for _ in range(HUNDRED)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.fixture
def vault(desk: Any) -> LockedVault:
    desk.stage.switches.fetch = False
    desk.access.wire._timeout = 30.0  # a hundred at once on two cores are slow
    desk.access.vault = LockedVault(dict(desk.access.vault.secrets))
    return desk.access.vault


def test_a_token_that_was_refused_is_renewed_once_for_all(desk: Any, vault: LockedVault) -> None:
    desk.stage.kill_tokens()
    assert all_at_once(desk) == {"processing": HUNDRED}
    assert len(desk.stage.grants.spent) == 1
    assert {vault.secrets["refresh_token"]} == desk.stage.refresh_tokens
    assert desk.stage.frowns == []


def test_a_token_about_to_end_is_renewed_once_for_all(desk: Any, vault: LockedVault) -> None:
    vault.secrets["token_expires_at"] = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert all_at_once(desk) == {"processing": HUNDRED}
    assert len(desk.stage.grants.spent) == 1
    assert {vault.secrets["refresh_token"]} == desk.stage.refresh_tokens


@pytest.mark.parametrize("fault", ["lost-rotation", "accept-then-502"])
def test_a_lost_answer_is_the_end_for_all_and_nobody_sends_the_spent_token_again(
    desk: Any, vault: LockedVault, fault: str
) -> None:
    desk.stage.kill_tokens()
    desk.fault("oauth.refresh", fault)
    (end,) = all_at_once(desk)
    assert "needs consent again" in end
    assert len(desk.stage.grants.spent) == 1
    assert desk.stage.frowns == []
    assert desk.stage.objects() == []
