from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from scheduler.models import Account
from syndication.feeds import build, front, partners, serve
from syndication.feeds.models import FeedFile
from tests.support.ledger import live, story_of

Given = tuple[str, list[tuple[str, str]], bytes]


def call(application: Callable[..., Any], path: str, method: str = "GET", **headers: str) -> Given:
    """What a WSGI application answers: status, headers sorted, bytes."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "feeds.example",
        "SERVER_PORT": "80",
        "HTTP_HOST": "feeds.example",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    told: list[Any] = []
    body = b"".join(application(environ, lambda status, sent, _=None: told.extend((status, sorted(sent)))))
    return told[0], told[1], body


@pytest.fixture
def site(english: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    """A feed with an entry, and nothing remembered of it yet."""
    live(english, story_of())
    build.build_all()
    clock, notes = [0.0], []
    monkeypatch.setattr(serve, "REMEMBERED", serve.remembering(notes.append, clock=lambda: clock[0]))
    english.clock, english.notes = clock, notes
    return english


@pytest.fixture
def django() -> Iterator[WSGIHandler]:
    """Django itself; it leaves the test's connection open, as its own test client does."""
    request_started.disconnect(close_old_connections)
    yield WSGIHandler()
    request_started.connect(close_old_connections)


def refused(environ: Any, start_response: Any) -> Any:
    raise AssertionError("Django was asked")


def test_the_front_answers_as_django_does_whatever_is_asked(site, django):
    before = front.before(refused)
    tag = FeedFile.objects.get(path="english.rss").etag
    added = partners.add("báo", who="test", now=timezone.now())
    paths = ["/feeds/english.rss", "/feeds/english.json", "/feeds/english/appointments.atom", "/feeds/opml.xml"]
    paths += ["/feeds/opml-categories.xml", "/feeds/channels.json"]
    paths += [f"/feeds/p/{added.key}/english.rss", f"/feeds/p/{added.key}/no.rss", "/feeds/p/unknown/english.rss"]
    encodings = [{}, {"accept_encoding": "gzip"}, {"accept_encoding": "br, gzip;q=0.5"}, {"accept_encoding": "br;q=0"}]
    date = {"if_modified_since": "Thu, 26 Nov 2099 02:00:00 GMT"}
    known = [
        {},
        {"if_none_match": tag},
        {"if_none_match": f'"x", W/{tag[:-1]}-br"'},
        {"if_none_match": '"x"', **date},
        date,
    ]
    statuses = set()
    for path, method, one, other in itertools.product(paths, ("GET", "HEAD"), encodings, known):
        ours = call(before, path, method, **one, **other)
        assert ours == call(django, path, method, **one, **other), (path, method, one, other)
        statuses.add(ours[0])
    assert statuses == {"200 OK", "304 Not Modified", "404 Not Found"}
    assert {(note.path, note.etag) for note in site.notes} == {("english.rss", tag)}
    assert len(site.notes) == len(encodings) * len(known)  # a HEAD fetches nothing
    partners.revoke("báo", who="test", now=timezone.now())
    site.clock[0] += 2
    path = f"/feeds/p/{added.key}/english.rss"
    assert call(before, path) == call(django, path)
    assert call(before, path)[0] == "410 Gone"


def test_an_answer_varies_by_nothing_but_the_encoding_and_keeps_what_keeps_browsers_safe(site, django):
    for application in (django, front.before(refused)):
        _, headers, _ = call(application, "/feeds/english.rss")
        told = dict(headers)
        assert told["Vary"] == "Accept-Encoding"
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["X-Frame-Options"] == "DENY"
        assert told["Referrer-Policy"] == "same-origin"
        assert told["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Set-Cookie" not in told


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/feeds/", "GET"),
        ("/feeds/nothing.rss", "GET"),
        ("/feeds/english.rss", "POST"),
        ("/feeds/english.rss", "OPTIONS"),
        ("/feeds/english", "GET"),
        ("/feedsenglish.rss", "GET"),
        ("/login/", "GET"),
    ],
)
def test_everything_else_is_djangos(site, path, method):
    seen = []
    assert list(front.before(lambda environ, start: seen.append(environ["PATH_INFO"]) or [b"django"])(
        {"PATH_INFO": path, "REQUEST_METHOD": method}, lambda *_: None
    )) == [b"django"]  # fmt: skip
    assert seen == [path]


@pytest.mark.parametrize(
    "path", ["\x00.rss", "tin\x00/a.rss", "t\xc3\xadn.rss", "a" * 5000 + ".rss", "..rss", "../x.rss"]
)
def test_an_address_that_nobody_made_is_told_so_whatever_stands_in_it(site, django, path):
    status, _, body = call(front.before(django), f"/feeds/{path}")
    assert status == "404 Not Found"
    assert "There is no feed at this address" in body.decode()


def test_other_methods_are_answered_by_the_view_with_what_is_allowed(site, django):
    status, headers, body = call(front.before(django), "/feeds/english.rss", "POST")
    assert status == "405 Method Not Allowed"
    assert dict(headers)["Allow"] == "GET, HEAD, OPTIONS"
    assert "only for reading" in body.decode()
    status, headers, _ = call(front.before(django), "/feeds/english.rss", "OPTIONS")
    assert status == "204 No Content"
    assert dict(headers)["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_who_asks_under_a_name_that_is_not_ours_is_told_so_by_django(site, settings, django):
    settings.ALLOWED_HOSTS = ["other.example"]
    front._allowed.cache_clear()
    assert call(front.before(django), "/feeds/english.rss")[0] == "400 Bad Request"
    settings.ALLOWED_HOSTS = ["feeds.example"]
    front._allowed.cache_clear()
    assert call(front.before(refused), "/feeds/english.rss")[0] == "200 OK"


def test_what_is_published_is_served_within_a_second(site, django_assert_num_queries):
    before = front.before(refused)
    first = call(before, "/feeds/english.rss")
    live(site, story_of(2))
    build.build_all()
    with django_assert_num_queries(0):
        assert call(before, "/feeds/english.rss") == first
    site.clock[0] += 1.1
    assert b"Appointment no. 2" in call(before, "/feeds/english.rss")[2]
    site.clock[0] += 1.1
    with django_assert_num_queries(1):  # one small question, and no bytes
        call(before, "/feeds/english.rss")


def test_a_feed_is_served_while_the_database_is_away(site, monkeypatch):
    away = [False]
    look = serve.look

    def asked(path, known=None):
        if away[0]:
            raise OperationalError("no server")
        return look(path, known)

    monkeypatch.setattr(serve, "look", asked)
    monkeypatch.setattr(serve, "REMEMBERED", serve.remembering(print, clock=lambda: site.clock[0]))
    before = front.before(refused)
    first = call(before, "/feeds/english.rss")
    away[0] = True
    site.clock[0] += 300
    assert call(before, "/feeds/english.rss") == first
    status, headers, body = call(before, "/feeds/english.json")
    assert status == "503 Service Unavailable"
    assert dict(headers)["Retry-After"] == "60"
    assert "Try again" in body.decode()


def test_the_view_too_says_that_it_cannot_answer_instead_of_breaking(site, django, monkeypatch):
    def broken(*_: object) -> None:
        raise OperationalError("no server")

    monkeypatch.setattr(serve, "ASKED", serve.Road(broken, broken, broken))
    assert call(django, "/feeds/english.rss")[0] == "503 Service Unavailable"


def test_threads_are_answered_alike(site):
    before = front.before(refused)
    first = call(before, "/feeds/english.rss", accept_encoding="br")
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: call(before, "/feeds/english.rss", accept_encoding="br"), range(200)))
    assert given == [first] * 200


def test_bytes_that_came_back_are_told_with_their_newer_time(site):
    known = serve.look("english.rss")
    later = known.stored.modified + timedelta(seconds=9)
    FeedFile.objects.filter(path="english.rss").update(modified=later)
    assert serve.look("english.rss", known).stored.modified == later
