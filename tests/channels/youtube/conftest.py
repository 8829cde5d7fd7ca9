"""An account on the stand-in for YouTube, a film of several parts, and faults ordered for an exact byte."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from channels.channel import Parcel
from channels.sandbox.server import SandboxServer
from channels.youtube.adapter import YouTube
from channels.youtube.sandbox import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, Sandbox
from formatters.rendition import Rendition
from formatters.story import Blob
from tests.support.access import MemoryAccess, MemoryMemo, access_to, blob_of, cut_of, film_of, parcel_of

KEY = "https://moha.gov.vn/tin-tuc/57695"
PART = 256 * 1024
COVER = blob_of(b"\xff\xd8\xff a jpeg", "image/jpeg")


@dataclass
class WatchedMemo(MemoryMemo):
    """Calls `seen` after every write, so that a test can act at an exact byte of the upload."""

    seen: Callable[[dict[str, Any]], None] = field(default=lambda value: None)

    def write(self, value: dict[str, Any]) -> None:
        super().write(value)
        self.seen(value)


@dataclass
class Bench:
    """One account, its platform, and the adapter with small parts."""

    server: SandboxServer
    access: MemoryAccess
    adapter: YouTube

    @property
    def platform(self) -> Sandbox:
        stage = self.server.app.stage["youtube"]
        assert isinstance(stage, Sandbox)
        return stage

    @property
    def memo(self) -> WatchedMemo:
        assert isinstance(self.access.memo, WatchedMemo)
        return self.access.memo

    def order(self, on: str, fault: str, times: int = 1, seconds: float = 0.0) -> None:
        self.server.app.faults["youtube"].order(on, fault, times, seconds)

    def order_at(self, confirmed: int, fault: str) -> None:
        """Let the part that follows on byte `confirmed` meet a fault, once."""
        left = [fault]

        def seen(value: dict[str, Any]) -> None:
            if value.get("confirmed") == confirmed and left:
                self.order("videos.chunk", left.pop())

        self.memo.seen = seen

    def another_process(self) -> MemoryAccess:
        """What the successor of a killed worker is handed: the same account, and the memo as it was written."""
        successor = account(self.server)
        successor.memo = MemoryMemo(dict(self.memo.value))
        return successor


def account(server: SandboxServer, **settings: object) -> MemoryAccess:
    base = f"{server.url}/youtube"
    given = {"api_url": base, "token_url": f"{base}/token", "privacy": "public", **settings}
    secrets = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN}
    access = access_to("youtube", given, secrets)
    access.memo = WatchedMemo()
    access.meter.now = access.now
    return access


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer(kinds=["youtube"]) as running:
        yield running


@pytest.fixture
def bench(server: SandboxServer) -> Bench:
    server.app.reset()
    return Bench(server, account(server), YouTube(chunk=PART))


def film_of_parts(parts: float) -> Blob:
    return blob_of(random.Random(57695).randbytes(int(parts * PART)), "video/mp4")  # noqa: S311


def told(film: Blob, cover: Blob | None = None, **changes: Any) -> Parcel:
    rendition = Rendition(
        form="video",
        language="vi",
        title="Hội nghị cải cách hành chính",
        text=f"Bộ Nội vụ tổ chức hội nghị.\nNguồn: Cổng thông tin điện tử Bộ Nội vụ — {KEY}",
        attribution=f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ — {KEY}",
        link=KEY,
        tags=("Bộ Nội vụ", "cải cách hành chính"),
        cover=cut_of(cover, slot="thumbnail", width=1280, height=720) if cover else None,
        film=film_of(film),
    )
    return parcel_of(replace(rendition, **changes), film, *((cover,) if cover else ()))
