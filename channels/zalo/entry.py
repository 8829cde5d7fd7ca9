"""An article as Zalo gives it back: in a list, or by itself. Values in, values out."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

HIDDEN = frozenset(["hide", "hidden", "removed", "deleted"])

_NO_TEXT = frozenset(["type", "url", "thumb", "photo_url", "id", "video_id"])
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as Zalo lists it. `created` is None when it names no readable date; `status` is "show" or "hide"."""

    id: str
    title: str
    status: str
    created: datetime | None
    link: str

    @property
    def hidden(self) -> bool:
        """Whether the public cannot see it."""
        return self.status in HIDDEN


def entry_of(media: Mapping[str, Any]) -> Entry:
    """An item of getslice, or getdetail's data. Ids and dates come as strings or numbers."""
    return Entry(
        id=str(media.get("id") or ""),
        title=same_form(str(media.get("title") or "")),
        status=str(media.get("status") or "").lower(),
        created=_moment(media.get("create_date")),
        link=str(media.get("link_view") or ""),
    )


def same_form(title: str) -> str:
    """A title as it is compared: NFC, white space as single blanks, entities read."""
    return " ".join(unicodedata.normalize("NFC", html.unescape(title)).split())


def said_in(detail: Mapping[str, Any]) -> str:
    """Every text of an article's description and body, one a line, whatever shape Zalo gives the body.

    Addresses of pictures and films are left out: they are no text.
    """
    parts = [text for name in ("description", "body", "cite") for text in _texts(detail.get(name))]
    return html.unescape("\n".join(_IMAGE.sub("", part) for part in parts))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in _NO_TEXT:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _moment(value: Any) -> datetime | None:
    """Zalo's dates are milliseconds since the epoch; a number too small for that is read as seconds."""
    try:
        number = float(value)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
