"""Feeds out, as a channel: approved, scheduled, corrected and withdrawn by the same road as any other.

The feed's bytes are a view of what the ledger holds live, built by another room after each move.
"""

from datetime import timedelta

from channels.channel import Can, Channel
from channels.setting import Setting
from formatters.rendition import Limits, PictureSlot
from formatters.sentence import Sentence

PICTURE = PictureSlot("picture", 1200, 675, 1_000_000, fit="within")

CHANNEL = Channel(
    kind="feed",
    label="RSS, Atom, JSON Feed",
    form="entry",
    limits=Limits(cover=PICTURE, gallery=(PICTURE,), max_gallery=10),
    adapter="channels.feed.adapter:Feed",
    home="{base_url}/feeds/{slug}.rss",
    settings=(
        Setting(
            "slug",
            Sentence("Tên trong địa chỉ của nguồn tin: /feeds/<slug>.rss.", "Name in the address: /feeds/<slug>.rss."),
            required=True,
        ),
        Setting("language", Sentence("Ngôn ngữ của nguồn tin.", "Language of the feed."), default="vi"),
        Setting("title", Sentence("Tên hiển thị của nguồn tin.", "Title that readers see."), default=""),
        Setting(
            "base_url",
            Sentence(
                "Địa chỉ gốc của phần web; để trống thì lấy SYNDICATION_BASE_URL.",
                "Base address of the web part; empty means SYNDICATION_BASE_URL.",
            ),
            default="",
        ),
    ),
    settle=timedelta(0),
    late=timedelta(0),  # nothing leaves, so nothing can flood or come too late
    backlog=timedelta(0),
    can=Can(
        why={
            "broadcast": Sentence(
                "Nguồn tin được đọc khi người đọc muốn, không đẩy tới ai được.",
                "A feed is read when its readers like; it cannot be pushed to anybody.",
            )
        }
    ),
)
