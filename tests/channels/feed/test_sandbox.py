"""The partner site shows what the feeds say, as a reader finds it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from channels.feed.sandbox import Sandbox

FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Tin tức",
    "items": [
        {
            "id": "urn:moha:article:1",
            "title": "Một",
            "content_html": "<p>Nội dung &amp; ảnh</p><p>Nguồn</p>",
            "date_published": "2026-11-23T09:00:00+07:00",
        },
        {
            "id": "urn:moha:article:2",
            "title": "[Thu hồi] Hai",
            "content_text": "Đã thu hồi.",
            "date_published": "2026-11-23T10:00:00+07:00",
        },
    ],
}


@pytest.fixture
def feed_url() -> Iterator[str]:
    @Request.application
    def application(request: Request) -> Response:
        return Response(json.dumps(FEED), content_type="application/feed+json")

    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/feed.json"
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_entries_are_on_the_wall_newest_first_and_withdrawn_ones_are_marked(feed_url: str) -> None:
    cards = Sandbox(reads=[feed_url]).wall()
    assert [(card.title, card.state) for card in cards] == [("Hai", "removed"), ("Một", "live")]
    assert cards[1].body == "Nội dung & ảnh\nNguồn"


def test_only_what_is_not_withdrawn_counts_as_live(feed_url: str) -> None:
    assert [one["live"] for one in Sandbox(reads=[feed_url]).objects()] == [True, False]


def test_a_feed_that_cannot_be_read_is_noted_and_breaks_nothing() -> None:
    stage = Sandbox(reads=["http://127.0.0.1:1/feed.json"])
    assert stage.wall() == []
    assert len(stage.frowns) == 1
