"""What YouTube's errors mean for us, as data: by `reason`, never by message, and by status where the reason is new to us.

Each row names its source, a page of the YouTube Data API v3 reference as read 2026-11-23; STATUS is the general meaning of a status.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from channels.errors import AccountBroken, ChannelError, Refused, Throttled, Unavailable
from formatters.sentence import Sentence

PACIFIC_MIDNIGHT: Final = "pacific midnight"

_DOCS: Final = "https://developers.google.com/youtube/v3/docs"
CORE: Final = f"{_DOCS}/errors"
INSERT: Final = f"{_DOCS}/videos/insert#errors"
UPDATE: Final = f"{_DOCS}/videos/update#errors"
THUMBNAIL: Final = f"{_DOCS}/thumbnails/set#errors"
CAPTION: Final = f"{_DOCS}/captions/insert#errors"
PLAYLIST: Final = f"{_DOCS}/playlistItems/insert#errors"
LIMITS: Final = "https://developers.google.com/youtube/v3/getting-started#quota"
CHANNEL_LIMIT: Final = "https://gitlab.gnome.org/GNOME/shotwell/-/issues/5019"  # quotes YouTube's own announcement
RESUMABLE: Final = "https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol"
STATUS: Final = "https://www.rfc-editor.org/rfc/rfc9110#section-15"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to do about a reason: which error, how long to wait, and the sentence for the person (None: the error's own)."""

    error: type[ChannelError]
    source: str
    after: timedelta | str | None = None
    say: Sentence | None = None


def _field(source: str, vi: str, en: str) -> Meaning:
    said = Sentence(
        f"YouTube không nhận {vi}; hãy sửa rồi lên lịch lại.", f"YouTube refuses the {en}; change it and plan it again."
    )
    return Meaning(Refused, source, say=said)


def _rate(source: str, **wait: int) -> Meaning:
    return Meaning(Throttled, source, timedelta(**wait))


NO_CHANNEL: Final = Sentence(
    "Tài khoản Google này không có kênh YouTube (tài khoản dịch vụ không dùng được); hãy kết nối lại đúng kênh.",
    "This Google account has no YouTube channel (service accounts do not work); connect again and pick the channel.",
)
NO_PERMISSION: Final = Sentence(
    "YouTube không cho tài khoản này làm việc đó: thiếu quyền, kênh bị đình chỉ hoặc API chưa bật; hãy kiểm tra rồi kết nối lại.",
    "YouTube does not let this account do that (a permission, a suspension, or the API is off); check it and connect again.",
)
CLOSED: Final = Sentence(
    "Kênh hoặc tài khoản YouTube đã bị đình chỉ hay đóng; hãy khiếu nại với YouTube hoặc kết nối kênh khác.",
    "The YouTube channel or account is suspended or closed; appeal to YouTube or connect another channel.",
)
API_OFF: Final = Sentence(
    "YouTube Data API v3 chưa được bật trong dự án Google Cloud của ứng dụng; hãy bật rồi kiểm tra lại.",
    "The YouTube Data API v3 is not enabled in the app's Google Cloud project; enable it and check again.",
)
TOKEN: Final = Sentence(
    "YouTube không chấp nhận mã truy cập nữa; hãy kết nối lại tài khoản.",
    "YouTube no longer accepts the access token; connect the account again.",
)
QUOTA: Final = Sentence(
    "Đã hết hạn mức YouTube API của hôm nay (tính theo giờ Thái Bình Dương); sẽ tự gửi lại khi sang ngày mới.",
    "Today's YouTube API quota (Pacific time) is used up; it will be sent again when the new day begins.",
)
CHANNEL_FULL: Final = Sentence(
    "Kênh đã đạt số video YouTube cho đăng trong ngày; sẽ tự gửi lại sau 24 giờ.",
    "The channel has reached YouTube's daily number of uploads; it will be sent again in 24 hours.",
)
VIDEO_GONE: Final = Sentence(
    "Video không còn trên YouTube (đã bị xóa bằng tay?).", "The video is no longer on YouTube (deleted by hand?)."
)

REASONS: Final[Mapping[str, Meaning]] = {
    # Later, by itself.
    "quotaExceeded": Meaning(Throttled, CORE, PACIFIC_MIDNIGHT, QUOTA),
    "dailyLimitExceeded": Meaning(Throttled, LIMITS, PACIFIC_MIDNIGHT, QUOTA),
    "rateLimitExceeded": _rate(LIMITS, minutes=1),
    "userRateLimitExceeded": _rate(LIMITS, minutes=1),
    "servingLimitExceeded": _rate(LIMITS, minutes=1),
    "uploadRateLimitExceeded": _rate(THUMBNAIL, hours=1),
    "uploadLimitExceeded": Meaning(Throttled, CHANNEL_LIMIT, timedelta(hours=24), CHANNEL_FULL),
    "conditionNotMet": Meaning(Unavailable, STATUS),  # read it anew and merge
    # The account: a person must connect it again, or mend it.
    "authError": Meaning(AccountBroken, CORE, say=TOKEN),
    "expired": Meaning(AccountBroken, CORE, say=TOKEN),
    "authorizationRequired": Meaning(AccountBroken, CORE, say=TOKEN),
    "UNAUTHENTICATED": Meaning(AccountBroken, CORE, say=TOKEN),
    "youtubeSignupRequired": Meaning(AccountBroken, CORE, say=NO_CHANNEL),
    "authenticatedUserNotChannel": Meaning(AccountBroken, CORE, say=NO_CHANNEL),
    "channelNotFound": Meaning(AccountBroken, CORE, say=NO_CHANNEL),
    "insufficientPermissions": Meaning(AccountBroken, CORE, say=NO_PERMISSION),
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": Meaning(AccountBroken, CORE, say=NO_PERMISSION),
    "forbidden": Meaning(AccountBroken, CORE, say=NO_PERMISSION),
    "authenticatedUserAccountSuspended": Meaning(AccountBroken, CORE, say=CLOSED),
    "authenticatedUserAccountClosed": Meaning(AccountBroken, CORE, say=CLOSED),
    "channelSuspended": Meaning(AccountBroken, CORE, say=CLOSED),
    "channelClosed": Meaning(AccountBroken, CORE, say=CLOSED),
    "accessNotConfigured": Meaning(AccountBroken, CORE, say=API_OFF),
    # The content: back to the editor, with the field named.
    "invalidTitle": _field(INSERT, "tiêu đề", "title"),
    "invalidDescription": _field(INSERT, "phần mô tả", "description"),
    "invalidTags": _field(INSERT, "các thẻ", "tags"),
    "invalidCategoryId": _field(INSERT, "mã thể loại (cài đặt category_id)", "category (the setting category_id)"),
    "invalidPublishAt": _field(INSERT, "giờ công khai", "time of publication"),
    "invalidVideoMetadata": _field(INSERT, "thông tin của video", "video's metadata"),
    "invalidRecordingDetails": _field(INSERT, "thông tin ghi hình", "recording details"),
    "invalidFilename": _field(INSERT, "tên tệp", "file name"),
    "defaultLanguageNotSet": _field(
        INSERT, "bản dịch khi chưa có ngôn ngữ chính", "localisation without a default language"
    ),
    "mediaBodyRequired": _field(INSERT, "video rỗng", "empty video"),
    "forbiddenPrivacySetting": _field(INSERT, "chế độ hiển thị (cài đặt privacy)", "visibility (the setting privacy)"),
    "forbiddenLicenseSetting": _field(INSERT, "giấy phép", "licence"),
    "forbiddenEmbedSetting": _field(UPDATE, "cài đặt nhúng", "embedding"),
    "videoNotFound": Meaning(Refused, UPDATE, say=VIDEO_GONE),
    # What the video wears: these never fail it.
    "invalidImage": _field(THUMBNAIL, "ảnh đại diện", "thumbnail"),
    "mediaBodyTooLarge": _field(THUMBNAIL, "tệp quá lớn", "file: it is too large"),
    "uploadTooLarge": _field(THUMBNAIL, "tệp quá lớn", "file: it is too large"),
    "captionExists": _field(
        CAPTION, "phụ đề vì đã có bản cùng ngôn ngữ và tên", "captions: the track is there already"
    ),
    "captionNotFound": _field(CAPTION, "phụ đề vì không còn ở đó", "captions: the track is not there any more"),
    "contentRequired": _field(CAPTION, "tệp phụ đề rỗng", "empty captions"),
    "nameTooLong": _field(CAPTION, "tên phụ đề quá dài", "name of the captions: it is too long"),
    "invalidMetadata": _field(CAPTION, "thông tin của phụ đề", "description of the captions"),
    "playlistNotFound": _field(
        PLAYLIST, "danh sách phát (cài đặt playlist_id)", "playlist (the setting playlist_id): it is not there"
    ),
    "playlistContainsMaximumNumberOfVideos": _field(
        PLAYLIST, "thêm video: danh sách phát đã đầy", "video: a full playlist"
    ),
    "playlistItemsNotAccessible": _field(
        PLAYLIST, "danh sách phát của người khác", "playlist: it is not the channel's"
    ),
}

# Passing faults of theirs. What was asked decides: nothing was published by a read, anything may have been by a write.
PASSING: Final[Mapping[str, str]] = {"internalError": CORE, "backendError": CORE, "notReady": CORE}

# Errors that say that what was wanted is so already.
DONE: Final[Mapping[str, str]] = {"videoAlreadyInPlaylist": PLAYLIST}

# An upload session that is no more: first look whether it became a video, then begin another.
SESSION_GONE: Final[Mapping[int, str]] = {404: RESUMABLE, 410: RESUMABLE}

# What the status alone says, where the reason is new to us. 5xx is not here: it depends on what was asked.
STATUSES: Final[Mapping[int, Meaning]] = {
    401: Meaning(AccountBroken, STATUS, say=TOKEN),
    403: Meaning(AccountBroken, STATUS, say=NO_PERMISSION),
    408: Meaning(Unavailable, STATUS),
    412: Meaning(Unavailable, STATUS),
    425: _rate(STATUS, minutes=1),
    429: _rate(STATUS, minutes=1),
}
