"""What is sent: a parcel told as an item of the profile, with its Dublin Core, and as bytes that never vary.

Source: profile `vn.gov.moha.syndication/1`, of our own; the six `dc` parts that Thông tư 24/2011/TT-BTTTT Điều 4 makes
mandatory (title, creator, date, description, publisher, identifier) are never left empty.
"""

from __future__ import annotations

import json
from datetime import timedelta, timezone
from typing import Any

from channels.channel import Parcel
from formatters.rendition import Cut, Rendition

SCHEMA = "vn.gov.moha.syndication/1"
MINISTRY = "Bộ Nội vụ"
SOURCE = "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"
RIGHTS = "Theo: https://moha.gov.vn"
WITHDRAWN = "WITHDRAWN_BY_PUBLISHER"
HANOI = timezone(timedelta(hours=7))


def body_of(item: dict[str, Any]) -> bytes:
    """The item as canonical JSON: sorted keys, no spaces, UTF-8. The same item is the same bytes on every repeat."""
    return json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def told(parcel: Parcel, org: str, op: str, revision: int, supersedes: int | None) -> dict[str, Any]:
    """The item for `op` publish, update or correct. `supersedes` is the revision that it follows, None for the first."""
    rendition = parcel.rendition
    item: dict[str, Any] = {
        "schema": SCHEMA,
        "op": op,
        "identifier": parcel.identifier,
        "revision": revision,
        "dc": _dublin_core(parcel),
        "content": {"html": rendition.html, "text": rendition.text},
        "category": [rendition.category] if rendition.category else [],
        "org": {"code": org, "name": MINISTRY},
        "dates": {
            "published": rendition.published,
            "modified": parcel.modified.astimezone(HANOI).isoformat(timespec="seconds"),
            "embargoUntil": None,
            "expires": None,
        },
        "media": _media(parcel),
        "approval": None,
        "ai": rendition.synthetic,
    }
    if supersedes is not None:
        item["supersedes"] = supersedes
    if op == "correct":
        item["correction"] = {"text": rendition.note}
    return item


def withdrawn(identifier: str, org: str, revision: int, supersedes: int) -> dict[str, Any]:
    """The item for `op` withdraw: no content, a reason code. It holds no time, so a repeat is the same bytes."""
    return {
        "schema": SCHEMA,
        "op": "withdraw",
        "identifier": identifier,
        "revision": revision,
        "supersedes": supersedes,
        "org": {"code": org, "name": MINISTRY},
        "reason": {"code": WITHDRAWN},
    }


def _dublin_core(parcel: Parcel) -> dict[str, Any]:
    rendition = parcel.rendition

    def worded(text: str) -> list[dict[str, str]]:
        return [{"lang": rendition.language, "value": text}]

    return {
        "title": worded(rendition.title),
        "creator": [rendition.author or MINISTRY],
        "contributor": [],
        "date": rendition.published,
        "description": worded(rendition.summary or rendition.title),
        "publisher": MINISTRY,
        "identifier": rendition.link or parcel.identifier,
        "language": rendition.language,
        "subject": list(rendition.tags),
        "source": rendition.attribution.partition("\n")[0].strip() or SOURCE,
        "type": "NewsArticle",
        "format": "text/html",
        "coverage": "VN",
        "relation": [],
        "rights": RIGHTS,
    }


def _media(parcel: Parcel) -> list[dict[str, Any]]:
    rendition: Rendition = parcel.rendition

    def picture(cut: Cut, role: str) -> dict[str, Any]:
        return {
            "url": parcel.address(cut.sha256),
            "type": cut.mime,
            "bytes": cut.size,
            "sha256": cut.sha256,
            "alt": cut.alt,
            "credit": cut.credit,
            "role": role,
        }

    media = [picture(rendition.cover, "thumbnail")] if rendition.cover else []
    media += [picture(cut, "picture") for cut in rendition.gallery]
    if film := rendition.film:
        media.append(
            {
                "url": parcel.address(film.sha256),
                "type": film.mime,
                "bytes": film.size,
                "sha256": film.sha256,
                "alt": rendition.title,
                "credit": "",
                "role": "video",
            }
        )
    return media
