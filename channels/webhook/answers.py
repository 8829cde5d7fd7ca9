"""What a partner answers: what it holds, and its statuses in our words.

The meaning of a status is HTTP's own (https://www.rfc-editor.org/rfc/rfc9110, section 15) and, for 429, that of
https://www.rfc-editor.org/rfc/rfc6585 section 4; both read on 2026-11-24.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.wire import Reply
from formatters.sentence import Sentence

ABSENT = (404, 410)  # to a question, and to a change: there is nothing under this identifier

NOT_OURS = Sentence(
    "Đối tác không nhận chữ ký; hãy kiểm tra key, key_id và đồng hồ máy chủ.",
    "The partner does not accept the signature; check key, key_id and the server's clock.",
)
NO_DOOR = Sentence(
    "Địa chỉ của đối tác không nhận tin; hãy kiểm tra url với đối tác.",
    "The partner's address takes no items; check url with the partner.",
)
MOVED = Sentence(
    "Địa chỉ của đối tác đã chuyển đi nơi khác; hãy hỏi đối tác địa chỉ mới rồi đặt lại url.",
    "The partner's address has moved; ask the partner for the new one and set url.",
)
TOO_LARGE = Sentence(
    "Đối tác báo tin quá lớn; hãy rút gọn nội dung.", "The partner says the item is too large; shorten it."
)
CANNOT_ASK = Sentence(
    "Hệ thống của đối tác không cho tra lại; hãy xem trang của đối tác rồi quyết định.",
    "The partner's system cannot be asked; look at the partner's page and decide.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """What these statuses mean, and what to do next."""

    statuses: Container[int]
    error: type[ChannelError]
    say: Sentence | None = None


WRITING = (
    Row((301, 307, 308), AccountBroken, MOVED),  # not followed: what is signed is for this address
    Row(range(300, 400), OutcomeUnknown),  # 302 and 303 are often the answer to what was taken
    Row((401, 403), AccountBroken, NOT_OURS),
    Row((404, 405, 410, 501), AccountBroken, NO_DOOR),
    Row((408,), OutcomeUnknown),
    Row((413,), Refused, TOO_LARGE),
    Row((429,), Throttled),
    Row(range(400, 500), Refused),
    Row(range(500, 600), OutcomeUnknown),  # a gateway may say so of what was taken behind it
)
READING = (
    Row((401, 403), AccountBroken, NOT_OURS),
    Row((301, 302, 303, 307, 308), AccountBroken, MOVED),
    Row((405, 501), Unavailable, CANNOT_ASK),
    Row((429,), Throttled),
    Row(range(100, 600), Unavailable),
)


@dataclass(frozen=True, slots=True)
class Held:
    """What the partner holds of an item. `revision` is None and `digest` "" where it does not say."""

    id: str = ""
    url: str = ""
    revision: int | None = None
    digest: str = ""
    state: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)

    def is_it(self, revision: int, digest: str) -> bool:
        """Whether this is that content: by its digest, else by its revision; a partner that keeps neither is believed."""
        return self.digest == digest if self.digest else self.revision in (None, revision)


def raise_for(reply: Reply, table: tuple[Row, ...]) -> None:
    """Nothing for a 2xx, else the error of the first row that names the status."""
    if 200 <= reply.status < 300:
        return
    said, evidence = f"the partner answered {reply.status}", dict(reply.evidence)
    for row in table:
        if reply.status in row.statuses:
            if row.error is Throttled:
                raise Throttled(said, after=after(reply), evidence=evidence)
            raise row.error(said, say=row.say, evidence=evidence)
    raise OutcomeUnknown(said, evidence=evidence)


def held_of(reply: Reply) -> Held:
    """What a 2xx says of the item; a partner may say nothing. OutcomeUnknown for JSON that is none: half an answer."""
    if "json" not in reply.headers.get("content-type", "") or not reply.body.strip():
        return Held(evidence=reply.evidence)
    try:
        value = reply.json()
    except ValueError as error:
        raise OutcomeUnknown("an answer that cannot be read", evidence=dict(reply.evidence)) from error
    told = value if isinstance(value, dict) else {}
    url = str(told.get("url") or "")
    number = told.get("revision")
    return Held(
        id=str(told.get("id") or ""),
        url=url if urlsplit(url).scheme in ("http", "https") else "",
        revision=number if isinstance(number, int) else None,
        digest=str(told.get("digest") or ""),
        state="processing" if reply.status == 202 else str(told.get("state") or ""),
        evidence=reply.evidence,
    )


def after(reply: Reply) -> timedelta | None:
    """`Retry-After`, in seconds or as a date counted from the answer's own; None when there is none to read."""
    said = reply.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return timedelta(seconds=min(int(said), 86_400))
    try:
        asked = parsedate_to_datetime(reply.headers.get("date", "")) if reply.headers.get("date") else datetime.now(UTC)
        return max(timedelta(0), parsedate_to_datetime(said) - asked)
    except (ValueError, TypeError, OverflowError):
        return None


def handle_of(identifier: str, revision: int, mark: str) -> str:
    """What a receipt keeps for later: under what name the partner was told, which revision, by which delivery."""
    return json.dumps({"identifier": identifier, "revision": revision, "mark": mark})
