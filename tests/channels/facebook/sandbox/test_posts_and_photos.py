"""The stand-in by itself: what Meta would take and refuse, asked by a client that is not ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from channels.facebook.sandbox import PAGE_ID, READER_TOKEN, REFUSED_TOKENS, TOKEN, USER_TOKEN, Sandbox
from channels.sandbox.server import SandboxServer
from tests.channels.facebook.sandbox.conftest import Ask, code, jpeg


@pytest.mark.parametrize("version", ["v20.0", "v99.0", "27.0", PAGE_ID])
def test_an_ended_or_unknown_version_is_refused(version: str, ask: Ask) -> None:
    assert code(ask("GET", PAGE_ID, version=version)) == (400, 2635, None)


def test_each_bad_token_is_refused_in_its_way(ask: Ask) -> None:
    for token, subcode in REFUSED_TOKENS.items():
        response = ask("GET", PAGE_ID, token=token)
        assert code(response) == (400, 190, subcode)
        assert "invalid_token" in response.headers["WWW-Authenticate"]
    assert code(ask("GET", PAGE_ID, token="nonsense")) == (400, 190, None)
    assert code(ask("GET", PAGE_ID, token="")) == (400, 104, None)


@pytest.mark.parametrize("token", [USER_TOKEN, READER_TOKEN])
def test_a_token_without_the_right_reads_but_does_not_write(token: str, ask: Ask, page: Sandbox) -> None:
    assert ask("GET", PAGE_ID, token=token).ok
    assert code(ask("POST", f"{PAGE_ID}/feed", token=token, data={"message": "x"})) == (403, 200, None)
    assert page.objects() == []


def test_a_token_is_taken_from_the_body_and_frowned_at_in_an_address(ask: Ask, page: Sandbox) -> None:
    assert ask("POST", f"{PAGE_ID}/feed", token="", data={"message": "a", "access_token": TOKEN}).ok
    assert page.frowns == []
    assert ask("GET", PAGE_ID, token="", params={"access_token": TOKEN}).ok
    assert len(page.frowns) == 2  # by its name and by its value


def test_a_wrong_proof_is_refused(ask: Ask) -> None:
    assert code(ask("POST", f"{PAGE_ID}/feed", data={"message": "a", "appsecret_proof": "0" * 64})) == (400, 100, None)


def test_a_missing_proof_is_refused_when_the_app_demands_it(ask: Ask, page: Sandbox) -> None:
    page.require_proof = True
    assert code(ask("POST", f"{PAGE_ID}/feed", data={"message": "a"})) == (400, 100, None)


@pytest.mark.parametrize(
    "body", [{"data": {"message": "Tin"}}, {"json": {"message": "Tin"}}, {"files": {"message": (None, "Tin")}}]
)
def test_a_body_may_be_a_form_json_or_multipart(body: dict[str, Any], ask: Ask, page: Sandbox) -> None:
    assert set(ask("POST", f"{PAGE_ID}/feed", **body).json()) == {"id"}
    assert [post["text"] for post in page.objects()] == ["Tin"]


@pytest.mark.parametrize("no", ["false", "0", "False", False])
def test_an_unpublished_post_is_hidden_until_it_is_published(no: Any, ask: Ask, page: Sandbox) -> None:
    made = ask("POST", f"{PAGE_ID}/feed", json={"message": "Tin", "published": no}).json()["id"]
    assert [card.state for card in page.wall()] == ["hidden"]
    assert ask("GET", f"{PAGE_ID}/published_posts").json()["data"] == []
    assert ask("POST", made, data={"is_published": "true"}).json() == {"success": True}
    assert [card.state for card in page.wall()] == ["live"]


def test_a_word_that_is_no_boolean_is_refused(ask: Ask) -> None:
    assert code(ask("POST", f"{PAGE_ID}/feed", data={"message": "x", "published": "no"})) == (400, 100, None)


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({}, (400, 100, None)),
        ({"message": "x" * 63_207}, (400, 100, None)),
        ({"message": "🇻" * 31_604}, (400, 100, None)),
        ({"link": "moha.gov.vn"}, (400, 100, 1609005)),
        ({"link": "https://www.facebook.com/x"}, (400, 100, 1609008)),
        ({"message": "x", "attached_media": "[1]"}, (400, 100, None)),
        ({"message": "x", "attached_media": '[{"media_fbid":"1"}]'}, (400, 100, None)),
        ({"message": "x", "scheduled_publish_time": "1"}, (400, 100, None)),
    ],
)
def test_a_bad_post_is_refused(
    sent: dict[str, str], refusal: tuple[int, int, int | None], ask: Ask, page: Sandbox
) -> None:
    assert code(ask("POST", f"{PAGE_ID}/feed", data=sent)) == refusal
    assert page.objects() == []


def test_the_same_text_twice_in_a_row_is_a_duplicate_and_noted(ask: Ask, page: Sandbox) -> None:
    answers = [ask("POST", f"{PAGE_ID}/feed", data={"message": text}) for text in ("a", "a", "b", "a")]
    assert [answer.ok for answer in answers] == [True, False, True, True]
    assert code(answers[1]) == (400, 506, None)
    assert len(page.frowns) == 1


def test_a_photo_comes_as_any_file_part_and_shows_at_once(ask: Ask, page: Sandbox) -> None:
    answer = ask("POST", f"{PAGE_ID}/photos", data={"caption": "Lời"}, files={"anything": ("a.jpg", jpeg())}).json()
    assert answer["post_id"] == page.objects()[0]["id"]
    (card,) = page.wall()
    assert (card.body, card.pictures) == ("Lời", (f"/_files/facebook/{answer['id']}",))


def test_the_wall_serves_what_was_uploaded(ask: Ask, server: SandboxServer) -> None:
    photo = ask("POST", f"{PAGE_ID}/photos", files={"source": ("a.png", jpeg("PNG"))}).json()["id"]
    served = requests.get(f"{server.url}/_files/facebook/{photo}", timeout=5)
    assert (served.content, served.headers["Content-Type"]) == (jpeg("PNG"), "image/png")
    assert requests.get(f"{server.url}/_files/facebook/nothing", timeout=5).status_code == 404


def test_a_photo_by_address_is_fetched_where_that_can_be_reached(ask: Ask, page: Sandbox) -> None:
    sent = {"url": "http://127.0.0.1/a.jpg", "published": "false"}
    assert code(ask("POST", f"{PAGE_ID}/photos", data=sent)) == (400, 324, None)
    page.fetch = lambda url: jpeg()
    assert set(ask("POST", f"{PAGE_ID}/photos", data=sent).json()) == {"id"}


@pytest.mark.parametrize("data", [b"", b"GIF", jpeg()[:200], jpeg("WEBP")])
def test_what_is_no_whole_picture_of_a_known_format_is_refused(data: bytes, ask: Ask, page: Sandbox) -> None:
    answer = ask("POST", f"{PAGE_ID}/photos", files={"source": ("a.jpg", data)})
    assert code(answer) == (400, 324, None)
    assert page.photos == {}


def test_a_photo_with_file_and_address_or_with_neither_is_refused(ask: Ask) -> None:
    file = {"source": ("a.jpg", jpeg())}
    assert code(ask("POST", f"{PAGE_ID}/photos", data={"url": "http://x/a"}, files=file)) == (400, 324, None)
    assert code(ask("POST", f"{PAGE_ID}/photos", data={"caption": "x"})) == (400, 324, None)


def test_a_photo_above_four_megabytes_is_refused(ask: Ask, page: Sandbox) -> None:
    def send(size: int) -> requests.Response:
        return ask("POST", f"{PAGE_ID}/photos", files={"source": ("a.jpg", jpeg() + b"\0" * size)})

    assert code(send(4_000_000)) == (400, 100, 1366046)
    assert code(send(11 * 1024 * 1024)) == (400, 100, None)
    page.most_bytes = 10_000_000
    assert send(4_000_000).ok


def test_message_instead_of_caption_is_frowned_at(ask: Ask, page: Sandbox) -> None:
    ask("POST", f"{PAGE_ID}/photos", data={"message": "x"}, files={"source": ("a.jpg", jpeg())})
    assert page.objects()[0]["text"] == "x"
    assert len(page.frowns) == 1


@pytest.mark.parametrize("shape", ["numbered", "list", "json"])
def test_unpublished_photos_are_attached_in_each_shape_and_only_once(shape: str, ask: Ask, page: Sandbox) -> None:
    file = {"source": ("a.jpg", jpeg())}
    ids = [ask("POST", f"{PAGE_ID}/photos", data={"published": "False"}, files=file).json()["id"] for _ in range(2)]
    assert page.objects() == []
    media = [{"media_fbid": one} for one in ids]
    body: dict[str, Any] = {
        "numbered": {"data": {f"attached_media[{turn}]": json.dumps(one) for turn, one in enumerate(media)}},
        "list": {"data": {"attached_media": json.dumps(media)}},
        "json": {"json": {"attached_media": media}},
    }[shape]
    assert ask("POST", f"{PAGE_ID}/feed", **body).ok
    assert len(page.objects()[0]["pictures"]) == 2
    assert code(ask("POST", f"{PAGE_ID}/feed", **body)) == (400, 100, 1366051)


def test_an_unpublished_photo_is_gone_after_a_day(ask: Ask, page: Sandbox) -> None:
    file = {"source": ("a.jpg", jpeg())}
    photo = ask("POST", f"{PAGE_ID}/photos", data={"published": "0"}, files=file).json()["id"]
    now = page.clock()
    page.clock = lambda: now + 24 * 3600 + 1
    sent = {"attached_media[0]": json.dumps({"media_fbid": photo})}
    assert code(ask("POST", f"{PAGE_ID}/feed", data=sent)) == (400, 100, None)


def test_fields_are_given_as_asked(ask: Ask) -> None:
    sent = {"message": "x", "link": "https://moha.gov.vn/a", "fields": "id,permalink_url"}
    made = ask("POST", f"{PAGE_ID}/feed", data=sent).json()
    assert set(made) == {"id", "permalink_url"}
    asked = {"fields": "message,attachments{url,media{image{src}}},created_time"}
    read = ask("GET", made["id"], params=asked).json()
    assert set(read) == {"id", "message", "attachments", "created_time"}
    assert read["attachments"]["data"][0]["url"] == "https://moha.gov.vn/a"
    assert read["created_time"].endswith("+0000")


def test_a_list_is_paged_and_its_next_address_leaks_the_token(ask: Ask, page: Sandbox) -> None:
    page.empty_pages = 1
    made = {page.written_by_hand(f"Bài {number}").id for number in range(5)}
    found: list[str] = []
    params, pages = {"limit": "2"}, 0
    while True:
        answer = ask("GET", f"{PAGE_ID}/published_posts", params=params).json()
        found += [post["id"] for post in answer["data"]]
        pages += 1
        if "next" not in answer["paging"]:
            break
        assert TOKEN in answer["paging"]["next"]
        params = {"limit": "2", "after": answer["paging"]["cursors"]["after"]}
    assert (pages, len(found), set(found)) == (4, 5, made)


def test_the_order_of_a_list_tells_no_age(ask: Ask, page: Sandbox) -> None:
    made = [page.written_by_hand(f"Bài {number}").id for number in range(12)]
    listed = [post["id"] for post in ask("GET", f"{PAGE_ID}/published_posts").json()["data"]]
    assert sorted(listed) == sorted(made)
    assert listed not in (made, made[::-1])


@pytest.mark.parametrize("params", [{"limit": "101"}, {"after": "nonsense"}])
def test_a_bad_page_of_a_list_is_refused(params: dict[str, str], ask: Ask) -> None:
    assert code(ask("GET", f"{PAGE_ID}/published_posts", params=params)) == (400, 100, None)


def test_a_new_post_cannot_be_read_until_the_lag_is_over(ask: Ask, page: Sandbox) -> None:
    page.lag = 30
    made = ask("POST", f"{PAGE_ID}/feed", data={"message": "x"}).json()["id"]
    assert code(ask("GET", made)) == (400, 100, 33)
    assert ask("GET", f"{PAGE_ID}/published_posts").json() == {"data": []}
    now = page.clock()
    page.clock = lambda: now + 31
    assert ask("GET", made).json()["message"] == "x"


def test_an_edit_keeps_what_was_there_before(ask: Ask, page: Sandbox) -> None:
    made = ask("POST", f"{PAGE_ID}/feed", data={"message": "một"}).json()["id"]
    assert ask("POST", made, data={"message": "hai"}).json() == {"success": True}
    (post,) = page.objects()
    assert (post["text"], post["history"]) == ("hai", ["một"])
    assert [card.state for card in page.wall()] == ["edited"]
    assert code(ask("POST", made, data={})) == (400, 100, None)
    assert code(ask("POST", made, data={"message": "x", "attached_media": "[]"})) == (400, 100, None)


def test_a_post_that_a_person_made_cannot_be_changed_by_an_app(ask: Ask, page: Sandbox) -> None:
    post = page.written_by_hand("Của người")
    assert code(ask("POST", post.id, data={"message": "x"})) == (403, 200, None)
    assert code(ask("DELETE", post.id)) == (403, 200, None)


def test_a_second_removal_finds_nothing(ask: Ask, page: Sandbox) -> None:
    made = ask("POST", f"{PAGE_ID}/feed", data={"message": "x"}).json()["id"]
    assert ask("DELETE", made).json() == {"success": True}
    assert code(ask("DELETE", made)) == (400, 100, 33)
    assert [card.state for card in page.wall()] == ["removed"]
    assert [post["live"] for post in page.objects()] == [False]


def test_an_edge_that_is_not_there_is_refused(ask: Ask) -> None:
    assert code(ask("GET", f"{PAGE_ID}/nothing")) == (400, 2500, None)
    assert code(ask("GET", "1_2/comments")) == (400, 2500, None)


OPERATIONS = {
    "feed.create": ("POST", f"{PAGE_ID}/feed", {"message": "x"}),
    "photos.create": ("POST", f"{PAGE_ID}/photos", {}),
    "photos.upload": ("POST", f"{PAGE_ID}/photos", {"published": "false"}),
    "post.edit": ("POST", f"{PAGE_ID}_1", {"message": "x"}),
    "post.delete": ("DELETE", f"{PAGE_ID}_1", {}),
    "post.read": ("GET", f"{PAGE_ID}_1", {}),
    "posts.list": ("GET", f"{PAGE_ID}/published_posts", {}),
    "page.read": ("GET", PAGE_ID, {}),
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_fault_meets_the_operation_that_it_was_ordered_for(
    operation: str, ask: Ask, order: Callable[..., None]
) -> None:
    for name in OPERATIONS:
        if name != operation:
            order(name, "413")
    order(operation, "throttle")
    method, path, data = OPERATIONS[operation]
    answer = ask(method, path, data=data)
    assert code(answer) == (403, 80001, None)
    usage = json.loads(answer.headers["X-Business-Use-Case-Usage"])
    assert usage[PAGE_ID][0]["estimated_time_to_regain_access"] == 7


def test_the_faults_of_every_platform_are_told_in_metas_words(ask: Ask, order: Callable[..., None]) -> None:
    order("page.read", "refuse-500")
    assert code(ask("GET", PAGE_ID)) == (500, 2, None)
    order("page.read", "token")
    assert code(ask("GET", PAGE_ID)) == (400, 190, 463)
