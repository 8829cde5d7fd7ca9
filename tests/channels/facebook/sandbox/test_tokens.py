"""Tokens: what is known of them, what they may do, the proof beside them, and asking in a batch so that no address holds one."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest

from channels.facebook.sandbox import (
    APP_ID,
    APP_SECRET,
    APP_TOKEN,
    OTHER_PAGE_ID,
    OTHER_TOKEN,
    PAGE_ID,
    REFUSED_TOKENS,
    SYSTEM_TOKEN,
    TOKEN,
    USER_ID,
    USER_TOKEN,
    WRITER_TOKEN,
    Sandbox,
)
from tests.channels.facebook.sandbox.conftest import Ask, Later, code, debug, jpeg


def proof(token: str, time: str = "") -> str:
    said = f"{token}|{time}" if time else token
    return hmac.new(APP_SECRET.encode(), said.encode(), hashlib.sha256).hexdigest()


def batch(ask: Ask, *items: dict[str, Any], token: str = APP_TOKEN, version: str = "v27.0", **more: Any) -> Any:
    return ask("POST", "", token=token, version=version, data={"batch": json.dumps(items), **more}).json()


def test_a_pages_token_is_known_with_its_ends_and_permissions(ask: Ask, page: Sandbox) -> None:
    page.tokens[TOKEN].expires_at = int(page.clock()) + 100
    found = debug(ask, TOKEN)
    assert (found["type"], found["app_id"], found["profile_id"], found["user_id"]) == ("PAGE", APP_ID, PAGE_ID, USER_ID)
    assert found["is_valid"] is True
    assert found["expires_at"] == page.tokens[TOKEN].expires_at
    assert found["data_access_expires_at"] > page.clock()
    assert {"pages_manage_posts", "pages_read_engagement"} <= set(found["scopes"])
    granted = {one["scope"]: one.get("target_ids") for one in found["granular_scopes"]}
    assert granted["pages_manage_posts"] == [PAGE_ID]


def test_a_token_without_an_end_says_zero(ask: Ask) -> None:
    assert debug(ask, TOKEN)["expires_at"] == 0
    assert debug(ask, SYSTEM_TOKEN)["type"] == "SYSTEM_USER"
    assert debug(ask, APP_TOKEN)["type"] == "APP"
    assert debug(ask, USER_TOKEN)["expires_at"] > 0


@pytest.mark.parametrize(("token", "subcode"), list(REFUSED_TOKENS.items()))
def test_a_dead_token_is_told_and_not_refused(token: str, subcode: int, ask: Ask) -> None:
    found = debug(ask, token)
    assert found["is_valid"] is False
    assert (found["error"]["code"], found["error"]["subcode"]) == (190, subcode)


def test_an_unknown_token_is_told_and_not_refused(ask: Ask) -> None:
    assert debug(ask, "nonsense") == {"error": debug(ask, "x")["error"], "is_valid": False, "scopes": []}


def test_a_token_dies_at_its_end(ask: Ask, page: Sandbox, later: Later) -> None:
    page.tokens[TOKEN].expires_at = page.clock() + 60
    assert ask("GET", PAGE_ID).ok
    later(60)
    assert code(ask("GET", PAGE_ID)) == (400, 190, 463)
    assert debug(ask, TOKEN)["error"]["subcode"] == 463


def test_only_the_app_may_ask_about_tokens_and_only_by_get(ask: Ask) -> None:
    told = {"input_token": TOKEN}
    assert code(ask("GET", "debug_token", token=TOKEN, params=told)) == (400, 100, None)
    assert code(ask("GET", "debug_token", token=f"{APP_ID}|wrong", params=told)) == (400, 190, None)
    assert code(ask("GET", "debug_token", token=APP_TOKEN)) == (400, 100, None)
    assert code(ask("POST", "debug_token", token=APP_TOKEN, data=told)) == (400, 100, 33)
    assert ask("GET", "debug_token", token="", params={**told, "access_token": APP_TOKEN}).ok


@pytest.mark.parametrize("version", ["", "v27.0"])
@pytest.mark.parametrize("address", ["debug_token", "v27.0/debug_token"])
def test_a_token_is_asked_about_in_a_batch_and_no_address_holds_one(
    version: str, address: str, ask: Ask, page: Sandbox
) -> None:
    (answer,) = batch(ask, {"method": "GET", "relative_url": f"{address}?input_token={TOKEN}"}, version=version)
    assert answer["code"] == 200
    assert {"name": "Content-Type", "value": "application/json; charset=utf-8"} in answer["headers"]
    assert json.loads(answer["body"])["data"]["is_valid"] is True
    assert not [frown for frown in page.frowns if "address" in frown]


def test_a_batch_comes_as_json_too_and_its_items_have_tokens_of_their_own(ask: Ask) -> None:
    items = [
        {"relative_url": f"me?access_token={TOKEN}"},
        {"method": "GET", "relative_url": f"{PAGE_ID}?fields=name"},
        {"method": "GET", "relative_url": "nothing"},
    ]
    answers = ask("POST", "", token="", json={"batch": items, "access_token": USER_TOKEN}).json()
    assert [answer["code"] for answer in answers] == [200, 200, 400]
    assert json.loads(answers[0]["body"])["id"] == PAGE_ID
    assert json.loads(answers[2]["body"])["error"]["error_subcode"] == 33


def test_an_item_that_took_too_long_is_null(ask: Ask, order: Callable[..., None], page: Sandbox) -> None:
    items = [{"method": "GET", "relative_url": PAGE_ID}, {"method": "GET", "relative_url": "me"}]
    order("batch", "batch-null")
    first, second = batch(ask, *items, token=TOKEN)
    assert (first, second["code"]) == (None, 200)
    order("batch", "item-190/463")
    assert [one["code"] for one in batch(ask, *items, token=TOKEN)] == [400, 200]
    order("batch", "accept-then-batch-null")
    told = {"method": "POST", "relative_url": f"{PAGE_ID}/feed", "body": "message=x"}
    assert batch(ask, told, token=TOKEN) == [None]
    assert len(page.objects()) == 1
    assert len(page.frowns) == 1, "writing in a batch"


@pytest.mark.parametrize("told", ["", "{}", "[]", '["x"]', json.dumps([{"relative_url": "me"}] * 51)])
def test_a_bad_batch_is_refused(told: str, ask: Ask) -> None:
    assert code(ask("POST", "", token=APP_TOKEN, data={"batch": told})) == (400, 100, None)


def test_a_batch_with_a_dead_token_is_refused_whole(ask: Ask) -> None:
    told = {"batch": '[{"relative_url":"me"}]'}
    assert code(ask("POST", "", token="EAAsandboxExpired", data=told)) == (400, 190, 463)


def test_files_of_a_batch_go_to_the_items_that_name_them_and_thumbnail_to_none(ask: Ask, page: Sandbox) -> None:
    items = [
        {"method": "POST", "relative_url": f"{PAGE_ID}/photos", "attached_files": "one", "body": "caption=a"},
        {"method": "POST", "relative_url": f"{PAGE_ID}/feed", "body": "link=https://moha.gov.vn&thumbnail=one"},
    ]
    answers = ask("POST", "", data={"batch": json.dumps(items)}, files={"one": ("a.jpg", jpeg())}).json()
    assert [one["code"] for one in answers] == [200, 400]
    assert [post["kind"] for post in page.objects()] == ["photo"]


def test_a_right_proof_is_taken_from_the_address_and_from_the_body(ask: Ask, page: Sandbox) -> None:
    page.require_proof = True
    right = {"appsecret_proof": proof(TOKEN)}
    assert ask("POST", f"{PAGE_ID}/feed", data={"message": "a", **right}).ok
    assert ask("POST", f"{PAGE_ID}/feed", json={"message": "b", **right}).ok
    assert ask("POST", f"{PAGE_ID}/feed", params=right, data={"message": "c"}).ok
    assert ask("GET", PAGE_ID, params=right).ok
    assert page.frowns == []


def test_every_call_needs_the_proof_when_the_app_demands_it_but_the_apps_own(ask: Ask, page: Sandbox) -> None:
    page.require_proof = True
    for method in ("GET", "DELETE"):
        assert code(ask(method, PAGE_ID)) == (400, 100, None)
    assert ask("GET", "debug_token", token=APP_TOKEN, params={"input_token": TOKEN}).ok
    told = json.dumps([{"relative_url": PAGE_ID}])
    (answer,) = ask("POST", "", data={"batch": told, "appsecret_proof": proof(TOKEN)}).json()
    assert answer["code"] == 200
    (answer,) = ask("POST", "", data={"batch": told}).json()
    assert answer["code"] == 400


def test_a_proof_with_a_time_lives_for_five_minutes(ask: Ask, page: Sandbox) -> None:
    for age, status in ((0, 200), (299, 200), (302, 400)):
        time = str(int(page.clock()) - age)
        told = {"appsecret_time": time, "appsecret_proof": proof(TOKEN, time)}
        assert ask("GET", PAGE_ID, params=told).status_code == status


def test_each_missing_permission_has_its_own_refusal(ask: Ask, page: Sandbox) -> None:
    feed, photos = f"{PAGE_ID}/feed", f"{PAGE_ID}/photos"
    assert code(ask("GET", f"{PAGE_ID}/published_posts", token=WRITER_TOKEN)) == (403, 10, None)
    assert code(ask("POST", feed, token=WRITER_TOKEN, data={"message": "x"})) == (403, 200, None)
    picture = {"source": ("a.jpg", jpeg())}
    assert code(ask("POST", photos, token=WRITER_TOKEN, files=picture)) == (403, 283, None)
    page.tokens[TOKEN].tasks.remove("CREATE_CONTENT")
    assert code(ask("POST", feed, data={"message": "x"})) == (403, 200, None)
    assert page.objects() == []


def test_the_token_of_one_page_does_not_write_on_another(ask: Ask, page: Sandbox) -> None:
    assert code(ask("POST", f"{OTHER_PAGE_ID}/feed", data={"message": "x"})) == (403, 200, None)
    assert ask("POST", f"{OTHER_PAGE_ID}/feed", token=OTHER_TOKEN, data={"message": "x"}).ok
    assert [post["page"] for post in page.objects()] == [OTHER_PAGE_ID]
    assert ask("GET", f"{PAGE_ID}/published_posts").json()["data"] == []


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("token-expires=864000", lambda found, now: 863_000 < found["expires_at"] - now <= 864_000),
        ("token-expires=0", lambda found, now: found["expires_at"] == 0),
        ("data-access-expires=60", lambda found, now: found["data_access_expires_at"] - now <= 60),
        ("token-invalid=460", lambda found, now: found["error"]["subcode"] == 460 and not found["is_valid"]),
        ("scopes=pages_show_list", lambda found, now: found["scopes"] == ["pages_show_list"]),
    ],
)
def test_what_is_known_of_the_pages_token_can_be_ordered(
    fault: str, seen: Callable[[dict[str, Any], float], bool], ask: Ask, page: Sandbox, order: Callable[..., None]
) -> None:
    order("token.debug", fault)
    assert seen(debug(ask, TOKEN), page.clock())
