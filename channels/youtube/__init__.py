"""YouTube: a video with its thumbnail, by the Data API v3."""

from __future__ import annotations

from datetime import timedelta

from channels.channel import Can, Channel
from channels.setting import Setting
from formatters.films.limit import FilmLimit
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
        film=FilmLimit(2**38, 43_200),  # 256 GiB, by the discovery document; 12 hours
        localised=True,
    ),
    adapter="channels.youtube.adapter:YouTube",
    consent="channels.youtube.consent:Connect",
    pasted=("refresh_token",),
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
            "auth_url",
            Sentence("Trang cấp quyền của Google.", "Google's page of consent."),
            default="https://accounts.google.com/o/oauth2/v2/auth",
        ),
        Setting(
            "privacy",
            Sentence(
                "Ai xem được video: public, unlisted hoặc private. Luôn được gửi đi, vì bỏ trống là công khai.",
                "Who may see the video: public, unlisted or private. Always sent, because leaving it out means public.",
            ),
            default="private",
            choices=("public", "unlisted", "private"),
        ),
        Setting(
            "public_after_minutes",
            Sentence(
                "Với privacy là public: số phút kể từ lúc bắt đầu tải lên rồi video mới công khai, để YouTube kịp xử lý; 0 là ngay.",
                "With privacy public: minutes from the start of the upload until the video is public; 0 is at once.",
            ),
            default=0,
            most=20 * 60,  # whoever waits for it asks a person after 24 hours
        ),
        Setting(
            "withdraw",
            Sentence(
                "Gỡ bài là xóa hẳn video (delete) hay chuyển sang riêng tư để giữ bằng chứng (private).",
                "Whether to withdraw is to delete the video, or to make it private so that it stays as evidence.",
            ),
            default="delete",
            choices=("delete", "private"),
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
        # The project's quota as Google grants it: it changed twice in seven months, and an audit can raise it.
        Setting(
            "uploads_per_day",
            Sentence(
                "Số lần tải video lên mỗi ngày (giờ Thái Bình Dương) mà dự án Google Cloud được cấp.",
                "How many videos the Google Cloud project may upload a day (Pacific time).",
            ),
            default=100,
            least=1,
        ),
        Setting(
            "units_per_day",
            Sentence(
                "Số đơn vị hạn mức YouTube API mỗi ngày mà dự án được cấp cho mọi việc khác.",
                "How many units of YouTube API quota the project has a day for everything else.",
            ),
            default=10_000,
            least=1,
        ),
        Setting(
            "quota_stop_percent",
            Sentence(
                "Dừng ở bao nhiêu phần trăm hạn mức; phần còn lại chỉ dành cho đính chính và gỡ bài.",
                "At what percentage of the quota to stop; the rest is kept for corrections and withdrawals.",
            ),
            default=90,
            least=1,
            most=100,
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
            secret=True,
        ),
        Setting(
            "refresh_expires_at",
            Sentence(
                "Khi nào mã làm mới hết hạn, nếu Google có nói lúc kết nối (được điền tự động).",
                "When the refresh token ends, where Google said so on connecting (filled in by itself).",
            ),
            secret=True,
        ),
    ),
    can=Can(
        why={
            "broadcast": Sentence(
                "YouTube tự báo cho người đăng ký khi video được đăng; API không có cách nào để đẩy thêm lần nữa.",
                "YouTube tells subscribers by itself when a video is published; its API has no way to push it again.",
            )
        }
    ),
    # A fresh private upload shows up in the list of uploads after seconds to minutes.
    settle=timedelta(minutes=15),
    timeout=timedelta(seconds=60),
    retry=timedelta(seconds=60),
)
