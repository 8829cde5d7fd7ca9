"""The stand-in's resumable protocol, by hand: what it keeps, what it turns away, and what it says of a session."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from channels.youtube.sandbox import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from tests.channels.youtube.caller import BLOCK, SNIPPET, Caller, calling, reason

FILM = random.Random(57695).randbytes(4 * BLOCK + 1234)  # noqa: S311
SHA256 = hashlib.sha256(FILM).hexdigest()


@pytest.fixture
def caller() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


def kept(reply: requests.Response) -> int:
    """How many bytes an answer says are there."""
    assert reply.status_code == 308
    said = reply.headers.get("Range")
    return int(said.removeprefix("bytes=0-")) + 1 if said else 0


def torn(caller: Caller, session: str, announced: int, first: int, data: bytes) -> None:
    """Announce a part, send these bytes of it, and be gone."""
    address = urlsplit(session)
    with socket.create_connection((address.hostname, address.port)) as line:
        head = (
            f"PUT {address.path}?{address.query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {caller.token}\r\n"
            f"Content-Length: {announced}\r\nContent-Range: bytes {first}-{first + announced - 1}/{len(FILM)}\r\n\r\n"
        )
        line.sendall(head.encode() + data)
        line.shutdown(socket.SHUT_WR)
        line.recv(1)


def test_a_session_is_begun_with_200_an_address_and_nothing_else(caller: Caller) -> None:
    reply = caller.start(len(FILM))
    assert (reply.status_code, reply.content) == (200, b"")
    assert urlsplit(reply.headers["Location"]).path == "/youtube/upload/youtube/v3/videos"
    assert caller.platform.objects() == []


def test_parts_are_answered_308_with_the_range_and_the_last_with_the_video(caller: Caller) -> None:
    session = caller.session(len(FILM))
    assert kept(caller.ask(session, len(FILM))) == 0
    assert kept(caller.send(session, FILM, 0, 2 * BLOCK)) == 2 * BLOCK
    assert kept(caller.send(session, FILM, 2 * BLOCK, 4 * BLOCK)) == 4 * BLOCK
    last = caller.send(session, FILM, 4 * BLOCK)
    assert last.status_code == 201
    assert last.json()["id"] == caller.video["id"]
    assert (caller.video["film"], caller.video["size"]) == (SHA256, len(FILM))


def test_a_film_may_come_in_one_go_without_a_content_range(caller: Caller) -> None:
    reply = caller.call("PUT", caller.session(len(FILM)), FILM)
    assert reply.status_code == 201
    assert caller.video["film"] == SHA256


def test_a_film_that_is_a_multiple_of_its_parts_ends_with_the_last_one(caller: Caller) -> None:
    film = FILM[: 2 * BLOCK]
    session = caller.session(len(film))
    assert kept(caller.send(session, film, 0, BLOCK)) == BLOCK
    assert caller.send(session, film, BLOCK).status_code == 201


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X_Upload_Content_Length": ""}, (400, "mediaBodyRequired")),
        ({"X_Upload_Content_Length": "0"}, (400, "mediaBodyRequired")),
        ({"X_Upload_Content_Length": str(256 * 1024**3 + 1)}, (413, "uploadTooLarge")),
        ({"X_Upload_Content_Type": "image/jpeg"}, (400, "badContent")),
        ({"Slug": "a<b>.mp4"}, (400, "invalidFilename")),
        ({"Authorization": "Bearer nobody"}, (401, "authError")),
    ],
)
def test_a_start_that_announces_something_wrong_is_refused(
    caller: Caller, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    assert reason(caller.start(10, **headers)) == expected
    assert caller.platform.uploads.sessions == {}


def test_the_largest_film_may_be_announced(caller: Caller) -> None:
    assert caller.start(256 * 1024**3).status_code == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/upload/youtube/v3/videos?part=snippet", "badRequest"),
        ("/upload/youtube/v3/videos?uploadType=resumable", "required"),
        ("/upload/youtube/v3/videos?uploadType=resumable&part=snippet,nonsense", "unknownPart"),
        ("/upload/youtube/v3/videos?uploadType=resumable&part=status", "invalidTitle"),
    ],
)
def test_a_start_needs_its_parameters(caller: Caller, path: str, expected: str) -> None:
    headers = {"X_Upload_Content_Type": "video/mp4", "X_Upload_Content_Length": "9"}
    assert reason(caller.call("POST", path, {"snippet": SNIPPET}, **headers)) == (400, expected)


def test_a_body_that_is_no_object_is_a_parse_error(caller: Caller) -> None:
    for body in (b"{", b"[]", b"\xff"):
        reply = caller.call("POST", "/upload/youtube/v3/videos?uploadType=resumable&part=snippet", body)
        assert reason(reply) == (400, "parseError")


@pytest.mark.parametrize("first_to_last", ["0-999", "0-262144", f"0-{len(FILM)}", "5-4", "x"])
def test_a_part_that_fits_nothing_is_turned_away_and_the_session_stands(caller: Caller, first_to_last: str) -> None:
    session = caller.session(len(FILM))
    caller.send(session, FILM, 0, BLOCK)
    reply = caller.call("PUT", session, b"x" * 1000, Content_Range=f"bytes {first_to_last}/{len(FILM)}")
    assert reason(reply) == (400, "badRequest")
    assert kept(caller.ask(session, len(FILM))) == BLOCK


def test_a_content_length_that_is_not_the_range_is_turned_away(caller: Caller) -> None:
    session = caller.session(len(FILM))
    reply = caller.call("PUT", session, FILM[: 2 * BLOCK], Content_Range=f"bytes 0-{BLOCK - 1}/{len(FILM)}")
    assert reason(reply) == (400, "badRequest")


def test_a_query_with_another_total_is_turned_away(caller: Caller) -> None:
    session = caller.session(len(FILM))
    assert reason(caller.ask(session, 5)) == (400, "badRequest")
    assert kept(caller.call("PUT", session, b"", Content_Range="bytes */*")) == 0


@pytest.mark.parametrize("first", [0, 2 * BLOCK])
def test_bytes_that_do_not_continue_are_read_and_not_kept(caller: Caller, first: int) -> None:
    session = caller.session(len(FILM))
    caller.send(session, FILM, 0, BLOCK)
    assert kept(caller.send(session, FILM, first, first + BLOCK)) == BLOCK


@pytest.mark.parametrize("came", [0, 1000, BLOCK - 1, BLOCK, 2 * BLOCK + 77])
def test_of_a_part_that_breaks_off_the_whole_blocks_are_kept(caller: Caller, came: int) -> None:
    session = caller.session(len(FILM))
    caller.send(session, FILM, 0, BLOCK)
    torn(caller, session, 3 * BLOCK, BLOCK, FILM[BLOCK : BLOCK + came])
    at = kept(caller.ask(session, len(FILM)))
    assert at == BLOCK + came // BLOCK * BLOCK
    assert caller.send(session, FILM, at).status_code == 201
    assert caller.video["film"] == SHA256


def test_a_last_part_that_breaks_off_makes_no_video(caller: Caller) -> None:
    session = caller.session(len(FILM))
    torn(caller, session, len(FILM), 0, FILM[:-1])
    assert kept(caller.ask(session, len(FILM))) == 4 * BLOCK
    assert caller.platform.objects() == []


def test_a_slow_client_keeps_nobody_else_waiting_and_a_new_request_takes_its_place(caller: Caller) -> None:
    session = caller.session(len(FILM))
    address = urlsplit(session)
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(
            f"PUT {address.path}?{address.query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {caller.token}\r\n"
            f"Content-Length: {len(FILM)}\r\nContent-Range: bytes 0-{len(FILM) - 1}/{len(FILM)}\r\n\r\n".encode()
            + FILM[:BLOCK]
        )
        for _ in range(200):
            if kept(caller.ask(session, len(FILM))) == BLOCK:
                break
            time.sleep(0.01)
        assert caller.platform.objects() == []
        assert caller.send(session, FILM, BLOCK).status_code == 201
        line.sendall(FILM[BLOCK:])
        assert b"503" in line.recv(100)
    assert caller.video["film"] == SHA256


@pytest.mark.parametrize(
    ("fault", "status"), [("half-500", 500), ("half-503", 503), ("half-429", 429), ("half-401", 401), ("half-drop", 0)]
)
def test_in_mid_part_an_error_leaves_the_whole_blocks_of_its_first_half(
    caller: Caller, fault: str, status: int
) -> None:
    session = caller.session(len(FILM))
    caller.order("videos.chunk", fault)
    if status:
        assert caller.send(session, FILM, 0, 3 * BLOCK).status_code == status
    else:
        with pytest.raises(requests.ConnectionError):
            caller.send(session, FILM, 0, 3 * BLOCK)
    at = kept(caller.ask(session, len(FILM)))
    assert at == BLOCK
    assert caller.send(session, FILM, at).status_code == 201
    assert caller.video["film"] == SHA256


@pytest.mark.parametrize(("fault", "at"), [("partial", BLOCK // 2), ("no-range", 0)])
def test_a_server_may_keep_less_than_was_sent(caller: Caller, fault: str, at: int) -> None:
    session = caller.session(len(FILM))
    caller.order("videos.chunk", fault)
    assert kept(caller.send(session, FILM, 0, BLOCK)) == at
    assert kept(caller.send(session, FILM, at, at + 2 * BLOCK)) == at + 2 * BLOCK
    assert caller.send(session, FILM, at + 2 * BLOCK).status_code == 201
    assert caller.video["film"] == SHA256


def test_a_part_may_lead_to_a_new_address_and_the_old_one_is_gone(caller: Caller) -> None:
    session = caller.session(len(FILM))
    caller.order("videos.chunk", "moved")
    reply = caller.send(session, FILM, 0, BLOCK)
    moved = reply.headers["Location"]
    assert (kept(reply), moved != session) == (BLOCK, True)
    assert reason(caller.ask(session, len(FILM))) == (404, "notFound")
    assert caller.send(moved, FILM, BLOCK).status_code == 201


@pytest.mark.parametrize(("fault", "expected"), [("session-gone", (404, "notFound")), ("session-410", (410, "gone"))])
def test_a_session_may_be_gone_for_good(caller: Caller, fault: str, expected: tuple[int, str]) -> None:
    session = caller.session(len(FILM))
    caller.order("videos.query", fault)
    assert reason(caller.ask(session, len(FILM))) == expected
    assert reason(caller.send(session, FILM)) == (404, "notFound")


def test_a_session_ends_after_a_week(caller: Caller) -> None:
    session = caller.session(len(FILM))
    caller.now += 7 * 86_400
    caller.connect()
    assert kept(caller.send(session, FILM, 0, BLOCK)) == BLOCK
    caller.now += 1
    assert reason(caller.ask(session, len(FILM))) == (410, "gone")


def test_a_lost_last_answer_is_told_again_to_whoever_asks(caller: Caller) -> None:
    session = caller.session(len(FILM))
    caller.order("videos.chunk", "accept-then-drop")
    with pytest.raises(requests.ConnectionError):
        caller.send(session, FILM)
    reply = caller.ask(session, len(FILM))
    assert (reply.status_code, reply.json()["id"]) == (200, caller.video["id"])
    assert caller.send(session, FILM).json()["id"] == caller.video["id"]
    assert len(caller.platform.objects()) == 1


def test_the_video_may_come_only_after_the_last_part(caller: Caller) -> None:
    session = caller.session(len(FILM))
    caller.order("videos.chunk", "finish-later")
    assert kept(caller.send(session, FILM)) == len(FILM)
    assert caller.platform.objects() == []
    assert caller.ask(session, len(FILM)).status_code == 200
    assert caller.video["film"] == SHA256


def test_a_part_with_a_token_at_its_end_is_refused_and_goes_on_with_another(caller: Caller) -> None:
    session = caller.session(len(FILM))
    caller.now += 3600
    assert reason(caller.send(session, FILM)) == (401, "authError")
    caller.connect()
    assert caller.send(session, FILM).status_code == 201


def test_a_start_may_answer_without_an_address(caller: Caller) -> None:
    caller.order("videos.start", "no-location")
    assert "Location" not in caller.start(5).headers


def test_sessions_are_counted_and_the_file_has_the_name_of_its_slug(caller: Caller) -> None:
    caller.session(len(FILM))
    caller.publish(snippet=SNIPPET, Slug="hoi-nghi.mp4")
    told = requests.get(f"{caller.server.url}/_objects/youtube", timeout=20).json()
    assert told["sessions"] == {"opened": {"videos.insert": 2}, "completed": {"videos.insert": 1}}
    assert told["quota"]["spent"] == {"videos.insert": 2}
    found = caller.look(caller.video["id"], "fileDetails")["fileDetails"]
    assert (found["fileName"], found["fileSize"]) == ("hoi-nghi.mp4", "4")


def test_the_bytes_are_gone_with_the_stage(caller: Caller) -> None:
    caller.publish()
    path = caller.platform.videos[0].session.path
    assert path.read_bytes() == b"film"
    requests.post(f"{caller.server.url}/_reset", timeout=20)
    assert not path.exists()


@pytest.mark.processes
def test_two_hundred_megabytes_in_one_request_take_no_memory() -> None:
    size, block = 200 * 1024 * 1024 + 5, random.Random(1).randbytes(1024 * 1024)  # noqa: S311
    script = (
        "from channels.sandbox.server import SandboxServer\n"
        "server = SandboxServer(kinds=['youtube'])\nprint(server.url, flush=True)\nserver.serve_forever()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment) as child:
        try:
            assert child.stdout is not None
            url = child.stdout.readline().strip()
            form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token"}
            bought = requests.post(f"{url}/youtube/token", data={**form, "refresh_token": REFRESH_TOKEN}, timeout=20)
            headers = {"Authorization": f"Bearer {bought.json()['access_token']}"}
            started = requests.post(
                f"{url}/youtube/upload/youtube/v3/videos?uploadType=resumable&part=snippet",
                json={"snippet": SNIPPET},
                headers={**headers, "X-Upload-Content-Type": "video/mp4", "X-Upload-Content-Length": str(size)},
                timeout=20,
            )
            before = _most_memory(child.pid)
            address = urlsplit(started.headers["Location"])
            line = http.client.HTTPConnection(str(address.hostname), address.port, timeout=120)
            line.putrequest("PUT", f"{address.path}?{address.query}")
            for name, value in {**headers, "Content-Length": str(size)}.items():
                line.putheader(name, value)
            line.endheaders()
            digest = hashlib.sha256()
            for piece in [block] * 200 + [b"ended"]:
                digest.update(piece)
                line.send(piece)
            assert line.getresponse().status == 201
            line.close()
            (there,) = requests.get(f"{url}/_objects/youtube", timeout=20).json()["objects"]
            assert (there["film"], there["size"]) == (digest.hexdigest(), size)
            assert _most_memory(child.pid) - before < 16 * 1024
        finally:
            child.kill()


def _most_memory(pid: int) -> int:
    """The most memory that this process ever had, in KiB."""
    said = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    if said is None:
        pytest.skip("this system does not tell how much memory a process had")
    return int(said[1])
