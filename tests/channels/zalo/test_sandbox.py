"""The stand-in itself: what Zalo would turn down, it turns down. Spoken to by plain HTTP, without our client."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import Any

import pytest
import requests

from channels.zalo import sandbox

get, post = partial(requests.get, timeout=5), partial(requests.post, timeout=5)


def body(desk: Any, **changed: Any) -> dict[str, Any]:
    picture = desk.parcel().address(desk.parcel().rendition.cover.sha256)
    return {
        "type": "normal",
        "title": "Tiêu đề",
        "author": "Bộ Nội vụ",
        "description": "Tóm tắt",
        "cover": {"cover_type": "photo", "photo_url": picture, "status": "show"},
        "body": [{"type": "text", "content": "Nội dung"}],
        **changed,
    }


def call(desk: Any, path: str, send: Any = None, **headers: str) -> dict[str, Any]:
    headers = headers or {"access_token": sandbox.ACCESS_TOKEN}
    url = f"{desk.server.url}/zalo{path}"
    reply = get(url, headers=headers) if send is None else post(url, json=send, headers=headers)
    assert reply.status_code == 200
    assert reply.headers["X-RateLimit-Limit"] == "4000"
    return reply.json()


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "a" * 151},
        {"author": "a" * 51},
        {"description": "a" * 301},
        {"cover": None},
        {"cover": {"cover_type": "0", "photo_url": "x"}},
        {"cover": {"cover_type": "photo", "photo_url": "http://127.0.0.1:1/none.jpg"}},
        {"status": "live"},
        {"comment": "yes"},
        {"body": []},
        {"body": [{"type": "html", "content": "x"}]},
        {"body": [{"type": "image", "url": "file:///etc/passwd"}]},
        {"type": "article"},
    ],
)
def test_what_breaks_a_rule_is_refused_with_201(desk: Any, changed: dict[str, Any]) -> None:
    assert call(desk, "/v2.0/article/create", body(desk, **changed))["error"] == -201
    assert desk.stage.objects() == []


def test_lengths_are_counted_as_nfc(desk: Any) -> None:
    title = unicodedata.normalize("NFD", "ộ" * 150)
    assert call(desk, "/v2.0/article/create", body(desk, title=title))["error"] == 0


def test_an_article_without_status_is_hidden(desk: Any) -> None:
    call(desk, "/v2.0/article/create", body(desk))
    assert [one["live"] for one in desk.stage.objects()] == [False]
    assert desk.stage.wall()[0].state == "hidden"


def test_the_same_body_twice_is_two_articles(desk: Any) -> None:
    for _ in range(2):
        call(desk, "/v2.0/article/create", body(desk))
    assert call(desk, "/v2.0/article/getslice?offset=0&limit=10&type=normal")["data"]["total"] == 2


def test_a_slice_is_at_most_ten(desk: Any) -> None:
    assert call(desk, "/v2.0/article/getslice?offset=0&limit=11&type=normal")["error"] == -210


def test_a_token_in_the_address_or_as_bearer_is_no_token(desk: Any) -> None:
    assert call(desk, f"/v2.0/oa/getoa?access_token={sandbox.ACCESS_TOKEN}", other="x")["error"] == -216
    assert desk.stage.frowns
    assert call(desk, "/v2.0/oa/getoa", Authorization=f"Bearer {sandbox.ACCESS_TOKEN}")["error"] == -216


def test_a_wrong_proof_is_refused(desk: Any) -> None:
    assert call(desk, "/v2.0/oa/getoa", access_token=sandbox.ACCESS_TOKEN, appsecret_proof="0")["error"] == -242


def test_a_refresh_token_works_once_and_kills_the_old_access_token(desk: Any) -> None:
    form = {"refresh_token": sandbox.REFRESH_TOKEN, "app_id": sandbox.APP_ID, "grant_type": "refresh_token"}
    url, headers = f"{desk.server.url}/zalo/v4/oa/access_token", {"secret_key": sandbox.APP_SECRET}
    first = post(url, data=form, headers=headers).json()
    assert first["expires_in"] == "90000"
    assert "error" not in first
    assert call(desk, "/v2.0/oa/getoa")["error"] == -216
    assert call(desk, "/v2.0/oa/getoa", access_token=first["access_token"])["data"]["oaid"] == sandbox.OA_ID
    again = post(url, data=form, headers=headers)
    assert (again.status_code, again.json()["error"], again.json()["error_name"]) == (
        200,
        -14014,
        "Invalid refresh token.",
    )


def test_the_wall_marks_edits_and_removals(desk: Any) -> None:
    live = desk.live()
    desk.adapter.revise(live, desk.parcel(text="Đã sửa"), desk.access)
    assert desk.stage.wall()[0].state == "edited"
    desk.adapter.retract(live, desk.access)
    assert desk.stage.wall()[0].state == "removed"
    assert "Hội nghị" in get(f"{desk.server.url}/wall").text
