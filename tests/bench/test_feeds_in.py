"""The benchmark of feeds in reads one feed, the same in every run, and counts what came of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from bench import _feed
from syndication.sources.parse import parse


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "feed.xml").write_bytes(_feed.feed(3))
    monkeypatch.setattr(_feed._Files, "folder", tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _feed._Files)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/feed.xml"
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_the_feed_is_read_whole_and_an_edit_changes_one_entry_of_it() -> None:
    before = parse(_feed.feed(20), "application/rss+xml", "https://moha.gov.vn/rss")
    seen = {entry.digest for entry in before.entries}
    after = parse(_feed.feed(20, edits=1), "application/rss+xml", "https://moha.gov.vn/rss", seen=seen)
    assert (len(seen), len(after.same), len(after.entries)) == (20, 19, 1)
    assert before.findings == after.findings == ()


def test_two_editions_share_no_item() -> None:
    one, other = (parse(_feed.feed(5, edition=name), "", "https://moha.gov.vn/rss").entries for name in ("-0", "-1"))
    for said in ("guid", "link", "title", "html"):
        assert {getattr(entry, said) for entry in one}.isdisjoint(getattr(entry, said) for entry in other)


def test_its_server_answers_conditional_requests(address: str) -> None:
    whole = requests.get(address, timeout=5)
    told = {"If-None-Match": whole.headers["ETag"], "If-Modified-Since": whole.headers["Last-Modified"]}
    assert requests.get(address, headers=told, timeout=5).status_code == 304
    assert requests.get(address, timeout=5).content == _feed.feed(3)
