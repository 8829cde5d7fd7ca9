"""A Facebook Page, told by posts: text with a link card, one photo, several photos, or a film.

Material made with AI is labelled in the words of the text. Meta's `provenance_info`, a field of photos for that purpose, has no
documented content and is not sent.
"""

from __future__ import annotations

from datetime import timedelta

from channels.channel import Can, Channel
from channels.setting import Setting
from formatters.campaign import campaign
from formatters.films.limit import EVERYWHERE, FilmLimit
from formatters.rendition import Limits, PictureSlot, TextLimit, Unit
from formatters.sentence import Sentence

PHOTO_BYTES = 4_000_000  # Meta's text says 10 MB, its error 1366046 says 4 MB: we keep to the smaller
FILM_BYTES = 10_000_000_000  # third parties' numbers: Meta tells them only to each account
FILM_SECONDS = 240 * 60

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
        cover=PictureSlot("poster", 1280, 720, PHOTO_BYTES),
        # MP4 and MOV are the containers named; what may be in them is named nowhere. H.264 and AAC are what everybody sends.
        film=FilmLimit(FILM_BYTES, FILM_SECONDS, ("video/mp4", "video/quicktime"), ("h264",), ("aac",), EVERYWHERE),
    ),
    adapter="channels.facebook.adapter:Facebook",
    home="https://www.facebook.com/{page_id}",
    consent="channels.facebook.consent:FacebookConsent",
    pasted=("access_token",),
    settings=(
        Setting("page_id", Sentence("Mã số của Trang.", "The Page's number."), required=True, chosen=True),
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
        Setting(
            "dialog_url",
            Sentence("Địa chỉ gốc của trang cấp quyền.", "The base address of the page where people consent."),
            default="https://www.facebook.com",
        ),
        Setting(
            "find_pages",
            Sentence(
                "Đọc tối đa bao nhiêu trang danh sách (mỗi trang 100 bài) khi tìm lại một bài đã gửi.",
                "How many pages of the list (100 posts each) are read at most when looking for a post that was sent.",
            ),
            default=100,
            least=1,
            most=1000,
        ),
        Setting(
            "hashtags",
            Sentence(
                "Thẻ hashtag: có dấu (accented), cả có dấu và không dấu (both), hoặc không dùng (none).",
                "Hashtags with accents, both with and without them, or none.",
            ),
            default="accented",
            choices=("accented", "both", "none"),
        ),
        Setting(
            "campaign",
            Sentence(
                "Tham số chiến dịch trên đường dẫn của thẻ liên kết (utm_source=facebook&utm_medium=social); dòng ghi nguồn không đổi.",
                "Campaign parameters on the link card's address (utm_source=facebook&utm_medium=social); the attribution stays as it is.",
            ),
            default="",
            reads=campaign,
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
                "Khóa bí mật của ứng dụng, để ký từng yêu cầu và xem hạn của mã truy cập (không bắt buộc).",
                "The app's secret, to sign each call and to see when the token ends (optional).",
            ),
            secret=True,
        ),
    ),
    can=Can(
        why={
            "broadcast": Sentence(
                "Facebook không cho ứng dụng gửi thông báo tới người theo dõi Trang.",
                "Facebook lets no app push a notice to the followers of a Page.",
            )
        }
    ),
    settle=timedelta(seconds=120),
    timeout=timedelta(seconds=30),
    retry=timedelta(seconds=30),
    spacing=timedelta(0),
)
