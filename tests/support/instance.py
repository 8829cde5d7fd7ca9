"""Rows for tests, made the way the product makes them: by the desk and the ledger, never behind their backs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image

from channels.channel import Receipt, Remote
from scheduler import blobs, ledger
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk import accounts, approve, follow, people, plan
from syndication.desk.films.look import keep_film
from syndication.gate.models import Verdict
from syndication.items.models import Item, Media, Revision

PASSWORD = "một-mật-khẩu-dài"
SECRET = "bí-mật-không-bao-giờ-hiện"
NEEDED: dict[str, dict[str, str]] = {
    "facebook": {"page_id": "1001", "graph_url": "https://graph.example"},
    "zalo": {"oa_id": "2002", "api_url": "https://zalo.example"},
    "youtube": {"api_url": "https://youtube.example"},
    "govportal": {"base_url": "https://portal.example", "org_code": "G09", "key_id": "k1"},
    "feed": {"slug": "en", "language": "en", "title": "News"},
}
SECRETS: dict[str, tuple[str, ...]] = {
    "facebook": ("access_token",),
    "zalo": ("access_token",),
    "youtube": ("client_id", "client_secret", "refresh_token"),
    "govportal": ("key",),
    "feed": (),
}
_numbers = count(1)


def person(role: str, name: str = "") -> User:
    """Someone with this role, who signs in with PASSWORD."""
    user, _made = people.add_user(name or role, role, PASSWORD)
    return user


def account(kind: str, name: str = "", *, mode: str = "sandbox", **settings: str) -> Account:
    """An account of this kind, with SECRET as each of its secrets."""
    return accounts.add_account(
        name or kind,
        kind,
        settings={**NEEDED[kind], **settings},
        secrets=dict.fromkeys(SECRETS[kind], SECRET),
        mode=mode,
    )


def picture(colour: str = "#8b1a1a", size: tuple[int, int] = (1600, 900)) -> dict[str, Any]:
    """A picture that is kept, as a revision's media names it."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return _kept(file.getvalue(), "image/jpeg", "picture", *size)


def film(data: bytes = b"\x00\x00\x00\x20ftypisom" + bytes(1000)) -> dict[str, Any]:
    """A film that is kept; its bytes begin as a film's do, and nothing more."""
    return _kept(data, "video/mp4", "video")


def film_looked_at(data: bytes, mime: str = "video/mp4") -> dict[str, Any]:
    """A film that is kept as one that came in: with what was found in it."""
    with blobs.spool() as file:
        file.write(data)
        digest = keep_film(file, mime)
    url = f"https://moha.gov.vn/media/{digest[:12]}"
    return {"url": url, "alt": "", "caption": "", "role": "video", "sha256": digest}


def _kept(data: bytes, mime: str, role: str, width: int = 0, height: int = 0) -> dict[str, Any]:
    digest = blobs.keep(data)
    Media.objects.get_or_create(
        sha256=digest, defaults={"mime": mime, "size": len(data), "width": width, "height": height}
    )
    url = f"https://moha.gov.vn/media/{digest[:12]}"
    return {"url": url, "alt": "Toàn cảnh hội nghị", "caption": "", "role": role, "sha256": digest}


def item(title: str = "Bộ Nội vụ triển khai kế hoạch năm 2027", **changes: Any) -> Item:
    """An item with one revision that passed the gate. `changes` are fields of the item or of the revision."""
    number = next(_numbers)
    link = changes.pop("link", f"https://moha.gov.vn/tin/{number}.html")
    of_item: dict[str, Any] = {
        "source": "portal",
        "guid": link,
        "identifier": f"urn:moha:test:{number}",
        "language": "vi",
        "category": "Tin tức",
    }
    for name in ("source", "own", "language", "category", "state", "untold"):
        if name in changes:
            of_item[name] = changes.pop(name)
    row = Item.objects.create(link=link, latest=0, **of_item)
    revise(row, title, **changes)
    return row


def revise(
    row: Item, title: str, *, passed: bool = True, findings: list[Mapping[str, str]] | None = None, **changes: Any
) -> Revision:
    """The item's next revision; what is at rest follows it, as when a source is pulled."""
    now = timezone.now()
    number = row.latest + 1
    fields: dict[str, Any] = {
        "title": title,
        "summary": "Hội nghị thống nhất các nhiệm vụ trọng tâm.",
        "html": "<p>Sáng nay, tại Hà Nội, Bộ Nội vụ tổ chức hội nghị.</p><p>Các đơn vị báo cáo kết quả.</p>",
        "link": row.link,
        "published": datetime(2026, 11, 20, 2, 30, tzinfo=UTC) + timedelta(minutes=row.pk),
        "modified": now,
        "media": [],
        **changes,
    }
    content = sha256(repr((row.pk, number, title, fields["html"])).encode()).hexdigest()
    revision = Revision.objects.create(item=row, number=number, content=content, **fields)
    Item.objects.filter(pk=row.pk).update(latest=number)
    row.latest = number
    Verdict.objects.create(item=row.pk, revision=number, passed=passed, findings=list(findings or []))
    follow.follow(row, who="portal", now=now)
    return revision


def delivery(row: Item, where: Account, *, approvals: int = 1, at: datetime | None = None) -> Delivery:
    """The item planned on the account."""
    now = timezone.now()
    made, _new = plan.plan(row, where, at=at or now, approvals_needed=approvals, who="test", why="planned", now=now)
    return made


def approved(row: Delivery, who: User) -> Delivery:
    """Approved by this person."""
    return approve.approve(row, who, now=timezone.now())


def sent(row: Delivery, url: str = "https://channel.example/1") -> Delivery:
    """Taken by a worker and live."""
    attempt = ledger.claim(row.pk, worker="worker-1", now=timezone.now())
    assert attempt is not None, "it was not due, or may not go"
    fresh = Delivery.objects.select_related("account").get(pk=row.pk)
    receipt = Receipt(Remote.LIVE, remote_id=f"remote-{row.pk}", url=url, evidence={"status": 200})
    return ledger.settle(
        fresh,
        State.LIVE,
        ledger.Outcome("live", evidence={"status": 200}),
        who="worker-1",
        now=timezone.now(),
        attempt=attempt,
        **ledger.receipt_fields(receipt),
        **ledger.shown_fields(fresh),
    )


def held(row: Delivery, say: Any, *, code: str = "quota") -> Delivery:
    """Held before it left."""
    return ledger.move(row, State.HELD, who="worker-1", why=code, now=timezone.now(), say=say)
