"""Every fault of this platform's own, on every write; and that each is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
import requests

from channels.facebook.sandbox import PAGE_ID, Sandbox
from channels.facebook.sandbox.routes import OPERATIONS
from channels.facebook.sandbox.world import SWITCHES
from tests.channels.facebook.sandbox.conftest import Ask, code, film, jpeg

WRITES: dict[str, tuple[str, dict[str, Any]]] = {
    "feed.create": (f"{PAGE_ID}/feed", {"data": {"message": "x"}}),
    "photos.create": (f"{PAGE_ID}/photos", {"files": {"source": ("a.jpg", jpeg())}}),
    "videos.create": (f"{PAGE_ID}/videos", {"files": {"source": ("a.mp4", film())}}),
}
UNTOLD = [
    "accept-then-500",
    "accept-then-502",
    "accept-then-drop",
    "accept-then-hang",
    "accept-then-truncate",
    "accept-then-html",
    "accept-then-javascript",
    "accept-then-1",
    "accept-then-2",
    "accept-then-368/1390008",
]
NOTHING = [
    "refuse-500",
    "refuse-502",
    "drop",
    "413",
    "transient",
    "refuse-javascript",
    "368/1390008",
    "throttle",
    "1/99",
]


def send(ask: Ask, operation: str) -> requests.Response | None:
    path, body = WRITES[operation]
    try:
        return ask("POST", path, **body)
    except requests.RequestException:
        return None


@pytest.mark.parametrize("operation", WRITES)
@pytest.mark.parametrize("fault", UNTOLD)
def test_what_was_done_and_not_told_is_there_once(
    fault: str, operation: str, ask: Ask, page: Sandbox, order: Callable[..., None]
) -> None:
    order(operation, fault, seconds=0.05)
    answer = send(ask, operation)
    assert len(page.objects()) == 1
    if answer is not None and answer.ok:
        with pytest.raises(ValueError):
            answer.json()


@pytest.mark.parametrize("operation", WRITES)
@pytest.mark.parametrize("fault", NOTHING)
def test_what_was_refused_is_not_there(
    fault: str, operation: str, ask: Ask, page: Sandbox, order: Callable[..., None]
) -> None:
    order(operation, fault)
    answer = send(ask, operation)
    assert answer is None or not answer.ok
    assert page.objects() == []
    assert send(ask, operation) is not None
    assert len(page.objects()) == 1


def test_a_slow_answer_comes(ask: Ask, order: Callable[..., None]) -> None:
    order("feed.create", "accept-then-slow", seconds=0.05)
    assert ask("POST", f"{PAGE_ID}/feed", data={"message": "x"}).ok


def test_each_kind_of_answer_is_as_it_is_said_to_be(ask: Ask, order: Callable[..., None]) -> None:
    for fault in ("413", "refuse-javascript", "transient", "accept-then-html", "368/1390008"):
        order("feed.create", fault)
    answers = [ask("POST", f"{PAGE_ID}/feed", data={"message": str(turn)}) for turn in range(5)]
    assert (answers[0].status_code, answers[0].content) == (413, b"")
    assert answers[1].status_code == 500
    assert answers[1].headers["Content-Type"].startswith("text/javascript")
    assert answers[2].json()["error"]["is_transient"] is True
    assert (answers[3].status_code, answers[3].headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert code(answers[4]) == (400, 368, 1390008)


def test_a_switch_set_by_an_order_stays(ask: Ask, page: Sandbox, order: Callable[..., None]) -> None:
    for fault in ("lag=30", "empty_pages=2", "videos_as_reels=true", "phase_word=completed"):
        order("page.read", fault)
    for _ in range(4):
        assert ask("GET", PAGE_ID).ok
    assert (page.lag, page.empty_pages, page.videos_as_reels, page.phase_word) == (30.0, 2, True, "completed")


def test_every_switch_exists_and_every_own_fault_and_switch_is_written_down(page: Sandbox) -> None:
    assert set(SWITCHES) <= {one.name for one in fields(page)}
    assert {f"{name}=…" for name in SWITCHES} <= set(page.own_faults)
    known = {fault for fault in [*UNTOLD, *NOTHING] if fault in page.own_faults}
    assert {"accept-then-html", "413", "transient"} <= known


CALLS: dict[str, tuple[str, str, dict[str, str]]] = {
    "feed.create": ("POST", f"{PAGE_ID}/feed", {}),
    "posts.list": ("GET", f"{PAGE_ID}/published_posts", {}),
    "scheduled.list": ("GET", f"{PAGE_ID}/scheduled_posts", {}),
    "photos.create": ("POST", f"{PAGE_ID}/photos", {}),
    "photos.upload": ("POST", f"{PAGE_ID}/photos", {"published": "false"}),
    "photos.list": ("GET", f"{PAGE_ID}/photos", {}),
    "videos.create": ("POST", f"{PAGE_ID}/videos", {}),
    "videos.start": ("POST", f"{PAGE_ID}/videos", {"upload_phase": "start"}),
    "videos.transfer": ("POST", f"{PAGE_ID}/videos", {"upload_phase": "transfer"}),
    "videos.finish": ("POST", f"{PAGE_ID}/videos", {"upload_phase": "finish"}),
    "videos.cancel": ("POST", f"{PAGE_ID}/videos", {"upload_phase": "cancel"}),
    "video.read": ("GET", "{video}", {}),
    "video.edit": ("POST", "{video}", {}),
    "video.delete": ("DELETE", "{video}", {}),
    "thumbnail.create": ("POST", "{video}/thumbnails", {}),
    "upload.open": ("POST", "7000000000000001/uploads", {}),
    "upload.send": ("POST", "upload:x", {}),
    "upload.read": ("GET", "upload:x", {}),
    "reel.start": ("POST", f"{PAGE_ID}/video_reels", {"upload_phase": "start"}),
    "reel.send": ("POST", "video-upload/1", {}),
    "reel.finish": ("POST", f"{PAGE_ID}/video_reels", {"upload_phase": "finish"}),
    "reels.list": ("GET", f"{PAGE_ID}/video_reels", {}),
    "post.read": ("GET", f"{PAGE_ID}_1", {}),
    "post.edit": ("POST", f"{PAGE_ID}_1", {}),
    "post.delete": ("DELETE", f"{PAGE_ID}_1", {}),
    "photo.read": ("GET", "{photo}", {}),
    "photo.delete": ("DELETE", "{photo}", {}),
    "page.read": ("GET", PAGE_ID, {}),
    "me.read": ("GET", "me", {}),
    "accounts.list": ("GET", "me/accounts", {}),
    "permissions.read": ("GET", "me/permissions", {}),
    "permissions.delete": ("DELETE", "me/permissions", {}),
    "token.debug": ("GET", "debug_token", {}),
    "token.exchange": ("POST", "oauth/access_token", {}),
    "consent.dialog": ("GET", "dialog/oauth", {}),
    "hooks.subscribe": ("POST", f"{PAGE_ID}/subscribed_apps", {}),
    "batch": ("POST", "", {"batch": "[]"}),
}


def test_every_operation_has_a_call_here() -> None:
    assert set(CALLS) == set(OPERATIONS)


@pytest.mark.parametrize("operation", CALLS)
def test_a_fault_meets_its_operation_and_no_other(
    operation: str, ask: Ask, page: Sandbox, order: Callable[..., None]
) -> None:
    photo = ask("POST", f"{PAGE_ID}/photos", files={"source": ("a.jpg", jpeg())}).json()["id"]
    video = ask("POST", f"{PAGE_ID}/videos", files={"source": ("a.mp4", film())}).json()["id"]
    for name in OPERATIONS:
        if name != operation:
            order(name, "413")
    order(operation, "9999")
    method, path, told = CALLS[operation]
    version = "" if operation == "reel.send" else "v27.0"
    answer = ask(method, path.format(video=video, photo=photo), version=version, data=told)
    assert answer.json()["error"]["code"] == 9999
