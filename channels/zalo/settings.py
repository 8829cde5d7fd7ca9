"""The settings and secrets of an Official Account."""

from __future__ import annotations

from channels.setting import Setting
from formatters.sentence import Sentence

ADDRESSES = (
    Setting(
        "api_url",
        Sentence("Địa chỉ gốc của OpenAPI.", "Base address of the OpenAPI."),
        default="https://openapi.zalo.me",
    ),
    Setting(
        "oauth_url",
        Sentence("Địa chỉ gốc của máy chủ cấp quyền.", "Base address of the OAuth server."),
        default="https://oauth.zaloapp.com",
    ),
    Setting(
        "media_url",
        Sentence(
            "Địa chỉ công khai để Zalo tải ảnh; để trống thì dùng địa chỉ của hệ thống.",
            "Public base address from which Zalo fetches pictures; empty means the instance's own address.",
        ),
        default="",
    ),
    Setting(
        "media_days",
        Sentence(
            "Địa chỉ ảnh còn dùng được bao nhiêu ngày; 0 nghĩa là chừng nào bài còn đăng ở đâu đó. "
            "Không ai biết Zalo sao chép ảnh hay vẫn lấy ảnh từ hệ thống, nên đặt ngắn có thể làm mất ảnh trong bài cũ.",
            "For how many days pictures stay at their addresses; 0 means as long as the item is told anywhere. "
            "Nobody knows whether Zalo copies the pictures or goes on showing ours, so a short time may empty old articles.",
        ),
        default=0,
        most=36_500,
    ),
)

TELLING = (
    Setting(
        "markup",
        Sentence(
            "Chữ trong bài gửi dạng thường (plain) hay HTML đơn giản (html); Zalo không công bố giữ lại thẻ nào.",
            "Whether texts are sent plain or as simple html; Zalo has not said which tags it keeps.",
        ),
        default="plain",
        choices=("plain", "html"),
    ),
    Setting(
        "refresh_ahead_minutes",
        Sentence(
            "Gia hạn access token trước khi hết hạn bao nhiêu phút, khi biết giờ hết hạn (token sống khoảng 25 giờ).",
            "How many minutes before its end the access token is renewed, when its end is known (it lives about 25 hours).",
        ),
        default=300,
        most=1200,
    ),
)

SECRETS = (
    Setting(
        "app_secret",
        Sentence("Khóa bí mật của ứng dụng.", "The application's secret key."),
        secret=True,
    ),
    # Not required: it comes with consent or pasting, after the account was added.
    Setting(
        "access_token",
        Sentence("Access token của Official Account.", "The Official Account's access token."),
        secret=True,
    ),
    Setting(
        "refresh_token",
        Sentence(
            "Refresh token: dùng một lần, có hạn ba tháng.", "The refresh token: used once, good for three months."
        ),
        secret=True,
    ),
    Setting(
        "token_expires_at",
        Sentence(
            "Thời điểm access token hết hạn (ISO 8601 hoặc giây epoch); không có thì dùng đến khi bị từ chối.",
            "When the access token ends (ISO 8601 or epoch seconds); absent: used until the platform refuses it.",
        ),
        secret=True,
    ),
    Setting(
        "refresh_expires_at",
        Sentence(
            "Thời điểm refresh token hết hạn; hệ thống tự ghi sau mỗi lần gia hạn hoặc kết nối.",
            "When the refresh token ends; written by the system at each renewal and connection.",
        ),
        secret=True,
    ),
    Setting(
        "code_verifier",
        Sentence(
            "Mã PKCE (43 chữ và số) khi code challenge được đặt cố định trên developers.zalo.me; bỏ trống thì mỗi lần một mã.",
            "The PKCE verifier (43 letters and digits) when the code challenge is fixed on developers.zalo.me; "
            "without one each consent has its own.",
        ),
        secret=True,
    ),
)

SETTINGS = (
    Setting(
        "oa_id",
        Sentence("Mã số của Official Account.", "The number of the Official Account."),
        required=True,
        chosen=True,
    ),
    Setting(
        "app_id",
        Sentence(
            "Mã ứng dụng trên developers.zalo.me; cần để kết nối và gia hạn token.",
            "The application's number on developers.zalo.me; needed to connect and to renew the token.",
        ),
        default="",
    ),
    *ADDRESSES,
    *TELLING,
    *SECRETS,
)
