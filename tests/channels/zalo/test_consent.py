"""Connecting an Official Account: on Zalo's page, by a code typed by hand, or by pasting a pair."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urljoin, urlsplit

import pytest
import requests

from channels.consent import Asking
from channels.errors import AccountBroken, Refused, Unavailable
from channels.registry import channel_of
from channels.zalo import sandbox
from channels.zalo.consent import ZaloConsent, challenge_of
from channels.zalo.health import ABOUT, ARTICLES

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
BACK = "https://cms.moha.example/accounts/back"
VERIFIER = "FixedInTheConsole1234567890abcdefghijklmnop"


@pytest.fixture
def asking(desk: Any) -> Asking:
    """An account that has been added and never connected."""
    secrets = {"app_secret": sandbox.APP_SECRET}
    return Asking(desk.access.settings, secrets, desk.access.wire, NOW, BACK)


def agree(url: str) -> dict[str, str]:
    """Open the page, follow the link, and read what the browser is sent back with."""
    page = requests.get(url, timeout=5)
    link = re.search(r'href="([^"]+)"', page.text)
    assert link, page.text
    back = requests.get(urljoin(url, link[1].replace("&amp;", "&")), timeout=5, allow_redirects=False)
    return dict(parse_qsl(urlsplit(back.headers["Location"]).query))


def secrets_of(account: Any) -> dict[str, str]:
    return dict(account.choices[0].secrets)


def test_the_manifest_loads_it() -> None:
    assert isinstance(channel_of("zalo").load_consent(), ZaloConsent)
    secret = {setting.name for setting in channel_of("zalo").settings if setting.secret}
    assert set(channel_of("zalo").pasted) <= secret


def test_an_account_can_be_added_before_it_is_connected() -> None:
    assert not [setting.name for setting in channel_of("zalo").settings if setting.secret and setting.required]


def test_the_address_has_what_zalo_wants_and_no_secret(asking: Asking) -> None:
    asked = ZaloConsent().ask(asking, "state-1")
    told = {name: values[0] for name, values in parse_qs(urlsplit(asked.url).query).items()}
    assert told == {
        "app_id": sandbox.APP_ID,
        "redirect_uri": BACK,
        "code_challenge": challenge_of(asked.kept["code_verifier"]),
        "state": "state-1",
    }
    assert urlsplit(asked.url).path.endswith("/v4/oa/permission")
    assert asked.kept["code_verifier"] not in asked.url
    assert asked.kept["code_verifier"] not in repr(asked)


def test_each_consent_has_a_verifier_of_43_letters_and_digits_of_its_own(asking: Asking) -> None:
    verifiers = {ZaloConsent().ask(asking, "s").kept["code_verifier"] for _ in range(20)}
    assert len(verifiers) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9]{43}", verifier) for verifier in verifiers)


def test_the_challenge_is_base64url_of_the_raw_digest_without_padding() -> None:
    """The example of RFC 7636, appendix B."""
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_consent_gives_the_account_its_pair_when_each_ends_and_what_was_granted(desk: Any, asking: Asking) -> None:
    asked = ZaloConsent().ask(asking, "state-1")
    answer = agree(asked.url)
    assert answer["state"] == "state-1"
    granted = ZaloConsent().redeem(asking, asked.kept, answer)
    (choice,) = granted.choices
    assert (choice.id, choice.label) == (sandbox.OA_ID, "Bộ Nội vụ (thử nghiệm)")
    assert choice.settings == {"oa_id": sandbox.OA_ID}
    assert (choice.granted, choice.missing) == ((ABOUT, ARTICLES), ())
    assert choice.secrets["access_token"] in desk.stage.access_tokens
    assert {choice.secrets["refresh_token"]} == desk.stage.refresh_tokens
    assert choice.secrets["token_expires_at"] == "2026-11-24T04:00:00+00:00"
    assert choice.secrets["refresh_expires_at"] == "2027-02-21T03:00:00+00:00"
    assert desk.stage.frowns == []
    assert not [secret for secret in choice.secrets.values() if secret and secret in repr(granted)]


def test_what_consent_gives_is_what_the_account_works_with(desk: Any, asking: Asking) -> None:
    asked = ZaloConsent().ask(asking, "s")
    choice = ZaloConsent().redeem(asking, asked.kept, agree(asked.url)).choices[0]
    known = {setting.name for setting in channel_of("zalo").settings if setting.secret}
    assert {name for name, value in choice.secrets.items() if value} <= known
    desk.access.vault.secrets = {"app_secret": sandbox.APP_SECRET, **choice.secrets}
    assert desk.adapter.check(desk.access).ok


def test_a_verifier_that_is_fixed_in_the_console_is_used(desk: Any, asking: Asking) -> None:
    fixed = replace(asking, secrets={**asking.secrets, "code_verifier": VERIFIER})
    asked = ZaloConsent().ask(fixed, "s")
    assert f"code_challenge={challenge_of(VERIFIER)}" in asked.url
    code = desk.stage.grants.give_code(challenge_of(VERIFIER))
    assert ZaloConsent().redeem(fixed, {}, {"code": code}).choices[0].id == sandbox.OA_ID


@pytest.mark.parametrize("verifier", ["short", "x" * 44, "x" * 42 + "é"])
def test_a_stored_verifier_that_is_none_is_told_before_zalo_is_asked(asking: Asking, verifier: str) -> None:
    with pytest.raises(AccountBroken) as broken:
        ZaloConsent().ask(replace(asking, secrets={**asking.secrets, "code_verifier": verifier}), "s")
    assert "43" in broken.value.say.en
    assert verifier not in f"{broken.value} {broken.value.evidence} {broken.value.say.en}"


@pytest.mark.parametrize("spelt", ["{}", "  {} ", "https://cms.moha.example/back?code={}&oa_id=1&state=s"])
def test_a_code_or_the_whole_address_may_be_typed_by_hand(desk: Any, asking: Asking, spelt: str) -> None:
    asked = ZaloConsent().ask(asking, "s")
    code = agree(asked.url)["code"]
    assert ZaloConsent().redeem(asking, asked.kept, {"code": spelt.format(code)}).choices[0].id == sandbox.OA_ID


def test_a_code_is_good_once_and_asked_with_once(desk: Any, asking: Asking) -> None:
    asked = ZaloConsent().ask(asking, "s")
    answer = agree(asked.url)
    ZaloConsent().redeem(asking, asked.kept, answer)
    with pytest.raises(AccountBroken) as broken:
        ZaloConsent().redeem(asking, asked.kept, answer)
    assert broken.value.evidence["code"] == -14005
    assert "begin the consent again" in broken.value.say.en
    assert desk.stage.grants.tallies()["codes"] == {"given": 1, "used": 1}


def test_a_lost_answer_to_a_code_begins_again(desk: Any, asking: Asking) -> None:
    asked = ZaloConsent().ask(asking, "s")
    answer = agree(asked.url)
    desk.fault("oauth.code", "lost-rotation")
    with pytest.raises(AccountBroken) as broken:
        ZaloConsent().redeem(asking, asked.kept, answer)
    assert "good only once" in broken.value.say.en


def test_a_server_that_was_not_reached_leaves_the_code_good(desk: Any, asking: Asking) -> None:
    asked = ZaloConsent().ask(asking, "s")
    answer = agree(asked.url)
    nowhere = replace(asking, settings={**asking.settings, "oauth_url": "http://127.0.0.1:1"})
    with pytest.raises(Unavailable):
        ZaloConsent().redeem(nowhere, asked.kept, answer)
    assert ZaloConsent().redeem(asking, asked.kept, answer).choices


@pytest.mark.parametrize("fault", ["refuse-502", "throttle", "drop"])
def test_a_pair_that_is_good_only_once_is_not_lost_because_zalo_does_not_tell_whose_it_is(
    desk: Any, asking: Asking, fault: str
) -> None:
    asked = ZaloConsent().ask(asking, "s")
    answer = agree(asked.url)
    desk.fault("oa.get", fault, times=9)
    (choice,) = ZaloConsent().redeem(asking, asked.kept, answer).choices
    assert (choice.id, choice.label) == (sandbox.OA_ID, sandbox.OA_ID)
    assert choice.granted == (ARTICLES,)
    assert {choice.secrets["refresh_token"]} == desk.stage.refresh_tokens


def test_a_right_that_was_not_granted_is_named(desk: Any, asking: Asking) -> None:
    desk.fault("article.slice", "unauthorized")
    asked = ZaloConsent().ask(asking, "s")
    (choice,) = ZaloConsent().redeem(asking, asked.kept, agree(asked.url)).choices
    assert (choice.granted, choice.missing) == ((ABOUT,), (ARTICLES,))


def test_a_pasted_pair_is_taken_as_it_is_and_nothing_of_it_is_spent(desk: Any, asking: Asking) -> None:
    pasted = {"access_token": f" {sandbox.ACCESS_TOKEN}\n", "refresh_token": sandbox.REFRESH_TOKEN}
    told = secrets_of(ZaloConsent().redeem(asking, {}, pasted))
    assert (told["access_token"], told["refresh_token"]) == (sandbox.ACCESS_TOKEN, sandbox.REFRESH_TOKEN)
    assert (told["token_expires_at"], told["refresh_expires_at"]) == ("", "2027-02-21T03:00:00+00:00")
    assert desk.stage.grants.spent == []


def test_the_end_of_a_pasted_token_is_kept_and_one_that_is_none_is_told(asking: Asking) -> None:
    pasted = {"access_token": sandbox.ACCESS_TOKEN, "token_expires_at": "2026-11-24T01:00:00+07:00"}
    assert secrets_of(ZaloConsent().redeem(asking, {}, pasted))["token_expires_at"] == "2026-11-24T01:00:00+07:00"
    with pytest.raises(Refused, match="no moment"):
        ZaloConsent().redeem(asking, {}, {**pasted, "token_expires_at": "tomorrow"})


def test_a_pasted_token_that_zalo_refuses_is_not_connected(asking: Asking) -> None:
    with pytest.raises(AccountBroken) as broken:
        ZaloConsent().redeem(asking, {}, {"access_token": "wrong", "refresh_token": "x"})
    assert "wrong" not in f"{broken.value} {broken.value.evidence}"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({}, "has not consented"),
        ({"code": "", "access_token": " "}, "has not consented"),
        ({"error": "access_denied"}, "has not consented"),
        ({"error": "-14003", "error_name": "Invalid redirect uri"}, "Callback URL"),
    ],
)
def test_no_consent_is_told_as_that(asking: Asking, answer: dict[str, str], says: str) -> None:
    with pytest.raises(AccountBroken) as broken:
        ZaloConsent().redeem(asking, {"code_verifier": "x"}, answer)
    assert says in broken.value.say.en


@pytest.mark.parametrize("missing", ["app_id", "app_secret"])
def test_without_an_application_nobody_is_sent_to_zalo(asking: Asking, missing: str) -> None:
    settings = {**asking.settings, "app_id": "" if missing == "app_id" else asking.settings["app_id"]}
    secrets = {} if missing == "app_secret" else asking.secrets
    with pytest.raises(AccountBroken) as broken:
        ZaloConsent().ask(replace(asking, settings=settings, secrets=secrets), "s")
    assert "app_id and app_secret" in broken.value.say.en
