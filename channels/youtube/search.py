"""Looking for a video of ours among the channel's uploads: by our mark, and by its size where YouTube tells it.

The order of evidence: the upload session (`upload.py`), then the list of uploads and videos.list here. search.list is not asked: it is
an index that lags behind, and it has a bucket of 100 calls a day.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from channels import mark
from channels.channel import Remote
from channels.errors import AccountBroken, Unavailable
from channels.youtube import video as words
from channels.youtube.client import Client
from channels.youtube.reasons import NO_CHANNEL

PAGES: Final = 10  # of the newest uploads, 50 each, at two units a page; empty pages count too
OLD_PAGES: Final = 2  # pages in a row that hold nothing recent: beyond them nothing recent is expected, order or not
PARTS: Final = "id,snippet,status,processingDetails,fileDetails"


def among_uploads(client: Client, key: str, size: int | None, since: datetime) -> dict[str, Any] | None:
    """The earliest upload since then that bears the key, is as large as our film and is on no other receipt.

    None of it relies on the list's order, and an empty page that names a next one is not its end. Unavailable when there are
    more recent uploads than are read: that is no proof of absence.
    """
    channel = client.my_channel()
    related = ((channel or {}).get("contentDetails") or {}).get("relatedPlaylists") or {}
    playlist, page = str(related.get("uploads") or ""), ""
    if not playlist:
        raise AccountBroken("the channel names no list of uploads", say=NO_CHANNEL)
    matches: list[dict[str, Any]] = []
    old = 0
    for _ in range(PAGES):
        entries, page = client.playlist_page(playlist, page)
        recent = [entry for entry in entries if (words.published(entry) or since) >= since]
        named = [name for entry in recent if (name := words.video_of(entry))]
        matches += [video for video in client.videos(named, PARTS) if _ours(client, video, key, size, since)]
        old = old + 1 if entries and not recent else 0
        if not page or old == OLD_PAGES:
            break
    else:
        if not matches:
            raise Unavailable(f"more than {PAGES} pages of recent uploads: absence cannot be proven")
    return min(matches, key=lambda video: words.published(video) or since, default=None)


def _ours(client: Client, video: dict[str, Any], key: str, size: int | None, since: datetime) -> bool:
    bears = mark.carries(words.description_of(video), key)
    fresh = (words.published(video) or since) >= since and words.state_of(video) is not Remote.GONE
    same = size is None or words.file_size(video) in (None, size)
    return bears and fresh and same and not client.access.taken(str(video["id"]))
