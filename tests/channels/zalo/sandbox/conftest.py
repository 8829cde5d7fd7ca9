"""The stand-in by itself on a real port, with a clock that is set, pictures that can vanish, and plain HTTP to speak to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from channels.sandbox.server import SandboxServer
from channels.zalo import sandbox
from tests.channels.zalo.sandbox.material import MP4, picture

MORNING = 1_795_402_800.0  # 2026-11-23 10:00 in Hanoi


@dataclass
class Bench:
    """The stand-in, the time on its clock, and the web server where the pictures lie (by path)."""

    server: SandboxServer
    media: str
    there: dict[str, bytes]
    now: float = MORNING
    token: str = sandbox.ACCESS_TOKEN
    last: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.stage: Any = self.server.app.stage["zalo"]
        self.stage.clock = lambda: self.now
        self.url = f"{self.server.url}/zalo"
        self.order = self.server.app.faults["zalo"].order

    def ask(self, path: str, send: Any = None, **more: Any) -> dict[str, Any]:
        """A GET, or a POST of JSON (`send`) or of `files`. Zalo's HTTP status is 200 whatever it says."""
        headers = {"access_token": self.token, **more.pop("headers", {})}
        method = "POST" if send is not None or "files" in more else "GET"
        self.last = requests.request(method, self.url + path, json=send, headers=headers, timeout=20, **more)
        assert self.last.status_code == 200
        answer: dict[str, Any] = self.last.json()
        return answer

    def body(self, **changed: Any) -> dict[str, Any]:
        """An article that Zalo takes."""
        return {
            "type": "normal",
            "title": "Tiêu đề",
            "author": "Bộ Nội vụ",
            "description": "Tóm tắt",
            "cover": {"cover_type": "photo", "photo_url": f"{self.media}/cover.jpg", "status": "show"},
            "body": [{"type": "text", "content": "Nội dung"}],
            "status": "show",
            "comment": "show",
            **changed,
        }

    def create(self, **changed: Any) -> dict[str, Any]:
        return self.ask("/v2.0/article/create", self.body(**changed))

    def made(self, **changed: Any) -> str:
        """The id of a new article."""
        assert self.create(**changed)["error"] == 0
        return str(self.stage.objects()[-1]["id"])

    def prepare(self, data: bytes = MP4, name: str = "phim.mp4") -> dict[str, Any]:
        return self.ask("/v2.0/article/upload_video/preparevideo", files={"file": (name, data, "video/mp4")})

    def film(self, token: str) -> dict[str, Any]:
        """What verify says of a film; only the data."""
        answer: dict[str, Any] = self.ask("/v2.0/article/upload_video/verify", headers={"token": token})["data"]
        return answer

    def ready_film(self) -> str:
        """The id of a film that verify has called ready."""
        token = self.prepare()["data"]["token"]
        while (told := self.film(token))["status"] == 3:
            pass
        return str(told["video_id"])


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer(kinds=["zalo"]) as running:
        yield running


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[str, dict[str, bytes]]]:
    there: dict[str, bytes] = {}

    class Pictures(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in there else 404)
            self.end_headers()
            self.wfile.write(there.get(self.path, b""))

        def log_message(self, format: str, *args: object) -> None:
            return

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    thread = threading.Thread(target=partial(serving.serve_forever, 0.02), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}", there
    serving.shutdown()
    serving.server_close()
    thread.join(5)


@pytest.fixture
def bench(server: SandboxServer, web: tuple[str, dict[str, bytes]]) -> Bench:
    media, there = web
    there.clear()
    there.update({"/cover.jpg": picture(), "/one.png": picture("PNG", "green"), "/two.jpg": picture(colour="blue")})
    server.app.reset()
    return Bench(server, media, there)
