"""Videos: the classic phases, the whole at once, what is read of them, and what becomes of them."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from channels.facebook.sandbox import PAGE_ID, READER_TOKEN, USER_TOKEN, Sandbox
from channels.sandbox.server import SandboxServer
from tests.channels.facebook.sandbox.conftest import Ask, Later, code, film, jpeg

VIDEOS = f"{PAGE_ID}/videos"


def start(ask: Ask, size: int) -> dict[str, str]:
    answer: dict[str, str] = ask("POST", VIDEOS, data={"upload_phase": "start", "file_size": str(size)}).json()
    return answer


def transfer(ask: Ask, session: str, offset: str, data: bytes) -> requests.Response:
    sent = {"upload_phase": "transfer", "upload_session_id": session, "start_offset": offset}
    return ask("POST", VIDEOS, data=sent, files={"video_file_chunk": ("chunk", data, "application/octet-stream")})


def finish(ask: Ask, session: str, **told: str) -> requests.Response:
    return ask("POST", VIDEOS, data={"upload_phase": "finish", "upload_session_id": session, **told})


def posted(ask: Ask, data: bytes, **told: str) -> str:
    """A video posted by the phases in one chunk; its id."""
    begun = start(ask, len(data))
    assert transfer(ask, begun["upload_session_id"], "0", data).ok
    assert finish(ask, begun["upload_session_id"], **told).json() == {"success": True}
    return begun["video_id"]


def status(ask: Ask, video: str) -> str:
    found: str = ask("GET", video, params={"fields": "status"}).json()["status"]["video_status"]
    return found


def test_a_video_goes_up_in_the_chunks_that_are_offered_and_is_there_once(ask: Ask, page: Sandbox) -> None:
    page.chunk, page.processing = 1000, 0
    data = film(2500)
    begun = start(ask, len(data))
    assert begun == {**begun, "start_offset": "0", "end_offset": "1000"}
    assert all(isinstance(value, str) for value in begun.values())
    now = begun
    while now["start_offset"] != now["end_offset"]:
        piece = data[int(now["start_offset"]) : int(now["end_offset"])]
        now = transfer(ask, begun["upload_session_id"], now["start_offset"], piece).json()
    assert now == {"start_offset": "2500", "end_offset": "2500"}
    assert page.objects() == []
    told = {"title": "Phim", "description": "Bộ Nội vụ"}
    assert finish(ask, begun["upload_session_id"], **told).json() == {"success": True}
    (post,) = page.objects()
    assert (post["kind"], post["live"], post["message"]) == ("video", True, "Bộ Nội vụ")
    assert (post["film"]["size"], post["film"]["title"]) == (2500, "Phim")
    assert post["film"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert page.frowns == []


@pytest.mark.parametrize("as_text", [False, True])
def test_a_chunk_at_the_wrong_place_is_told_where_to_go_on(as_text: bool, ask: Ask, page: Sandbox) -> None:
    page.chunk, page.error_data_as_text = 1000, as_text
    data = film(2500)
    session = start(ask, len(data))["upload_session_id"]
    transfer(ask, session, "0", data[:1000])
    for offset in ("0", "999", "2000"):
        answer = transfer(ask, session, offset, data[:500])
        assert code(answer) == (400, 6001, 1363037)
        told = answer.json()["error"]["error_data"]
        assert (json.loads(told) if as_text else told) == {"start_offset": "1000", "end_offset": "2000"}
    unfinished = finish(ask, session)
    assert code(unfinished) == (400, 6001, 1363037)
    assert page.objects() == []


def test_a_connection_that_breaks_in_a_chunk_leaves_half_of_it(
    ask: Ask, page: Sandbox, order: Callable[..., None]
) -> None:
    data = film(2000)
    session = start(ask, len(data))["upload_session_id"]
    order("videos.transfer", "half-then-drop")
    with pytest.raises(requests.ConnectionError):
        transfer(ask, session, "0", data)
    told = transfer(ask, session, "0", data).json()["error"]["error_data"]
    assert told["start_offset"] == "1000"
    assert transfer(ask, session, "1000", data[1000:]).json() == {"start_offset": "2000", "end_offset": "2000"}


def test_an_ordered_loss_of_order_takes_nothing(ask: Ask, order: Callable[..., None]) -> None:
    data = film(2000)
    session = start(ask, len(data))["upload_session_id"]
    order("videos.transfer", "out-of-order")
    assert code(transfer(ask, session, "0", data)) == (400, 6001, 1363037)
    assert transfer(ask, session, "0", data).ok


def test_more_bytes_than_were_announced_are_refused(ask: Ask) -> None:
    session = start(ask, 2000)["upload_session_id"]
    assert code(transfer(ask, session, "0", film(2001))) == (400, 6000, None)
    assert code(transfer(ask, session, "0", b"")) == (400, 100, None)


def test_a_chunk_beyond_what_was_offered_is_frowned_at(ask: Ask, page: Sandbox) -> None:
    page.chunk = 1000
    assert transfer(ask, start(ask, 2000)["upload_session_id"], "0", film(2000)).ok
    assert len(page.frowns) == 1


def test_a_bad_thumbnail_leaves_the_upload_as_it_was(ask: Ask, page: Sandbox) -> None:
    session = start(ask, 2000)["upload_session_id"]
    transfer(ask, session, "0", film(2000))
    told = {"upload_phase": "finish", "upload_session_id": session}
    assert code(ask("POST", VIDEOS, data=told, files={"thumb": ("t.jpg", b"x")})) == (400, 324, None)
    assert page.objects() == []
    assert finish(ask, session).ok


@pytest.mark.parametrize("end", ["finish", "cancel", "age", "delete"])
def test_a_session_that_is_over_takes_nothing_more(end: str, ask: Ask, page: Sandbox, later: Later) -> None:
    begun = start(ask, 2000)
    session = begun["upload_session_id"]
    transfer(ask, session, "0", film(2000))
    match end:
        case "finish":
            finish(ask, session)
        case "cancel":
            sent = {"upload_phase": "cancel", "upload_session_id": session}
            assert ask("POST", VIDEOS, data=sent).json() == {"success": True}
        case "age":
            later(24 * 3600 + 1)
        case "delete":
            ask("DELETE", begun["video_id"])
    assert code(finish(ask, session)) == (400, 6000, 1363041)
    assert code(transfer(ask, session, "0", film(2000))) == (400, 6000, 1363041)
    assert len(page.objects()) == (end == "finish")


def test_a_video_that_is_still_coming_can_be_read_but_is_no_post(ask: Ask, page: Sandbox) -> None:
    begun = start(ask, 2000)
    transfer(ask, begun["upload_session_id"], "0", film(1500))
    told = ask("GET", begun["video_id"], params={"fields": "status,published"}).json()
    assert (told["status"]["video_status"], told["published"]) == ("uploading", False)
    assert told["status"]["uploading_phase"] == {"status": "in_progress", "bytes_transfered": 1500}
    assert ask("GET", f"{PAGE_ID}/published_posts").json() == {"data": []}
    assert page.objects() == []


@pytest.mark.parametrize("word", ["complete", "completed"])
def test_a_video_is_processed_for_a_time_before_it_and_its_post_are_seen(
    word: str, ask: Ask, page: Sandbox, later: Later
) -> None:
    page.processing, page.phase_word = 60, word
    video = posted(ask, film(), description="Phim")
    assert status(ask, video) == "processing"
    assert ask("GET", f"{PAGE_ID}/published_posts").json()["data"] == []
    assert [card.state for card in page.wall()] == ["hidden"]
    later(61)
    told = ask("GET", video, params={"fields": "status,permalink_url,published"}).json()
    assert told["status"]["video_status"] == "ready"
    assert told["status"]["processing_phase"] == {"status": word}
    assert told["status"]["publishing_phase"]["publish_status"] == "published"
    assert told["permalink_url"] == f"/{PAGE_ID}/videos/{video}/"
    (seen,) = ask("GET", f"{PAGE_ID}/published_posts").json()["data"]
    assert seen["message"] == "Phim"
    assert seen["id"] != video


def test_processing_may_last_for_a_number_of_readings(ask: Ask, page: Sandbox) -> None:
    page.processing, page.processing_reads = 0, 2
    video = posted(ask, film())
    assert [status(ask, video) for _ in range(4)] == ["processing", "processing", "ready", "ready"]


def test_bytes_that_are_no_film_end_in_an_error_and_no_post(ask: Ask, page: Sandbox) -> None:
    page.processing = 0
    video = posted(ask, b"x" * 2000)
    told = ask("GET", video, params={"fields": "status"}).json()["status"]
    assert told["video_status"] == "error"
    assert told["processing_phase"]["errors"][0]["code"] == 1363008
    assert [post["live"] for post in page.objects()] == [False]


@pytest.mark.parametrize("operation", ["videos.finish", "videos.create"])
def test_processing_fails_when_it_is_ordered_to(
    operation: str, ask: Ask, page: Sandbox, order: Callable[..., None]
) -> None:
    page.processing = 0
    order(operation, "processing-error")
    whole = {"source": ("a.mp4", film())}
    video = posted(ask, film()) if operation == "videos.finish" else ask("POST", VIDEOS, files=whole).json()["id"]
    assert status(ask, video) == "error"


def test_the_post_of_a_video_shows_it_by_its_own_number(ask: Ask, page: Sandbox) -> None:
    page.processing = 0
    video = posted(ask, film(), description="Phim")
    asked = {"fields": "message,attachments{media_type,target{id}},status_type"}
    (seen,) = ask("GET", f"{PAGE_ID}/published_posts", params=asked).json()["data"]
    assert seen["attachments"] == {"data": [{"media_type": "video", "target": {"id": video}}]}
    assert (seen["message"], seen["status_type"]) == ("Phim", "added_video")
    assert f"{PAGE_ID}_{ask('GET', video, params={'fields': 'post_id'}).json()['post_id']}" == seen["id"]


def test_a_video_may_be_shown_as_a_reel_and_not_among_the_posts(ask: Ask, page: Sandbox) -> None:
    page.processing, page.videos_as_reels = 0, True
    video = posted(ask, film())
    assert ask("GET", f"{PAGE_ID}/published_posts").json()["data"] == []
    assert [one["id"] for one in ask("GET", f"{PAGE_ID}/video_reels").json()["data"]] == [video]


def test_a_video_comes_whole_in_one_request(ask: Ask, page: Sandbox) -> None:
    sent = {"title": "Phim", "description": "Lời", "content_category": "NEWS"}
    files = {"source": ("a.mp4", film(5000), "video/mp4"), "thumb": ("t.jpg", jpeg(), "image/jpeg")}
    assert set(ask("POST", VIDEOS, data=sent, files=files).json()) == {"id"}
    (post,) = page.objects()
    assert (post["film"]["size"], post["film"]["thumbnail"]) == (5000, hashlib.sha256(jpeg()).hexdigest())


def test_a_video_comes_from_an_address_where_that_can_be_reached(ask: Ask, page: Sandbox) -> None:
    sent = {"file_url": "http://192.0.2.1/a.mp4"}
    assert code(ask("POST", VIDEOS, data=sent)) == (400, 389, None)
    page.fetch = lambda url: film()
    assert set(ask("POST", VIDEOS, data=sent).json()) == {"id"}
    assert code(ask("POST", VIDEOS, data={**sent, "upload_phase": "start", "file_size": "2000"})) == (400, 100, None)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"data": {}}, (400, 100, None)),
        ({"files": {"source": ("a.mp4", b"x" * 2000)}}, (400, 352, None)),
        ({"files": {"source": ("a.mp4", film(1000))}}, (400, 382, None)),
        ({"files": {"source": ("a.mp4", film())}, "data": {"file_url": "http://x/"}}, (400, 100, None)),
        ({"files": {"source": ("a.mp4", film())}, "data": {"content_category": "GOOD"}}, (400, 100, None)),
        ({"files": {"source": ("a.mp4", film())}, "data": {"description": "x" * 63_207}}, (400, 100, None)),
        ({"files": {"source": ("a.mp4", film()), "thumb": ("t", b"x")}}, (400, 324, None)),
        ({"data": {"fbuploader_video_file_chunk": "4::nothing"}}, (400, 100, None)),
        ({"data": {"upload_phase": "start", "file_size": "1000"}}, (400, 382, None)),
        ({"data": {"upload_phase": "start"}}, (400, 100, None)),
        ({"data": {"upload_phase": "begin"}}, (400, 100, None)),
        ({"data": {"upload_phase": "finish"}}, (400, 100, None)),
    ],
)
def test_a_bad_video_is_refused_and_nothing_is_there(
    body: dict[str, Any], refusal: tuple[int, int, int | None], ask: Ask, page: Sandbox
) -> None:
    assert code(ask("POST", VIDEOS, **body)) == refusal
    assert page.objects() == []


def test_a_video_beyond_the_limits_is_refused(ask: Ask, page: Sandbox) -> None:
    page.most_upload = 2000
    answer = ask("POST", VIDEOS, files={"source": ("a.mp4", film(3000))})
    assert (answer.status_code, answer.content) == (413, b"")
    page.most_video = 2000
    assert code(ask("POST", VIDEOS, data={"upload_phase": "start", "file_size": "2001"})) == (400, 100, None)
    told = ask("GET", "me", token=USER_TOKEN, params={"fields": "video_upload_limits{length,size}"}).json()
    assert set(told["video_upload_limits"]) == {"length", "size"}


@pytest.mark.parametrize("token", [USER_TOKEN, READER_TOKEN])
def test_only_the_pages_own_token_with_the_right_sends_videos(token: str, ask: Ask) -> None:
    sent = {"upload_phase": "start", "file_size": "2000"}
    assert code(ask("POST", VIDEOS, token=token, data=sent)) == (403, 200, None)


def test_the_list_of_videos_cannot_be_read(ask: Ask) -> None:
    assert code(ask("GET", VIDEOS)) == (400, 100, 33)


@pytest.mark.parametrize("name", ["title", "name"])
def test_title_and_description_of_a_video_can_be_changed(name: str, ask: Ask, page: Sandbox) -> None:
    page.processing = 0
    video = posted(ask, film(), title="Một", description="Lời một")
    assert ask("POST", video, data={name: "Hai", "description": "Lời hai"}).json() == {"success": True}
    told = ask("GET", video, params={"fields": "title,description"}).json()
    assert (told["title"], told["description"]) == ("Hai", "Lời hai")
    (post,) = page.objects()
    assert (post["message"], post["history"], post["edits"]) == ("Lời hai", ["Lời một"], 2)
    assert [card.state for card in page.wall()] == ["edited"]
    assert code(ask("POST", video, data={})) == (400, 100, None)


def test_a_new_text_of_the_post_is_a_new_description_of_the_video(ask: Ask, page: Sandbox) -> None:
    page.processing = 0
    video = posted(ask, film(), description="Lời một")
    assert ask("POST", page.objects()[0]["id"], data={"message": "Lời hai"}).ok
    assert ask("GET", video, params={"fields": "description"}).json()["description"] == "Lời hai"


def test_a_thumbnail_is_given_later(ask: Ask, page: Sandbox) -> None:
    video = posted(ask, film())
    path, picture = f"{video}/thumbnails", {"source": ("t.jpg", jpeg())}
    assert ask("GET", path).json() == {"data": []}
    assert ask("POST", path, data={"is_preferred": "true"}, files=picture).json() == {"success": True}
    assert ask("GET", path).json()["data"][0]["is_preferred"]
    assert page.objects()[0]["film"]["thumbnail"] == hashlib.sha256(jpeg()).hexdigest()
    assert code(ask("POST", path, data={"is_preferred": "true"})) == (400, 324, None)


@pytest.mark.parametrize("by", ["video", "post"])
def test_a_video_is_taken_away_with_its_post_and_only_once(by: str, ask: Ask, page: Sandbox) -> None:
    page.processing = 0
    video = posted(ask, film())
    post = page.objects()[0]["id"]
    assert ask("DELETE", video if by == "video" else post).json() == {"success": True}
    for gone in (video, post):
        assert code(ask("DELETE", gone)) == (400, 100, 33)
        assert code(ask("GET", gone)) == (400, 100, 33)
    assert [one["deleted"] for one in page.objects()] == [True]
    assert [card.state for card in page.wall()] == ["removed"]


def test_a_finished_video_cannot_be_read_until_the_lag_is_over(ask: Ask, page: Sandbox, later: Later) -> None:
    page.lag, page.processing = 30, 0
    video = posted(ask, film())
    assert code(ask("GET", video, params={"fields": "status"})) == (400, 100, 33)
    later(31)
    assert status(ask, video) == "ready"


def test_a_video_can_be_scheduled_and_is_then_published_by_itself(ask: Ask, page: Sandbox, later: Later) -> None:
    page.processing = 0
    at = str(int(page.clock()) + 40 * 86_400)
    video = posted(ask, film(), published="false", scheduled_publish_time=at)
    assert [post["live"] for post in page.objects()] == [False]
    assert len(ask("GET", f"{PAGE_ID}/scheduled_posts").json()["data"]) == 1
    later(40 * 86_400 + 1)
    assert ask("GET", video, params={"fields": "published"}).json()["published"]
    assert [post["live"] for post in page.objects()] == [True]


def test_the_wall_plays_the_film_in_the_pieces_that_a_player_asks_for(
    ask: Ask, page: Sandbox, server: SandboxServer
) -> None:
    page.processing = 0
    video, data = posted(ask, film(5000)), film(5000)
    (card,) = page.wall()
    assert card.film == f"/_files/facebook/{video}"
    whole = requests.get(f"{server.url}{card.film}", timeout=5)
    assert (whole.content, whole.headers["Content-Type"]) == (data, "video/mp4")
    piece = requests.get(f"{server.url}{card.film}", headers={"Range": "bytes=1000-1999"}, timeout=5)
    assert (piece.status_code, piece.content) == (206, data[1000:2000])
    assert f'src="{card.film}"' in requests.get(f"{server.url}/wall", timeout=5).text


def test_the_bytes_are_on_the_disk_and_go_when_the_stand_in_goes() -> None:
    page = Sandbox()
    folder = page.spool.folder
    page.spool.new().write_bytes(b"x")
    assert len(list(folder.iterdir())) == 1
    del page
    gc.collect()
    assert not folder.exists()
