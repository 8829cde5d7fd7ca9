"""Fetching, against a real server."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from channels.wire import Guard, Wire
from syndication.sources.retrieve import NotRetrieved, fetch_media, retrieve, sniff, status_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return


@dataclass
class Portal:
    """A server that answers as `answer` says and remembers what it was asked."""

    url: str = ""
    answer: Callable[[Request], Response] = field(default=lambda request: Response("<rss/>"))
    asked: list[Request] = field(default_factory=list)

    def __call__(self, environ: dict[str, object], start_response: object) -> object:
        request = Request(environ)  # type: ignore[arg-type]
        self.asked.append(request)
        return self.answer(request)(environ, start_response)  # type: ignore[arg-type]


@pytest.fixture
def portal() -> Iterator[Portal]:
    app = Portal()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)  # type: ignore[arg-type]
    app.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield app
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def wire() -> Wire:
    return Wire(Guard(["127.0.0.1"]), timeout=2, pause=0.01)


def test_a_new_document_comes_with_its_validators(portal: Portal, wire: Wire) -> None:
    headers = {"ETag": 'W/"1"', "Last-Modified": "Mon, 07 Sep 2026 12:41:53 GMT"}
    portal.answer = lambda request: Response("<rss>ậ</rss>", headers=headers, content_type="application/rss+xml")
    got = retrieve(portal.url + "/rss", wire)
    assert (got.status, got.body) == ("new", "<rss>ậ</rss>".encode())
    assert (got.etag, got.modified) == ('W/"1"', "Mon, 07 Sep 2026 12:41:53 GMT")
    assert (got.content_type, got.url, got.moved) == ("application/rss+xml", portal.url + "/rss", "")
    assert "If-None-Match" not in portal.asked[0].headers
    assert "rss+xml" in portal.asked[0].headers["Accept"]
    assert "moha.gov.vn" in portal.asked[0].headers["User-Agent"]


def test_both_validators_are_sent_word_for_word_and_304_is_unchanged(portal: Portal, wire: Wire) -> None:
    portal.answer = lambda request: Response(status=304)
    got = retrieve(portal.url, wire, etag='W/"1"', modified="Mon, 07 Sep 2026 12:41:53 GMT")
    assert (got.status, got.body) == ("unchanged", b"")
    assert (got.etag, got.modified) == ('W/"1"', "Mon, 07 Sep 2026 12:41:53 GMT")
    assert portal.asked[0].headers["If-None-Match"] == 'W/"1"'
    assert portal.asked[0].headers["If-Modified-Since"] == "Mon, 07 Sep 2026 12:41:53 GMT"


def test_410_is_gone(portal: Portal, wire: Wire) -> None:
    portal.answer = lambda request: Response("gone", status=410)
    assert retrieve(portal.url, wire).status == "gone"


def test_a_redirect_is_followed_and_said(portal: Portal, wire: Wire) -> None:
    def answer(request: Request) -> Response:
        if request.path == "/old":
            return Response(status=301, headers={"Location": portal.url + "/new"})
        return Response("<rss/>")

    portal.answer = answer
    got = retrieve(portal.url + "/old", wire)
    assert (got.status, got.url, got.moved) == ("new", portal.url + "/new", portal.url + "/new")


@pytest.mark.parametrize(
    ("status", "header", "after"),
    [
        (503, "120", timedelta(minutes=2)),
        (429, "Mon, 07 Sep 2026 12:01:00 GMT", timedelta(minutes=1)),
        (503, "Mon, 07 Sep 2026 11:00:00 GMT", timedelta(0)),
        (503, "99999999", timedelta(days=1)),
        (429, "soon", None),
        (429, "", None),
        (500, "", None),
        (404, "", None),
        (403, "", None),
        (204, "", None),
    ],
)
def test_any_other_answer_is_a_sentence_and_tells_how_long_to_wait(
    portal: Portal, wire: Wire, status: int, header: str, after: timedelta | None
) -> None:
    headers = {"Date": "Mon, 07 Sep 2026 12:00:00 GMT", **({"Retry-After": header} if header else {})}
    portal.answer = lambda request: Response("", status=status, headers=headers)
    with pytest.raises(NotRetrieved) as caught:
        retrieve(portal.url, wire)
    if header.startswith("Mon"):  # the server writes its own Date: the wait is bounded, whatever that is
        assert caught.value.after is not None
        assert timedelta(0) <= caught.value.after <= timedelta(days=1)
    else:
        assert caught.value.after == after
    assert str(status) in caught.value.say.vi


def test_what_is_too_large_is_asked_for_once_only(portal: Portal, wire: Wire) -> None:
    portal.answer = lambda request: Response(b"x" * (11 * 1024 * 1024))
    with pytest.raises(NotRetrieved) as caught:
        retrieve(portal.url, wire)
    assert "10 MiB" in caught.value.say.vi
    assert len(portal.asked) == 1


def test_a_private_address_is_refused_and_the_setting_named() -> None:
    with pytest.raises(NotRetrieved) as caught:
        retrieve("http://127.0.0.1:1/rss", Wire(Guard(), timeout=1, reads=1))
    assert "SYNDICATION_ALLOW_PRIVATE_HOSTS" in caught.value.say.vi


def test_a_server_that_is_not_there_is_a_sentence(wire: Wire) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotRetrieved) as caught:
        retrieve(f"http://127.0.0.1:{port}/", wire)
    assert caught.value.after is None
    assert "thử lại" in caught.value.say.vi


@pytest.mark.parametrize(
    "url", ["", "khong phai dia chi", "ftp://moha.gov.vn/a", "http://", "https://moha.gov.vn/?access_token=x"]
)
def test_no_address_at_all_is_a_sentence(url: str, wire: Wire) -> None:
    with pytest.raises(NotRetrieved):
        retrieve(url, wire)


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (PNG, "image/png"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"BM\x10\0\0\0\0\0\0\0\x36\0", "image/bmp"),
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"MM\0*\0\0\0\x08", "image/tiff"),
        (b"\0\0\0\x20ftypavif\0\0", "image/avif"),
        (b"\0\0\0\x20ftypavis\0\0", "image/avif"),
        (b"\0\0\0\x20ftypheic\0\0", ""),
        (b"\0\0\0\x20ftypisom\0\0", "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0", "video/quicktime"),
        (b"\x1aE\xdf\xa3\x01\0", "video/webm"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<!DOCTYPE html>", ""),
        (b"<svg xmlns=", ""),
        (b"RIFF\x10\0\0\0WAVEfmt ", ""),
        (b"MZ\x90\0", ""),
        (b"", ""),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, mime: str) -> None:
    assert sniff(head) == mime


def test_a_phones_own_format_is_called_by_its_name(portal: Portal, wire: Wire) -> None:
    portal.answer = lambda request: Response(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", content_type="image/jpeg")
    with pytest.raises(NotRetrieved, match="HEIC"):
        fetch_media(portal.url + "/a.jpg", wire, io.BytesIO(), 1000)


def test_a_picture_is_written_as_it_comes_whatever_the_server_calls_it(portal: Portal, wire: Wire) -> None:
    portal.answer = lambda request: Response(PNG, content_type="text/html")
    into = io.BytesIO()
    assert fetch_media(portal.url + "/a.jpg", wire, into, 1000) == "image/png"
    assert into.getvalue() == PNG


@pytest.mark.parametrize(
    ("response", "vi"),
    [
        (Response("<html>không tìm thấy</html>", status=200), "không phải ảnh"),
        (Response(PNG, status=404), "404"),
        (Response(PNG * 20), "lớn hơn 1000 byte"),
        (Response(b""), "không phải ảnh"),
    ],
)
def test_what_is_no_picture_or_too_large_is_a_sentence(portal: Portal, wire: Wire, response: Response, vi: str) -> None:
    portal.answer = lambda request: response
    with pytest.raises(NotRetrieved) as caught:
        fetch_media(portal.url, wire, io.BytesIO(), 1000)
    assert vi in caught.value.say.vi


@pytest.mark.parametrize("bad", [404, 410])
def test_that_a_page_is_gone_is_asked_for_twice(portal: Portal, wire: Wire, bad: int) -> None:
    portal.answer = lambda request: Response(status=bad)
    assert status_of(portal.url, wire) == bad
    assert [request.method for request in portal.asked] == ["HEAD", "GET"]
    for head, get, says in ((200, 410, 200), (404, 200, 200), (405, bad, bad), (500, 404, 500)):
        portal.answer = lambda request, head=head, get=get: Response(status=head if request.method == "HEAD" else get)  # type: ignore[misc]
        assert status_of(portal.url, wire) == says


def test_silence_is_no_status() -> None:
    assert status_of("http://127.0.0.1:1/", Wire(Guard(["127.0.0.1"]), timeout=1, reads=1)) == 0


def test_how_long_an_answer_stays_fresh_is_told(portal: Portal, wire: Wire) -> None:
    for said, pace in (
        ("public, max-age=300", timedelta(minutes=5)),
        ('max-age="60"', timedelta(minutes=1)),
        ("max-age=99999999999999", timedelta(days=1)),
        ("no-cache, max-age=300", None),
        ("max-age=0", None),
        ("max-age=soon", None),
        ("", None),
    ):
        portal.answer = lambda request, said=said: Response("<rss/>", headers={"Cache-Control": said})  # type: ignore[misc]
        assert retrieve(portal.url, wire).pace == pace, said


def test_whether_the_whole_way_was_permanent_is_told(portal: Portal, wire: Wire) -> None:
    steps = {"/a": (301, "/b"), "/b": (308, "/c"), "/d": (302, "/c"), "/e": (301, "/d")}

    def answer(request: Request) -> Response:
        status, to = steps.get(request.path, (200, ""))
        return Response("<rss/>", status=status, headers={"Location": to} if to else {})

    portal.answer = answer
    assert [retrieve(portal.url + path, wire).for_good for path in ("/a", "/d", "/e", "/c")] == [
        True,
        False,
        False,
        False,
    ]
