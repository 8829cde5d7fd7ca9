"""Who may call, how often, and what the account says of itself."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest
import requests

from channels.zalo import sandbox

PROOF = hmac.new(sandbox.APP_SECRET.encode(), sandbox.ACCESS_TOKEN.encode(), hashlib.sha256).hexdigest()
LIST = "/v2.0/article/getslice?offset=0&limit=10&type=normal"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v2.0/article/create"),
        ("POST", "/v2.0/article/verify"),
        ("POST", "/v2.0/article/update"),
        ("POST", "/v2.0/article/remove"),
        ("GET", "/v2.0/article/getdetail"),
        ("GET", "/v2.0/article/getslice"),
        ("POST", "/v2.0/article/upload_video/preparevideo"),
        ("GET", "/v2.0/article/upload_video/verify"),
        ("POST", "/v2.0/oa/message"),
        ("GET", "/v2.0/oa/getoa"),
        ("POST", "/v2.0/oa/upload/image"),
    ],
)
def test_every_call_wants_the_token_in_its_own_header(bench: Any, method: str, path: str) -> None:
    for headers in ({}, {"Authorization": f"Bearer {bench.token}"}, {"access_token": "other"}):
        got = requests.request(method, bench.url + path, headers=headers, timeout=5)
        assert (got.status_code, got.json()) == (200, {"error": -216, "message": "Access token is invalid"})


def test_a_token_in_the_address_is_no_token_and_frowned_at(bench: Any) -> None:
    got = requests.get(f"{bench.url}/v2.0/oa/getoa?access_token={bench.token}", timeout=5)
    assert got.json()["error"] == -216
    assert "access_token in the address" in bench.stage.frowns[0]


def test_a_proof_may_be_wanted_and_a_wrong_one_is_always_refused(bench: Any) -> None:
    assert bench.ask("/v2.0/oa/getoa", headers={"appsecret_proof": PROOF})["error"] == 0
    said = bench.ask("/v2.0/oa/getoa", headers={"appsecret_proof": "0" * 64})
    assert (said["error"], said["message"]) == (-242, "Invalid appsecret_proof provided in the API argument")
    bench.stage.switches.proof_required = True
    assert bench.ask("/v2.0/oa/getoa")["error"] == -242
    assert bench.ask("/v2.0/oa/getoa", headers={"appsecret_proof": PROOF})["error"] == 0


def test_the_headers_count_down_within_a_minute_for_articles_and_the_rest_apart(bench: Any) -> None:
    bench.stage.switches.calls_a_minute = 2
    seen = []
    for path in (LIST, LIST, "/v2.0/oa/getoa"):
        assert bench.ask(path)["error"] == 0
        seen.append((bench.last.headers["X-RateLimit-Limit"], bench.last.headers["X-RateLimit-Remain"]))
    assert seen == [("2", "1"), ("2", "0"), ("2", "1")]
    said = bench.ask(LIST)
    assert (said["error"], said["message"]) == (-32, "Your application reached limit call api")
    assert bench.ask("/v2.0/oa/getoa")["error"] == 0
    bench.now += 60
    assert bench.ask(LIST)["error"] == 0


def test_the_package_of_the_account_has_a_limit_of_its_own(bench: Any) -> None:
    bench.stage.switches.oa_calls_a_minute = 1
    assert bench.ask("/v2.0/oa/getoa")["error"] == 0
    said = bench.ask(LIST)
    assert (said["error"], said["message"]) == (-32, "Your OA reached limit call api")


def test_the_account_tells_its_name_type_and_package(bench: Any) -> None:
    told = bench.ask("/v2.0/oa/getoa")["data"]
    assert (told["oaid"], told["is_verified"], told["oa_type"], told["package_name"]) == (
        sandbox.OA_ID,
        True,
        4,
        "Toàn diện",
    )
    assert {"name", "num_follower", "avatar", "package_valid_through_date", "linked_ZCA"} <= set(told)


def test_a_package_without_open_api_publishes_nothing_but_says_what_it_is(bench: Any) -> None:
    bench.stage.switches.package = "Cơ bản"
    said = bench.create()
    assert said["error"] == -224
    assert said["message"].startswith("The OA needs to upgrade OA Tier Package")
    assert bench.ask("/v2.0/oa/getoa")["data"]["package_name"] == "Cơ bản"


def test_an_account_that_is_not_verified_publishes_nothing(bench: Any) -> None:
    bench.stage.switches.verified = False
    assert bench.create()["error"] == -221
    assert bench.ask("/v2.0/oa/getoa")["data"]["is_verified"] is False


def test_an_address_that_is_not_zalos_is_answered_with_html(bench: Any) -> None:
    got = requests.post(f"{bench.url}/v2.0/article/broadcast", headers={"access_token": bench.token}, timeout=5)
    assert (got.status_code, got.headers["Content-Type"]) == (404, "text/html")


def test_a_seat_on_the_stand_in_works(bench: Any) -> None:
    seat = bench.stage.seat(bench.url)
    got = requests.get(
        f"{seat.settings['api_url']}/v2.0/oa/getoa", headers={"access_token": seat.secrets["access_token"]}, timeout=5
    )
    assert got.json()["data"]["oaid"] == seat.settings["oa_id"]
    assert "secret" not in repr(seat)
