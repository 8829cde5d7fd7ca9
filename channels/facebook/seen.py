"""What a listed post tells of itself: pure reading, so that one of ours is known again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from channels.mark import carries


def created(post: Mapping[str, Any]) -> datetime | None:
    """When it was made: `2019-01-02T18:31:28+0000`, other ISO 8601 or seconds since the epoch; None when not told."""
    told = str(post.get("created_time") or "")
    try:
        moment = datetime.fromtimestamp(int(told), UTC) if told.isdigit() else datetime.fromisoformat(told)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def says(post: Mapping[str, Any], text: str) -> bool:
    """Whether its message is `text`, whatever the platform did to white space and Unicode composition."""
    return bool(text.strip()) and _plain(str(post.get("message") or "")) == _plain(text)


def bears(post: Mapping[str, Any], key: str) -> bool:
    """Whether it carries `key` in its message or as the address of its link card."""
    return any(carries(text, key) for text in (str(post.get("message") or ""), *_addresses(post.get("attachments"))))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _addresses(attachments: Any) -> Iterator[str]:
    data = attachments.get("data") if isinstance(attachments, dict) else attachments
    for one in data if isinstance(data, list) else []:
        for name in ("unshimmed_url", "url"):
            if isinstance(one, dict) and one.get(name):
                address = str(one[name])
                yield address
                yield from parse_qs(urlsplit(address).query).get("u", [])  # l.facebook.com/l.php?u=…
