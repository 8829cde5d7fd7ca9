"""What YouTube's errors mean for us: by `reason`, never by message, and by status where the reason is unknown.

Source: the "errors" pages of the YouTube Data API v3 reference (domains youtube.video, youtube.thumbnail, youtube.quota,
global), read 2026-11-23. The body is {"error": {"code", "message", "errors": [{"domain", "reason", "message"}]}}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.youtube.quota import next_pacific_midnight
from formatters.sentence import Sentence

PACIFIC_MIDNIGHT: Final = "pacific midnight"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to do about a reason: which error, how long to wait, and the sentence for the person (None: the error's own)."""

    error: type[ChannelError]
    after: timedelta | str | None = None
    say: Sentence | None = None


def _field(vi: str, en: str) -> Meaning:
    return Meaning(
        Refused,
        say=Sentence(
            f"YouTube không nhận {vi}; hãy sửa rồi lên lịch lại.",
            f"YouTube refuses the {en}; change it and plan it again.",
        ),
    )


_NO_CHANNEL = Meaning(
    AccountBroken,
    say=Sentence(
        "Tài khoản Google này không có kênh YouTube (tài khoản dịch vụ không dùng được); hãy kết nối lại đúng kênh.",
        "This Google account has no YouTube channel (service accounts do not work); connect again and pick the channel.",
    ),
)
_NO_PERMISSION = Meaning(
    AccountBroken,
    say=Sentence(
        "YouTube không cho tài khoản này làm việc đó: thiếu quyền, kênh bị đình chỉ hoặc API chưa bật; hãy kiểm tra rồi kết nối lại.",
        "YouTube does not let this account do that (a permission, a suspension, or the API is off); check it and connect again.",
    ),
)
_TOKEN = Meaning(
    AccountBroken,
    say=Sentence(
        "YouTube không chấp nhận mã truy cập nữa; hãy kết nối lại tài khoản.",
        "YouTube no longer accepts the access token; connect the account again.",
    ),
)
_QUOTA = Meaning(
    Throttled,
    PACIFIC_MIDNIGHT,
    Sentence(
        "Đã hết hạn mức YouTube API của hôm nay (tính theo giờ Thái Bình Dương); sẽ tự gửi lại khi sang ngày mới.",
        "Today's YouTube API quota (Pacific time) is used up; it will be sent again when the new day begins.",
    ),
)
_RATE = Meaning(Throttled, timedelta(minutes=1))

REASONS: Final[Mapping[str, Meaning]] = {
    "quotaExceeded": _QUOTA,
    "dailyLimitExceeded": _QUOTA,
    "rateLimitExceeded": _RATE,
    "userRateLimitExceeded": _RATE,
    "servingLimitExceeded": _RATE,
    "uploadRateLimitExceeded": Meaning(Throttled, timedelta(hours=1)),
    "uploadLimitExceeded": Meaning(
        Throttled,
        timedelta(hours=24),
        Sentence(
            "Kênh đã đạt số video YouTube cho đăng trong ngày; sẽ tự gửi lại sau 24 giờ.",
            "The channel has reached YouTube's daily number of uploads; it will be sent again in 24 hours.",
        ),
    ),
    "authError": _TOKEN,
    "expired": _TOKEN,
    "authorizationRequired": _TOKEN,
    "youtubeSignupRequired": _NO_CHANNEL,
    "insufficientPermissions": _NO_PERMISSION,
    "forbidden": _NO_PERMISSION,
    "authenticatedUserAccountSuspended": _NO_PERMISSION,
    "authenticatedUserAccountClosed": _NO_PERMISSION,
    "authenticatedUserNotChannel": _NO_CHANNEL,
    "channelSuspended": _NO_PERMISSION,
    "channelClosed": _NO_PERMISSION,
    "channelNotFound": _NO_CHANNEL,
    "accessNotConfigured": _NO_PERMISSION,
    "invalidTitle": _field("tiêu đề", "title"),
    "invalidDescription": _field("phần mô tả", "description"),
    "invalidTags": _field("các thẻ", "tags"),
    "invalidCategoryId": _field("mã thể loại (cài đặt category_id)", "category (the setting category_id)"),
    "invalidPublishAt": _field("giờ công khai", "time of publication"),
    "invalidVideoMetadata": _field("thông tin của video", "video's metadata"),
    "invalidRecordingDetails": _field("thông tin ghi hình", "recording details"),
    "invalidFilename": _field("tên tệp", "file name"),
    "defaultLanguageNotSet": _field("bản dịch khi chưa có ngôn ngữ chính", "localisation without a default language"),
    "mediaBodyRequired": _field("video rỗng", "empty video"),
    "forbiddenPrivacySetting": _field("chế độ hiển thị (cài đặt privacy)", "visibility (the setting privacy)"),
    "forbiddenLicenseSetting": _field("giấy phép", "licence"),
    "forbiddenEmbedSetting": _field("cài đặt nhúng", "embedding"),
    "invalidImage": _field("ảnh đại diện", "thumbnail"),
    "mediaBodyTooLarge": _field("tệp quá lớn", "file: it is too large"),
    "videoNotFound": Meaning(
        Refused,
        say=Sentence(
            "Video không còn trên YouTube (đã bị xóa bằng tay?).",
            "The video is no longer on YouTube (deleted by hand?).",
        ),
    ),
    "conditionNotMet": Meaning(Unavailable),
}

# What the status alone says, where the reason is new to us. 5xx is not here: it depends on what was asked.
STATUSES: Final[Mapping[int, Meaning]] = {
    401: _TOKEN,
    403: _NO_PERMISSION,
    408: Meaning(Unavailable),
    412: Meaning(Unavailable),
    425: _RATE,
    429: _RATE,
}


def reason_of(body: bytes) -> str:
    """The first stable reason in an error body; "" when there is none. Never raises."""
    error = _error(body)
    details = error.get("errors")
    for detail in details if isinstance(details, list) else []:
        if isinstance(detail, dict) and detail.get("reason"):
            return str(detail["reason"])
    return str(error.get("status") or "")


def error_for(
    status: int, body: bytes, headers: Mapping[str, str], *, doing: str, now: datetime, harmless: bool
) -> ChannelError:
    """The error to raise for an answer that is not a success.

    `harmless` says that nothing can have been published or changed by the request (a read, the start of a session, a part
    of a film): a broken answer is then Unavailable, else OutcomeUnknown. `doing` names the call in the log.
    """
    reason = reason_of(body)
    message = str(_error(body).get("message") or "")[:300]
    evidence: dict[str, Any] = {"status": status, "reason": reason, "message": message, "call": doing}
    cause = f"{doing}: {status} {reason}".rstrip()
    # A reason under a 5xx (a gateway that repeats an older body) is not to be trusted more than the status.
    meaning = (REASONS.get(reason) or STATUSES.get(status)) if 400 <= status < 500 else None
    if meaning is None and 400 <= status < 500:
        meaning = Meaning(Refused)
    if meaning is None:
        return (Unavailable if harmless else OutcomeUnknown)(cause, evidence=evidence)
    if meaning.error is Throttled:
        return Throttled(cause, after=_wait(meaning, headers, now), say=meaning.say, evidence=evidence)
    return meaning.error(cause, say=meaning.say, evidence=evidence)


def _wait(meaning: Meaning, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    if meaning.after == PACIFIC_MIDNIGHT:
        return next_pacific_midnight(now) - now
    least = meaning.after if isinstance(meaning.after, timedelta) else timedelta(0)
    asked = headers.get("retry-after", "")
    return max(least, timedelta(seconds=int(asked))) if asked.isdecimal() else least


def _error(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    error = value.get("error") if isinstance(value, dict) else None
    return error if isinstance(error, dict) else {}
