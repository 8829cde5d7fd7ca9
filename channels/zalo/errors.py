"""Zalo's error codes and what to do about each.

An application error is HTTP 200 with `error` ≠ 0, so the status tells nothing. Codes are matched, not texts (which are
misspelt and change), except for -223 and -32, each of which means two things that only the text tells apart.
Source: the OA error table ("Mã lỗi", developers.zalo.me, Official Account, appendix), read in transcription 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from channels.errors import (
    AccountBroken,
    ChannelError,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unavailable,
    Unsupported,
)
from formatters.sentence import Sentence

HANOI = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh; it keeps no summer time

PROCESSING = -214
TOKEN_REFUSED = frozenset([-216, -220])
NOT_THERE = ("not exist", "not found", "no such", "deleted", "removed", "không tồn tại", "không tìm thấy")


class Said(Exception):
    """Zalo answered with an error code. `changes` tells whether the call would have changed something there."""

    def __init__(self, code: int, message: str, evidence: Mapping[str, Any], *, changes: bool) -> None:
        super().__init__(f"Zalo said {code}: {message}")
        self.code = code
        self.message = message
        self.evidence = {**evidence, "code": code, "message": message}
        self.changes = changes


def next_minute(now: datetime) -> timedelta:
    """From `now` until the next minute has begun: Zalo refills its call limits each minute."""
    return timedelta(seconds=61 - now.second)


def next_day(now: datetime) -> timedelta:
    """From `now` until the next midnight in Việt Nam."""
    local = now.astimezone(HANOI)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - local


def next_morning(now: datetime) -> timedelta:
    """From `now` until the next 06:00 in Việt Nam: nothing is sent at night."""
    local = now.astimezone(HANOI)
    six = local.replace(hour=6, minute=0, second=0, microsecond=0)
    return (six if six > local else six + timedelta(days=1)) - local


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a code means to us: the error to raise, how long to wait, and what the person is told."""

    error: type[ChannelError]
    say: Sentence | None = None
    wait: Callable[[datetime], timedelta] | None = None


_DISABLED = Sentence(
    "Official Account đã bị khóa hoặc không tồn tại; hãy liên hệ Zalo.",
    "The Official Account is disabled or does not exist; speak to Zalo.",
)
_APP = Sentence(
    "Ứng dụng Zalo bị gỡ, bị khóa hoặc chưa được cấp API này; hãy kiểm tra trên developers.zalo.me.",
    "The Zalo application was removed, is disabled or lacks this API; check it on developers.zalo.me.",
)
_VERIFY = Sentence(
    "Official Account cần được xác thực để dùng tính năng này.",
    "The Official Account must be verified to use this feature.",
)
_PERMISSION = Sentence(
    "Official Account chưa cấp quyền quản lý bài viết cho ứng dụng; quản trị viên cần cấp quyền lại.",
    "The Official Account has not granted the application the right to manage articles; its administrator must consent again.",
)
_PACKAGE = Sentence(
    "Gói dịch vụ của Official Account không có quyền dùng API; cần nâng gói.",
    "The Official Account's package does not include the API; it must be upgraded.",
)
_KIND = Sentence(
    "Loại Official Account này không được dùng API bài viết; hãy hỏi Zalo.",
    "This type of Official Account may not use the article API; ask Zalo.",
)
_PROOF = Sentence(
    "Khóa bí mật của ứng dụng (app_secret) không đúng; hãy nhập lại.",
    "The application's secret (app_secret) is wrong; enter it again.",
)
_MONEY = Sentence(
    "Cần tài khoản Zalo Cloud hoặc tài khoản đã hết tiền.", "A Zalo Cloud Account is needed, or it is out of money."
)
_TOKEN = Sentence(
    "Zalo không chấp nhận access token; quản trị viên Official Account cần cấp quyền lại.",
    "Zalo does not accept the access token; the Official Account's administrator must consent again (needs consent again).",
)
_QUOTA = Sentence(
    "Official Account đã hết hạn mức tạo bài viết; sẽ thử lại vào ngày mai.",
    "The Official Account has used up its quota of articles; it will be tried again tomorrow.",
)
_BUSY_OA = Sentence(
    "Official Account gọi API quá nhanh so với gói dịch vụ; sẽ thử lại ở phút sau.",
    "The Official Account calls faster than its package allows; it will be tried again next minute.",
)
_BUSY_APP = Sentence(
    "Ứng dụng gọi API quá nhanh; sẽ thử lại ở phút sau.",
    "The application calls too fast; it will be tried again next minute.",
)
_STANDARDS = Sentence(
    "Zalo cho rằng bài viết vi phạm tiêu chuẩn nền tảng; cần người xem lại.",
    "Zalo says that the article violates its standards; a person must review it.",
)
_PROCESSING = Sentence("Zalo đang xử lý bài viết; sẽ hỏi lại.", "Zalo is still processing the article; we ask again.")

TABLE: Mapping[int, Treatment] = {
    -32: Treatment(Throttled, _BUSY_APP, next_minute),
    -100: Treatment(Refused),
    -200: Treatment(OutcomeUnknown),
    -201: Treatment(Refused),
    -202: Treatment(AccountBroken, _PROOF),
    -204: Treatment(AccountBroken, _DISABLED),
    -205: Treatment(AccountBroken, _DISABLED),
    -207: Treatment(AccountBroken, _APP),
    -208: Treatment(AccountBroken, _APP),
    -209: Treatment(AccountBroken, _APP),
    -210: Treatment(Refused),
    -211: Treatment(Throttled, _QUOTA, next_day),
    -212: Treatment(AccountBroken, _APP),
    -213: Treatment(Refused),
    PROCESSING: Treatment(Unavailable, _PROCESSING),
    -215: Treatment(AccountBroken, _APP),
    -216: Treatment(AccountBroken, _TOKEN),
    -217: Treatment(Refused),
    -218: Treatment(Refused),
    -219: Treatment(AccountBroken, _APP),
    -220: Treatment(AccountBroken, _TOKEN),
    -221: Treatment(AccountBroken, _VERIFY),
    -222: Treatment(Refused),
    -223: Treatment(AccountBroken, _PERMISSION),
    -224: Treatment(AccountBroken, _PACKAGE),
    -227: Treatment(Refused),
    -230: Treatment(Refused),
    -232: Treatment(Refused),
    -233: Treatment(Refused),
    -234: Treatment(
        Throttled,
        Sentence("Zalo không nhận tin vào ban đêm; sẽ gửi lúc 6 giờ.", "Zalo takes nothing at night; sent at 06:00."),
        next_morning,
    ),
    -235: Treatment(AccountBroken, _KIND),
    -237: Treatment(Refused),
    -238: Treatment(Refused),
    -240: Treatment(Unsupported),
    -241: Treatment(Refused),
    -242: Treatment(AccountBroken, _PROOF),
    -244: Treatment(Refused),
    -248: Treatment(Refused, _STANDARDS),
    -249: Treatment(Refused),
    -305: Treatment(Refused),
    -311: Treatment(Refused),
    -320: Treatment(AccountBroken, _MONEY),
    -321: Treatment(AccountBroken, _MONEY),
    -403: Treatment(Refused),
    -1340: Treatment(Refused),
    -1341: Treatment(Refused),
}

# A code that means two things: the second meaning holds when the text contains the word.
BY_TEXT: Mapping[int, tuple[str, Treatment]] = {
    -32: ("your oa", Treatment(Throttled, _BUSY_OA, next_minute)),
    -223: ("quota", Treatment(Throttled, _QUOTA, next_day)),
}


def named(said: Said, now: datetime) -> ChannelError:
    """The error to raise for what Zalo said.

    A code that nobody has written down is OutcomeUnknown after a change (only evidence decides) and Unavailable after
    a read; so is -200, whose own text leaves it open.
    """
    treatment = TABLE.get(said.code, Treatment(OutcomeUnknown))
    word, other = BY_TEXT.get(said.code, ("", treatment))
    if word and word in said.message.lower():
        treatment = other
    if treatment.error is Throttled:
        after = treatment.wait(now) if treatment.wait else None
        return Throttled(str(said), after=after, say=treatment.say, evidence=said.evidence)
    if treatment.error is OutcomeUnknown and not said.changes:
        return Unavailable(str(said), evidence=said.evidence)
    return treatment.error(str(said), say=treatment.say, evidence=said.evidence)


def still_processing(error: ChannelError) -> bool:
    """Whether this is Zalo's "article is being processed"."""
    return error.evidence.get("code") == PROCESSING


def says_not_there(error: ChannelError) -> bool:
    """Whether this answer to a question about one object means that there is no such object.

    Zalo's code for that is not written down anywhere (-201 is likely): every refusal of the question counts, and so
    does a code that is not in the table when its text says so.
    """
    code, text = error.evidence.get("code"), str(error.evidence.get("message") or "").lower()
    unlisted = code is not None and code not in TABLE
    return isinstance(error, Refused) or (unlisted and any(words in text for words in NOT_THERE))
