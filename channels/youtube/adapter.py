"""Our words ↔ YouTube's: publish, look, find again, change, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from channels.access import Access
from channels.channel import Health, Parcel, Receipt, Remote, Unfinished
from channels.errors import ChannelError, OutcomeUnknown, Refused, Unavailable, Unsupported
from channels.youtube import health, preflight, verdicts
from channels.youtube import video as words
from channels.youtube.client import Client
from channels.youtube.dress import WORN, by_memory, dress, left_to_do, why
from channels.youtube.preflight import EMPTY_FILM, FILM_MOST, NO_FILM, TOO_LARGE
from channels.youtube.reasons import VIDEO_GONE
from channels.youtube.search import among_uploads
from channels.youtube.upload import CHUNK, Upload, digest_of
from formatters.sentence import Sentence
from formatters.story import Blob

SLACK: Final = timedelta(seconds=60)  # between their clock and ours
UNSEEN_SINCE: Final = "uploaded_at"  # in a receipt's evidence until videos.list has shown the video for the first time


class YouTube:
    """The adapter. `chunk` is the bytes of one part of an upload: a multiple of 256 KiB."""

    def __init__(self, chunk: int = CHUNK) -> None:
        self._chunk = chunk

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Upload the film, then set the thumbnail, the captions and the playlist; a failure of these never fails the video.

        PROCESSING until YouTube has worked on it and, where it is to be public later, until it is. The key is in the
        description, which the form wrote.
        """
        blob, mime = _film(parcel)
        body = words.described(parcel.rendition, access.settings)
        client = Client(access)
        made, resumed = _made_before(client), True
        if made is None:
            made, resumed = Upload(client, self._chunk).carry(blob, mime, body), False
        memo = access.memo.read()
        if memo.get("about") not in (None, digest_of(body)):
            made = _with_approved_words(client, made, parcel, memo)
            access.memo.write({**memo, "about": digest_of(body)})
        dressed = dress(
            client,
            parcel,
            memo["video_id"],
            memo,
            look_first=resumed,
            keep=lambda worn: _keep(access, worn),
        )
        dressed.other_film(parcel, memo.get("sha256"))
        return _receipt(made, parcel, access, dressed.evidence)

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """What videos.list says: uploaded → processing, processed → live, failed and rejected → refused, missing → gone.

        Right after the upload it may not be listed yet: that is still PROCESSING.
        """
        found = Client(access).videos([receipt.remote_id])
        if not found:
            waits = receipt.state is Remote.PROCESSING and _may_lag(receipt, access)
            return receipt if waits else replace(receipt, state=Remote.GONE)
        video = found[0]
        known = {name: value for name, value in receipt.evidence.items() if name != UNSEEN_SINCE}
        evidence = {**known, **words.evidence_of(video)}
        state = words.state_of(video, evidence.get("publish_at"))
        private = words.privacy_of(video) == "private"
        if private and evidence.get("made_private_by_us"):
            state = Remote.GONE
        elif private and state is Remote.LIVE and access.settings.get("privacy") == "public":
            evidence["undone"] = {**(evidence.get("undone") or {}), "privacy": {"cause": "it is private"}}
        todo = verdicts.told(words.reason_of(video)) if state is Remote.REFUSED else left_to_do(evidence)
        text = words.description_of(video)
        return replace(receipt, state=state, evidence=evidence, todo=todo, mend=bool(evidence.get("mend")), text=text)

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
            film = parcel.rendition.film
            size = memo.get("size") or (film.size if film else None)
            video = among_uploads(client, key, size, min(since, began) - SLACK)
        if video is None:
            if memo.get("video_id"):
                access.memo.write({**access.memo.read(), "unseen": True})
            return None
        access.memo.write({**access.memo.read(), "video_id": str(video["id"]), "unseen": False})
        known = access.memo.read()
        dressed = by_memory(parcel, str(access.settings.get("playlist_id") or ""), known)
        if known.get("about") not in (None, digest_of(words.described(parcel.rendition, access.settings))):
            dressed.undone["words"] = {"cause": "the upload was begun with other words"}
        found = {**dressed.evidence, "mend": bool(dressed.undone)}
        return replace(_receipt(video, parcel, access, found), mend=bool(dressed.undone))

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Read, merge, write: the texts, tags and localisations; the thumbnail and the captions where they are others.

        The category and the privacy stay as they are, and so does what was localised by hand.
        """
        client = Client(access, urgent=True)
        found = client.videos([receipt.remote_id], "id,snippet,status,processingDetails,localizations")
        if not found:
            raise Refused(
                f"video {receipt.remote_id} is gone", say=VIDEO_GONE, evidence={"remote_id": receipt.remote_id}
            )
        before = receipt.evidence
        ours = before.get("localised") or ()
        client.update(words.merged(found[0], parcel.rendition, access.settings, access.now(), ours))
        dressed = dress(
            client,
            parcel,
            receipt.remote_id,
            before,
            look_first=True,
            may_differ=True,
            with_playlist="playlist" in (before.get("undone") or {}),  # a person may have taken it out since
        )
        dressed.other_film(parcel, before.get("film"))
        evidence = {
            **{name: value for name, value in before.items() if name not in (*WORN, "mend")},
            **words.evidence_of(found[0]),
            **dressed.evidence,
            "title": parcel.rendition.title,
            "localised": words.languages_of(parcel.rendition),
        }
        url = words.address_of(receipt.remote_id)
        return Receipt(Remote.LIVE, receipt.remote_id, url, evidence=evidence, todo=left_to_do(evidence))

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Delete the video, or make it private where the account's setting `withdraw` says so: then it stays as evidence.

        One that is gone already, or private, is as good as withdrawn.
        """
        client = Client(access, urgent=True)
        if access.settings.get("withdraw") == "private":
            done = {"made_private_by_us": _make_private(client, receipt, access)}
        else:
            done = {"deleted_by_us": client.delete(receipt.remote_id)}
        return replace(receipt, state=Remote.GONE, todo=None, evidence={**receipt.evidence, **done})

    def check(self, access: Access) -> Health:
        """Whether the refresh token still buys a token, for which channel, with which permissions, quota and endings."""
        return health.look(access)

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Quota left for one publication, and what of the film, the thumbnail and the captions YouTube will not take."""
        return tuple(preflight.findings(parcel, access))


def _keep(access: Access, worn: Mapping[str, Any]) -> None:
    memo = access.memo.read()
    if {**memo, **worn} != memo:
        access.memo.write({**memo, **worn})


def _film(parcel: Parcel) -> tuple[Blob, str]:
    film = parcel.rendition.film
    blob = parcel.blobs.get(film.sha256) if film else None
    if film is None or blob is None:
        raise Unsupported("the parcel has no film", say=NO_FILM)
    if blob.size <= 0:
        raise Refused("the film is empty", say=EMPTY_FILM)
    if blob.size > FILM_MOST:
        raise Refused(f"the film has {blob.size} bytes, more than {FILM_MOST}", say=TOO_LARGE)
    return blob, film.mime if film.mime.startswith("video/") else "application/octet-stream"


def _made_before(client: Client) -> dict[str, Any] | None:
    """The video that this delivery's memo names: only what it wears was missing.

    One that is not shown counts as absent only after `find` has not seen it either; until then, look first.
    """
    memo = client.access.memo.read()
    if not memo.get("video_id"):
        return None
    found = client.videos([memo["video_id"]])
    if found:
        return found[0]
    if not memo.get("unseen"):
        raise OutcomeUnknown("the video that was made is not shown", evidence={"remote_id": memo["video_id"]})
    client.access.memo.write({})
    return None


def _with_approved_words(
    client: Client, made: dict[str, Any], parcel: Parcel, memo: Mapping[str, Any]
) -> dict[str, Any]:
    """The session was begun with other words than are approved now, and could not change them.

    The video is there, so whatever goes wrong is no reason to publish once more.
    """
    access = client.access
    try:
        current = next(iter(client.videos([memo["video_id"]])), made)
        body = words.merged(current, parcel.rendition, access.settings, access.now())
        return {**current, **client.update(body)}
    except ChannelError as error:
        raise OutcomeUnknown(f"the video is there with older words: {error.cause}", evidence=why(error)) from error


def _may_lag(receipt: Receipt, access: Access) -> bool:
    """Whether the video was uploaded so lately, and never seen since, that "missing" may only mean "not listed yet"."""
    try:
        uploaded = datetime.fromisoformat(str(receipt.evidence.get(UNSEEN_SINCE, "")))
    except ValueError:
        return False
    return access.now() - uploaded < timedelta(seconds=int(access.settings["settle_seconds"]))


def _make_private(client: Client, receipt: Receipt, access: Access) -> bool:
    """Whether it was there. The rest of its status stays; a time to be public is dropped."""
    video = receipt.remote_id
    found = client.videos([video])
    if not found:
        if _may_lag(receipt, access):
            raise Unavailable("the video may only not be listed yet", evidence={"remote_id": video})
        return False
    status = {**words.standing_status(found[0], access.now()), "privacyStatus": "private"}
    status.pop("publishAt", None)
    if words.privacy_of(found[0]) == "private" and not words.evidence_of(found[0]).get("publish_at"):
        return True
    try:
        client.update({"id": video, "status": status})
    except Refused as error:
        if error.evidence.get("reason") != "videoNotFound":
            raise
        return False
    return True


def _receipt(video: Mapping[str, Any], parcel: Parcel, access: Access, dressed: Mapping[str, Any]) -> Receipt:
    memo = access.memo.read()
    film = parcel.rendition.film
    told = words.evidence_of(video)
    publish_at = told.get("publish_at") or memo.get("publish_at")
    evidence = {
        **told,
        **({"publish_at": publish_at} if publish_at else {}),
        **dressed,
        "film": film.sha256 if film else "",
        "localised": words.languages_of(parcel.rendition),
    }
    video_id = str(video["id"])
    state = words.state_of(video, publish_at)
    if state is Remote.PROCESSING:
        evidence[UNSEEN_SINCE] = access.now().isoformat()
    todo = verdicts.told(words.reason_of(video)) if state is Remote.REFUSED else left_to_do(evidence)
    return Receipt(state, remote_id=video_id, url=words.address_of(video_id), evidence=evidence, todo=todo)
