"""Lists, fields, schedules, and what else there is of posts and photos."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from channels.facebook.sandbox import PAGE_ID, USER_TOKEN, Sandbox
from tests.channels.facebook.sandbox.conftest import Ask, Later, code, jpeg

FEED = f"{PAGE_ID}/feed"
MINUTE, DAY = 60, 86_400


@pytest.fixture
def near() -> Iterator[str]:
    """A web server on this machine that has one picture."""

    class Picture(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/a.jpg" else 404)
            self.end_headers()
            self.wfile.write(jpeg() if self.path == "/a.jpg" else b"")

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Picture)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def scheduled(ask: Ask, at: str, **more: str) -> str:
    told = {"message": "Hẹn giờ", "published": "false", "scheduled_publish_time": at, **more}
    made: str = ask("POST", FEED, data=told).json()["id"]
    return made


def test_a_scheduled_post_is_hidden_listed_apart_and_published_by_itself(ask: Ask, page: Sandbox, later: Later) -> None:
    at = int(page.clock()) + 3600
    made = scheduled(ask, str(at))
    (seen,) = ask("GET", f"{PAGE_ID}/scheduled_posts", params={"fields": "scheduled_publish_time"}).json()["data"]
    assert seen == {"id": made, "scheduled_publish_time": at}
    assert ask("GET", f"{PAGE_ID}/published_posts").json()["data"] == []
    assert [card.state for card in page.wall()] == ["hidden"]
    later(3601)
    (post,) = ask("GET", f"{PAGE_ID}/published_posts", params={"date_format": "U"}).json()["data"]
    assert (post["id"], post["created_time"]) == (made, at)
    assert ask("GET", f"{PAGE_ID}/scheduled_posts").json()["data"] == []


def test_a_time_may_be_written_in_several_ways(ask: Ask, page: Sandbox) -> None:
    at = page.clock() + 3600
    iso = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
    for text in (str(int(at)), iso, "+2 hours", "+1 week"):
        assert scheduled(ask, text)
    assert len(ask("GET", f"{PAGE_ID}/scheduled_posts").json()["data"]) == 4


@pytest.mark.parametrize("away", [0, 9 * MINUTE, 31 * DAY, None])
def test_a_time_outside_the_window_is_refused(away: int | None, ask: Ask, page: Sandbox) -> None:
    at = "soon" if away is None else str(int(page.clock()) + away)
    told = {"message": "x", "published": "false", "scheduled_publish_time": at}
    assert code(ask("POST", FEED, data=told)) == (400, 100, None)
    page.schedule_days = 75
    assert ask("POST", FEED, data=told).ok is (away == 31 * DAY)


def test_photos_of_a_scheduled_post_are_temporary_and_its_kind_is_named(ask: Ask, page: Sandbox) -> None:
    def upload(**more: str) -> str:
        files = {"source": ("a.jpg", jpeg())}
        made: str = ask("POST", f"{PAGE_ID}/photos", data={"published": "false", **more}, files=files).json()["id"]
        return made

    told = {"message": "x", "published": "false", "scheduled_publish_time": "+2 hours"}
    kind = {"unpublished_content_type": "SCHEDULED"}

    def media(photo: str) -> dict[str, str]:
        return {"attached_media": json.dumps([{"media_fbid": photo}])}

    lasting, temporary = upload(), upload(temporary="true")
    assert code(ask("POST", FEED, data={**told, **kind, **media(lasting)})) == (400, 100, None)
    assert code(ask("POST", FEED, data={**told, **media(temporary)})) == (400, 100, None)
    assert ask("POST", FEED, data={**told, **kind, **media(temporary)}).ok
    assert code(ask("POST", FEED, data={**told, "unpublished_content_type": "LATER"})) == (400, 100, None)


def test_a_scheduled_post_is_moved_and_published_ahead_of_its_time(ask: Ask, page: Sandbox) -> None:
    made = scheduled(ask, "+2 hours")
    assert ask("POST", made, data={"scheduled_publish_time": "+3 hours"}).json() == {"success": True}
    assert code(ask("POST", made, data={"scheduled_publish_time": "+1 minute"})) == (400, 100, None)
    assert ask("POST", made, data={"is_published": "true"}).ok
    assert [post["live"] for post in page.objects()] == [True]
    assert code(ask("POST", made, data={"scheduled_publish_time": "+3 hours"})) == (400, 100, None)


def test_scheduled_posts_are_shown_to_the_pages_token_only(ask: Ask) -> None:
    assert code(ask("GET", f"{PAGE_ID}/scheduled_posts", token=USER_TOKEN)) == (403, 210, None)


def test_each_list_has_what_belongs_to_it(ask: Ask, page: Sandbox) -> None:
    own = ask("POST", FEED, data={"message": "công khai"}).json()["id"]
    draft = ask("POST", FEED, data={"message": "nháp", "published": "false"}).json()["id"]
    guest = page.written_by_hand("khách viết", visitor="42").id
    hidden = ask("POST", FEED, data={"message": "ẩn"}).json()["id"]
    assert ask("POST", hidden, data={"is_hidden": "true"}).ok

    def ids(edge: str, **params: str) -> set[str]:
        return {one["id"] for one in ask("GET", f"{PAGE_ID}/{edge}", params=params).json()["data"]}

    assert ids("published_posts") == ids("posts") == {own}
    assert ids("published_posts", include_hidden="true") == {own, hidden}
    assert ids("feed") == {own, draft, guest}
    assert ids("visitor_posts") == {guest}
    assert page.objects()[-1]["live"] is False


def test_a_list_goes_no_further_than_the_platform_shows(ask: Ask, page: Sandbox) -> None:
    page.most_listed = 3
    for number in range(5):
        page.written_by_hand(f"Bài {number}")
    assert len(ask("GET", f"{PAGE_ID}/published_posts").json()["data"]) == 3


def test_only_the_fields_that_were_asked_for_come_and_unknown_ones_are_refused(ask: Ask) -> None:
    made = ask("POST", FEED, data={"message": "x", "link": "https://moha.gov.vn/a"}).json()["id"]
    told = ask(
        "GET", made, params={"fields": "attachments{url},shares,from{id},comments.limit(1).summary(true)"}
    ).json()
    assert told == {
        "id": made,
        "attachments": {"data": [{"url": "https://moha.gov.vn/a"}]},
        "from": {"id": PAGE_ID},
    }
    assert code(ask("GET", made, params={"fields": "id,likes_count"})) == (400, 100, None)
    for broken in ("attachments{url", "id}", "{id}", "id;message"):
        assert code(ask("GET", made, params={"fields": broken})) == (400, 2500, None)


def test_what_a_list_needs_is_told_of_every_kind_of_post(ask: Ask, page: Sandbox) -> None:
    files = {"source": ("a.jpg", jpeg())}
    one = ask("POST", f"{PAGE_ID}/photos", data={"caption": "Một", "alt_text_custom": "Chữ thay"}, files=files).json()
    two = [ask("POST", f"{PAGE_ID}/photos", data={"published": "0"}, files=files).json()["id"] for _ in range(2)]
    ask("POST", FEED, json={"message": "Hai", "attached_media": [{"media_fbid": photo} for photo in two]})
    asked = {
        "fields": "message,status_type,full_picture,application{id},is_hidden,attachments{media_type,subattachments}"
    }
    posts = {post["message"]: post for post in ask("GET", f"{PAGE_ID}/published_posts", params=asked).json()["data"]}
    kinds = {text: post["attachments"]["data"][0]["media_type"] for text, post in posts.items()}
    assert kinds == {"Một": "photo", "Hai": "album"}
    assert len(posts["Hai"]["attachments"]["data"][0]["subattachments"]["data"]) == 2
    assert posts["Một"]["full_picture"].endswith(one["id"])
    assert [(post["kind"], len(post["pictures"])) for post in page.objects()] == [("photo", 1), ("album", 2)]


def test_a_photo_is_read_listed_and_taken_away(ask: Ask, page: Sandbox) -> None:
    made = ask("POST", f"{PAGE_ID}/photos", data={"caption": "Lời"}, files={"source": ("a.jpg", jpeg())}).json()
    told = ask("GET", made["id"], params={"fields": "name,page_story_id,width"}).json()
    assert told == {"id": made["id"], "name": "Lời", "page_story_id": made["post_id"], "width": 8}
    assert ask("GET", f"{PAGE_ID}/photos").json()["data"] == [], "that list is of profile pictures"
    assert len(ask("GET", f"{PAGE_ID}/photos", params={"type": "uploaded"}).json()["data"]) == 1
    assert ask("DELETE", made["id"]).json() == {"success": True}
    assert code(ask("DELETE", made["id"])) == (400, 100, 33)
    assert [post["deleted"] for post in page.objects()] == [True]


def test_a_photo_without_a_story_or_for_later_has_no_post_number(ask: Ask, page: Sandbox) -> None:
    files = {"source": ("a.jpg", jpeg())}
    for told in ({"no_story": "true"}, {"published": "false", "scheduled_publish_time": "+2 hours"}):
        assert set(ask("POST", f"{PAGE_ID}/photos", data=told, files=files).json()) == {"id"}
    assert ask("GET", f"{PAGE_ID}/published_posts").json()["data"] == []
    both = {"published": "false", "temporary": "true", "scheduled_publish_time": "+2 hours"}
    assert code(ask("POST", f"{PAGE_ID}/photos", data=both, files=files)) == (400, 100, None)


def test_an_unpublished_photo_cannot_be_read_after_a_day(ask: Ask, later: Later) -> None:
    told = {"published": "false"}
    photo = ask("POST", f"{PAGE_ID}/photos", data=told, files={"source": ("a.jpg", jpeg())}).json()["id"]
    assert ask("GET", photo).ok
    later(DAY + 1)
    assert code(ask("GET", photo)) == (400, 100, 33)


def test_a_photo_by_address_is_fetched_from_this_machine_and_from_nowhere_else(ask: Ask, near: str) -> None:
    path = f"{PAGE_ID}/photos"
    assert ask("POST", path, data={"url": f"{near}/a.jpg"}).ok
    assert code(ask("POST", path, data={"url": f"{near}/b.jpg"})) == (400, 324, None)
    assert code(ask("POST", path, data={"url": "https://moha.gov.vn/a.jpg"})) == (400, 324, None)
    assert code(ask("POST", path, data={"url": "file:///etc/hostname"})) == (400, 324, None)


def test_the_same_photo_twice_in_one_post_is_refused(ask: Ask) -> None:
    told = {"published": "false"}
    photo = ask("POST", f"{PAGE_ID}/photos", data=told, files={"source": ("a.jpg", jpeg())}).json()["id"]
    media = json.dumps([{"media_fbid": photo}] * 2)
    assert code(ask("POST", FEED, data={"attached_media": media})) == (400, 100, 1366051)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"'])
def test_a_json_body_that_is_no_object_is_refused(body: bytes, ask: Ask, page: Sandbox) -> None:
    told = {"Content-Type": "application/json"}
    assert code(ask("POST", FEED, headers=told, data=body)) == (400, 100, None)
    assert page.objects() == []


def test_what_is_null_in_json_is_not_there(ask: Ask, page: Sandbox) -> None:
    assert ask("POST", FEED, json={"message": "x", "link": None, "published": None}).ok
    assert page.objects()[0]["link"] == ""


def test_what_a_published_post_cannot_become_is_refused(ask: Ask) -> None:
    made = ask("POST", FEED, data={"message": "x"}).json()["id"]
    assert code(ask("POST", made, data={"is_published": "false"})) == (400, 100, None)
    assert code(ask("POST", made, data={"message": ""})) == (400, 100, None)
    assert code(ask("PUT", made, data={"message": "y"})) == (400, 100, None)
