"""A Facebook Page, told by posts: text with a link card, one photo, or several photos."""

from __future__ import annotations

from datetime import timedelta

from channels.channel import Channel
from channels.setting import Setting
from formatters.rendition import Limits, PictureSlot, TextLimit, Unit
from formatters.sentence import Sentence

PHOTO_BYTES = 4_000_000  # Meta's text says 10 MB, its error 1366046 says 4 MB: we keep to the smaller

CHANNEL = Channel(
    kind="facebook",
    label="Facebook",
    form="post",
    limits=Limits(
        text=TextLimit(63_206, Unit.UTF16),
        gallery=(
            PictureSlot("landscape", 1200, 630, PHOTO_BYTES),
            PictureSlot("square", 1080, 1080, PHOTO_BYTES),
            PictureSlot("portrait", 1080, 1350, PHOTO_BYTES),
        ),
        max_gallery=10,
    ),
    adapter="channels.facebook.adapter:Facebook",
    settings=(
        Setting("page_id", Sentence("Mã số của Trang.", "The Page's number."), required=True),
        Setting(
            "graph_url",
            Sentence("Địa chỉ gốc của Graph API.", "The Graph API's base address."),
            default="https://graph.facebook.com",
        ),
        Setting(
            "video_url",
            Sentence("Địa chỉ gốc để tải video lên.", "The base address for video uploads."),
            default="https://graph-video.facebook.com",
        ),
        Setting(
            "graph_version",
            Sentence(
                "Phiên bản Graph API; mỗi phiên bản sống khoảng hai năm.",
                "The Graph API's version; each lives for about two years.",
            ),
            default="v27.0",
        ),
        Setting("app_id", Sentence("Mã số ứng dụng của cơ quan.", "The number of our app.")),
        Setting(
            "access_token",
            Sentence(
                "Mã truy cập của Trang (Page access token), có quyền pages_manage_posts và pages_read_engagement.",
                "The Page access token, with pages_manage_posts and pages_read_engagement.",
            ),
            required=True,
            secret=True,
        ),
        Setting(
            "app_secret",
            Sentence(
                "Khóa bí mật của ứng dụng, để ký từng yêu cầu ghi (không bắt buộc).",
                "The app's secret, to sign each write (optional).",
            ),
            secret=True,
        ),
    ),
    settle=timedelta(seconds=120),
    timeout=timedelta(seconds=30),
    retry=timedelta(seconds=30),
    spacing=timedelta(0),
)
