"""Where a redirect leads, how far it is followed, and that its body is never read."""

import time
from types import SimpleNamespace

import pytest

from channels.errors import Unavailable, Unsupported
from channels.wire.door import _Session
from channels.wire.failures import Lost
from tests.channels.wire.serving import OK, door, says, serving


def move(place: str, status: int = 302, more: str = "") -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {place}\r\n{more}Content-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_kind_of_redirect_is_followed_and_told(status):
    with serving(says(OK)) as (second, heads), serving(says(move(f"{second}/b", status))) as (first, _):
        reply = door().read(f"{first}/a", follow=True, headers={"If-None-Match": '"x"'})
        assert (reply.url, reply.moved, reply.text) == (f"{second}/b", (f"{first}/a",), "ok")
        assert b'If-None-Match: "x"' in heads[0]
        assert door().read(f"{first}/a").status == status


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("/b", "/b"),
        ("b c.xml", "/dir/b%20c.xml"),
        ("?trang=2", "/dir/a?trang=2"),
        ("../b", "/b"),
        ("/tin-tức", "/tin-t%E1%BB%A9c"),
        ("/b#dong-1", "/b"),
    ],
)
def test_a_relative_place_is_completed_by_the_address_that_named_it(place, path):
    answers = iter([move(place), OK])
    with serving(lambda connection: connection.sendall(next(answers))) as (url, heads):
        assert door().read(f"{url}/dir/a", follow=True).text == "ok"
        assert heads[1].split()[1].decode() == path


def test_a_cookie_set_on_the_way_is_shown_to_its_own_host_until_the_answer_and_never_after():
    answers = iter([move("/", more="Set-Cookie: seen=1\r\n"), OK, OK])
    with serving(lambda connection: connection.sendall(next(answers))) as (url, heads):
        wire = door()
        wire.read(url, follow=True)
        wire.read(url, follow=True)
        assert b"Cookie: seen=1" in heads[1]
        assert b"Cookie" not in heads[2]


def test_a_loop_ends_after_six_questions_and_is_not_begun_again():
    with serving(says(move("/"))) as (url, heads):
        with pytest.raises(Unavailable, match="too many redirects") as caught:
            door(reads=3).read(url, follow=True)
        assert caught.value.evidence["limit"] == "redirects"
        assert len(heads) == 6


def test_the_body_of_a_redirect_is_not_read():
    endless = b"HTTP/1.1 302 Moved\r\nLocation: %s\r\nConnection: close\r\n\r\n"
    with serving(says(OK)) as (second, _):
        drip = says(endless % second.encode(), *[b"x" * 1000] * 40, every=0.1)
        with serving(drip) as (first, _):
            began = time.monotonic()
            assert door(timeout=5).read(first, follow=True).text == "ok"
            assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "place", ["javascript:alert(1)", "file:///etc/passwd", "data:,x", "gopher://127.0.0.1/", "ftp://127.0.0.1/x"]
)
def test_a_redirect_to_what_is_no_web_address_is_not_followed(place):
    with serving(says(move(place))) as (url, heads):
        with pytest.raises(Unavailable) as caught:
            door(reads=3).read(url, follow=True)
        assert caught.value.evidence["limit"] == "insecure"
        assert len(heads) == 1


@pytest.mark.parametrize(
    ("came", "place", "goes"),
    [
        ("https://a.vn/", "http://a.vn/", False),
        ("https://a.vn/", "//b.vn/", True),
        ("http://a.vn/", "https://a.vn/", True),
        ("http://a.vn/", "HTTP://b.vn/", True),
        ("https://a.vn/", "HTTPS://b.vn/", True),
    ],
)
def test_a_redirect_never_leads_away_from_https(came, place, goes):
    answer = SimpleNamespace(url=came, is_redirect=True, headers={"location": place})
    if goes:
        assert _Session().leads_to(answer)
        return
    with pytest.raises(Lost) as caught:
        _Session().leads_to(answer)
    assert caught.value.limit == "insecure"


def test_what_is_secret_is_not_carried_along_redirects():
    with pytest.raises(Unsupported):
        door().read("http://127.0.0.1/", follow=True, headers={"authorization": "Bearer x"})
