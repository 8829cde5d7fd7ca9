"""The settings that an account of every kind has, each with its channel's own default."""

from __future__ import annotations

from datetime import timedelta

from channels.hours import posting_slots, quiet_hours
from channels.setting import Setting
from formatters.sentence import Sentence

DAY = 86_400  # seconds
LATE = ("hold", "expire")


def common(
    *, settle: timedelta, timeout: timedelta, retry: timedelta, spacing: timedelta, late: timedelta, backlog: timedelta
) -> tuple[Setting, ...]:
    """When absence is believed, how long to wait, how fast, how late, at what hours; where citizens see it."""
    return (
        _seconds(
            "settle_seconds",
            settle,
            0,
            7 * DAY,
            "Sau bao lâu mới được tin là không có trên kênh.",
            "How long before absence may be believed.",
        ),
        _seconds("timeout_seconds", timeout, 1, 600, "Chờ trả lời tối đa.", "How long to wait for one answer."),
        _seconds("retry_seconds", retry, 1, DAY, "Lần chờ đầu trước khi gửi lại.", "The first back-off."),
        _seconds(
            "spacing_seconds",
            spacing,
            0,
            DAY,
            "Khoảng cách giữa hai bài của tài khoản.",
            "Between two deliveries of the account.",
        ),
        _seconds(
            "backlog_seconds",
            backlog,
            0,
            DAY,
            "Khoảng cách giữa hai bài khi gửi bù những bài đã trễ giờ.",
            "Between two deliveries while those that are late are sent.",
        ),
        Setting(
            "late_hours",
            Sentence(
                "Trễ tối đa bao nhiêu giờ thì vẫn gửi; 0 là trễ bao nhiêu cũng gửi.",
                "How many hours late it may still leave; 0 means however late.",
            ),
            default=int(late.total_seconds()) // 3600,
            most=24 * 365,
        ),
        Setting(
            "late_then",
            Sentence(
                "Trễ hơn nữa thì: hold (giữ lại cho người quyết định) hoặc expire (hết hạn, không gửi).",
                "And when it is later still: hold it for a person to decide, or let it expire unsent.",
            ),
            default="hold",
            choices=LATE,
        ),
        Setting(
            "posting_slots",
            Sentence(
                "Khung giờ đăng, ví dụ 08:00-11:30,13:30-17:00 hoặc t2-t6 07:30,11:00; để trống là giờ nào cũng đăng.",
                "When it posts: 08:00-11:30,13:30-17:00, or mon-fri 07:30,11:00; empty means at any time.",
            ),
            default="",
            reads=posting_slots,
        ),
        Setting(
            "quiet_hours",
            Sentence(
                "Giờ yên lặng, ví dụ 22:00-06:00: không tự đăng gì, trừ việc khẩn; sửa và gỡ vẫn làm ngay.",
                "When it is quiet, as in 22:00-06:00: only what is urgent is published then; corrections and removals go on.",
            ),
            default="",
            reads=quiet_hours,
        ),
        Setting(
            "public_url",
            Sentence(
                "Địa chỉ để công dân xem kênh này, nêu trong danh mục kênh chính thức; để trống thì lấy địa chỉ suy ra được.",
                "Where citizens see it, told in the list of official channels; empty: what can be told from its settings.",
            ),
            default="",
        ),
    )


def _seconds(name: str, value: timedelta, least: int, most: int, vi: str, en: str) -> Setting:
    return Setting(name, Sentence(vi, en), default=int(value.total_seconds()), least=least, most=most)
