"""The stand-in's OAuth: the consent page, the code that buys tokens once, and refresh tokens that end."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from channels.youtube.sandbox import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE
from tests.channels.youtube.caller import Caller, calling, reason

DAY = 86_400
BACK = "http://127.0.0.1:8000/accounts/connected?kind=youtube"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
UPLOAD_SCOPE = "https://www.googleapis.com/auth/youtube.upload"
READ_SCOPE = "https://www.googleapis.com/auth/youtube.readonly"


@pytest.fixture
def caller() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


def page(caller: Caller, **changes: str) -> requests.Response:
    asked = {
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": SCOPE,
        "state": "s t&te",
        "access_type": "offline",
        "prompt": "consent",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    params = {name: value for name, value in asked.items() if value}
    return requests.get(f"{caller.server.url}/youtube/o/oauth2/v2/auth", params=params, timeout=20)


def followed(shown: requests.Response, link: str = "allow") -> dict[str, str]:
    """What the redirect address is told by this link of the page."""
    assert shown.status_code == 200, shown.text
    found = re.search(rf'id="{link}" href="([^"]+)"', shown.text)
    assert found
    address = unescape(found[1])
    assert address.startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def exchange(caller: Caller, code: str, **changes: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **changes,
    }
    url = f"{caller.server.url}/youtube/token"
    return requests.post(url, data={name: value for name, value in form.items() if value}, timeout=20)


def refused(reply: requests.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]


def test_a_person_who_agrees_is_led_back_with_a_code_that_buys_tokens_once(caller: Caller) -> None:
    told = followed(page(caller))
    assert (told["state"], told["scope"], told["kind"]) == ("s t&te", SCOPE, "youtube")
    bought = exchange(caller, told["code"])
    answer = bought.json()
    assert (answer["token_type"], answer["scope"], answer["expires_in"]) == ("Bearer", SCOPE, 3599)
    assert "refresh_token_expires_in" not in answer
    caller.token = answer["access_token"]
    assert caller.call("GET", "/youtube/v3/channels?part=id&mine=true").status_code == 200
    assert refused(exchange(caller, told["code"])) == (400, "invalid_grant")
    assert caller.buy(refresh_token=answer["refresh_token"]).status_code == 200
    assert caller.platform.frowns == []


def test_a_person_who_does_not_agree_is_led_back_without_a_code(caller: Caller) -> None:
    told = followed(page(caller), "deny")
    assert told == {"kind": "youtube", "state": "s t&te", "error": "access_denied"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"client_id": "somebody"}, "invalid_client"),
        ({"redirect_uri": ""}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://moha.gov.vn/back"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "https://moha.gov.vn/back#x"}, "redirect_uri_mismatch"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"code_challenge_method": "MD5"}, "invalid_request"),
    ],
)
def test_consent_that_is_asked_for_wrongly_shows_an_error_and_leads_nowhere(
    caller: Caller, change: dict[str, str], expected: str
) -> None:
    shown = page(caller, **change)
    assert shown.status_code == 400
    assert expected in shown.text
    assert "<a " not in shown.text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": ""}, "without state"),
        ({"code_challenge": "", "code_challenge_method": ""}, "without PKCE"),
        ({"code_challenge_method": "plain"}, "without PKCE by S256"),
        ({"access_type": ""}, "without access_type=offline"),
    ],
)
def test_consent_that_is_asked_for_carelessly_is_frowned_at(
    caller: Caller, change: dict[str, str], expected: str
) -> None:
    assert page(caller, **change).status_code == 200
    assert expected in caller.platform.frowns[0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"code_verifier": ""}, "invalid_grant"),
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": CHALLENGE}, "invalid_grant"),
        ({"code": "4/0nobody"}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:8000/other"}, "redirect_uri_mismatch"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_sold_only_to_whoever_asked_for_it(caller: Caller, change: dict[str, str], expected: str) -> None:
    code = followed(page(caller))["code"]
    reply = exchange(caller, **{"code": code, **change})
    assert refused(reply) == (401 if expected == "invalid_client" else 400, expected)
    assert exchange(caller, code).status_code == 200


def test_a_code_of_ten_minutes_ago_is_no_good(caller: Caller) -> None:
    code = followed(page(caller))["code"]
    caller.now += 601
    assert refused(exchange(caller, code)) == (400, "invalid_grant")


@pytest.mark.parametrize(("change", "given"), [({"access_type": "online"}, False), ({"prompt": ""}, False), ({}, True)])
def test_a_refresh_token_is_given_only_offline_and_when_consent_is_asked_for_again(
    caller: Caller, change: dict[str, str], given: bool
) -> None:
    assert ("refresh_token" in exchange(caller, followed(page(caller, **change))["code"]).json()) is given


@pytest.mark.parametrize("way", ["link", "switch"])
def test_a_person_may_grant_less_than_was_asked_for(caller: Caller, way: str) -> None:
    if way == "switch":
        caller.switch("fewer_scopes=true")
    asked = f"{UPLOAD_SCOPE} {SCOPE}"
    told = followed(page(caller, scope=asked), "allow-less" if way == "link" else "allow")
    answer = exchange(caller, told["code"]).json()
    assert told["scope"] == answer["scope"] == UPLOAD_SCOPE
    caller.token = answer["access_token"]
    assert caller.start(5).status_code == 200
    assert reason(caller.call("GET", "/youtube/v3/channels?part=id&mine=true")) == (403, "insufficientPermissions")
    assert caller.buy(refresh_token=answer["refresh_token"]).json()["scope"] == UPLOAD_SCOPE


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        (UPLOAD_SCOPE, {"start"}),
        (READ_SCOPE, {"list"}),
        ("https://www.googleapis.com/auth/youtube", {"start", "list", "delete"}),
        (SCOPE, {"start", "list", "delete", "captions"}),
    ],
)
def test_each_scope_allows_what_the_discovery_document_says(caller: Caller, scope: str, may: set[str]) -> None:
    caller.token = exchange(caller, followed(page(caller, scope=scope))["code"]).json()["access_token"]
    replies = {
        "start": caller.start(5),
        "list": caller.call("GET", "/youtube/v3/videos?part=id&id=x"),
        "delete": caller.call("DELETE", "/youtube/v3/videos?id=x"),
        "captions": caller.call("GET", "/youtube/v3/captions?part=id&videoId=x"),
    }
    assert {name for name, reply in replies.items() if reply.status_code != 403} == may


def test_while_the_app_is_testing_a_refresh_token_ends_after_a_week(caller: Caller) -> None:
    caller.switch("testing=true")
    answer = exchange(caller, followed(page(caller))["code"]).json()
    assert answer["refresh_token_expires_in"] == 7 * DAY
    caller.now += 6 * DAY
    assert caller.buy(refresh_token=answer["refresh_token"]).json()["refresh_token_expires_in"] == DAY
    caller.now += DAY
    assert refused(caller.buy(refresh_token=answer["refresh_token"])) == (400, "invalid_grant")


def test_in_production_a_refresh_token_ends_when_it_is_not_used_for_half_a_year(caller: Caller) -> None:
    caller.now += 180 * DAY
    assert caller.buy().status_code == 200
    caller.now += 180 * DAY
    assert caller.buy().status_code == 200
    caller.now += 183 * DAY
    assert refused(caller.buy()) == (400, "invalid_grant")


def test_of_more_than_a_hundred_refresh_tokens_the_oldest_is_dropped_without_a_word(caller: Caller) -> None:
    bought = [exchange(caller, followed(page(caller))["code"]).json()["refresh_token"] for _ in range(100)]
    assert refused(caller.buy(refresh_token=REFRESH_TOKEN)) == (400, "invalid_grant")
    assert caller.buy(refresh_token=bought[0]).status_code == 200


def test_a_grant_that_is_taken_back_is_gone(caller: Caller) -> None:
    url = f"{caller.server.url}/youtube/revoke"
    assert requests.post(url, data={"token": REFRESH_TOKEN}, timeout=20).status_code == 200
    assert refused(caller.buy()) == (400, "invalid_grant")
    assert refused(requests.post(url, data={"token": REFRESH_TOKEN}, timeout=20)) == (400, "invalid_token")


@pytest.mark.parametrize(
    ("fault", "first", "then"),
    [
        ("invalid-grant", (400, "invalid_grant"), 200),
        ("revoked", (400, "invalid_grant"), 400),
        ("unavailable", (503, "temporarily_unavailable"), 200),
    ],
)
def test_the_token_endpoint_has_bad_days(caller: Caller, fault: str, first: tuple[int, str], then: int) -> None:
    caller.order("token", fault)
    assert refused(caller.buy()) == first
    assert caller.buy().status_code == then


def test_a_token_ends_after_an_hour_or_when_it_is_ordered(caller: Caller) -> None:
    caller.now += 3599
    assert caller.call("GET", "/youtube/v3/channels?part=id&mine=true").status_code == 200
    caller.now += 1
    assert reason(caller.call("GET", "/youtube/v3/channels?part=id&mine=true")) == (401, "authError")
    caller.connect()
    caller.order("channels.list", "tokens-end")
    assert reason(caller.call("GET", "/youtube/v3/channels?part=id&mine=true")) == (401, "authError")


def test_a_secret_in_an_address_is_frowned_at(caller: Caller) -> None:
    requests.post(f"{caller.server.url}/youtube/token?client_secret=x", timeout=20)
    assert "client_secret in the address" in caller.platform.frowns[0]
    requests.get(f"{caller.server.url}/youtube/youtube/v3/channels?q={caller.token}", timeout=20)
    assert caller.platform.frowns[1] == "a secret in the address of a GET"
    assert caller.token not in str(caller.platform.frowns)


def test_an_account_is_made_of_what_the_stand_in_lets_in(caller: Caller) -> None:
    base = f"{caller.server.url}/youtube"
    seat = caller.platform.seat(base)
    assert requests.post(
        seat.settings["token_url"], timeout=20, data={"grant_type": "refresh_token", **seat.secrets}
    ).ok
    assert seat.settings["api_url"] == base
    assert not any(secret in repr(seat) for secret in caller.platform.secrets())
