"""Consent in a browser, codes, and the pair of tokens that rotates."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from channels.zalo import sandbox

VERIFIER = "aB3" * 14 + "z"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
BACK = "https://portal.example/callback"


def opened(bench: Any, **changed: str) -> requests.Response:
    asked = {"app_id": sandbox.APP_ID, "redirect_uri": BACK, "code_challenge": CHALLENGE, "state": "s&1", **changed}
    return requests.get(f"{bench.url}/v4/oa/permission", params=asked, timeout=5)


def allowed(bench: Any, **changed: str) -> dict[str, str]:
    """The query of the redirect after a click on the page's link."""
    page = opened(bench, **changed)
    [link] = re.findall(r'href="([^"]+)"', page.text)
    back = requests.get(f"{bench.server.url}{link}", timeout=5, allow_redirects=False)
    assert back.status_code == 302
    assert back.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back.headers["Location"]).query).items()}


def token(bench: Any, secret: str = sandbox.APP_SECRET, **form: str) -> dict[str, Any]:
    url, headers = f"{bench.url}/v4/oa/access_token", {"secret_key": secret}
    got = requests.post(url, data={"app_id": sandbox.APP_ID, **form}, headers=headers, timeout=5)
    assert got.status_code == 200
    answer: dict[str, Any] = got.json()
    return answer


def redeemed(bench: Any, code: str, verifier: str = VERIFIER, **form: str) -> dict[str, Any]:
    return token(bench, grant_type="authorization_code", code=code, code_verifier=verifier, **form)


def refreshed(bench: Any, refresh_token: str = sandbox.REFRESH_TOKEN, **form: str) -> dict[str, Any]:
    return token(bench, **{"grant_type": "refresh_token", "refresh_token": refresh_token, **form})


def works(bench: Any, access_token: str) -> bool:
    error = bench.ask("/v2.0/oa/getoa", headers={"access_token": access_token})["error"]
    assert error in (0, -216, -220)
    return bool(error == 0)


def spent(bench: Any) -> int:
    count = requests.get(f"{bench.server.url}/_objects/zalo", timeout=5).json()["spent"]
    assert isinstance(count, int)
    return count


def test_the_page_names_what_is_asked_for_and_its_link_leads_back_with_code_oa_id_and_state(bench: Any) -> None:
    page = opened(bench)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "Quản lý bài viết" in page.text
    back = allowed(bench)
    assert (back["oa_id"], back["state"]) == (sandbox.OA_ID, "s&1")
    assert set(back) == {"code", "oa_id", "state"}


def test_a_code_with_its_verifier_gives_a_pair_and_kills_the_old_one(bench: Any) -> None:
    pair = redeemed(bench, allowed(bench)["code"])
    assert set(pair) == {"access_token", "refresh_token", "expires_in"}
    assert pair["expires_in"] == "90000"
    assert works(bench, pair["access_token"])
    assert not works(bench, sandbox.ACCESS_TOKEN)
    assert refreshed(bench)["error"] == -14014


def test_a_code_is_good_once(bench: Any) -> None:
    code = allowed(bench)["code"]
    assert "access_token" in redeemed(bench, code)
    again = redeemed(bench, code)
    assert (again["error"], "error_name" in again, "data" in again) == (-14005, True, False)


def test_a_code_is_good_for_ten_minutes(bench: Any) -> None:
    early, late = allowed(bench)["code"], allowed(bench)["code"]
    bench.now += 599
    assert "access_token" in redeemed(bench, early)
    bench.now += 1
    assert redeemed(bench, late)["error"] == -14005


@pytest.mark.parametrize("verifier", ["", "x" * 43, VERIFIER[:42], VERIFIER + "z"])
def test_a_wrong_verifier_is_refused_and_costs_the_code(bench: Any, verifier: str) -> None:
    code = allowed(bench)["code"]
    assert redeemed(bench, code, verifier)["error"] == -14005
    assert redeemed(bench, code)["error"] == -14005


def test_a_verifier_with_other_characters_is_frowned_at(bench: Any) -> None:
    odd = "-_" * 21 + "z"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(odd.encode()).digest()).rstrip(b"=").decode()
    assert "access_token" in redeemed(bench, allowed(bench, code_challenge=challenge)["code"], odd)
    assert "code_verifier" in bench.stage.frowns[0]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"app_id": "1"}, -14002),
        ({"redirect_uri": "portal"}, -14003),
        ({"code_challenge": ""}, -14012),
        ({"code_challenge": CHALLENGE + "="}, -14012),
        ({"code_challenge": VERIFIER[:40]}, -14012),
    ],
)
def test_a_consent_address_that_is_wrong_shows_an_error(bench: Any, changed: dict[str, str], error: int) -> None:
    assert opened(bench, **changed).json()["error"] == error


def test_parameters_of_other_flows_and_a_missing_state_are_frowned_at(bench: Any) -> None:
    opened(bench, response_type="code", state="")
    assert "response_type" in bench.stage.frowns[0]
    assert "without state" in bench.stage.frowns[1]


def test_callback_and_challenge_may_be_fixed_in_the_console(bench: Any) -> None:
    bench.stage.switches.set({"callback": BACK, "challenge": CHALLENGE})
    assert opened(bench, redirect_uri=f"{BACK}/other").json()["error"] == -14003
    assert "access_token" in redeemed(bench, allowed(bench, code_challenge="")["code"])


def test_a_refresh_token_is_spent_once_and_the_old_access_token_dies_at_once(bench: Any) -> None:
    pair = refreshed(bench)
    assert (pair["expires_in"], "error" in pair) == ("90000", False)
    assert not works(bench, sandbox.ACCESS_TOKEN)
    assert works(bench, pair["access_token"])
    again = refreshed(bench)
    assert (again["error"], again["error_name"]) == (-14014, "Invalid refresh token.")
    assert spent(bench) == 1
    assert "already spent" in bench.stage.frowns[0]
    assert "access_token" in refreshed(bench, pair["refresh_token"])
    assert spent(bench) == 2


def test_an_access_token_lasts_25_hours_and_a_refresh_token_three_months(bench: Any) -> None:
    pair = refreshed(bench)
    bench.now += 89_999
    assert works(bench, pair["access_token"])
    bench.now += 1
    said = bench.ask("/v2.0/oa/getoa", headers={"access_token": pair["access_token"]})
    assert (said["error"], said["message"]) == (-220, "access_token is expired or removed")
    bench.now += 90 * 86_400
    assert refreshed(bench, pair["refresh_token"])["error"] == -14014


@pytest.mark.parametrize(
    ("changed", "error"),
    [({"secret": "wrong"}, -14004), ({"app_id": "1"}, -14002), ({"grant_type": "password"}, -14018)],
)
def test_a_wrong_secret_application_or_grant_is_refused_and_spends_nothing(
    bench: Any, changed: dict[str, str], error: int
) -> None:
    said = refreshed(bench, **changed)
    assert said["error"] == error
    assert {"error_name", "error_description", "error_reason", "ref_doc"} <= set(said)
    assert spent(bench) == 0


def test_the_secret_is_taken_from_the_header_alone(bench: Any) -> None:
    form = {"app_id": sandbox.APP_ID, "grant_type": "refresh_token", "refresh_token": sandbox.REFRESH_TOKEN}
    got = requests.post(f"{bench.url}/v4/oa/access_token", data={**form, "secret_key": sandbox.APP_SECRET}, timeout=5)
    assert got.json()["error"] == -14004
    got = requests.post(
        f"{bench.url}/v4/oa/access_token", json=form, headers={"secret_key": sandbox.APP_SECRET}, timeout=5
    )
    assert got.json()["error"] == -14002
    assert "urlencoded form" in bench.stage.frowns[0]


@pytest.mark.parametrize(("on", "fault"), [("*", "lost-rotation"), ("oauth.refresh", "accept-then-drop")])
def test_a_reply_can_be_dropped_after_the_rotation_and_the_grant_is_then_lost(bench: Any, on: str, fault: str) -> None:
    bench.order(on, fault)
    with pytest.raises(requests.ConnectionError):
        refreshed(bench)
    assert spent(bench) == 1
    assert not works(bench, sandbox.ACCESS_TOKEN)
    assert refreshed(bench)["error"] == -14014


def test_a_code_and_a_refresh_can_be_troubled_apart(bench: Any) -> None:
    bench.order("oauth.code", "refuse-502")
    pair = refreshed(bench)
    assert "access_token" in pair
    code = allowed(bench)["code"]
    form = {"app_id": sandbox.APP_ID, "grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
    got = requests.post(
        f"{bench.url}/v4/oa/access_token", data=form, headers={"secret_key": sandbox.APP_SECRET}, timeout=5
    )
    assert got.status_code == 502
    assert "access_token" in redeemed(bench, code)


def test_no_token_is_among_the_tallies(bench: Any) -> None:
    pair = redeemed(bench, allowed(bench)["code"])
    told = requests.get(f"{bench.server.url}/_objects/zalo", timeout=5).text
    assert '"codes": {"given": 1, "used": 1}' in told
    assert not any(secret in told for secret in (pair["access_token"], pair["refresh_token"], sandbox.APP_SECRET))


def test_every_token_ever_given_is_watched_for_in_addresses(bench: Any) -> None:
    code = allowed(bench)["code"]
    dead, pair = redeemed(bench, code), refreshed(bench, redeemed(bench, allowed(bench)["code"])["refresh_token"])
    held = (sandbox.APP_SECRET, code, dead["access_token"], pair["access_token"], pair["refresh_token"])
    assert bench.stage.frowns == []
    for secret in held:
        requests.get(f"{bench.url}/v2.0/oa/getoa", params={"x": secret}, timeout=5)
    assert len(bench.stage.frowns) == len(held)
    assert not any(secret in frown for secret in held for frown in bench.stage.frowns)
