"""The access token: bought when needed, renewed before it ends, and never led away from https."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.errors import AccountBroken, Throttled, Unavailable
from channels.youtube.grant import Grant
from channels.youtube.transport import Transport
from tests.channels.youtube.conftest import Bench, account


def test_a_token_is_kept_until_shortly_before_its_end(bench: Bench) -> None:
    grant = Grant(bench.access)
    first = grant.token()
    bench.access.later = timedelta(minutes=50)
    assert grant.token() == first
    bench.access.later = timedelta(minutes=56)  # of sixty, and a part may take a while
    assert grant.token() != first


def test_another_act_buys_another_token(bench: Bench) -> None:
    assert Grant(bench.access).token() != Grant(bench.access).token()


@pytest.mark.parametrize("name", ["client_id", "client_secret", "refresh_token"])
def test_a_secret_that_is_missing_or_wrong_breaks_the_account(bench: Bench, name: str) -> None:
    for wrong in ("", "not the one"):
        access = account(bench.server)
        access.vault.secrets[name] = wrong
        with pytest.raises(AccountBroken) as caught:
            Grant(access).token()
        assert caught.value.say.vi != AccountBroken.default.vi, "the person is told what to do"


@pytest.mark.parametrize("fault", ["drop", "accept-then-drop", "refuse-502", "refuse-500", "accept-then-truncate"])
def test_a_token_endpoint_that_is_ill_is_unavailable_for_nothing_is_published_by_asking(
    bench: Bench, fault: str
) -> None:
    bench.order("token", fault)
    with pytest.raises(Unavailable):
        Grant(bench.access).token()


def test_a_token_endpoint_may_ask_to_wait(bench: Bench) -> None:
    bench.order("token", "rate")
    with pytest.raises(Throttled):
        Grant(bench.access).token()


def test_an_upload_address_without_https_never_gets_the_token(bench: Bench) -> None:
    bench.access.settings["api_url"] = "https://youtube.googleapis.com"
    with pytest.raises(AccountBroken):
        Transport(bench.access).send("PUT", f"{bench.server.url}/youtube/upload/youtube/v3/videos?upload_id=x")
    assert bench.platform.tokens == {}
