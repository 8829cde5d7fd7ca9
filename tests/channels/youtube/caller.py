"""The stand-in by hand: requests as a stranger to our code would send them, and a clock that is set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from channels.sandbox.server import SandboxServer
from channels.youtube.sandbox import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, Sandbox

BLOCK = 256 * 1024
START = 1_795_000_000.0  # 18 November 2026
SNIPPET = {"title": "Hội nghị", "description": "Mô tả", "tags": ["một"], "categoryId": "25", "defaultLanguage": "vi"}
STATUS = {"privacyStatus": "private", "selfDeclaredMadeForKids": False}


@dataclass
class Caller:
    """One stranger with a token, and the platform that it talks to. `now` is the platform's clock, in seconds."""

    server: SandboxServer
    now: float = START
    token: str = field(default="", repr=False)

    @property
    def platform(self) -> Sandbox:
        stage = self.server.app.stage["youtube"]
        assert isinstance(stage, Sandbox)
        return stage

    @property
    def video(self) -> dict[str, Any]:
        """What the platform holds, when it is one video."""
        (only,) = self.platform.objects()
        return only

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """One request with the token; `body` is bytes, something to be JSON, or None."""
        url = path if path.startswith("http") else f"{self.server.url}/youtube{path}"
        sent = {"Authorization": f"Bearer {self.token}"} | {
            name.replace("_", "-"): value for name, value in headers.items() if value
        }
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return requests.request(method, url, data=data, headers=sent, timeout=20, allow_redirects=False)

    def buy(self, **changes: str) -> requests.Response:
        """Ask for an access token with the refresh token that is there from the beginning."""
        form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token"}
        url = f"{self.server.url}/youtube/token"
        return requests.post(url, data={**form, "refresh_token": REFRESH_TOKEN, **changes}, timeout=20)

    def connect(self) -> None:
        """Buy a token and use it from now on."""
        self.token = self.buy().json()["access_token"]

    def start(
        self, size: int, *, snippet: Any = None, status: Any = None, more: Any = None, query: str = "", **headers: str
    ) -> requests.Response:
        """Begin an upload. `more` are further parts of the video; every part given is named."""
        about = {"snippet": SNIPPET if snippet is None else snippet, "status": STATUS if status is None else status}
        about |= more or {}
        named = {"X_Upload_Content_Type": "video/mp4", "X_Upload_Content_Length": str(size)}
        path = f"/upload/youtube/v3/videos?uploadType=resumable&part={','.join(about)}{query}"
        return self.call("POST", path, about, **{**named, **headers})

    def session(self, size: int, **words: Any) -> str:
        """The address of a new session."""
        reply = self.start(size, **words)
        assert reply.status_code == 200, reply.text
        return reply.headers["Location"]

    def send(self, session: str, film: bytes, first: int = 0, last: int | None = None) -> requests.Response:
        """Send the bytes of the film from `first` up to and without `last`."""
        last = len(film) if last is None else last
        return self.call("PUT", session, film[first:last], Content_Range=f"bytes {first}-{last - 1}/{len(film)}")

    def ask(self, session: str, size: int) -> requests.Response:
        """How does this session stand?"""
        return self.call("PUT", session, b"", Content_Range=f"bytes */{size}")

    def publish(self, film: bytes = b"film", **words: Any) -> str:
        """Upload a small film; the id of its video."""
        reply = self.send(self.session(len(film), **words), film)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])

    def look(self, video: str, part: str = "snippet,status,processingDetails") -> dict[str, Any]:
        """The video as the API shows it."""
        items = self.call("GET", f"/youtube/v3/videos?id={video}&part={part}").json()["items"]
        return dict(items[0]) if items else {}

    def update(self, body: Any, **headers: str) -> requests.Response:
        """Replace the parts of a video that are in the body."""
        parts = ",".join(name for name in body if name != "id")
        return self.call("PUT", f"/youtube/v3/videos?part={parts}", body, **headers)

    def order(self, on: str, fault: str, times: int = 1) -> None:
        """Order a fault as anybody would, over HTTP."""
        order = {"channel": "youtube", "on": on, "fault": fault, "times": times}
        assert requests.post(f"{self.server.url}/_faults", json=order, timeout=20).status_code == 200

    def switch(self, setting: str) -> None:
        """Set a switch, by the next request."""
        self.order("channels.list", f"set:{setting}")
        self.call("GET", "/youtube/v3/channels?part=id&mine=true")


def reason(reply: requests.Response) -> tuple[int, str]:
    """Status and reason of an error in Google's shape."""
    error = reply.json()["error"]
    assert error["code"] == reply.status_code
    assert error["message"]
    (detail,) = error["errors"]
    assert set(detail) == {"domain", "reason", "message"}
    return reply.status_code, detail["reason"]


@contextmanager
def calling() -> Iterator[Caller]:
    """A running stand-in and a stranger with a token."""
    with SandboxServer(kinds=["youtube"]) as server:
        caller = Caller(server)
        caller.platform.clock = lambda: caller.now
        caller.connect()
        yield caller
