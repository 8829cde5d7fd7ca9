"""What can be known before the time about a video that is to be published: quota left, sizes, lengths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from channels.access import Access
from channels.channel import Parcel
from channels.errors import ChannelError
from channels.youtube import captions
from channels.youtube.client import Client
from channels.youtube.dress import LARGEST_THUMBNAIL
from channels.youtube.quota import COSTS, UNITS, UPLOADS, Ledger
from formatters.rendition import Rendition
from formatters.sentence import Sentence

SHORT: Final = 15 * 60  # seconds; only a verified channel may upload more
POLLS: Final = 10  # looks at a video that is being processed

NO_FILM: Final = Sentence("Tin này không có video để đăng lên YouTube.", "This item has no video for YouTube.")
EMPTY_FILM: Final = Sentence(
    "Tệp video rỗng; hãy thay tệp rồi lên lịch lại.", "The video file is empty; replace it and plan it again."
)
TOO_LARGE: Final = Sentence(
    "Tệp video lớn hơn 256 GB mà YouTube cho phép; hãy thay tệp rồi lên lịch lại.",
    "The video file is larger than the 256 GB that YouTube takes; replace it and plan it again.",
)
TOO_LONG: Final = Sentence(
    "Video dài hơn 15 phút mà kênh chưa được xác minh để đăng video dài; hãy xác minh kênh tại youtube.com/verify.",
    "The video is longer than 15 minutes and the channel is not verified for that; verify it at youtube.com/verify.",
)
THUMBNAIL_TOO_LARGE: Final = Sentence(
    "Ảnh đại diện lớn hơn 50 MB nên YouTube không nhận; video sẽ không có ảnh này.",
    "The thumbnail is larger than 50 MB, which YouTube does not take; the video will go without it.",
)
CAPTIONS_TOO_LARGE: Final = Sentence(
    "Có tệp phụ đề rỗng hoặc lớn hơn 100 MB nên YouTube không nhận; video sẽ không có phụ đề đó.",
    "A caption file is empty or larger than 100 MB, which YouTube does not take; the video will go without it.",
)
NO_UPLOAD_LEFT: Final = Sentence(
    "Hôm nay dự án đã hết lượt tải video lên YouTube (giờ Thái Bình Dương); nếu đến giờ vẫn hết, tin sẽ đợi ngày mới.",
    "The project has no YouTube upload left today (Pacific time); if it is so when this is due, it waits for the new day.",
)
FILM_MOST: Final = 2**38  # bytes


def findings(parcel: Parcel, access: Access) -> Iterator[Sentence]:
    """What would keep the parcel from going, or from going whole. Asks YouTube only about a film of more than 15 minutes."""
    rendition = parcel.rendition
    film = rendition.film
    if film is None:
        yield NO_FILM
        return
    if film.size <= 0:
        yield EMPTY_FILM
    if film.size > FILM_MOST:
        yield TOO_LARGE
    if rendition.cover is not None and rendition.cover.size > LARGEST_THUMBNAIL:
        yield THUMBNAIL_TOO_LARGE
    if any(not 0 < track.size <= captions.LARGEST for track in film.captions):
        yield CAPTIONS_TOO_LARGE
    yield from _quota(rendition, access)
    if film.seconds is not None and film.seconds > SHORT and _only_short(access):
        yield TOO_LONG


def units_for(rendition: Rendition, playlist: str) -> int:
    """What one publication takes of the day's units: its looks, its thumbnail, its captions, its playlist."""
    calls = {
        "youtube.videos.list": POLLS,
        "youtube.thumbnails.set": 1 if rendition.cover else 0,
        "youtube.captions.insert": len(captions.wanted(rendition.film)),
        "youtube.playlistItems.insert": 1 if playlist else 0,
    }
    return sum(COSTS[method].cost * times for method, times in calls.items())


def _quota(rendition: Rendition, access: Access) -> Iterator[Sentence]:
    try:
        ledger = Ledger(access)
        uploads, units = ledger.left(UPLOADS), ledger.left(UNITS)
    except ChannelError:
        return
    needed = units_for(rendition, str(access.settings.get("playlist_id") or ""))
    if uploads < 1:
        yield NO_UPLOAD_LEFT
    if units < needed:
        yield Sentence(
            f"Hạn mức YouTube API hôm nay còn {units} đơn vị, một lần đăng cần khoảng {needed}; ảnh, phụ đề có thể thiếu.",
            f"{units} units of today's YouTube API quota are left and this needs about {needed}: thumbnail or captions may be missing.",
        )


def _only_short(access: Access) -> bool:
    try:
        channel = Client(access).my_channel() or {}
    except ChannelError:
        return False
    return (channel.get("status") or {}).get("longUploadsStatus") in ("eligible", "disallowed")
