"""Against real servers: what is an answer, what left nothing behind, and what was lost."""

import io
import json
import socket
import time

import pytest

from channels.errors import OutcomeUnknown, Unavailable
from tests.channels.wire.serving import OK, TOKEN, door, refused_port, says, serving


def test_a_write_never_follows_a_redirect():
    with serving(says(OK)) as (second, heads):
        move = f"HTTP/1.1 307 Moved\r\nLocation: {second}/\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(says(move)) as (first, _):
            assert door().write("POST", first, json={"a": 1}).status == 307
        assert heads == []


def test_any_status_is_an_answer():
    with serving(says(b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy")) as (url, _):
        reply = door().write("POST", url, data=b"x")
        assert (reply.status, reply.headers["retry-after"], reply.text) == (503, "7", "busy")
        assert reply.evidence == {"status": 503, "excerpt": "busy"}


def test_a_refused_connection_is_unavailable_for_reads_and_for_writes():
    with pytest.raises(Unavailable):
        door().read(refused_port())
    with pytest.raises(Unavailable):
        door().write("POST", refused_port(), data=b"x")


def test_a_name_that_nobody_knows_is_unavailable(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unavailable):
        door().write("POST", "http://nowhere.invalid/", data=b"x")


@pytest.mark.parametrize(
    "answer",
    [
        says(),
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf"),
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf"),
        says(b"no HTTP at all\r\n\r\n"),
        lambda connection: time.sleep(2),
    ],
    ids=["closed", "cut", "cut-chunk", "nonsense", "silent"],
)
def test_an_answer_that_was_lost_after_bytes_had_left_is_unknown_and_never_repeated(answer):
    with serving(answer) as (url, heads):
        with pytest.raises(OutcomeUnknown):
            door(timeout=0.5).write("POST", f"{url}/feed", data=b"x")
        assert len([head for head in heads if head.startswith(b"POST")]) == 1


def test_an_answer_that_is_lost_to_a_read_is_asked_for_again():
    turns = iter([b"", b"", OK])
    with serving(lambda connection: connection.sendall(next(turns))) as (url, heads):
        assert door(reads=3).read(url).text == "ok"
        assert len(heads) == 3


def test_a_body_can_be_written_as_it_comes_and_an_error_page_is_not_written_to_it():
    kept = io.BytesIO()
    with serving(says(OK)) as (url, _):
        assert door().read(url, into=kept).body == b""
    assert kept.getvalue() == b"ok"
    with serving(says(b"HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\nnone")) as (url, _):
        reply = door().read(url, into=kept)
    assert reply.body == b"none"
    assert kept.getvalue() == b"ok"


def test_what_a_lost_turn_had_written_is_taken_back_before_the_next():
    turns = iter([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", OK])
    kept = io.BytesIO()
    with serving(lambda connection: connection.sendall(next(turns))) as (url, _):
        door(reads=2).read(url, into=kept)
    assert kept.getvalue() == b"ok"


def test_json_leaves_compact_as_utf_8_and_we_say_who_we_are():
    with serving(says(OK)) as (url, requests):
        door().write("POST", url, json={"tên": "Bộ Nội vụ"})
    (sent,) = requests
    assert sent.endswith('{"tên":"Bộ Nội vụ"}'.encode())
    assert b"application/json; charset=utf-8" in sent
    assert b"moha-syndication/" in sent


def test_the_environments_proxy_is_not_used(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:3128")
    with serving(says(OK)) as (url, _):
        assert door().read(url).text == "ok"


MALFORMED = [
    "http://[",
    "http://a:port/rss",
    "http://a:99999999/rss",
    "http:///no-host",
    "http://cdn..example/x.jpg",
    f"http://{'a' * 64}.example/x.jpg",
    "http://*.example/",
    "http://ex ample/",
    "no-scheme.example/rss",
    "ftp://127.0.0.1/x",
]


@pytest.mark.parametrize("address", MALFORMED)
def test_an_address_that_is_none_is_unavailable_and_nothing_has_left(address):
    with pytest.raises(Unavailable):
        door("a", "cdn..example").read(f"{address}?{TOKEN}")
    with pytest.raises(Unavailable) as caught:
        door("a", "cdn..example").write("POST", f"{address}?{TOKEN}", data=b"x")
    assert TOKEN not in str(caught.value)
    assert TOKEN not in json.dumps(caught.value.evidence)


def test_a_malformed_address_is_not_asked_for_again(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("it waited"))
    with pytest.raises(Unavailable):
        door(reads=3).read("http://[")


@pytest.mark.parametrize("place", ["http://[", "http://a:port/", "http://\xff\xfe/", "http://cdn..example/"])
def test_a_write_that_was_answered_with_a_malformed_address_is_an_answer(place):
    """Bytes had left: to call it a malformed address would send the write again."""
    move = b"HTTP/1.1 302 Found\r\nLocation: " + place.encode("latin-1") + b"\r\nContent-Length: 0\r\n\r\n"
    with serving(says(move)) as (url, heads):
        assert door().write("POST", url, data=b"x").status == 302
        assert len(heads) == 1


@pytest.mark.parametrize("place", ["http://[", "http://a:port/", "http://\xff\xfe/", "http://cdn..example/"])
def test_a_redirect_to_a_malformed_address_is_unavailable(place):
    move = b"HTTP/1.1 302 Found\r\nLocation: " + place.encode("latin-1") + b"\r\nContent-Length: 0\r\n\r\n"
    with serving(says(move)) as (url, _), pytest.raises(Unavailable):
        door().read(url, follow=True)


def test_a_header_that_cannot_be_sent_is_unavailable_and_nothing_has_left():
    with serving(says(OK)) as (url, heads):
        with pytest.raises(Unavailable):
            door().write("POST", url, data=b"x", headers={"Authorization": f"Bearer {TOKEN}\n"})
        assert heads == []
