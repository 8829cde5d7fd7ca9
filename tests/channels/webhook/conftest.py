"""A partner on a real port, an account of it, and an item for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from channels.channel import Parcel
from channels.sandbox.server import SandboxServer
from channels.webhook.sandbox import KEY, KEY_ID, Sandbox
from formatters.rendition import Rendition
from tests.support.access import MemoryAccess, access_to, blob_of, cut_of, film_of, parcel_of

LINK = "https://moha.gov.vn/tin-tuc/cai-cach-57695"
ATTRIBUTION = f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ\n{LINK}"


@pytest.fixture(scope="module")
def running() -> Iterator[SandboxServer]:
    with SandboxServer(kinds=["webhook"]) as server:
        yield server


@pytest.fixture
def partner(running: SandboxServer) -> Sandbox:
    running.app.reset()
    return cast(Sandbox, running.app.stage["webhook"])


@pytest.fixture
def faults(running: SandboxServer, partner: Sandbox) -> Any:
    return running.app.faults["webhook"]


@pytest.fixture
def access(running: SandboxServer, partner: Sandbox) -> MemoryAccess:
    return account(f"{running.url}/webhook")


def account(url: str, key_id: str = KEY_ID, key: str = KEY) -> MemoryAccess:
    return access_to("webhook", {"url": url, "key_id": key_id}, {"key": key})


def parcel(revision: int = 1, base: str = "https://tin.moha.gov.vn/media", **changes: Any) -> Parcel:
    picture, film = blob_of(b"the bytes of a picture", "image/jpeg"), blob_of(b"the bytes of a film", "video/mp4")
    known: dict[str, Any] = {
        "form": "entry",
        "language": "vi",
        "title": "Cải cách hành chính",
        "summary": "Tóm tắt.",
        "text": f"Nội dung.\n\n{ATTRIBUTION}",
        "html": "<p>Nội dung.</p>",
        "attribution": ATTRIBUTION,
        "link": LINK,
        "published": "2026-11-23T09:05:00+07:00",
        "gallery": (cut_of(picture),),
        "film": film_of(film),
    }
    return parcel_of(Rendition(**{**known, **changes}), picture, film, revision=revision, base=base)
