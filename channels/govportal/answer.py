"""What the portal answers: its ack, and the table of its errors in our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from channels.channel import Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.wire import Reply
from formatters.sentence import Sentence

STATES = {
    "published": Remote.LIVE,
    "accepted": Remote.PROCESSING,
    "queued": Remote.PROCESSING,
    "rejected": Remote.REFUSED,
    "withdrawn": Remote.GONE,
}

NOT_THERE = (404, 405, 410, 501)  # to a read: nothing under this address

NOT_OURS = Sentence(
    "Cổng Chính phủ không nhận chữ ký hoặc mã cơ quan; hãy kiểm tra key, key_id, org_code và đồng hồ máy chủ.",
    "The Government Portal accepts neither signature nor organisation; check key, key_id, org_code and the server's clock.",
)
NO_DOOR = Sentence(
    "Tại base_url không có giao diện nhận tin; hãy kiểm tra địa chỉ với Cổng Chính phủ.",
    "There is no interface at base_url; check the address with the Government Portal.",
)


@dataclass(frozen=True)
class Ack:
    """What the portal says of one revision. `state` is None for a word that the profile does not know."""

    identifier: str
    revision: int | None
    digest: str
    status: str
    public_url: str
    errors: tuple[str, ...]
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> Remote | None:
        return STATES.get(self.status)


class Conflict(Exception):
    """409 REVISION_CONFLICT or 412 STALE. `current` is the revision the portal holds, None when it does not say."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.status}: the portal holds another revision")
        self.reply = reply
        self.current = _current(_object(reply))


def ack_of(reply: Reply) -> Ack | None:
    """The ack in an answer or in an entry of the list; None when there is none to read."""
    value = _object(reply)
    return ack_from(value, reply.evidence) if value.get("status") else None


def ack_from(value: Mapping[str, Any], evidence: Mapping[str, Any]) -> Ack:
    """The ack in these JSON values. A public address that is no web address is left out."""
    url = str(value.get("publicUrl") or "")
    return Ack(
        identifier=str(value.get("identifier") or ""),
        revision=_number(value.get("revision")),
        digest=str(value.get("digest") or ""),
        status=str(value.get("status") or "").lower(),
        public_url=url if urlsplit(url).scheme in ("http", "https") else "",
        errors=_errors(value),
        evidence={**evidence, "ack": str(value.get("ackId") or ""), "receivedAt": str(value.get("receivedAt") or "")},
    )


def raise_for(reply: Reply, *, wrote: bool) -> None:
    """Nothing for a 2xx; else the error that says what to do next. `wrote` when the request may have changed something.

    Conflict for 409 and 412 on a write: the adapter alone knows what its next revision is.
    """
    evidence = dict(reply.evidence)
    said = f"{reply.status} {', '.join(_errors(_object(reply)))}".strip()
    match reply.status:
        case status if 200 <= status < 300:
            return
        case 401 | 403:
            raise AccountBroken(said, say=NOT_OURS, evidence=evidence)
        case 429:
            raise Throttled(said, after=_after(reply), evidence=evidence)
        case status if status == 408 or status >= 500:
            raise (OutcomeUnknown if wrote else Unavailable)(said, evidence=evidence)
        case 409 | 412 if wrote:
            raise Conflict(reply)
        case status if status < 400 or status in (404, 405, 410):
            raise AccountBroken(f"{said} at {urlsplit(reply.url).path}", say=NO_DOOR, evidence=evidence)
    if not wrote:
        raise Unavailable(said, evidence=evidence)
    raise refused(reply.status, _errors(_object(reply)), evidence)


def refused(status: int | str, errors: tuple[str, ...], evidence: Mapping[str, Any]) -> Refused:
    """Refused, naming what the portal named: codes and the paths they are about."""
    named = ", ".join(errors) or str(status)
    if status == 413:
        say = Sentence(
            "Cổng Chính phủ báo hồ sơ quá lớn; hãy rút gọn nội dung.",
            "The Government Portal says that the item is too large; shorten it.",
        )
    else:
        say = Sentence(
            f"Cổng Chính phủ từ chối hồ sơ: {named}. Hãy sửa rồi lên lịch lại.",
            f"The Government Portal refuses the item: {named}. Change it and plan it again.",
        )
    return Refused(f"the portal refused: {named}", say=say, evidence=dict(evidence))


def _object(reply: Reply) -> dict[str, Any]:
    try:
        value = reply.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _errors(value: Mapping[str, Any]) -> tuple[str, ...]:
    given = value.get("errors")
    if not isinstance(given, list):
        given = [value["error"]] if value.get("error") else []
    return tuple(
        " ".join(str(error[part]) for part in ("code", "path") if error.get(part))
        if isinstance(error, dict)
        else str(error)
        for error in given
    )


def _current(value: Mapping[str, Any]) -> int | None:
    """The revision that a conflict carries. The profile leaves open where, so each likely place is looked at."""
    errors = value.get("errors")
    inside = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    inside += [value["error"]] if isinstance(value.get("error"), dict) else []
    for holder in (value, *inside):
        for name in ("currentRevision", "current", "revision"):
            found = holder.get(name)
            number = _number(found.get("revision") if isinstance(found, dict) else found)
            if number is not None:
                return number
    return None


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _after(reply: Reply) -> timedelta | None:
    """Retry-After: seconds, or a moment, measured from the answer's own Date (RFC 9110 section 10.2.3)."""
    given = reply.headers.get("retry-after", "").strip()
    if given.isdigit():
        return timedelta(seconds=int(given))
    try:
        wait = parsedate_to_datetime(given) - parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(wait, timedelta(0))
