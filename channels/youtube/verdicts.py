"""Why YouTube could not work on a video, or would not show it: its words, told to a person.

Source: the discovery document of revision 20261104 (VideoStatus.failureReason and .rejectionReason,
VideoProcessingDetails.processingFailureReason), and developers.google.com/youtube/v3/docs/videos#status, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from formatters.sentence import Sentence


def _failed(vi: str, en: str) -> Sentence:
    return Sentence(f"YouTube không xử lý được video: {vi}.", f"YouTube could not process the video: {en}.")


def _rejected(vi: str, en: str) -> Sentence:
    return Sentence(f"YouTube từ chối video: {vi}.", f"YouTube rejected the video: {en}.")


FAILURES: Final[Mapping[str, Sentence]] = {
    "conversion": _failed(
        "không chuyển đổi được nội dung; hãy xuất lại tệp rồi lên lịch lại",
        "its content cannot be converted; export the file again and plan it again",
    ),
    "invalidFile": _failed(
        "tệp không phải định dạng video hợp lệ; hãy thay tệp rồi lên lịch lại",
        "the file is in no valid video format; replace it and plan it again",
    ),
    "emptyFile": _failed("tệp rỗng; hãy thay tệp rồi lên lịch lại", "the file is empty; replace it and plan it again"),
    "tooSmall": _failed(
        "tệp quá nhỏ; hãy thay tệp rồi lên lịch lại", "the file is too small; replace it and plan it again"
    ),
    "codec": _failed(
        "bộ mã hóa không được hỗ trợ; hãy xuất lại bằng H.264/AAC rồi lên lịch lại",
        "its codec is not supported; export it as H.264/AAC and plan it again",
    ),
    "uploadAborted": _failed(
        "việc tải lên bị bỏ dở; hãy lên lịch lại", "the upload was not finished; plan it once more"
    ),
    "uploadFailed": _failed("việc tải lên bị lỗi; hãy lên lịch lại", "the upload failed; plan it once more"),
    "transcodeFailed": _failed(
        "không chuyển mã được; hãy xuất lại tệp rồi lên lịch lại",
        "it cannot be transcoded; export the file again and plan it again",
    ),
    "streamingFailed": _failed(
        "không chuẩn bị được để phát; hãy lên lịch lại", "it cannot be made ready for streaming; plan it once more"
    ),
    "other": _failed(
        "YouTube không nói rõ lý do; hãy xem trong YouTube Studio", "YouTube gives no reason; look in YouTube Studio"
    ),
}

REJECTIONS: Final[Mapping[str, Sentence]] = {
    "copyright": _rejected(
        "vi phạm bản quyền; hãy bỏ phần nhạc hoặc hình không có quyền dùng, hoặc khiếu nại trong YouTube Studio",
        "copyright; take out the music or pictures that may not be used, or dispute it in YouTube Studio",
    ),
    "inappropriate": _rejected(
        "nội dung bị coi là không phù hợp; hãy xem lý do và khiếu nại trong YouTube Studio",
        "it counts as inappropriate; read why and appeal in YouTube Studio",
    ),
    "duplicate": _rejected(
        "video này đã có trên kênh; hãy tìm bản đã đăng trong YouTube Studio",
        "the channel has this video already; look for the one that is there in YouTube Studio",
    ),
    "termsOfUse": _rejected(
        "trái điều khoản sử dụng; hãy xem và khiếu nại trong YouTube Studio",
        "it violates the terms of use; read why and appeal in YouTube Studio",
    ),
    "uploaderAccountSuspended": _rejected(
        "tài khoản của kênh bị đình chỉ; hãy khiếu nại với YouTube",
        "the channel's account is suspended; appeal to YouTube",
    ),
    "length": _rejected(
        "video quá dài; kênh phải được xác minh mới đăng được video trên 15 phút",
        "it is too long; the channel must be verified for videos of more than 15 minutes",
    ),
    "claim": _rejected(
        "bị chủ sở hữu nội dung chặn (Content ID); hãy xem trong YouTube Studio",
        "a content owner blocks it (Content ID); look in YouTube Studio",
    ),
    "uploaderAccountClosed": _rejected(
        "tài khoản của kênh đã đóng; hãy kết nối kênh khác",
        "the channel's account is closed; connect another channel",
    ),
    "trademark": _rejected(
        "vi phạm nhãn hiệu; hãy xem và khiếu nại trong YouTube Studio",
        "a trademark; read why and appeal in YouTube Studio",
    ),
    "legal": _rejected(
        "lý do pháp lý không nêu rõ; hãy xem trong YouTube Studio",
        "a legal reason that is not named; look in YouTube Studio",
    ),
}

UNNAMED: Final = Sentence(
    "YouTube không xử lý hoặc không chấp nhận video này; hãy xem lý do trong YouTube Studio.",
    "YouTube could not process or did not accept this video; look for the reason in YouTube Studio.",
)


def told(reason: str) -> Sentence:
    """What a person reads for YouTube's word; a general sentence for one that is new to us."""
    return FAILURES.get(reason) or REJECTIONS.get(reason) or UNNAMED
