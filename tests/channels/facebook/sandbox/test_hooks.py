"""Webhooks: subscribed with a challenge, signed, told again until they are taken."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.facebook.sandbox import APP_ID, APP_SECRET, APP_TOKEN, PAGE_ID, Sandbox
from tests.channels.facebook.sandbox.conftest import Ask, code, film, jpeg


class Subscriber(ThreadingHTTPServer):
    """Echoes the challenge for the right word, and keeps what it is told. `refuse` is how often it says 500 first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.told: Queue[tuple[str, bytes]] = Queue()
        self.refuse = 0
        self.url = f"http://127.0.0.1:{self.server_port}/hook"


class _Answers(BaseHTTPRequestHandler):
    server: Subscriber

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        right = asked["hub.verify_token"] == ["word"] and asked["hub.mode"] == ["subscribe"]
        self._say(200 if right else 403, asked["hub.challenge"][0].encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.refuse:
            self.server.refuse -= 1
            self._say(500, b"")
            return
        self.server.told.put((self.headers["X-Hub-Signature-256"], body))
        self._say(200, b"")

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    server = Subscriber()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def subscribe(ask: Ask, subscriber: Subscriber, word: str = "word") -> Any:
    told = {"object": "page", "callback_url": subscriber.url, "verify_token": word, "fields": "feed"}
    return ask("POST", f"{APP_ID}/subscriptions", token=APP_TOKEN, data=told)


def both(ask: Ask, subscriber: Subscriber) -> None:
    assert subscribe(ask, subscriber).json() == {"success": True}
    assert ask("POST", f"{PAGE_ID}/subscribed_apps", data={"subscribed_fields": "feed"}).json() == {"success": True}


def heard(subscriber: Subscriber) -> dict[str, Any]:
    """What the subscriber was told next; its signature is right."""
    signature, body = subscriber.told.get(timeout=5)
    assert signature == "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    assert told["object"] == "page"
    (entry,) = told["entry"]
    assert entry["id"] == PAGE_ID
    (change,) = entry["changes"]
    assert change["field"] == "feed"
    value: dict[str, Any] = change["value"]
    return value


def test_what_becomes_of_a_post_is_told_and_signed(ask: Ask, subscriber: Subscriber) -> None:
    both(ask, subscriber)
    made = ask("POST", f"{PAGE_ID}/feed", data={"message": "Tin"}).json()["id"]
    value = heard(subscriber)
    assert (value["item"], value["verb"], value["post_id"]) == ("status", "add", made)
    assert (value["published"], value["message"]) == (1, "Tin")
    ask("POST", made, data={"message": "Tin mới"})
    assert heard(subscriber)["verb"] == "edited"
    ask("DELETE", made)
    assert heard(subscriber)["verb"] == "remove"


def test_each_kind_of_post_is_told_as_what_it_is(ask: Ask, subscriber: Subscriber) -> None:
    both(ask, subscriber)
    ask("POST", f"{PAGE_ID}/photos", files={"source": ("a.jpg", jpeg())})
    value = heard(subscriber)
    assert value["item"] == "photo"
    assert value["photo_id"]
    ask("POST", f"{PAGE_ID}/videos", files={"source": ("a.mp4", film())})
    assert heard(subscriber)["item"] == "video"
    ask("POST", f"{PAGE_ID}/feed", data={"link": "https://moha.gov.vn/a"})
    assert heard(subscriber)["link"] == "https://moha.gov.vn/a"
    ask("POST", f"{PAGE_ID}/feed", data={"message": "x", "published": "false"})
    assert heard(subscriber)["published"] == 0


def test_what_was_not_taken_is_told_again_and_may_come_twice(ask: Ask, page: Sandbox, subscriber: Subscriber) -> None:
    both(ask, subscriber)
    subscriber.refuse, page.hook_copies = 1, 2
    made = ask("POST", f"{PAGE_ID}/feed", data={"message": "Tin"}).json()["id"]
    assert [heard(subscriber)["post_id"] for _ in range(2)] == [made, made]


def test_a_subscriber_that_does_not_know_the_word_is_not_subscribed(ask: Ask, subscriber: Subscriber) -> None:
    assert code(subscribe(ask, subscriber, "wrong")) == (400, 2200, None)
    told = {"object": "page", "callback_url": "https://moha.gov.vn/hook", "verify_token": "word"}
    assert code(ask("POST", f"{APP_ID}/subscriptions", token=APP_TOKEN, data=told)) == (400, 2200, None)
    assert code(ask("POST", f"{APP_ID}/subscriptions", data=told)) == (400, 15, None)


def test_the_pages_subscription_can_be_read_and_ended(ask: Ask, page: Sandbox) -> None:
    path = f"{PAGE_ID}/subscribed_apps"
    assert ask("GET", path).json() == {"data": []}
    assert code(ask("POST", path)) == (400, 100, None)
    ask("POST", path, data={"subscribed_fields": "feed"})
    assert ask("GET", path).json()["data"][0]["subscribed_fields"] == ["feed"]
    assert ask("DELETE", path).json() == {"success": True}
    assert ask("GET", path).json() == {"data": []}
    page.tokens["EAAsandboxPageToken"].scopes.remove("pages_manage_metadata")
    assert code(ask("GET", path)) == (403, 200, None)
