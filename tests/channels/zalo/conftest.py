"""A stand-in of Zalo on a real port, an account on it, and an article whose pictures can be fetched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from channels.channel import Parcel, Receipt, Remote
from channels.sandbox.server import SandboxServer
from channels.zalo import sandbox
from channels.zalo.adapter import Zalo
from formatters.rendition import Block, Rendition
from tests.support.access import MemoryAccess, access_to, blob_of, cut_of, film_of, parcel_of

KEY = "https://moha.gov.vn/tin/57695"
COVER = blob_of(b"\xff\xd8\xff cover", "image/jpeg")
INLINE = blob_of(b"\xff\xd8\xff inline", "image/jpeg")
FILM = blob_of(b"\x00\x00\x00\x18ftypmp42" + b"film" * 100_000, "video/mp4")


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

    def with_film(self, **changed: Any) -> Parcel:
        """The parcel with a film before everything else: uploaded, or with `watch` to be watched elsewhere."""
        parcel = self.parcel()
        told = {"film": film_of(FILM), "blocks": (Block("film"), *parcel.rendition.blocks), **changed}
        blobs = {**parcel.blobs, FILM.sha256: FILM}
        return replace(parcel, rendition=replace(parcel.rendition, **told), blobs=blobs)

    def frowns(self, *but: str) -> list[str]:
        """What the stand-in frowned at, but for what is meant."""
        return [frown for frown in self.stage.frowns if not any(words in frown for words in but)]

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


ODD = {
    "/page.jpg": ("text/html", b"<html>sign in</html>"),
    "/mislabelled.jpg": ("text/html", b"\xff\xd8\xff"),
    "/picture.gif": ("image/gif", b"GIF89a"),
    "/large.jpg": ("image/jpeg", b"\xff\xd8\xff" + b"0" * (1024 * 1024)),
    "/huge.jpg": ("image/jpeg", b"\xff\xd8\xff" + b"0" * (2 * 1024 * 1024)),
    "/fine.png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "/untyped.jpg": ("", b"\xff\xd8\xff"),
}


class Pictures(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        kept = {f"/{blob.sha256}.jpg": ("image/jpeg", blob.open().read()) for blob in (COVER, INLINE)}
        kind, data = {**ODD, **kept}.get(self.path, ("", b""))
        self.send_response(200 if data else 404)
        if kind:
            self.send_header("Content-Type", kind)
        self.end_headers()
        with suppress(ConnectionError):  # who has seen enough hangs up
            self.wfile.write(data)

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
