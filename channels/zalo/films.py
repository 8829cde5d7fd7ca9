"""Films for articles: prepared in one shot, converted in Zalo's own time, and only then good for an article.

What is known of a film is in the delivery's memo as soon as it is known, so that nobody uploads it twice; once the article
is live it goes on in the receipt's evidence, for the article's next version.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.access import Access
from channels.channel import Parcel, Receipt
from channels.errors import Refused, Throttled, Unavailable, Unsupported
from channels.zalo.envelope import number
from channels.zalo.errors import speaks_of
from channels.zalo.grant import Grant
from channels.zalo.multipart import FilePart
from channels.zalo.renewal import read_moment, written
from formatters.sentence import Sentence
from formatters.story import Film

# https://github.com/zaloplatform/zalo-java-sdk CheckStatusVideo; what each status means is read in transcription of the
# page on verify of Zalo's Article API, 2026-11-23.
UNKNOWN, READY, LOCKED, CONVERTING, FAILED, DELETED = range(6)

SOON = timedelta(seconds=3)
LATER = timedelta(seconds=60)
LONG = timedelta(hours=1)
NAMES = {"video/mp4": "mp4", "video/x-msvideo": "avi"}

CONVERTED = Sentence(
    "Zalo đang chuyển đổi video; bài viết sẽ được đăng khi video xong.",
    "Zalo is converting the film; the article is published once it is done.",
)
TOO_LONG = Sentence(
    "Zalo chuyển đổi video quá lâu; hãy xem lại video rồi lên lịch lại.",
    "Zalo has been converting the film for too long; look at the film and plan it again.",
)
UNFIT = {
    LOCKED: Sentence(
        "Zalo đã khóa video này; hãy xem lại nội dung video.", "Zalo has locked this film; look at what is in it."
    ),
    FAILED: Sentence(
        "Zalo không chuyển đổi được video; hãy đổi sang MP4 (H.264) rồi lên lịch lại.",
        "Zalo cannot convert the film; bring it as MP4 (H.264) and plan it again.",
    ),
    DELETED: Sentence(
        "Video đã bị xóa trên Zalo; hãy lên lịch lại để tải lên lần nữa.",
        "The film was deleted at Zalo; plan it again to upload it once more.",
    ),
}


def film_id(parcel: Parcel, grant: Grant, access: Access, earlier: Receipt | None = None) -> str:
    """Zalo's id of the rendition's film, "" when it has none to upload. Uploads it unless that was done.

    Throttled while Zalo converts it: nothing was published, and asking again goes on from here. Refused when Zalo will not
    have it. `earlier` is the receipt of a version that may have shown the same film.
    """
    film = parcel.rendition.film
    if film is None:
        return ""
    known = _known(film, access, earlier)
    if not known:
        known = _upload(parcel, film, grant, access)
    if not known.get("id"):
        known = {**known, "id": _converted(known, grant, access)}
        _remember(access, known)
    return str(known["id"])


def kept(access: Access, earlier: Receipt | None = None) -> dict[str, Any]:
    """What a receipt's evidence keeps of the film: {} without one. The token by which it was asked for is not in it."""
    known = access.memo.read().get("film") or (earlier.evidence.get("film") if earlier else None) or {}
    return {"film": {name: known[name] for name in ("sha256", "id")}} if known.get("id") else {}


def forget(access: Access) -> None:
    """Zalo no longer has it, or not so that it can be used: the next try uploads it anew."""
    access.memo.write({**access.memo.read(), "film": {}})


def _known(film: Film, access: Access, earlier: Receipt | None) -> dict[str, Any]:
    noted = access.memo.read().get("film")
    if noted is None and earlier is not None:
        noted = earlier.evidence.get("film")
    return dict(noted) if noted and noted.get("sha256") == film.sha256 else {}


def _upload(parcel: Parcel, film: Film, grant: Grant, access: Access) -> dict[str, Any]:
    blob = parcel.blobs.get(film.sha256)
    if blob is None:
        raise Unsupported("the film's bytes are not in the parcel")
    name = f"{film.sha256[:16]}.{NAMES.get(film.mime, 'mp4')}"
    data = grant.ask(lambda oa: oa.prepare_film(FilePart("file", name, blob)))
    token = str(data.get("token") or "")
    if not token:
        raise Unavailable("preparevideo succeeded without a token", evidence={"data": dict(data)})
    known = {"sha256": film.sha256, "token": token, "since": written(access.now())}
    _remember(access, known)
    return known


def _converted(known: Mapping[str, Any], grant: Grant, access: Access) -> str:
    """The id once the film is ready."""
    try:
        data = grant.ask(lambda oa: oa.film(str(known["token"])))
    except Refused as error:
        if not speaks_of(error, "token"):
            raise
        forget(access)
        raise Unavailable(f"Zalo no longer knows the film: {error.cause}", evidence=error.evidence) from error
    status, video_id = number(data.get("status")), str(data.get("video_id") or "")
    if status in UNFIT:
        forget(access)
        raise Refused(f"the film's status is {status}", say=UNFIT[status], evidence={"film": dict(data)})
    if status != READY or not video_id:
        raise _still(known, data, access.now())
    return video_id


def _still(known: Mapping[str, Any], data: Mapping[str, Any], now: datetime) -> Throttled | Unavailable:
    """Come back: soon at first, then less often. After an hour as one of a bounded number of tries."""
    since = read_moment(str(known.get("since") or "")) or now
    cause, evidence = f"the film's status is {data.get('status')}", {"film": dict(data)}
    if now - since > LONG:
        return Unavailable(cause, say=TOO_LONG, evidence=evidence)
    after = min(LATER, max(SOON, (now - since) / 5))
    return Throttled(cause, after=after, say=CONVERTED, evidence=evidence)


def _remember(access: Access, known: Mapping[str, Any]) -> None:
    access.memo.write({**access.memo.read(), "film": dict(known)})
