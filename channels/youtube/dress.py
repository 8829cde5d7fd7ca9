"""What a video wears once it exists: the thumbnail, its captions, its place in a playlist. None of them ever fails the video.

What could not be done is kept in the evidence (`undone`: what, and why), so that whoever reads a receipt later can still say it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from channels.channel import Parcel
from channels.errors import ChannelError
from channels.youtube import captions
from channels.youtube.client import Client
from channels.youtube.video import video_of
from formatters.sentence import Sentence

WORN: Final = ("thumbnail", "captions", "playlist")
LARGEST_THUMBNAIL: Final = 50 * 1024 * 1024  # bytes; since 14 Sep 2026, 2 MB before

LEFT_TO_DO: Final[Mapping[str, Sentence]] = {
    "thumbnail": Sentence(
        "Chưa đặt được ảnh đại diện cho video; hãy đặt trong YouTube Studio.",
        "The video's thumbnail could not be set; set it in YouTube Studio.",
    ),
    "captions": Sentence(
        "Chưa gắn đủ phụ đề cho video; hãy xem và tải lên trong YouTube Studio.",
        "The video's captions could not all be put up; look and upload them in YouTube Studio.",
    ),
    "playlist": Sentence(
        "Chưa thêm được video vào danh sách phát; hãy thêm trong YouTube Studio.",
        "The video could not be added to the playlist; add it in YouTube Studio.",
    ),
    "film": Sentence(
        "YouTube không cho thay phim của một video; nếu phim đã đổi, hãy gỡ video này rồi đăng lại.",
        "YouTube cannot replace the film of a video; if the film has changed, withdraw this one and publish anew.",
    ),
    "words": Sentence(
        "Video mang lời giới thiệu cũ hơn bản đã duyệt; hãy sửa trong YouTube Studio hoặc gửi đính chính.",
        "The video bears older words than those approved; change them in YouTube Studio or send a correction.",
    ),
    "privacy": Sentence(
        "Video đang ở chế độ riêng tư dù kênh đặt là công khai; hãy xem trong YouTube Studio.",
        "The video is private although the account publishes publicly; look in YouTube Studio.",
    ),
}


@dataclass
class Dressed:
    """What is on the video: `worn` (thumbnail: SHA-256, captions: SHA-256 by track, playlist: id), and why not the rest."""

    worn: dict[str, Any]
    undone: dict[str, Any] = field(default_factory=dict)

    def other_film(self, parcel: Parcel, uploaded: object) -> None:
        """Say so when the film that was `uploaded` (SHA-256) is not the parcel's: YouTube cannot exchange it."""
        film = parcel.rendition.film
        if film is not None and uploaded not in (None, "", film.sha256):
            self.undone["film"] = {"cause": "the film is another one"}

    @property
    def evidence(self) -> dict[str, Any]:
        return {**self.worn, "undone": self.undone}


def left_to_do(evidence: Mapping[str, Any]) -> Sentence | None:
    """What the evidence of a receipt leaves for a person; None when nothing is left."""
    undone = evidence.get("undone")
    said = [LEFT_TO_DO[what] for what in LEFT_TO_DO if isinstance(undone, dict) and what in undone]
    return Sentence(" ".join(say.vi for say in said), " ".join(say.en for say in said)) if said else None


def dress(
    client: Client,
    parcel: Parcel,
    video: str,
    known: Mapping[str, Any],
    *,
    look_first: bool,
    may_differ: bool = False,
    with_playlist: bool = True,
    keep: Callable[[dict[str, Any]], None] = lambda worn: None,
) -> Dressed:
    """Put on what is not on it yet, each once. `known` says what is; `look_first`: more may be there than is known, and with
    `may_differ` it need not be what is to be there now.

    `keep` is told after every step, so that whoever goes on after a killed process does not do it again.
    """
    dressed = Dressed({name: known[name] for name in WORN if known.get(name)})
    _thumbnail(client, parcel, dressed, video)
    keep(dressed.worn)
    _captions(client, parcel, dressed, video, look_first=look_first, may_differ=may_differ)
    keep(dressed.worn)
    if with_playlist:
        _playlist(client, dressed, video, look_first=look_first)
        keep(dressed.worn)
    return dressed


def by_memory(parcel: Parcel, playlist: str, known: Mapping[str, Any]) -> Dressed:
    """For a video that was found again: what is known to be on it, and what nobody will put on by itself any more."""
    dressed = Dressed({name: known[name] for name in WORN if known.get(name)})
    rendition = parcel.rendition
    tracks = captions.wanted(rendition.film)
    missing = {
        "thumbnail": rendition.cover is not None and dressed.worn.get("thumbnail") != rendition.cover.sha256,
        "captions": any(dressed.worn.get("captions", {}).get(name) != track.sha256 for name, track in tracks.items()),
        "playlist": bool(playlist) and dressed.worn.get("playlist") != playlist,
    }
    dressed.undone = {
        what: {"cause": "cut off before it was done"} for what, is_missing in missing.items() if is_missing
    }
    return dressed


def _thumbnail(client: Client, parcel: Parcel, dressed: Dressed, video: str) -> None:
    cover = parcel.rendition.cover
    if cover is None or cover.sha256 == dressed.worn.get("thumbnail"):
        return
    blob = parcel.blobs.get(cover.sha256)
    if blob is None or not 0 < blob.size <= LARGEST_THUMBNAIL:
        dressed.undone["thumbnail"] = {"cause": "the parcel has no bytes of it, or too many"}
        return
    try:
        with blob.open() as stream:
            client.set_thumbnail(video, stream.read(), cover.mime)
        dressed.worn["thumbnail"] = cover.sha256
    except ChannelError as error:
        dressed.undone["thumbnail"] = why(error)


def _captions(
    client: Client, parcel: Parcel, dressed: Dressed, video: str, *, look_first: bool, may_differ: bool
) -> None:
    worn: dict[str, str] = dict(dressed.worn.get("captions") or {})
    failed = captions.put(client, parcel, video, worn, look_first=look_first, may_differ=may_differ)
    dressed.worn.pop("captions", None)
    if worn:
        dressed.worn["captions"] = worn
    if failed:
        dressed.undone["captions"] = failed


def _playlist(client: Client, dressed: Dressed, video: str, *, look_first: bool) -> None:
    playlist = str(client.access.settings.get("playlist_id") or "")
    if not playlist or dressed.worn.get("playlist") == playlist:
        return
    try:
        if not (look_first and _listed(client, playlist, video)):
            client.add_to_playlist(playlist, video)
        dressed.worn["playlist"] = playlist
    except ChannelError as error:
        dressed.undone["playlist"] = why(error)


def _listed(client: Client, playlist: str, video: str) -> bool:
    entries, _ = client.playlist_page(playlist, video=video)
    return any(video_of(entry) == video for entry in entries)


def why(error: ChannelError) -> dict[str, Any]:
    """The evidence of what failed."""
    return {"cause": error.cause, **error.evidence}
