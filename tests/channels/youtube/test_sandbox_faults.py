"""Every fault of the stand-in can be ordered by its name, and every reason of the platform's error pages is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from channels.youtube.sandbox import SWITCHES, Sandbox
from channels.youtube.sandbox.reasons import REASONS
from tests.channels.youtube.caller import BLOCK, Caller, calling, reason

MINE = "/youtube/v3/channels?part=id&mine=true"
OPERATIONS = {
    "videos.start": ("POST", "/upload/youtube/v3/videos?uploadType=resumable&part=snippet"),
    "videos.update": ("PUT", "/youtube/v3/videos?part=snippet"),
    "videos.delete": ("DELETE", "/youtube/v3/videos?id=x"),
    "videos.list": ("GET", "/youtube/v3/videos?part=id&id=x"),
    "thumbnails.set": ("POST", "/upload/youtube/v3/thumbnails/set?videoId=x"),
    "thumbnails.chunk": ("PUT", "/upload/youtube/v3/thumbnails/set?upload_id=x"),
    "captions.insert": ("POST", "/upload/youtube/v3/captions?part=snippet"),
    "captions.update": ("PUT", "/upload/youtube/v3/captions?part=snippet"),
    "captions.chunk": ("PUT", "/upload/youtube/v3/captions?upload_id=x"),
    "captions.list": ("GET", "/youtube/v3/captions?part=snippet&videoId=x"),
    "captions.delete": ("DELETE", "/youtube/v3/captions?id=x"),
    "playlist.list": ("GET", "/youtube/v3/playlistItems?part=id&playlistId=x"),
    "playlist.insert": ("POST", "/youtube/v3/playlistItems?part=id"),
    "playlist.delete": ("DELETE", "/youtube/v3/playlistItems?id=x"),
    "playlists.list": ("GET", "/youtube/v3/playlists?part=id&mine=true"),
    "playlists.insert": ("POST", "/youtube/v3/playlists?part=id"),
    "videoCategories.list": ("GET", "/youtube/v3/videoCategories?part=id&regionCode=VN"),
    "search.list": ("GET", "/youtube/v3/search?part=id&forMine=true"),
    "channels.list": ("GET", MINE),
}


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


@pytest.mark.parametrize("name", sorted(REASONS))
def test_every_reason_can_be_ordered_by_its_name(caller: Caller, name: str) -> None:
    caller.order("videos.start", name)
    assert reason(caller.start(5)) == (REASONS[name][0], name)
    assert caller.start(5).status_code == 200


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_every_operation_has_a_name_on_which_faults_are_ordered(caller: Caller, operation: str) -> None:
    caller.order(operation, "notReady")
    method, path = OPERATIONS[operation]
    assert reason(caller.call(method, path)) == (503, "notReady")


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ("throttle", 403, "quotaExceeded"),
        ("token", 401, "authError"),
        ("refuse-500", 500, "backendError"),
        ("rate", 429, "rateLimitExceeded"),
        ("upload-limit", 400, "uploadLimitExceeded"),
        ("unverified", 403, "forbidden"),
        ("thumbnail-rate", 429, "uploadRateLimitExceeded"),
    ],
)
def test_common_faults_speak_in_the_platforms_own_words(caller: Caller, fault: str, status: int, said: str) -> None:
    caller.order("channels.list", fault)
    assert reason(caller.call("GET", MINE)) == (status, said)


def test_a_limit_may_say_how_long_to_wait(caller: Caller) -> None:
    caller.order("videos.start", "rate-wait")
    assert caller.start(5).headers["Retry-After"] == "120"


def test_every_fault_is_told_of_and_none_breaks_the_stand_in(caller: Caller) -> None:
    told = Sandbox.own_faults
    assert set(REASONS) | {f"set:{name}=" for name in SWITCHES} <= set(told)
    assert all(told.values())
    for name in told:
        if name.startswith("set:") or name == "half-drop":
            continue
        caller.connect()
        session = caller.session(2 * BLOCK)
        caller.order("videos.chunk", name)
        first = caller.call("PUT", session, bytes(BLOCK), Content_Range=f"bytes 0-{BLOCK - 1}/{2 * BLOCK}")
        assert first.status_code in {200, 308, 400, 401, 403, 404, 409, 410, 412, 429, 500, 503}, name
        if name == "revoked":
            requests.post(f"{caller.server.url}/_reset", timeout=20)
            caller.platform.clock = lambda: caller.now


def test_an_unknown_switch_is_named_and_the_known_ones_are_listed(caller: Caller) -> None:
    caller.connect()
    caller.order("channels.list", "set:colour=red")
    reply = caller.call("GET", MINE)
    assert reply.status_code == 400
    assert all(name in reply.json()["error"]["message"] for name in SWITCHES)
    caller.order("channels.list", "set:polls=many")
    assert caller.call("GET", MINE).status_code == 400


def test_what_is_not_there_is_not_found_and_without_a_token_nothing_is_done(caller: Caller) -> None:
    caller.connect()
    assert reason(caller.call("GET", "/youtube/v3/activities")) == (404, "notFound")
    assert reason(caller.call("GET", MINE, Authorization="Basic x")) == (401, "authError")
    url = f"{caller.server.url}/youtube{MINE}"
    assert reason(requests.get(url, timeout=20)) == (401, "authError")
