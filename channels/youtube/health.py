"""Whether the account works: for which channel, with which permissions, until when, and with how much of the day's quota."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from channels.access import Access
from channels.channel import Ending, Health
from channels.errors import AccountBroken
from channels.youtube import video as words
from channels.youtube.client import Client
from channels.youtube.grant import Grant
from channels.youtube.quota import UNITS, UPLOADS
from channels.youtube.reasons import NO_CHANNEL
from channels.youtube.tokens import enough, lacking
from formatters.sentence import Sentence

CONNECTION: Final = Sentence("kết nối với YouTube", "the connection to YouTube")
TESTING: Final = Sentence(
    "Kết nối sẽ chết trong vài ngày, như mọi kết nối khi ứng dụng OAuth còn “Testing”: hãy chuyển sang “In production” rồi kết nối lại.",
    "This connection dies within days, as all do while the OAuth app is in “Testing”: publish the app and connect again.",
)
SHORT_ONLY: Final = Sentence(
    "Kênh chưa được xác minh nên không đăng được video dài hơn 15 phút; hãy xác minh tại youtube.com/verify.",
    "The channel is not verified, so videos of more than 15 minutes are refused; verify it at youtube.com/verify.",
)
FEWER_RIGHTS: Final = Sentence(
    "Người cấp quyền chưa cho đủ quyền quản lý kênh; hãy kết nối lại và chọn đủ các ô quyền.",
    "The person who connected did not grant all that is needed; connect again and tick every permission.",
)
TESTING_LASTS: Final = timedelta(days=8)


def look(access: Access) -> Health:
    """Costs one unit. Publishes nothing."""
    if str(access.settings.get("privacy") or "") not in words.PRIVACIES:
        return Health(ok=False, say=words.WRONG_PRIVACY)
    client = Client(access)
    grant = client.transport.grant
    try:
        channel = client.my_channel()
    except AccountBroken as error:
        missing = lacking(grant.scopes)
        say = FEWER_RIGHTS if missing and error.evidence.get("status") == 403 else error.say
        return Health(ok=False, say=say, missing=missing, evidence=error.evidence)
    if channel is None:
        return Health(ok=False, say=NO_CHANNEL)
    missing = lacking(grant.scopes)
    ends = _connected_until(access, grant)
    long_uploads = (channel.get("status") or {}).get("longUploadsStatus")
    return Health(
        ok=True,
        name=str((channel.get("snippet") or {}).get("title") or channel.get("id") or ""),
        may=("publish", "find", "revise", "retract") if enough(grant.scopes) else ("publish",),
        missing=missing,
        endings=(Ending(CONNECTION, ends),) if ends else (),
        warnings=tuple(_warnings(access.now(), ends, long_uploads, missing)),
        evidence=_evidence(client, channel, long_uploads, grant),
    )


def _warnings(now: datetime, ends: datetime | None, long_uploads: object, missing: tuple[str, ...]) -> list[Sentence]:
    found = []
    if missing:
        found.append(FEWER_RIGHTS)
    if ends is not None and ends - now < TESTING_LASTS:
        found.append(TESTING)
    if long_uploads in ("eligible", "disallowed"):
        found.append(SHORT_ONLY)
    return found


def _evidence(client: Client, channel: dict[str, Any], long_uploads: object, grant: Grant) -> dict[str, Any]:
    return {
        "channel": channel.get("id"),
        "long_uploads": long_uploads,
        "scopes": sorted(grant.scopes),
        "uploads_left_today": client.quota.left(UPLOADS),
        "units_left_today": client.quota.left(UNITS),
    }


def _connected_until(access: Access, grant: Grant) -> datetime | None:
    """As Google says now, else as it said when the account was connected.

    A time that has passed while the token still works was that of a token before this one.
    """
    if grant.connected_until is not None:
        return grant.connected_until
    try:
        kept = datetime.fromisoformat(access.vault.read().get("refresh_expires_at") or "")
    except ValueError:
        return None
    return kept if kept.tzinfo is not None and kept > access.now() else None
