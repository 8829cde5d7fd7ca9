"""Our words ↔ YouTube's: publish, look, find again, change, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from channels import mark
from channels.access import Access
from channels.channel import Ending, Health, Parcel, Receipt, Remote, Unfinished
from channels.errors import AccountBroken, Refused, Unsupported
from channels.youtube import video as words
from channels.youtube.client import Client
from channels.youtube.dress import dress, still_to_dress, thumbnail
from channels.youtube.grant import ENOUGH, SCOPE
from channels.youtube.reasons import REASONS
from channels.youtube.upload import CHUNK, Upload, digest_of
from formatters.sentence import Sentence
from formatters.story import Blob

PAGES: Final = (
    4  # of the newest uploads, 50 each: more than ten days of the most that a project may upload are not looked at
)
SLACK: Final = timedelta(seconds=60)  # between their clock and ours

NO_FILM: Final = Sentence("Tin này không có video để đăng lên YouTube.", "This item has no video for YouTube.")
EMPTY_FILM: Final = Sentence(
    "Tệp video rỗng; hãy thay tệp rồi lên lịch lại.", "The video file is empty; replace it and plan it again."
)
OTHER_FILM: Final = Sentence(
    "YouTube không cho thay phim của một video; nếu phim đã đổi, hãy gỡ video này rồi đăng lại.",
    "YouTube cannot replace the film of a video; if the film has changed, withdraw this one and publish anew.",
)
CONNECTION: Final = Sentence("kết nối với YouTube", "the connection to YouTube")
NO_CHANNEL: Final = REASONS["youtubeSignupRequired"].say


class YouTube:
    """The adapter. `chunk` is the bytes of one part of an upload: a multiple of 256 KiB."""

    def __init__(self, chunk: int = CHUNK) -> None:
        self._chunk = chunk

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Upload the film, then set the thumbnail and the playlist; a failure of these two never fails the video.

        PROCESSING until YouTube has worked on it. The key is in the description, which the form wrote.
        """
        blob, mime = _film(parcel)
        body = words.described(parcel.rendition, access.settings)
        client = Client(access)
        made, resumed = _made_before(client, blob), True
        if made is None:
            made, resumed = Upload(client, self._chunk).carry(blob, mime, body), False
        memo = access.memo.read()
        if memo.get("about") not in (None, digest_of(body)):
            # The session was started with other words than are approved now, and could not change them.
            made = client.update(words.merged(made, parcel.rendition, access.settings)) or made
            access.memo.write({**memo, "about": digest_of(body)})
        done, todo = dress(client, parcel, memo["video_id"], look_first=resumed)
        evidence = {**words.evidence_of(made), "film": blob.sha256, **done}
        return _receipt(memo["video_id"], words.state_of(made), evidence, todo)

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """What videos.list says: uploaded → processing, processed → live, failed and rejected → refused, missing → gone."""
        found = Client(access).videos([receipt.remote_id])
        if not found:
            return replace(receipt, state=Remote.GONE)
        evidence = {**receipt.evidence, **words.evidence_of(found[0])}
        return replace(receipt, state=words.state_of(found[0]), evidence=evidence)

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | Unfinished | None:
        """The session in the memo, then the newest uploads. A session known to be incomplete proves absence at once."""
        client = Client(access)
        memo = access.memo.read()
        video: Mapping[str, Any] | None = None
        if memo.get("video_id"):
            video = next(iter(client.videos([memo["video_id"]])), None)
        elif memo.get("session") and not memo.get("lost"):
            standing = Upload(client, self._chunk).ask()
            video = standing.video
            if video is None and not standing.lost and standing.confirmed < memo["size"]:
                return Unfinished(evidence={"confirmed": standing.confirmed, "size": memo["size"]})
        if video is None:
            began = datetime.fromisoformat(memo["started_at"]) if memo.get("started_at") else since
            video = _among_uploads(client, key, min(since, began) - SLACK)
        if video is None:
            return None
        video_id = str(video["id"])
        access.memo.write({**access.memo.read(), "video_id": video_id})
        film = parcel.rendition.film.sha256 if parcel.rendition.film else ""
        done, todo = still_to_dress(parcel, access)
        return _receipt(video_id, words.state_of(video), {**words.evidence_of(video), "film": film, **done}, todo)

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Read, merge, write: the texts and the tags; the thumbnail when it is another one. Category and privacy stay."""
        client = Client(access)
        found = client.videos([receipt.remote_id])
        if not found:
            gone = REASONS["videoNotFound"].say
            raise Refused(f"video {receipt.remote_id} is gone", say=gone, evidence={"remote_id": receipt.remote_id})
        client.update(words.merged(found[0], parcel.rendition, access.settings))
        evidence = {**receipt.evidence, **words.evidence_of(found[0]), "title": parcel.rendition.title}
        done, todo = thumbnail(client, parcel, receipt.remote_id, already=str(evidence.get("thumbnail") or ""))
        film = parcel.rendition.film
        if film is not None and evidence.get("film") not in (None, "", film.sha256):
            todo = [*todo, OTHER_FILM]
        return _receipt(receipt.remote_id, Remote.LIVE, {**evidence, **done}, todo)

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Delete the video, rather than make it private: withdrawn means that nobody can show it again with a click.

        Our own record keeps the evidence. One that is gone already is as good as deleted.
        """
        was_there = Client(access).delete(receipt.remote_id)
        return replace(receipt, state=Remote.GONE, todo=None, evidence={**receipt.evidence, "deleted_by_us": was_there})

    def check(self, access: Access) -> Health:
        """Whether the refresh token still buys a token, for which channel, and with which permissions."""
        if str(access.settings.get("privacy") or "") not in words.PRIVACIES:
            return Health(ok=False, say=words.WRONG_PRIVACY)
        client = Client(access)
        try:
            channel = client.my_channel()
        except AccountBroken as error:
            return Health(ok=False, say=error.say, evidence=error.evidence)
        if channel is None:
            return Health(ok=False, say=NO_CHANNEL)
        grant = client.transport.grant
        enough = not grant.scopes or bool(grant.scopes & ENOUGH)
        return Health(
            ok=True,
            name=str((channel.get("snippet") or {}).get("title") or channel.get("id") or ""),
            may=("publish", "find", "revise", "retract") if enough else ("publish",),
            missing=() if enough else (SCOPE,),
            endings=(Ending(CONNECTION, grant.connected_until),) if grant.connected_until else (),
            evidence={
                "channel": channel.get("id"),
                "long_uploads": (channel.get("status") or {}).get("longUploadsStatus"),
            },
        )

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Nothing is asked yet."""
        return ()


def _film(parcel: Parcel) -> tuple[Blob, str]:
    film = parcel.rendition.film
    blob = parcel.blobs.get(film.sha256) if film else None
    if film is None or blob is None:
        raise Unsupported("the parcel has no film", say=NO_FILM)
    if blob.size <= 0:
        raise Refused("the film is empty", say=EMPTY_FILM)
    return blob, film.mime if film.mime.startswith("video/") else "application/octet-stream"


def _made_before(client: Client, blob: Blob) -> dict[str, Any] | None:
    """The video that this delivery's memo names, where it still exists: only its thumbnail or playlist were missing."""
    memo = client.access.memo.read()
    if not memo.get("video_id") or memo.get("sha256") not in (None, blob.sha256):
        return None
    found = client.videos([memo["video_id"]])
    if not found:
        client.access.memo.write({})  # proven absent: the next upload starts anew
    return found[0] if found else None


def _among_uploads(client: Client, key: str, since: datetime) -> dict[str, Any] | None:
    """The earliest upload since then that bears the key and is on no other receipt. None of it relies on the list's order."""
    channel = client.my_channel()
    related = ((channel or {}).get("contentDetails") or {}).get("relatedPlaylists") or {}
    playlist, page = str(related.get("uploads") or ""), ""
    if not playlist:
        raise AccountBroken("the channel names no list of uploads", say=NO_CHANNEL)
    matches: list[dict[str, Any]] = []
    for _ in range(PAGES):
        entries, page = client.playlist_page(playlist, page)
        recent = [entry for entry in entries if (words.published(entry) or since) >= since]
        for video in client.videos([name for entry in recent if (name := words.video_of(entry))]):
            bears = mark.carries(words.description_of(video), key)
            fresh = (words.published(video) or since) >= since and words.state_of(video) is not Remote.GONE
            if bears and fresh and not client.access.taken(str(video["id"])):
                matches.append(video)
        if not page:
            break
    return min(matches, key=lambda video: words.published(video) or since, default=None)


def _receipt(video_id: str, state: Remote, evidence: Mapping[str, Any], todo: list[Sentence]) -> Receipt:
    left = Sentence(" ".join(say.vi for say in todo), " ".join(say.en for say in todo)) if todo else None
    return Receipt(state, remote_id=video_id, url=words.address_of(video_id), evidence=evidence, todo=left)
