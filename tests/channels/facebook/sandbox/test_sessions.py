"""Bytes by themselves: the Resumable Upload API and reels."""

from __future__ import annotations

import hashlib
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from channels.facebook.sandbox import APP_ID, PAGE_ID, TOKEN, USER_TOKEN, Sandbox
from channels.sandbox.server import SandboxServer
from tests.channels.facebook.sandbox.conftest import Ask, Later, code, film

OAUTH = {"Authorization": f"OAuth {USER_TOKEN}"}
REELS = f"{PAGE_ID}/video_reels"


def opened(ask: Ask, size: int, **more: str) -> str:
    sent = {"file_name": "a.mp4", "file_length": str(size), "file_type": "video/mp4", **more}
    session: str = ask("POST", f"{APP_ID}/uploads", token=USER_TOKEN, data=sent).json()["id"]
    return session


def sent(ask: Ask, session: str, data: bytes, offset: int = 0) -> requests.Response:
    return ask("POST", session, headers={**OAUTH, "file_offset": str(offset)}, data=data)


@pytest.mark.parametrize("signed", [False, True])
def test_a_session_ends_in_a_handle_and_the_handle_in_a_video(signed: bool, ask: Ask, page: Sandbox) -> None:
    page.sessions_signed, page.processing = signed, 0
    session = opened(ask, 3000)
    assert ("?sig=" in session) is signed
    if signed:
        assert code(sent(ask, session.partition("?")[0], film())) == (400, 100, None)
    handle = sent(ask, session, film()).json()["h"]
    made = ask("POST", f"{PAGE_ID}/videos", data={"fbuploader_video_file_chunk": handle, "description": "Phim"})
    assert set(made.json()) == {"id"}
    (post,) = page.objects()
    assert (post["text"], post["film"]["sha256"]) == ("Phim", hashlib.sha256(film()).hexdigest())
    assert page.frowns == []
    ask("POST", f"{PAGE_ID}/videos", data={"fbuploader_video_file_chunk": handle, "description": "Phim nữa"})
    assert len(page.objects()) == 2, "the platform does not keep anybody from using a handle twice"
    assert len(page.frowns) == 1


def test_a_session_is_resumed_where_it_stopped(ask: Ask) -> None:
    session = opened(ask, 3000)
    partial = sent(ask, session, film()[:1200])
    assert (partial.status_code, partial.json()["debug_info"]["type"]) == (400, "PartialRequestError")
    assert ask("GET", session, token="", headers=OAUTH).json() == {"id": session, "file_offset": 1200}
    wrong = sent(ask, session, film()[1000:], 1000)
    assert (wrong.status_code, wrong.json()["debug_info"]["type"]) == (400, "OffsetInvalidError")
    assert "h" in sent(ask, session, film()[1200:], 1200).json()


def test_what_came_before_a_connection_broke_is_kept(ask: Ask, server: SandboxServer) -> None:
    session = opened(ask, 3000)
    parts = urlsplit(server.url)
    head = (
        f"POST /facebook/v27.0/{session} HTTP/1.1\r\nHost: x\r\nAuthorization: OAuth {USER_TOKEN}\r\n"
        "file_offset: 0\r\nContent-Length: 3000\r\n\r\n"
    )
    with socket.create_connection((str(parts.hostname), parts.port or 80)) as line:
        line.sendall(head.encode() + film()[:700])
        line.shutdown(socket.SHUT_WR)
        line.recv(1)
    assert ask("GET", session, token="", headers=OAUTH).json()["file_offset"] == 700


@pytest.mark.parametrize("more", [{"file_type": "video/avi"}, {"file_length": ""}])
def test_a_bad_session_is_not_opened(more: dict[str, str], ask: Ask) -> None:
    told = {"file_name": "a", "file_length": "3000", "file_type": "video/mp4", **more}
    assert code(ask("POST", f"{APP_ID}/uploads", token=USER_TOKEN, data=told)) == (400, 100, None)


def test_a_session_is_opened_with_a_persons_token_only(ask: Ask) -> None:
    told = {"file_length": "3000", "file_type": "video/mp4"}
    assert code(ask("POST", f"{APP_ID}/uploads", token=TOKEN, data=told)) == (403, 200, None)


def test_a_session_is_gone_after_a_day_and_an_unfinished_one_makes_no_video(ask: Ask, later: Later) -> None:
    session = opened(ask, 3000)
    told = {"fbuploader_video_file_chunk": session}
    assert code(ask("POST", f"{PAGE_ID}/videos", data=told)) == (400, 100, None)
    later(24 * 3600 + 1)
    assert code(ask("GET", session, token=USER_TOKEN)) == (400, 100, 33)


def test_another_form_of_authorization_is_frowned_at(ask: Ask, page: Sandbox) -> None:
    session = opened(ask, 3000)
    assert ask("POST", session, token=USER_TOKEN, headers={"file_offset": "0"}, data=film()).ok
    assert len(page.frowns) == 1


def reel(ask: Ask, data: bytes, **headers: str) -> tuple[str, requests.Response]:
    begun = ask("POST", REELS, data={"upload_phase": "start"}).json()
    told = {"Authorization": f"OAuth {TOKEN}", "offset": "0", "file_size": str(len(film())), **headers}
    return begun["video_id"], requests.post(begun["upload_url"], data=data, headers=told, timeout=5)


def finished(ask: Ask, video: str, **told: Any) -> requests.Response:
    sent = {"upload_phase": "finish", "video_id": video, "video_state": "PUBLISHED", **told}
    return ask("POST", REELS, data=sent)


def test_a_reel_is_posted_and_seen_among_reels_but_not_among_posts(ask: Ask, page: Sandbox) -> None:
    page.processing = 0
    video, up = reel(ask, film())
    assert up.json() == {"success": True}
    assert finished(ask, video, description="Ngắn").json() == {"success": True}
    assert ask("GET", f"{PAGE_ID}/published_posts").json()["data"] == []
    asked = {"fields": "id,description,permalink_url"}
    (seen,) = ask("GET", REELS, params=asked).json()["data"]
    assert seen == {"id": video, "description": "Ngắn", "permalink_url": f"/reel/{video}/"}
    assert code(finished(ask, video)) == (400, 100, 33)


@pytest.mark.parametrize("version", ["", "v27.0/"])
def test_the_address_for_a_reels_bytes_is_known_with_and_without_a_version(
    version: str, ask: Ask, server: SandboxServer
) -> None:
    video = ask("POST", REELS, data={"upload_phase": "start"}).json()["video_id"]
    told = {"Authorization": f"OAuth {TOKEN}", "offset": "0", "file_size": "3000"}
    url = f"{server.url}/facebook/video-upload/{version}{video}"
    assert requests.post(url, data=film(), headers=told, timeout=5).json() == {"success": True}


def test_a_reel_is_resumed_from_the_bytes_that_its_status_tells(ask: Ask) -> None:
    video, up = reel(ask, film()[:1100])
    assert up.json()["debug_info"]["type"] == "PartialRequestError"
    told = ask("GET", video, params={"fields": "status"}).json()["status"]["uploading_phase"]
    assert told["bytes_transfered"] == 1100
    assert code(finished(ask, video)) == (400, 6000, None)


def test_a_reel_from_an_address_is_fetched_unless_it_is_metas_own(ask: Ask, page: Sandbox) -> None:
    page.fetch = lambda url: film()
    assert (
        reel(ask, b"", file_url="https://x.fbcdn.net/a.mp4")[1].json()["debug_info"]["type"] == "ProcessingFailedError"
    )
    video, up = reel(ask, b"", file_url="https://moha.gov.vn/a.mp4")
    assert up.json() == {"success": True}
    assert finished(ask, video).ok


def test_the_thirty_first_reel_of_a_day_is_refused(ask: Ask, page: Sandbox, later: Later) -> None:
    for _ in range(30):
        assert finished(ask, reel(ask, film())[0]).ok
    video = reel(ask, film())[0]
    assert code(finished(ask, video)) == (403, 613, None)
    later(24 * 3600 + 1)
    assert finished(ask, video).ok


@pytest.mark.parametrize(
    ("told", "seen"), [({"video_state": "DRAFT"}, 0), ({"video_state": "SCHEDULED", "scheduled_publish_time": "x"}, -1)]
)
def test_a_reel_may_stay_a_draft_and_its_time_must_be_one(
    told: dict[str, str], seen: int, ask: Ask, page: Sandbox
) -> None:
    page.processing = 0
    video = reel(ask, film())[0]
    answer = finished(ask, video, **told)
    if seen < 0:
        assert code(answer) == (400, 100, None)
    assert len(ask("GET", REELS).json()["data"]) == 0
