from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from channels.channel import Parcel
from channels.govportal.adapter import GovPortal
from channels.govportal.sandbox import KEY, KEY_ID, ORG, Sandbox
from channels.sandbox.server import SandboxServer
from formatters.rendition import Rendition
from tests.support.access import MemoryAccess, MemoryMemo, access_to, blob_of, cut_of, parcel_of

IDENTIFIER = "urn:moha:article:57695"
LOST = ["accept-then-500", "accept-then-502", "accept-then-drop", "accept-then-hang", "accept-then-truncate"]
LINK = "https://moha.gov.vn/tin-tuc/thong-bao---oid57695"
ATTRIBUTION = f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ\nTheo: {LINK}"


@pytest.fixture(scope="session")
def server() -> Iterator[SandboxServer]:
    with SandboxServer(kinds=["govportal"]) as running:
        yield running


@pytest.fixture
def portal(server: SandboxServer) -> Sandbox:
    server.app.reset()
    stage = server.app.stage["govportal"]
    assert isinstance(stage, Sandbox)
    return stage


@pytest.fixture
def faults(server: SandboxServer, portal: Sandbox) -> Any:
    return server.app.faults["govportal"]


@pytest.fixture
def access(server: SandboxServer, portal: Sandbox) -> MemoryAccess:
    settings = {"base_url": f"{server.url}/govportal", "org_code": ORG, "key_id": KEY_ID}
    return access_to("govportal", settings, {"key": KEY})


@pytest.fixture
def adapter() -> GovPortal:
    return GovPortal()


def dossier(**changes: Any) -> Rendition:
    known: dict[str, Any] = {
        "form": "dossier",
        "language": "vi",
        "title": "Thông báo nghỉ Tết Nguyên đán",
        "summary": "Công chức được nghỉ 09 ngày.",
        "text": f"Công chức, viên chức được nghỉ 09 ngày.\n\n{ATTRIBUTION}",
        "html": "<p>Công chức, viên chức được nghỉ 09 ngày.</p>",
        "attribution": ATTRIBUTION,
        "link": LINK,
        "author": "Trung tâm Công nghệ thông tin",
        "category": "8.2",
        "published": "2026-11-23T09:05:00+07:00",
        "tags": ("nghỉ tết", "công chức"),
    }
    return Rendition(**{**known, **changes})


def parcel(revision: int = 1, **changes: Any) -> Parcel:
    picture = blob_of(b"the bytes of a picture", "image/jpeg")
    cover = cut_of(picture, slot="thumbnail", width=1200, height=675)
    changes.setdefault("cover", cover)
    return parcel_of(dossier(**changes), picture, revision=revision, base="https://tin.moha.gov.vn/media")


def hold_of_others(portal: Sandbox, access: MemoryAccess, revision: int = 1) -> None:
    """Another hand of the ministry has sent this revision with other content."""
    other = replace(access, memo=MemoryMemo())
    GovPortal().publish(parcel(revision, title="Nội dung khác"), LINK, other)
    assert revision in portal.items[IDENTIFIER]
