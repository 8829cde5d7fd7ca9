"""The door, against real servers on this machine: what it refuses to open to, and what it calls what went wrong."""

import io
import json
import logging
import re
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from channels.errors import OutcomeUnknown, Unavailable, Unsupported
from channels.wire import AddressRefused, Guard, Wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
TOKEN = "a-secret-in-a-query"


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a request, keeps it, and lets `answer` do what it likes with the connection."""
    heads: list[bytes] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while not whole(head) and (more := self.request.recv(4096)):
                head += more
            heads.append(head)
            try:
                answer(self.request)
            except OSError:
                heads.append(b"the client hung up")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", heads
        server.shutdown()
        thread.join(5)


def whole(request: bytes) -> bool:
    head, ended, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(ended) and len(body) >= int(length[1] if length else 0)


def says(*parts: bytes, every: float = 0.0) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)
            if every:
                time.sleep(every)

    return answer


def refused_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def door(*allow: str, timeout: float = 1.0, reads: int = 1) -> Wire:
    return Wire(Guard(allow or ("127.0.0.1",)), timeout=timeout, reads=reads, pause=0.01)


INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "2130706433",
    "0x7f.1",
    "127.1",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::8.8.8.8",
    "[::1]",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_leads_inside_is_refused(address):
    with pytest.raises(AddressRefused, match="SYNDICATION_ALLOW_PRIVATE_HOSTS"):
        Guard().vet(address, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700::1111"])
def test_a_public_address_is_let_through(address):
    assert Guard().vet(address, 443) == [address if "64:ff9b" not in address else "64:ff9b::808:808"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_door_does_not_open_to_loopback(scheme):
    with serving(says(OK)) as (url, heads):
        with pytest.raises(Unavailable, match="not a public address"):
            Wire(Guard(), reads=1).read(url.replace("http", scheme))
        with pytest.raises(Unavailable, match="not a public address"):
            Wire(Guard()).write("POST", url.replace("http", scheme), data=b"x")
        assert heads == []


def test_a_name_that_resolves_inside_is_refused_unless_that_name_is_allowed():
    with serving(says(OK)) as (url, heads):
        named = url.replace("127.0.0.1", "localhost")
        with pytest.raises(Unavailable):
            Wire(Guard(["example.org"]), reads=1).read(named)
        assert heads == []
        assert Wire(Guard(["LocalHost "])).read(named).text == "ok"


def test_a_name_is_judged_by_each_address_it_resolves_to(monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("10.0.0.1", "93.184.215.14")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    assert Guard().vet("two-faced.example", 443) == ["93.184.215.14"]


def test_the_connection_goes_to_the_address_that_was_vetted(monkeypatch):
    """A name that answers a public address first and a private one when asked again gains nothing: it is asked once."""
    asked: list[str] = []
    honest = socket.getaddrinfo

    def rebinding(host, port, *rest, **more):
        if host != "rebinding.example":
            return honest(host, port, *rest, **more)
        asked.append(host)
        ip = "192.0.2.77" if len(asked) > 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    with serving(says(OK)) as (url, heads):
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        assert door("rebinding.example").read(url.replace("127.0.0.1", "rebinding.example")).text == "ok"
        assert asked == ["rebinding.example"]
        assert b"Host: rebinding.example" in heads[0]


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://169.254.169.254/"]
)
def test_a_redirect_to_an_inner_address_is_not_followed(target):
    with serving(says(OK)) as (inner, heads):
        to = target.format(port=inner.rpartition(":")[2])
        move = f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(says(move)) as (outer, _), pytest.raises(Unavailable):
            door("localhost").read(outer.replace("127.0.0.1", "localhost"), follow=True)
        assert heads == []


def test_a_redirect_is_followed_only_when_asked_and_its_way_is_told():
    with serving(says(OK)) as (second, heads):
        move = f"HTTP/1.1 301 Moved\r\nLocation: {second}/there\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(says(move)) as (first, _):
            assert door().read(first).status == 301
            assert heads == []
            reply = door().read(first, follow=True)
            assert (reply.status, reply.url) == (200, f"{second}/there")
            assert reply.moved == (f"{first}/",)


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


def test_a_read_is_given_up_after_its_turns():
    with serving(says()) as (url, heads):
        with pytest.raises(Unavailable) as caught:
            door(reads=3).read(f"{url}/path?{TOKEN}")
        assert len(heads) == 3
        assert caught.value.evidence == {"url": f"{url}/path"}


def test_an_answer_above_the_cap_is_not_kept():
    big = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 300_000
    with serving(says(big)) as (url, _):
        with pytest.raises(Unavailable, match="larger than 100000"):
            door().read(url, max_bytes=100_000)
        with pytest.raises(OutcomeUnknown, match="larger than 100000"):
            door().write("POST", url, data=b"x", max_bytes=100_000)


def test_a_small_answer_that_unpacks_to_a_large_one_is_stopped_at_the_cap():
    import gzip

    packed = gzip.compress(b"\0" * 50_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    with serving(says(head + packed)) as (url, _), pytest.raises(Unavailable, match="larger"):
        door(timeout=5).read(url, max_bytes=1_000_000)


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"],
    ids=["counted", "until-closed"],
)
def test_a_body_that_drips_ends_in_time(head):
    drip = says(head, *[b"x"] * 40, every=0.2)
    with serving(drip) as (url, _):
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            door(timeout=1).write("POST", url, data=b"x")
        assert time.monotonic() - began < 3


def test_a_head_that_drips_ends_in_time():
    drip = says(b"HTTP/1.1 200 OK\r\nX-Long: ", *[b"x"] * 40, every=0.2)
    with serving(drip) as (url, _):
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            door(timeout=1).write("POST", url, data=b"x")
        assert time.monotonic() - began < 3


def test_an_upload_longer_than_the_timeout_takes_nothing_from_the_answers_time():
    def slowly() -> Iterator[bytes]:
        for _ in range(5):
            time.sleep(0.2)
            yield b"x" * 100

    def all_of_it(connection: socket.socket) -> None:
        came = b""
        while not came.endswith(b"0\r\n\r\n"):
            came += connection.recv(4096)
        connection.sendall(OK)

    with serving(all_of_it) as (url, _):
        assert door(timeout=0.5).write("PUT", url, data=slowly()).text == "ok"


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


@pytest.mark.parametrize("name", ["access_token", "app_secret", "input_token", "refresh_token", "client_secret"])
def test_a_secret_in_an_address_is_our_mistake_and_nothing_leaves(name):
    with serving(says(OK)) as (url, heads):
        with pytest.raises(Unsupported) as caught:
            door().read(url, params={name: TOKEN})
        with pytest.raises(Unsupported):
            door().write("POST", f"{url}/?{name}={TOKEN}", data=b"x")
        assert heads == []
        assert TOKEN not in str(caught.value)


def test_the_log_names_the_path_and_neither_query_nor_body_nor_headers(caplog):
    with serving(says(OK)) as (url, _), caplog.at_level(logging.DEBUG, logger="channels.wire"):
        door().write("POST", f"{url}/feed?q={TOKEN}", data=TOKEN.encode(), headers={"Authorization": f"Bearer {TOKEN}"})
    assert f"POST {url}/feed 200" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("answer", [says(), says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")])
def test_what_went_wrong_is_told_without_the_query(answer):
    with serving(answer) as (url, _), pytest.raises(OutcomeUnknown) as caught:
        door().write("POST", f"{url}/feed?q={TOKEN}", data=b"x")
    assert TOKEN not in str(caught.value)
    assert TOKEN not in json.dumps(caught.value.evidence)


def test_a_refused_connection_is_told_without_the_query():
    with pytest.raises(Unavailable) as caught:
        door().write("POST", f"{refused_port()}/feed?q={TOKEN}", data=b"x")
    assert TOKEN not in str(caught.value)


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
