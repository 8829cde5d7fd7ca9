"""The stand-in's caption tracks: one for a language and a name, by either kind of upload."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.channels.youtube.caller import Caller, calling, reason

SRT = "1\n00:00:00,000 --> 00:00:02,000\nXin chào\n".encode()
VTT = b"WEBVTT\r\n\r\n00:00.000 --> 00:02.000\r\nHello\r\n"


@pytest.fixture
def caller() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


def together(
    caller: Caller, body: dict[str, Any], data: bytes = SRT, method: str = "POST", line: str = "\r\n"
) -> requests.Response:
    """Description and file in one request, their parts separated by `line`."""
    head = f"--edge{line}Content-Type: application/json{line}MIME-Version: 1.0{line}{line}{json.dumps(body)}{line}--edge{line}"
    head += f"Content-Type: application/octet-stream{line}Content-Transfer-Encoding: binary{line}{line}"
    path = "/upload/youtube/v3/captions?part=snippet&uploadType=multipart"
    whole = head.encode() + data + f"{line}--edge--{line}".encode()
    return caller.call(method, path, whole, Content_Type='multipart/related; boundary="edge"')


def snippet(video: str, **changes: Any) -> dict[str, Any]:
    words = {"videoId": video, "language": "vi", "name": "", **changes}
    return {"snippet": {name: value for name, value in words.items() if value is not None}}


def tracks(caller: Caller, video: str) -> list[dict[str, Any]]:
    return list(caller.call("GET", f"/youtube/v3/captions?part=snippet&videoId={video}").json()["items"])


@pytest.mark.parametrize("line", ["\r\n", "\n"])
@pytest.mark.parametrize("data", [SRT, VTT, b"\n" + VTT + b"\r\n\n"])
def test_a_track_comes_with_its_description_and_every_byte_is_kept(caller: Caller, data: bytes, line: str) -> None:
    video = caller.publish()
    made = together(caller, snippet(video, name="Tiếng Việt"), data, line=line)
    assert made.status_code == 200
    (there,) = caller.video["captions"]
    assert there == {
        "id": made.json()["id"],
        "language": "vi",
        "name": "Tiếng Việt",
        "draft": False,
        "text": data.decode(),
    }
    (listed,) = tracks(caller, video)
    assert (listed["id"], listed["snippet"]["status"], listed["snippet"]["trackKind"]) == (
        there["id"],
        "serving",
        "standard",
    )
    assert caller.look(video, "contentDetails")["contentDetails"]["caption"] == "true"
    assert "CC vi" in caller.platform.wall()[0].meta


def test_a_track_may_come_over_a_session(caller: Caller) -> None:
    video = caller.publish()
    path = "/upload/youtube/v3/captions?part=snippet&uploadType=resumable"
    headers = {"X_Upload_Content_Type": "application/octet-stream", "X_Upload_Content_Length": str(len(SRT))}
    started = caller.call("POST", path, snippet(video), **headers)
    assert started.status_code == 200
    session = started.headers["Location"]
    assert caller.ask(session, len(SRT)).status_code == 308
    made = caller.send(session, SRT)
    assert (made.status_code, made.json()["kind"]) == (201, "youtube#caption")
    assert caller.ask(session, len(SRT)).json()["id"] == made.json()["id"]
    assert len(caller.video["captions"]) == 1

    changed = caller.call(
        "PUT", path, {"id": made.json()["id"]}, **{**headers, "X_Upload_Content_Length": str(len(VTT))}
    )
    assert caller.send(changed.headers["Location"], VTT).json()["id"] == made.json()["id"]
    assert caller.video["captions"][0]["text"] == VTT.decode()
    assert caller.platform.uploads.completed == {"videos.insert": 1, "captions.insert": 1, "captions.update": 1}


def test_a_second_track_of_the_same_language_and_name_is_refused(caller: Caller) -> None:
    video = caller.publish()
    made = together(caller, snippet(video)).json()["id"]
    assert reason(together(caller, snippet(video))) == (409, "captionExists")
    path = "/upload/youtube/v3/captions?part=snippet&uploadType=resumable"
    started = caller.call("POST", path, snippet(video), X_Upload_Content_Length="9")
    assert reason(started) == (409, "captionExists")
    assert together(caller, snippet(video, name="other")).status_code == 200
    assert together(caller, snippet(video, language="en")).status_code == 200
    assert caller.call("DELETE", f"/youtube/v3/captions?id={made}").status_code == 204
    assert together(caller, snippet(video)).status_code == 200


@pytest.mark.parametrize(
    ("change", "data", "expected"),
    [
        ({"language": None}, SRT, (400, "invalidMetadata")),
        ({"language": "tiếng Việt"}, SRT, (400, "invalidMetadata")),
        ({"name": None}, SRT, (400, "invalidMetadata")),
        ({"videoId": None}, SRT, (400, "invalidMetadata")),
        ({"name": "x" * 151}, SRT, (400, "nameTooLong")),
        ({"videoId": "nowhere"}, SRT, (404, "videoNotFound")),
        ({}, b"", (400, "contentRequired")),
    ],
)
def test_a_track_that_is_described_badly_is_refused(
    caller: Caller, change: dict[str, Any], data: bytes, expected: tuple[int, str]
) -> None:
    video = caller.publish()
    assert reason(together(caller, snippet(video, **change), data)) == expected
    assert caller.video["captions"] == []


def test_a_name_may_have_150_characters(caller: Caller) -> None:
    assert together(caller, snippet(caller.publish(), name="x" * 150)).status_code == 200


def test_a_file_beyond_100_megabytes_is_refused(caller: Caller) -> None:
    headers = {"X_Upload_Content_Length": str(100 * 1024 * 1024 + 1)}
    path = "/upload/youtube/v3/captions?part=snippet&uploadType=resumable"
    assert reason(caller.call("POST", path, snippet(caller.publish()), **headers)) == (413, "uploadTooLarge")


def test_a_file_alone_or_in_no_parts_is_refused(caller: Caller) -> None:
    path = "/upload/youtube/v3/captions?part=snippet&uploadType="
    assert reason(caller.call("POST", f"{path}media", SRT)) == (400, "badRequest")
    assert reason(caller.call("POST", f"{path}multipart", SRT, Content_Type="text/plain")) == (400, "badContent")
    only = b"--edge\r\nContent-Type: application/json\r\n\r\n{}\r\n--edge--"
    reply = caller.call("POST", f"{path}multipart", only, Content_Type="multipart/related; boundary=edge")
    assert reason(reply) == (400, "badContent")


def test_what_is_no_caption_file_is_taken_and_frowned_at_and_never_shown(caller: Caller) -> None:
    video = caller.publish()
    together(caller, snippet(video), b"Xin chao")
    (listed,) = tracks(caller, video)
    assert (listed["snippet"]["status"], listed["snippet"]["failureReason"]) == ("failed", "unknownFormat")
    assert "neither SubRip nor WebVTT" in caller.platform.frowns[0]


def test_an_update_brings_another_file_or_makes_it_a_draft(caller: Caller) -> None:
    video = caller.publish()
    made = together(caller, snippet(video)).json()["id"]
    assert together(caller, {"id": made}, VTT, method="PUT").status_code == 200
    assert caller.video["captions"][0]["text"] == VTT.decode()
    draft = {"id": made, "snippet": {"isDraft": True}}
    assert caller.call("PUT", "/youtube/v3/captions?part=snippet", draft).json()["snippet"]["isDraft"] is True
    assert caller.video["captions"][0] == {
        "id": made,
        "language": "vi",
        "name": "",
        "draft": True,
        "text": VTT.decode(),
    }
    assert reason(together(caller, {"id": "nowhere"}, VTT, method="PUT")) == (404, "captionNotFound")


def test_a_track_is_deleted_once(caller: Caller) -> None:
    made = together(caller, snippet(caller.publish())).json()["id"]
    assert caller.call("DELETE", f"/youtube/v3/captions?id={made}").status_code == 204
    assert reason(caller.call("DELETE", f"/youtube/v3/captions?id={made}")) == (404, "captionNotFound")
    assert caller.video["captions"] == []


def test_tracks_are_listed_for_a_video_that_is_there(caller: Caller) -> None:
    assert reason(caller.call("GET", "/youtube/v3/captions?part=snippet&videoId=x")) == (404, "videoNotFound")
    assert reason(caller.call("GET", "/youtube/v3/captions?part=snippet")) == (400, "required")


@pytest.mark.parametrize(
    ("method", "path", "cost"),
    [("GET", "/youtube/v3/captions?part=snippet&videoId={}", 50), ("DELETE", "/youtube/v3/captions?id=x", 1)],
)
def test_captions_are_dear(caller: Caller, method: str, path: str, cost: int) -> None:
    video = caller.publish()
    caller.call(method, path.format(video))
    assert caller.platform.spent["units"] == cost  # an invalid one costs one
    together(caller, snippet(video))
    assert caller.platform.spent["units"] == cost + 400
    together(caller, {"id": caller.video["captions"][0]["id"]}, method="PUT")
    assert caller.platform.spent["units"] == cost + 850
