"""A stand-in of Zalo on a real port, an account on it, and an article whose pictures can be fetched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from channels.channel import Parcel, Receipt, Remote
from channels.sandbox.server import SandboxServer
from channels.zalo import sandbox
from channels.zalo.adapter import Zalo
from formatters.rendition import Block, Rendition
from tests.support.access import MemoryAccess, access_to, blob_of, cut_of, parcel_of

KEY = "https://moha.gov.vn/tin/57695"
COVER = blob_of(b"\xff\xd8\xff cover", "image/jpeg")
INLINE = blob_of(b"\xff\xd8\xff inline", "image/jpeg")


@dataclass
class Desk:
    """One account on the stand-in, with the adapter that serves it."""

    server: SandboxServer
    stage: Any
    access: MemoryAccess
    media: str
    adapter: Zalo

    def __post_init__(self) -> None:
        self.fault = partial(self.server.app.faults["zalo"].order)

    def parcel(self, title: str = "Hội nghị cải cách hành chính", text: str = "Nội dung.", key: str = KEY) -> Parcel:
        told = Rendition(
            form="article",
            language="vi",
            title=title,
            text=f"{text}\n{key}",
            attribution=f"Nguồn: {key}",
            link=key,
            summary="Tóm tắt của bài.",
            author="Bộ Nội vụ",
            blocks=(Block("text", text=text), Block("image", cut=0), Block("text", text=f"Nguồn: {key}")),
            cover=cut_of(COVER, "cover", 1280, 720),
            gallery=(cut_of(INLINE, "inline", 1280, 720),),
        )
        return parcel_of(told, COVER, INLINE, base=self.media)

    def live(self, parcel: Parcel | None = None) -> Receipt:
        """Publish and poll until Zalo has made it; the delivery's memo is then forgotten."""
        receipt = self.adapter.publish(parcel or self.parcel(), KEY, self.access)
        for _ in range(3):
            receipt = self.adapter.status(receipt, self.access)
        assert receipt.state is Remote.LIVE
        self.access.memo.value = {}
        return receipt

    @property
    def ago(self) -> datetime:
        return datetime.now(UTC) - timedelta(seconds=1)

    @property
    def shown(self) -> list[dict[str, Any]]:
        return [one for one in self.stage.objects() if one["live"]]


class Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = {f"/{blob.sha256}.jpg": blob for blob in (COVER, INLINE)}.get(self.path)
        self.send_response(200 if found else 404)
        self.end_headers()
        if found:
            self.wfile.write(found.open().read())

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def media() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    thread = threading.Thread(target=partial(server.serve_forever, 0.02), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer(kinds=["zalo"]) as running:
        yield running


@pytest.fixture
def desk(server: SandboxServer, media: str) -> Desk:
    server.app.reset()
    base = f"{server.url}/zalo"
    settings = {"oa_id": sandbox.OA_ID, "app_id": sandbox.APP_ID, "api_url": base, "oauth_url": base}
    secrets = {
        "app_secret": sandbox.APP_SECRET,
        "access_token": sandbox.ACCESS_TOKEN,
        "refresh_token": sandbox.REFRESH_TOKEN,
    }
    return Desk(server, server.app.stage["zalo"], access_to("zalo", settings, secrets), media, Zalo())
