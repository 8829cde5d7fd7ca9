"""How long and how large an answer may be."""

import io
import socket
import time
from collections.abc import Iterator

import pytest

from channels.errors import OutcomeUnknown, Unavailable
from tests.channels.wire.serving import OK, TOKEN, door, says, serving


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


@pytest.mark.parametrize(
    "drip",
    [
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", *[b"x"] * 40, every=0.1),
        says(b"HTTP/1.1 200 OK\r\nX-Long: ", *[b"x"] * 40, every=0.1),
        lambda connection: time.sleep(3),
    ],
    ids=["body", "head", "silent"],
)
def test_a_read_that_ran_out_of_patience_is_not_begun_again(drip):
    with serving(drip) as (url, heads):
        began = time.monotonic()
        with pytest.raises(Unavailable) as caught:
            door(timeout=0.5, reads=3).read(url)
        assert time.monotonic() - began < 1.5
        assert caught.value.evidence["limit"] == "slow"
        assert len([head for head in heads if head.startswith(b"GET")]) == 1


def test_all_turns_and_redirects_of_a_read_end_within_the_time_that_is_given():
    def slowly(connection: socket.socket) -> None:
        time.sleep(0.3)
        connection.sendall(b"HTTP/1.1 302 Moved\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    with serving(slowly) as (url, heads):
        began = time.monotonic()
        with pytest.raises(Unavailable) as caught:
            door(timeout=5, reads=3).read(url, follow=True, within=0.8)
        assert time.monotonic() - began < 1.5
        assert caught.value.evidence["limit"] == "slow"
        assert len([head for head in heads if head.startswith(b"GET")]) == 3


def test_a_file_is_bounded_by_the_time_that_is_given_and_not_by_the_long_one_for_files():
    drip = says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", *[b"x"] * 40, every=0.1)
    with serving(drip) as (url, _):
        began = time.monotonic()
        with pytest.raises(Unavailable):
            door(timeout=5).read(url, into=io.BytesIO(), within=0.5)
        assert time.monotonic() - began < 1.5


def test_an_answer_that_is_not_packed_as_it_says_is_asked_for_as_it_is():
    lying = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok"
    answers = iter([lying, OK])
    with serving(lambda connection: connection.sendall(next(answers))) as (url, heads):
        assert door(reads=2).read(url).text == "ok"
        assert b"Accept-Encoding: identity" in heads[1]


def test_the_addresses_of_one_name_share_the_time_of_one(monkeypatch):
    tried: list[float] = []

    def nobody(place: tuple[str, int], timeout: float, **_: object) -> None:
        tried.append(timeout)
        raise TimeoutError

    many = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"8.8.8.{number}", 80)) for number in range(30)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: many)
    monkeypatch.setattr("channels.wire.guard.create_connection", nobody)
    with pytest.raises(Unavailable):
        door(timeout=8).read("http://many.example/")
    assert tried == [2.0] * 4
