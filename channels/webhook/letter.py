"""What a partner is sent: the parcel as JSON, whole each time."""

from __future__ import annotations

import json
from typing import Any

from channels.channel import Parcel
from formatters.rendition import Cut

SCHEMA = "vn.gov.moha.webhook/1"


def letter(event: str, parcel: Parcel) -> bytes:
    """The body for `event` published or revised, as UTF-8 JSON.

    `digest` names the content: the same words and pictures have the same one, whatever addresses the pictures have today.
    Addresses are public and unguessable, and live at least as long as the item does.
    """
    told = parcel.rendition
    film = told.film
    return _json(
        {
            "schema": SCHEMA,
            "event": event,
            "identifier": parcel.identifier,
            "revision": parcel.revision,
            "digest": told.digest,
            "language": told.language,
            "title": told.title,
            "summary": told.summary,
            "html": told.html,
            "text": told.text,
            "attribution": told.attribution,
            "link": told.link,
            "author": told.author,
            "category": told.category,
            "tags": list(told.tags),
            "published": told.published,
            "modified": parcel.modified.isoformat(),
            "pictures": [_picture(cut, parcel) for cut in told.cuts],
            "film": film and {"url": parcel.address(film.sha256), "type": film.mime, "bytes": film.size},
            "synthetic": told.synthetic,
            "correction": told.note,
        }
    )


def withdrawal(identifier: str, revision: int) -> bytes:
    """The body for `event` withdrawn. `revision` is the one that is public there."""
    return _json({"schema": SCHEMA, "event": "withdrawn", "identifier": identifier, "revision": revision})


def _picture(cut: Cut, parcel: Parcel) -> dict[str, Any]:
    return {
        "url": parcel.address(cut.sha256),
        "alt": cut.alt,
        "caption": cut.caption,
        "credit": cut.credit,
        "width": cut.width,
        "height": cut.height,
        "type": cut.mime,
        "bytes": cut.size,
        "sha256": cut.sha256,
    }


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
