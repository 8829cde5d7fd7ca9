"""Articles: what Zalo would turn down is turned down, an id comes only after a while, and nothing is deduplicated."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import requests


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "a" * 151},
        {"author": "a" * 51},
        {"description": "a" * 301},
        {"cover": None},
        {"cover": {"cover_type": 0, "photo_url": "x"}},
        {"cover": {"cover_type": "photo", "photo_url": "http://127.0.0.1:1/none.jpg"}},
        {"cover": {"cover_type": "video", "video_id": "none", "cover_view": "horizontal"}},
        {"status": "live"},
        {"comment": "yes"},
        {"body": []},
        {"body": "Nội dung"},
        {"body": [{"type": "html", "content": "x"}]},
        {"body": [{"type": "text", "content": " "}]},
        {"body": [{"type": "image", "url": "file:///etc/passwd"}]},
        {"body": [{"type": "video", "video_id": "none"}]},
        {"body": [{"type": "video", "url": "phim.mp4"}]},
        {"body": [{"type": "product"}]},
        {"type": "article"},
        {"related_medias": ["none"]},
        {"tracking_link": "none"},
    ],
)
def test_what_breaks_a_rule_is_refused_with_201_and_makes_nothing(bench: Any, changed: dict[str, Any]) -> None:
    said = bench.create(**changed)
    assert (said["error"], "is invalid!" in said["message"], "data" in said) == (-201, True, False)
    assert bench.stage.objects() == []


def test_lengths_are_counted_as_nfc_and_a_text_that_is_not_is_frowned_at(bench: Any) -> None:
    assert bench.create(title=unicodedata.normalize("NFD", "ộ" * 150))["error"] == 0
    assert bench.stage.objects()[0]["title"] == "ộ" * 150
    assert bench.stage.frowns == ["title is not NFC"]
    assert bench.create(title="ộ" * 151)["error"] == -201


def test_a_body_that_is_no_json_object_is_refused(bench: Any) -> None:
    headers = {"access_token": bench.token}
    said = requests.post(f"{bench.url}/v2.0/article/create", data="title=x", headers=headers, timeout=5)
    assert (said.status_code, said.json()["error"]) == (200, -201)
    assert "does not say it is JSON" in bench.stage.frowns[0]


def test_an_article_without_status_is_hidden(bench: Any) -> None:
    body = bench.body()
    del body["status"]
    assert bench.ask("/v2.0/article/create", body)["error"] == 0
    assert [one["live"] for one in bench.stage.objects()] == [False]
    assert bench.stage.wall()[0].state == "hidden"
    assert "defaults to hide" in bench.stage.frowns[0]


def test_create_gives_a_token_and_no_id_and_the_token_needs_care_in_a_url(bench: Any) -> None:
    data = bench.create()["data"]
    assert list(data) == ["token"]
    assert {"+", "/", "="} <= set(data["token"])
    assert data["token"] not in bench.stage.articles


def test_verify_says_214_as_often_as_it_was_told_to_and_then_gives_the_id(bench: Any) -> None:
    bench.stage.switches.pending = 2
    token = {"token": bench.create()["data"]["token"]}
    said = [bench.ask("/v2.0/article/verify", token) for _ in range(4)]
    assert [one["error"] for one in said] == [-214, -214, 0, 0]
    assert said[0]["message"] == "Article is being processed"
    assert said[2]["data"] == said[3]["data"] == {"id": bench.stage.objects()[0]["id"]}
    assert len(said[2]["data"]["id"]) == 20


def test_verify_may_also_go_by_the_clock(bench: Any) -> None:
    bench.stage.switches.set({"pending": 0, "pending_seconds": 30})
    token = {"token": bench.create()["data"]["token"]}
    assert bench.ask("/v2.0/article/verify", token)["error"] == -214
    bench.now += 30
    assert bench.ask("/v2.0/article/verify", token)["error"] == 0


def test_an_unknown_token_and_one_that_has_had_its_time_are_refused(bench: Any) -> None:
    assert bench.ask("/v2.0/article/verify", {"token": "none"})["error"] == -201
    bench.stage.switches.set({"pending": 0, "token_lasts": 60})
    token = {"token": bench.create()["data"]["token"]}
    assert bench.ask("/v2.0/article/verify", token)["error"] == 0
    bench.now += 60
    assert bench.ask("/v2.0/article/verify", token)["error"] == -201


def test_the_same_body_twice_is_two_articles(bench: Any) -> None:
    assert bench.made() != bench.made()
    assert bench.ask("/v2.0/article/getslice?offset=0&limit=10&type=normal")["data"]["total"] == 2


def test_update_replaces_the_whole_article_and_gives_a_new_token(bench: Any) -> None:
    made = bench.made(cite="Nguồn", body=[{"type": "image", "url": f"{bench.media}/one.png"}])
    bench.now += 60
    token = bench.ask("/v2.0/article/update", bench.body(id=made, title="Đã sửa"))["data"]["token"]
    [one] = bench.stage.objects()
    assert (one["title"], one["edited"], one["updated"] - one["created"]) == ("Đã sửa", True, 60)
    assert "cite" not in one["article"]
    assert [picture["used"] for picture in one["pictures"]] == ["cover"]
    assert one["edits"][0]["before"]["title"] == "Tiêu đề"
    assert bench.ask("/v2.0/article/verify", {"token": token})["error"] == -214
    assert bench.ask("/v2.0/article/verify", {"token": token})["data"]["id"] == made


def test_an_update_that_would_be_refused_changes_nothing(bench: Any) -> None:
    made = bench.made()
    assert bench.ask("/v2.0/article/update", {"id": made, "title": "Chỉ tiêu đề"})["error"] == -201
    assert bench.ask("/v2.0/article/update", bench.body(id=made, title=""))["error"] == -201
    assert (bench.stage.objects()[0]["title"], bench.stage.objects()[0]["edited"]) == ("Tiêu đề", False)


@pytest.mark.parametrize(("switch", "live"), [("hide", False), ("keep", True)])
def test_what_an_update_without_status_does_is_a_switch(bench: Any, switch: str, live: bool) -> None:
    bench.stage.switches.update_without_status = switch
    body = bench.body(id=bench.made())
    del body["status"]
    assert bench.ask("/v2.0/article/update", body)["error"] == 0
    assert bench.stage.objects()[0]["live"] is live
    assert bench.stage.frowns


def test_a_removed_article_is_not_there_for_anything_any_more(bench: Any) -> None:
    made = bench.made()
    assert bench.ask("/v2.0/article/remove", {"id": made}) == {"error": 0, "message": "Success"}
    assert bench.ask(f"/v2.0/article/getdetail?id={made}")["error"] == -201
    assert bench.ask("/v2.0/article/remove", {"id": made})["error"] == -201
    assert bench.ask("/v2.0/article/update", bench.body(id=made))["error"] == -201
    assert bench.ask("/v2.0/article/getslice?offset=0&limit=10&type=normal")["data"] == {"medias": [], "total": 0}
    bench.stage.switches.not_found = -205
    assert bench.ask(f"/v2.0/article/getdetail?id={made}")["error"] == -205
    assert [(one["removed"], one["live"]) for one in bench.stage.objects()] == [(True, False)]


def test_the_detail_of_an_article_holds_what_zalo_tells_and_not_its_id_or_link(bench: Any) -> None:
    data = bench.ask(f"/v2.0/article/getdetail?id={bench.made()}")["data"]
    assert set(data) == {"title", "cover", "description", "status", "body", "comment", "cite"}
    assert bench.ask("/v2.0/article/getdetail")["error"] == -201
    assert bench.ask('/v2.0/article/getdetail?data={"id":"1"}')["error"] == -201


def test_the_list_takes_plain_parameters_and_gives_at_most_ten(bench: Any) -> None:
    for number in range(11):
        bench.now += 1
        bench.made(title=f"Bài {number}")
    first = bench.ask("/v2.0/article/getslice?offset=0&limit=10&type=normal")["data"]
    assert [one["title"] for one in first["medias"]][:2] == ["Bài 10", "Bài 9"]
    assert (len(first["medias"]), first["total"]) == (10, 11)
    assert len(bench.ask("/v2.0/article/getslice?offset=10&limit=10&type=normal")["data"]["medias"]) == 1
    assert bench.ask("/v2.0/article/getslice?offset=0&limit=11&type=normal")["error"] == -210
    assert bench.ask("/v2.0/article/getslice?offset=0&limit=10")["error"] == -201
    assert bench.ask('/v2.0/article/getslice?data={"offset":0,"limit":10,"type":"normal"}')["error"] == -201


def test_the_list_tells_dates_in_milliseconds_and_ids_as_text(bench: Any) -> None:
    made = bench.made()
    [one] = bench.ask("/v2.0/article/getslice?offset=0&limit=10&type=normal")["data"]["medias"]
    assert (one["id"], one["create_date"], one["status"]) == (made, str(int(bench.now * 1000)), "show")
    assert made in one["link_view"]


def test_order_hidden_articles_and_lag_of_the_list_are_switches(bench: Any) -> None:
    first = bench.made()
    bench.now += 1
    hidden = bench.made(status="hide")

    def listed() -> list[str]:
        medias = bench.ask("/v2.0/article/getslice?offset=0&limit=10&type=normal")["data"]["medias"]
        return [one["id"] for one in medias]

    assert listed() == [hidden, first]
    bench.stage.switches.list_order = "oldest"
    assert listed() == [first, hidden]
    bench.stage.switches.list_hidden = False
    assert listed() == [first]
    bench.stage.switches.list_lag = 60
    assert listed() == []
    bench.now += 60
    assert listed() == [first]


def test_the_article_quota_ends_creating_with_223_but_not_editing(bench: Any) -> None:
    bench.stage.switches.article_quota = 1
    made = bench.made()
    said = bench.create()
    assert (said["error"], said["message"]) == (-223, "Your OA has reach the limit quota create article")
    assert bench.ask("/v2.0/article/update", bench.body(id=made))["error"] == 0
    assert len(bench.stage.objects()) == 1


def test_related_articles_must_exist(bench: Any) -> None:
    made = bench.made()
    assert bench.create(related_medias=[made], tracking_link="https://moha.gov.vn/tin/1", cite="Nguồn")["error"] == 0
    assert bench.stage.frowns == []


def test_fields_that_zalo_does_not_know_are_frowned_at(bench: Any) -> None:
    bench.create(article_id="1", publish_at=2)
    assert [frown.split(" in ")[0] for frown in bench.stage.frowns] == ["article_id", "publish_at"]


def test_markup_is_kept_or_lost_by_a_switch_and_frowned_at(bench: Any) -> None:
    blocks = [{"type": "text", "content": "<p>Một <b>hai</b></p><p>ba</p>"}]
    bench.made(body=blocks)
    bench.stage.switches.keeps_markup = False
    bench.made(body=blocks)
    kept, lost = (one["article"]["body"][0]["content"] for one in bench.stage.objects())
    assert (kept, lost) == ("<p>Một <b>hai</b></p><p>ba</p>", "Một hai\nba")
    assert "which tags survive" in bench.stage.frowns[0]
