"""Zalo Official Account: each story becomes an article on the account's own page (Article API v2.0).

What Zalo does: https://developers.zalo.me/docs/official-account (the pages need a browser; what we rely on is noted
beside each call in client.py, with its source and the day it was read).
"""

from __future__ import annotations

from datetime import timedelta

from channels.channel import Channel
from channels.setting import Setting
from formatters.rendition import Limits, PictureSlot, TextLimit
from formatters.sentence import Sentence

# Zalo fetches pictures of at most 1 MB; no shape is prescribed. 16:9 at 1280 wide is what its own editor shows uncut.
MOST_BYTES = 900_000

LIMITS = Limits(
    title=TextLimit(150),
    summary=TextLimit(300),
    author=TextLimit(50),
    cover=PictureSlot("cover", 1280, 720, MOST_BYTES),
    cover_required=True,
    gallery=(PictureSlot("inline", 1280, 1280, MOST_BYTES, fit="within"),),
    max_gallery=10,
)

SETTINGS = (
    Setting("oa_id", Sentence("Mã số của Official Account.", "The number of the Official Account."), required=True),
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
        "app_id",
        Sentence(
            "Mã ứng dụng trên developers.zalo.me; cần để gia hạn token.",
            "The application's number on developers.zalo.me; needed to renew the token.",
        ),
        default="",
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
        "app_secret",
        Sentence("Khóa bí mật của ứng dụng.", "The application's secret key."),
        secret=True,
    ),
    Setting(
        "access_token",
        Sentence("Access token của Official Account.", "The Official Account's access token."),
        required=True,
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
)

CHANNEL = Channel(
    kind="zalo",
    label="Zalo Official Account",
    form="article",
    limits=LIMITS,
    adapter="channels.zalo.adapter:Zalo",
    settings=SETTINGS,
    # Zalo makes an article in its own time ("1–2 minutes" is usual): absence may not be believed sooner.
    settle=timedelta(minutes=10),
    timeout=timedelta(seconds=30),  # must stay below the vault's lock: a renewal may not outlast it
    retry=timedelta(seconds=60),  # its call limits are refilled each minute
    spacing=timedelta(seconds=2),  # the smallest package with API access allows 100 calls a minute
)
