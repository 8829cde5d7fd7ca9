"""A Page on the sandbox, an account of it, and things to tell there."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PIL import Image

from channels.channel import Parcel
from channels.facebook.sandbox import APP_ID, APP_SECRET, PAGE_ID, TOKEN, Sandbox
from channels.sandbox.server import SandboxServer
from formatters.rendition import Rendition
from formatters.story import Blob
from tests.channels.facebook.notebook import Notebook, opened
from tests.support.access import MemoryAccess, access_to, blob_of, cut_of, film_of, parcel_of

KEY = "https://moha.gov.vn/tin-tuc/cai-cach-57695"
TEXT = f"Bộ Nội vụ họp về cải cách 🇻🇳\n\nĐọc tiếp & xem ảnh: {KEY}\n\nNguồn: Cổng thông tin điện tử Bộ Nội vụ"

FILM = b"\0\0\0\x18ftypisom" + random.Random(668).randbytes(300_000)  # noqa: S311 - any bytes, the same ones each time


@pytest.fixture(scope="module")
def running() -> Iterator[SandboxServer]:
    with SandboxServer(kinds=["facebook"]) as server:
        yield server


@pytest.fixture
def server(running: SandboxServer) -> SandboxServer:
    running.app.reset()
    return running


@pytest.fixture
def page(server: SandboxServer) -> Sandbox:
    return cast(Sandbox, server.app.stage["facebook"])


@pytest.fixture
def account(server: SandboxServer) -> MemoryAccess:
    return account_on(server)


@pytest.fixture
def order(server: SandboxServer) -> Callable[..., None]:
    return server.app.faults["facebook"].order


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    with opened() as found:
        yield found


def account_on(
    server: SandboxServer, token: str = TOKEN, app_secret: str = APP_SECRET, **settings: str
) -> MemoryAccess:
    base = f"{server.url}/facebook"
    given = {"page_id": PAGE_ID, "graph_url": base, "video_url": base, "app_id": APP_ID, **settings}
    return access_to("facebook", given, {"access_token": token, "app_secret": app_secret})


def picture(colour: str) -> Blob:
    kept = io.BytesIO()
    Image.new("RGB", (120, 63), colour).save(kept, "JPEG")
    return blob_of(kept.getvalue(), "image/jpeg")


def told(*colours: str, text: str = TEXT, link: str = KEY, revision: int = 1) -> Parcel:
    """A parcel with this text and one picture a colour."""
    blobs = [picture(colour) for colour in colours]
    rendition = Rendition(
        form="post",
        language="vi",
        title="Cải cách",
        text=text,
        attribution="Nguồn: Cổng thông tin điện tử Bộ Nội vụ",
        link=link,
        gallery=tuple(cut_of(blob, alt=f"Ảnh {colour}") for blob, colour in zip(blobs, colours, strict=True)),
    )
    return parcel_of(rendition, *blobs, revision=revision)


def told_by_film(
    data: bytes = FILM, *, poster: str = "", text: str = TEXT, title: str = "Cải cách", revision: int = 1
) -> Parcel:
    """A parcel with this text, a film of these bytes, and a poster of this colour."""
    film = blob_of(data, "video/mp4")
    cover = picture(poster) if poster else None
    rendition = Rendition(
        form="post",
        language="vi",
        title=title,
        text=text,
        attribution="Nguồn: Cổng thông tin điện tử Bộ Nội vụ",
        link=KEY,
        film=film_of(film),
        cover=cut_of(cover, "poster", 1280, 720) if cover else None,
    )
    return parcel_of(rendition, film, *([cover] if cover else []), revision=revision)
