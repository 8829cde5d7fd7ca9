"""What a video wears once it exists: the thumbnail and its place in a playlist. Neither ever fails the video."""

from __future__ import annotations

from typing import Any, Final

from channels.access import Access
from channels.channel import Parcel
from channels.errors import ChannelError
from channels.youtube.client import Client
from channels.youtube.video import video_of
from formatters.sentence import Sentence

Dressed = tuple[dict[str, Any], list[Sentence]]  # the evidence, and what is left for a person

NO_THUMBNAIL: Final = Sentence(
    "Chưa đặt được ảnh đại diện cho video; hãy đặt trong YouTube Studio.",
    "The video's thumbnail could not be set; set it in YouTube Studio.",
)
NO_PLAYLIST: Final = Sentence(
    "Chưa thêm được video vào danh sách phát; hãy thêm trong YouTube Studio.",
    "The video could not be added to the playlist; add it in YouTube Studio.",
)


def dress(client: Client, parcel: Parcel, video: str, *, look_first: bool) -> Dressed:
    """Set the thumbnail and add to the playlist, each once: the memo says what is done. `look_first`: it may be listed already."""
    memo = client.access.memo
    evidence, todo = thumbnail(client, parcel, video, already=str(memo.read().get("thumbnail") or ""))
    if evidence.get("thumbnail"):
        memo.write({**memo.read(), "thumbnail": evidence["thumbnail"]})
    playlist = str(client.access.settings.get("playlist_id") or "")
    if playlist:
        try:
            listed = memo.read().get("playlist") == playlist
            if not listed and not (look_first and _listed(client, playlist, video)):
                client.add_to_playlist(playlist, video)
            memo.write({**memo.read(), "playlist": playlist})
            evidence["playlist"] = playlist
        except ChannelError as error:
            evidence["playlist_error"] = _kept(error)
            todo.append(NO_PLAYLIST)
    return evidence, todo


def thumbnail(client: Client, parcel: Parcel, video: str, *, already: str) -> Dressed:
    """Set the rendition's cover as the thumbnail, unless `already` (SHA-256, hex) is the one."""
    cover = parcel.rendition.cover
    if cover is None:
        return {}, []
    if cover.sha256 == already:
        return {"thumbnail": already}, []
    blob = parcel.blobs.get(cover.sha256)
    if blob is None:
        return {"thumbnail_error": {"cause": "the parcel has no bytes of it"}}, [NO_THUMBNAIL]
    try:
        with blob.open() as stream:
            client.set_thumbnail(video, stream.read(), cover.mime)
    except ChannelError as error:
        return {"thumbnail_error": _kept(error)}, [NO_THUMBNAIL]
    return {"thumbnail": cover.sha256}, []


def still_to_dress(parcel: Parcel, access: Access) -> Dressed:
    """For a video that was found again, by the memo alone: what was done, and what nobody will do by itself any more."""
    memo = access.memo.read()
    evidence: dict[str, Any] = {name: memo[name] for name in ("thumbnail", "playlist") if memo.get(name)}
    todo: list[Sentence] = []
    if parcel.rendition.cover is not None and memo.get("thumbnail") != parcel.rendition.cover.sha256:
        todo.append(NO_THUMBNAIL)
    if access.settings.get("playlist_id") and not memo.get("playlist"):
        todo.append(NO_PLAYLIST)
    return evidence, todo


def _listed(client: Client, playlist: str, video: str) -> bool:
    entries, _ = client.playlist_page(playlist, video=video)
    return any(video_of(entry) == video for entry in entries)


def _kept(error: ChannelError) -> dict[str, Any]:
    return {"cause": error.cause, **error.evidence}
