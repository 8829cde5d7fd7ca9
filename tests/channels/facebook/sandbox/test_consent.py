"""OAuth for people: the dialog, codes, long-lived tokens, the choice of Page."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
import requests

from channels.facebook.sandbox import (
    APP_ID,
    APP_SECRET,
    APP_TOKEN,
    OTHER_PAGE_ID,
    PAGE_ID,
    TOKEN,
    USER_ID,
    USER_TOKEN,
    WATCHED_PAGE_ID,
    Sandbox,
)
from tests.channels.facebook.sandbox.conftest import Ask, Later, code, debug

BACK = "http://localhost/accounts/connect/back"
SCOPE = "pages_show_list,pages_manage_posts,pages_read_engagement"
ASKED = {"client_id": APP_ID, "redirect_uri": BACK, "state": "s 1", "scope": SCOPE, "response_type": "code"}


def consent(ask: Ask, choice: str = "continue", **more: str) -> dict[str, str]:
    """What comes back to the app after a person has followed the link of this class."""
    page = ask("GET", "dialog/oauth", token="", params={**ASKED, **more})
    assert "Continue as" in page.text
    link = page.text.split(f'class="{choice}" href="')[1].split('"')[0].replace("&amp;", "&")
    answer = requests.get(urljoin(page.url, link), allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(BACK)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def exchanged(ask: Ask, method: str = "POST", **told: str) -> requests.Response:
    sent = {"client_id": APP_ID, "client_secret": APP_SECRET, **told}
    where = "params" if method == "GET" else "data"
    return ask(method, "oauth/access_token", token="", **{where: sent})


def from_code(ask: Ask, given: str, **more: str) -> requests.Response:
    return exchanged(ask, code=given, redirect_uri=BACK, **more)


def short(ask: Ask, choice: str = "continue") -> str:
    token: str = from_code(ask, consent(ask, choice)["code"]).json()["access_token"]
    return token


def long(ask: Ask, choice: str = "continue") -> str:
    told = {"grant_type": "fb_exchange_token", "fb_exchange_token": short(ask, choice)}
    answer: dict[str, Any] = exchanged(ask, **told).json()
    assert (answer["token_type"], answer["expires_in"]) == ("bearer", 5_183_944)
    token: str = answer["access_token"]
    return token


def test_a_person_who_agrees_comes_back_with_a_code_and_the_state(ask: Ask) -> None:
    back = consent(ask)
    assert back["state"] == "s 1"
    answer = from_code(ask, back["code"]).json()
    assert answer["token_type"] == "bearer"
    assert answer["expires_in"] < 3 * 3600


def test_a_person_who_declines_comes_back_with_the_error(ask: Ask) -> None:
    assert consent(ask, "cancel") == {
        "error": "access_denied",
        "error_code": "200",
        "error_description": "Permissions error",
        "error_reason": "user_denied",
        "state": "s 1",
    }


def test_from_consent_to_a_pages_token_that_publishes(ask: Ask, page: Sandbox) -> None:
    found = ask("GET", "me/accounts", token=long(ask)).json()
    assert [one["id"] for one in found["data"]] == [PAGE_ID, OTHER_PAGE_ID, WATCHED_PAGE_ID]
    assert "CREATE_CONTENT" in found["data"][0]["tasks"]
    assert found["data"][2]["tasks"] == ["ANALYZE"]
    assert ask("POST", f"{PAGE_ID}/feed", token=found["data"][0]["access_token"], data={"message": "x"}).ok
    watched = found["data"][2]["access_token"]
    assert code(ask("POST", f"{WATCHED_PAGE_ID}/feed", token=watched, data={"message": "x"})) == (403, 200, None)
    assert page.frowns == []


def test_a_pages_token_from_a_short_lived_one_ends_with_it(ask: Ask, page: Sandbox) -> None:
    for person, ends in ((short(ask), True), (long(ask), False)):
        given = ask("GET", "me/accounts", token=person).json()["data"][0]["access_token"]
        assert bool(debug(ask, given)["expires_at"]) is ends
        until = debug(ask, given)["data_access_expires_at"]
        assert 89 * 86_400 < until - page.clock() < 91 * 86_400


def test_the_pages_are_listed_by_pages_and_by_the_persons_number(ask: Ask) -> None:
    first = ask("GET", f"{USER_ID}/accounts", token=USER_TOKEN, params={"limit": "1", "fields": "id,tasks"}).json()
    assert [set(one) for one in first["data"]] == [{"id", "tasks"}]
    seen, after = 1, first["paging"]["cursors"]["after"]
    while after:
        more = ask("GET", "me/accounts", token=USER_TOKEN, params={"limit": "1", "after": after}).json()
        seen += len(more["data"])
        after = more["paging"]["cursors"]["after"] if "next" in more["paging"] else ""
    assert seen == 3


def test_what_was_not_granted_is_told(ask: Ask) -> None:
    person = long(ask, "fewer")
    told = {one["permission"]: one["status"] for one in ask("GET", "me/permissions", token=person).json()["data"]}
    assert (told["pages_manage_posts"], told["pages_show_list"]) == ("declined", "granted")
    given = ask("GET", "me/accounts", token=person).json()["data"][0]["access_token"]
    assert code(ask("POST", f"{PAGE_ID}/feed", token=given, data={"message": "x"})) == (403, 200, None)
    assert "pages_manage_posts" not in debug(ask, given)["scopes"]


def test_a_person_may_let_the_app_see_one_page_only(ask: Ask) -> None:
    person = long(ask, "one-page")
    assert [one["id"] for one in ask("GET", "me/accounts", token=person).json()["data"]] == [PAGE_ID]
    assert code(ask("GET", f"{OTHER_PAGE_ID}/published_posts", token="x")) == (400, 190, None)


def test_without_the_permission_to_list_there_are_no_pages(ask: Ask) -> None:
    back = consent(ask, scope="pages_manage_posts")
    person = from_code(ask, back["code"]).json()["access_token"]
    assert ask("GET", "me/accounts", token=person).json() == {"data": []}


def test_me_is_the_person_or_the_page(ask: Ask) -> None:
    assert ask("GET", "me", token=USER_TOKEN).json()["id"] == USER_ID
    assert ask("GET", "me", token=TOKEN).json()["id"] == PAGE_ID
    assert code(ask("GET", "me/accounts", token=TOKEN)) == (400, 100, None)
    assert code(ask("GET", "me", token=APP_TOKEN)) == (400, 2500, None)
    told = ask("GET", PAGE_ID, token=USER_TOKEN, params={"fields": "access_token,tasks"}).json()
    assert told["access_token"] == TOKEN
    assert "access_token" not in ask("GET", PAGE_ID, params={"fields": "access_token"}).json()


def test_a_code_is_good_once_for_ten_minutes_and_for_the_same_address(ask: Ask, later: Later) -> None:
    given = consent(ask)["code"]
    assert code(exchanged(ask, code=given, redirect_uri=BACK + "/")) == (400, 100, 36008)
    assert from_code(ask, given).ok
    assert code(from_code(ask, given)) == (400, 100, 36009)
    assert code(from_code(ask, "nonsense")) == (400, 100, None)
    another = consent(ask)["code"]
    later(601)
    assert code(from_code(ask, another)) == (400, 100, 36007)


def test_a_challenge_asks_for_its_verifier(ask: Ask) -> None:
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    given = consent(ask, code_challenge=challenge, code_challenge_method="S256")["code"]
    assert code(from_code(ask, given)) == (400, 100, None)
    assert code(from_code(ask, given, code_verifier="w" * 43)) == (400, 100, None)
    assert from_code(ask, given, code_verifier=verifier).ok


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_exchange_is_got_or_posted_and_only_the_first_is_frowned_at(method: str, ask: Ask, page: Sandbox) -> None:
    assert exchanged(ask, method, grant_type="client_credentials").json()["access_token"] == APP_TOKEN
    assert bool(page.frowns) is (method == "GET")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"client_id": "1"}, (400, 101, None)),
        ({"client_secret": "wrong"}, (400, 1, None)),
        ({"grant_type": "password"}, (400, 100, None)),
        ({"grant_type": "fb_exchange_token", "fb_exchange_token": "EAAsandboxExpired"}, (400, 190, 463)),
        ({"grant_type": "fb_exchange_token", "fb_exchange_token": TOKEN}, (400, 100, None)),
        ({}, (400, 100, None)),
    ],
)
def test_a_bad_exchange_is_refused(told: dict[str, str], refusal: tuple[int, int, int | None], ask: Ask) -> None:
    assert code(exchanged(ask, **told)) == refusal


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"client_id": "1"}, "Invalid App ID"),
        ({"redirect_uri": "http://moha.gov.vn/back"}, "URL Blocked"),
        ({"redirect_uri": "back"}, "URL Blocked"),
        ({"scope": "pages_manage_everything"}, "Invalid Scopes: pages_manage_everything"),
        ({"response_type": "token"}, "response_type"),
    ],
)
def test_a_bad_dialog_says_so_and_leads_nowhere(more: dict[str, str], said: str, ask: Ask) -> None:
    page = ask("GET", "dialog/oauth", token="", params={**ASKED, **more})
    assert page.status_code == 400
    assert said in page.text
    assert "href" not in page.text


def test_a_dialog_without_a_state_is_frowned_at(ask: Ask, page: Sandbox) -> None:
    assert ask("GET", "dialog/oauth", token="", params={**ASKED, "state": ""}).ok
    assert len(page.frowns) == 1


def test_who_takes_the_app_away_takes_its_tokens_with_it(ask: Ask) -> None:
    assert ask("DELETE", "me/permissions", token=USER_TOKEN).json() == {"success": True}
    for token in (USER_TOKEN, TOKEN):
        assert code(ask("GET", PAGE_ID, token=token)) == (400, 190, 458)
