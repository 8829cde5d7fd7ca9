"""A person connects a channel on Google's page: with PKCE, a refresh token, and what was granted told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.channel import Channel
from channels.consent import Asked, Asking
from channels.errors import AccountBroken, Unavailable
from channels.registry import channel_of
from channels.wire import Guard, Wire
from channels.youtube import consent
from channels.youtube.health import FEWER_RIGHTS
from channels.youtube.reasons import NO_CHANNEL
from channels.youtube.sandbox.consent import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from channels.youtube.sandbox.videos import CHANNEL_ID, CHANNEL_TITLE
from channels.youtube.tokens import CLIENT, RECONNECT, REDIRECT, SCOPE
from tests.channels.youtube.conftest import Bench

BACK = "http://127.0.0.1:8000/accounts/connect"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def channel() -> Channel:
    return channel_of("youtube")


def asking(bench: Bench, **changes: Any) -> Asking:
    base = f"{bench.server.url}/youtube"
    given = {"api_url": base, "token_url": f"{base}/token", "auth_url": f"{base}/o/oauth2/v2/auth"}
    values: dict[str, Any] = {
        "settings": channel_of("youtube").settle_settings(given),
        "secrets": {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
        "wire": Wire(Guard(["127.0.0.1"]), timeout=2, pause=0.01),
        "now": NOW,
        "redirect_uri": BACK,
    }
    return Asking(**{**values, **changes})


def answered(bench: Bench, asked: Asked, link: str = "allow") -> dict[str, str]:
    """What comes back when the person follows a link of Google's page."""
    page = asking(bench).wire.read(asked.url)
    assert page.status == 200, page.text
    found = re.search(rf'id="{link}" href="([^"]+)"', page.text)
    assert found
    back = urlsplit(unescape(found[1]))
    assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def test_the_page_is_asked_for_what_is_needed_and_for_a_refresh_token(bench: Bench, channel: Channel) -> None:
    asked = channel.load_consent().ask(asking(bench), "state-1")
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked.url).query).items()}
    assert query.pop("code_challenge")
    assert query == {
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": SCOPE,
        "access_type": "offline",
        "prompt": "consent",
        "state": "state-1",
        "code_challenge_method": "S256",
    }
    assert CLIENT_SECRET not in asked.url
    assert asked.kept["code_verifier"] not in asked.url
    assert asked.kept["code_verifier"] not in repr(asked)


def test_two_askings_have_two_verifiers(bench: Bench, channel: Channel) -> None:
    kept = {channel.load_consent().ask(asking(bench), "s").kept["code_verifier"] for _ in range(5)}
    assert len(kept) == 5
    assert all(43 <= len(verifier) <= 128 for verifier in kept)


def test_the_page_of_google_itself_is_the_default(channel: Channel) -> None:
    assert channel.settle_settings({})["auth_url"] == "https://accounts.google.com/o/oauth2/v2/auth"


def test_consent_gives_the_channel_and_a_refresh_token_that_works(bench: Bench, channel: Channel) -> None:
    door = channel.load_consent()
    asked = door.ask(asking(bench), "state-1")
    answer = answered(bench, asked)
    assert answer["state"] == "state-1"
    (choice,) = door.redeem(asking(bench), asked.kept, answer).choices
    assert (choice.id, choice.label) == (CHANNEL_ID, CHANNEL_TITLE)
    assert (choice.granted, choice.missing) == ((SCOPE,), ())
    assert choice.secrets["refresh_expires_at"] == "", "Google named no end, and none of an older token may stay"
    assert choice.secrets["refresh_token"] not in repr(choice)
    bench.access.vault.secrets |= choice.secrets
    assert bench.adapter.check(bench.access).ok
    assert bench.platform.frowns == []


def test_the_end_of_a_token_of_an_app_in_testing_is_kept(bench: Bench, channel: Channel) -> None:
    bench.platform.testing = True
    door = channel.load_consent()
    asked = door.ask(asking(bench), "s")
    (choice,) = door.redeem(asking(bench), asked.kept, answered(bench, asked)).choices
    assert datetime.fromisoformat(choice.secrets["refresh_expires_at"]) == NOW + timedelta(days=7)


def test_who_grants_less_than_was_asked_for_is_told_what_is_missing(bench: Bench, channel: Channel) -> None:
    door = channel.load_consent()
    asked = door.ask(asking(bench), "s")
    with pytest.raises(AccountBroken) as caught:  # what was granted cannot even tell the channel
        door.redeem(asking(bench), asked.kept, answered(bench, asked, "allow-less"))
    assert caught.value.say == FEWER_RIGHTS


def test_who_declines_has_declined(bench: Bench, channel: Channel) -> None:
    door = channel.load_consent()
    asked = door.ask(asking(bench), "s")
    with pytest.raises(AccountBroken) as caught:
        door.redeem(asking(bench), asked.kept, answered(bench, asked, "deny"))
    assert caught.value.say == consent.DECLINED


def test_a_code_is_good_once_and_only_for_who_asked(bench: Bench, channel: Channel) -> None:
    door = channel.load_consent()
    asked = door.ask(asking(bench), "s")
    answer = answered(bench, asked)
    with pytest.raises(AccountBroken) as caught:
        door.redeem(asking(bench), {"code_verifier": "x" * 43}, answer)
    assert caught.value.say == consent.BEGIN_AGAIN
    door.redeem(asking(bench), asked.kept, answer)
    with pytest.raises(AccountBroken):
        door.redeem(asking(bench), asked.kept, answer)


def test_no_refresh_token_is_told_with_the_way_out(bench: Bench, channel: Channel) -> None:
    door = channel.load_consent()
    asked = door.ask(asking(bench), "s")
    answer = answered(bench, Asked(asked.url.replace("prompt=consent&", "")))
    with pytest.raises(AccountBroken) as caught:
        door.redeem(asking(bench), asked.kept, answer)
    assert caught.value.say == consent.NO_REFRESH


@pytest.mark.parametrize("answer", [{}, {"code": ""}, {"state": "s"}])
def test_an_answer_without_a_code_says_so(bench: Bench, channel: Channel, answer: dict[str, str]) -> None:
    with pytest.raises(AccountBroken) as caught:
        channel.load_consent().redeem(asking(bench), {"code_verifier": "x" * 43}, answer)
    assert caught.value.say == consent.NOTHING


def test_a_refresh_token_may_be_pasted_and_is_tried_at_once(bench: Bench, channel: Channel) -> None:
    assert channel.pasted == ("refresh_token",)
    door = channel.load_consent()
    (choice,) = door.redeem(asking(bench), {}, {"refresh_token": f" {REFRESH_TOKEN}\n"}).choices
    assert choice.secrets["refresh_token"] == REFRESH_TOKEN
    assert choice.id == CHANNEL_ID
    with pytest.raises(AccountBroken) as caught:
        door.redeem(asking(bench), {}, {"refresh_token": "1//another"})
    assert caught.value.say == RECONNECT


@pytest.mark.parametrize("name", ["client_id", "client_secret"])
def test_the_client_comes_before_the_person(bench: Bench, channel: Channel, name: str) -> None:
    secrets = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    with pytest.raises(AccountBroken) as caught:
        channel.load_consent().ask(asking(bench, secrets={**secrets, name: ""}), "s")
    assert caught.value.say == consent.NO_CLIENT
    with pytest.raises(AccountBroken) as caught:
        channel.load_consent().redeem(asking(bench, secrets={**secrets, name: "x"}), {}, {"refresh_token": "x"})
    assert caught.value.say == CLIENT


def test_another_redirect_address_than_was_asked_with_is_named(bench: Bench, channel: Channel) -> None:
    door = channel.load_consent()
    asked = door.ask(asking(bench), "s")
    with pytest.raises(AccountBroken) as caught:
        door.redeem(asking(bench, redirect_uri="https://other.example/"), asked.kept, answered(bench, asked))
    assert caught.value.say == REDIRECT


@pytest.mark.parametrize("fault", ["accept-then-drop", "refuse-502", "accept-then-truncate"])
def test_an_answer_that_was_lost_means_to_begin_again(bench: Bench, channel: Channel, fault: str) -> None:
    door = channel.load_consent()
    asked = door.ask(asking(bench), "s")
    answer = answered(bench, asked)
    bench.order("token", fault)
    with pytest.raises(Unavailable) as caught:
        door.redeem(asking(bench), asked.kept, answer)
    assert caught.value.say == consent.BEGIN_AGAIN


def test_a_person_without_a_channel_is_told(bench: Bench, channel: Channel) -> None:
    bench.platform.signed_up = False
    with pytest.raises(AccountBroken) as caught:
        channel.load_consent().redeem(asking(bench), {}, {"refresh_token": REFRESH_TOKEN})
    assert caught.value.say == NO_CHANNEL


def test_an_account_can_be_made_before_it_is_connected(channel: Channel) -> None:
    required = {setting.name for setting in channel.schema if setting.secret and setting.required}
    assert required == {"client_id", "client_secret"}
