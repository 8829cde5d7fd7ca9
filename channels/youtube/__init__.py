"""YouTube: a video with its thumbnail, by the Data API v3."""

from __future__ import annotations

from datetime import timedelta

from channels.channel import Channel
from channels.setting import Setting
from formatters.rendition import Limits, PictureSlot, TextLimit, Unit
from formatters.sentence import Sentence

CHANNEL = Channel(
    kind="youtube",
    label="YouTube",
    form="video",
    # Google's reference of the videos resource: title 100 characters, description 5,000 bytes, tags 500 characters, and
    # neither `<` nor `>`. What a "character" is stays unsaid there, so titles are counted by the larger number.
    # A thumbnail may have 50 MB since 14 Sep 2026; old pages and many clients still say 2 MB, and we stay below that.
    limits=Limits(
        title=TextLimit(100, Unit.UTF16),
        text=TextLimit(5000, Unit.BYTES),
        tags=TextLimit(500),
        forbidden="<>",
        cover=PictureSlot("thumbnail", 1280, 720, 1_900_000),
    ),
    adapter="channels.youtube.adapter:YouTube",
    settings=(
        Setting(
            "api_url",
            Sentence("Địa chỉ gốc của YouTube Data API.", "Base address of the YouTube Data API."),
            default="https://youtube.googleapis.com",
        ),
        Setting(
            "token_url",
            Sentence("Địa chỉ đổi mã làm mới lấy mã truy cập.", "Where the refresh token buys an access token."),
            default="https://oauth2.googleapis.com/token",
        ),
        Setting(
            "privacy",
            Sentence(
                "Ai xem được video: public, unlisted hoặc private. Luôn được gửi đi, vì bỏ trống là công khai.",
                "Who may see the video: public, unlisted or private. Always sent, because leaving it out means public.",
            ),
            default="private",
        ),
        Setting(
            "category_id",
            Sentence(
                "Mã thể loại của YouTube; 25 là Tin tức & Chính trị.", "YouTube's category; 25 is News & Politics."
            ),
            default="25",
        ),
        Setting(
            "playlist_id",
            Sentence(
                "Danh sách phát nhận mỗi video mới (không bắt buộc).",
                "The playlist that receives every new video (optional).",
            ),
        ),
        Setting(
            "client_id",
            Sentence("Mã ứng dụng OAuth.", "The OAuth client's id."),
            required=True,
            secret=True,
        ),
        Setting(
            "client_secret",
            Sentence("Khóa bí mật của ứng dụng OAuth.", "The OAuth client's secret."),
            required=True,
            secret=True,
        ),
        Setting(
            "refresh_token",
            Sentence(
                "Mã làm mới, phạm vi youtube.force-ssl. Ứng dụng phải ở trạng thái “In production”: khi còn “Testing” mã chết sau 7 ngày.",
                "The refresh token, scope youtube.force-ssl. The app must be “In production”: while “Testing” it dies after 7 days.",
            ),
            required=True,
            secret=True,
        ),
    ),
    # A fresh private upload shows up in the list of uploads after seconds to minutes.
    settle=timedelta(minutes=15),
    timeout=timedelta(seconds=60),
    retry=timedelta(seconds=60),
)
