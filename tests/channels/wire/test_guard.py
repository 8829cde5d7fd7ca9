"""Where the door leads: to no inner address, at no redirect, under no name."""

import socket

import pytest

from channels.errors import Unavailable
from channels.wire import AddressRefused, Guard, Wire
from tests.channels.wire.serving import OK, door, says, serving

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
