"""`deploy/nginx.conf` itself, in a real nginx, beside our own answers."""

from __future__ import annotations

import http.client
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scheduler.models import Account
from syndication.feeds import build, mirror, partners
from syndication.feeds.models import FeedFile
from tests.support.ledger import START, live, story_of
from tests.support.nginx import Nginx, installed, nginx

pytestmark = pytest.mark.skipif(
    installed() is None, reason="NGINX IS NOT INSTALLED HERE: deploy/nginx.conf was not tried"
)
SAME = (
    "Content-Type", "Content-Encoding", "Content-Length", "Cache-Control", "Last-Modified", "Vary", "Link",
    "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "X-Content-Type-Options", "X-Frame-Options",
    "Referrer-Policy", "Cross-Origin-Opener-Policy",
)  # fmt: skip


@dataclass
class Given:
    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


@dataclass
class Both:
    """nginx, and we behind it."""

    nginx: Nginx
    ours: int

    def ask(self, port: int, path: str, method: str = "GET", **headers: str) -> Given:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Accept-Encoding": "identity", **sent})
            answer = connection.getresponse()
            return Given(answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def theirs(self, path: str, method: str = "GET", **headers: str) -> Given:
        return self.ask(self.nginx.port, path, method, **headers)

    def we(self, path: str, method: str = "GET", **headers: str) -> Given:
        return self.ask(self.ours, path, method, **headers)


@pytest.fixture
def both(transactional_db: None, live_server: Any, tmp_path: Path, settings: Any) -> Iterator[Both]:
    settings.SYNDICATION_FEEDS_DIR = str(tmp_path / "feeds")
    settings.SYNDICATION_BASE_URL = "https://feeds.example"
    account = Account.objects.create(name="english", channel="feed", settings={"slug": "english", "language": "en"})
    live(account, story_of())
    build.build_all()
    tmp_path.chmod(0o755)
    port = int(live_server.url.rpartition(":")[2])
    with nginx(tmp_path, upstream=port, base="https://feeds.example") as running:
        yield Both(running, port)


def test_nginx_sends_from_the_disk_what_we_send_from_the_database(both):
    for path in FeedFile.objects.values_list("path", flat=True):
        for encoding in ("identity", "gzip"):
            ours, theirs = (ask(f"/feeds/{path}", Accept_Encoding=encoding) for ask in (both.we, both.theirs))
            assert (theirs.status, theirs.body) == (200, ours.body)
            assert {name: theirs[name] for name in SAME} == {name: ours[name] for name in SAME}
            tagged = both.theirs(f"/feeds/{path}", Accept_Encoding=encoding, If_None_Match=theirs["ETag"])
            dated = both.theirs(f"/feeds/{path}", Accept_Encoding=encoding, If_Modified_Since=ours["Last-Modified"])
            assert (tagged.status, tagged.body, dated.status) == (304, b"", 304)
            assert {name: dated[name] for name in SAME[3:4]} == {name: ours[name] for name in SAME[3:4]}
        head = both.theirs(f"/feeds/{path}", "HEAD")
        assert (head.status, head.body, head["Content-Type"]) == (200, b"", ours["Content-Type"])


def test_what_is_not_on_the_disk_and_everything_else_is_ours(both):
    for path in mirror.Path(mirror.settings.SYNDICATION_FEEDS_DIR).rglob("english.rss*"):
        path.unlink()
    ours, theirs = both.we("/feeds/english.rss"), both.theirs("/feeds/english.rss")
    assert theirs.body == ours.body
    assert theirs["ETag"] == ours["ETag"]
    assert "There is no feed at this address" in both.theirs("/feeds/nothing.rss").body.decode()
    for path in ("/feeds/", "/feeds/opml.xml", "/feeds/channels.json", "/healthz"):
        assert both.theirs(path).status == both.we(path).status == 200
    options = both.theirs("/feeds/english.atom", "OPTIONS")
    assert (options.status, options["Access-Control-Allow-Headers"]) == (204, "If-None-Match, If-Modified-Since")
    assert both.theirs("/feeds/english.atom", "POST").status == 405


def test_what_is_not_ours_to_send_is_not_sent(both):
    for path in (f"/feeds/{mirror.LOCK}", "/feeds/../nginx.conf", "/feeds/english.rss.gz"):
        assert both.theirs(path).status in (400, 404)


def test_a_partner_comes_through_is_counted_and_its_key_stands_in_no_log(both):
    made = partners.add("Báo", who="lan", now=START)
    path = f"/feeds/p/{made.key}/english.rss"
    answer = both.theirs(path, Referer=f"https://feeds.example{path}", Accept_Encoding="gzip")
    assert (answer.status, answer["Cache-Control"]) == (200, "private, max-age=300")
    assert answer.body == both.we("/feeds/english.rss", Accept_Encoding="gzip").body
    assert partners.fetches()[0][1][0].path == "english.rss"
    both.theirs("/feeds/english.rss", Referer=f"https://feeds.example{path}")
    lines = subprocess.run(["cat", *both.nginx.folder.glob("*.log")], capture_output=True, check=True).stdout.decode()
    assert "GET /feeds/p/***/english.rss" in lines
    assert made.key not in lines


@pytest.mark.parametrize("path", ["/websub/only-hubs-know", "//feeds/p/only-hubs-know/x.rss"])
def test_what_only_a_hub_or_a_partner_knows_stands_in_no_log(both, path):
    assert both.theirs(path).status == 404
    lines = subprocess.run(["cat", *both.nginx.folder.glob("*.log")], capture_output=True, check=True).stdout.decode()
    assert "***" in lines
    assert "only-hubs-know" not in lines
