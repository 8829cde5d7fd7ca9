"""A film as a post: what became of it after `finish`, changing it, and what of it Facebook leaves to a person.

Its id is the post's once that is known, else the video's; the receipt's `handle` is always the video's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from channels.access import Access
from channels.channel import Parcel, Receipt, Remote
from channels.errors import ChannelError, OutcomeUnknown
from channels.facebook import film, video_calls
from channels.facebook.account import page_of
from channels.facebook.client import Graph, GraphError
from channels.facebook.judging import in_our_words, judged
from channels.facebook.photos import blob_of
from channels.facebook.standing import Standing, post_of, standing, why_failed
from formatters.sentence import Sentence

FINISHED_AT = "finished_at"

POSTER_BY_HAND = Sentence(
    "Facebook không nhận ảnh bìa của video: video đã đăng, hãy đặt ảnh bìa bằng tay trên Trang.",
    "Facebook does not take the film's poster: the film is published; set the poster by hand on the Page.",
)
FILM_BY_HAND = Sentence(
    "Facebook không cho thay video hoặc ảnh của bài đã đăng: chữ đã được sửa, hãy gỡ rồi đăng lại nếu cần video mới.",
    "Facebook lets no one replace a post's film or pictures: the text is changed; withdraw it and publish again for a new "
    "film.",
)


def publish(graph: Graph, parcel: Parcel, access: Access) -> Receipt:
    """Send the film, as far as it is not there yet, and publish it: Meta is at work on it then."""
    film.FilmOnItsWay(graph, page_of(access), parcel, access).carry()
    return _begun(parcel, access)


def came_of(graph: Graph, parcel: Parcel, access: Access) -> Receipt | None:
    """The memo's video, if `finish` may have been sent and Meta has it; None when it is not there, or surely not finished.

    One that is merely not published yet counts as being worked on: a doubt is never settled by sending anew.
    """
    memo = film.kept(access)
    if not memo.get("finishing"):
        return None
    begun = _begun(parcel, access)
    try:
        told = video_calls.read_video(graph, begun.handle)
    except GraphError as error:
        if error.missing:
            return None
        raise judged(error, reading=True) from error
    if standing(told) is Standing.UNFINISHED:
        return None
    return _seen_as(begun, told, access)


def there_after_all(graph: Graph, parcel: Parcel, access: Access) -> Receipt | None:
    """A video whose `finish` was answered by nobody and which is there although its absence had been proven.

    It is told anew where its texts have changed since, never sent anew. None when nothing is there.
    """
    found = came_of(graph, parcel, access)
    if found is None or found.state is Remote.REFUSED or film.kept(access).get("about") == film.digest_of(parcel):
        return found
    with in_our_words(reading=False):
        return revise(graph, found, parcel)


def of_listed(graph: Graph, listed: Receipt, video_id: str, parcel: Parcel, access: Access) -> Receipt:
    """The receipt of a post that was found in a list and shows this video."""
    told = parcel.rendition
    poster = told.cover.sha256 if told.cover else ""
    shown = {"film": told.film.sha256, "poster": poster} if told.film else {}
    receipt = replace(listed, handle=video_id, evidence={**listed.evidence, **shown, "video": video_id})
    found = status(graph, replace(receipt, state=Remote.PROCESSING), access)
    return receipt if found.state is Remote.GONE else found


def status(graph: Graph, receipt: Receipt, access: Access) -> Receipt:
    """How the video stands. Right after `finish` it may not be readable yet: that is still PROCESSING."""
    try:
        told = video_calls.read_video(graph, receipt.handle)
    except GraphError as error:
        if not error.missing:
            raise judged(error, reading=True) from error
        if receipt.state is Remote.PROCESSING and just_finished(receipt, access):
            return receipt
        return replace(receipt, state=Remote.GONE, evidence={**receipt.evidence, **error.evidence})
    return _seen_as(receipt, told, access)


def revise(graph: Graph, receipt: Receipt, parcel: Parcel) -> Receipt:
    """Change title and description, and the poster where Facebook lets us. GraphError when the video cannot be changed."""
    told, shown = parcel.rendition, receipt.evidence
    if not video_calls.edit_video(graph, receipt.handle, title=film.title_of(parcel), description=told.text):
        raise OutcomeUnknown("the answer to an edit is not success")
    todo, poster = None, str(shown.get("poster", ""))
    if told.film is None or ("film" in shown and told.film.sha256 != shown["film"]):
        todo = FILM_BY_HAND
    elif told.cover is not None and told.cover.sha256 != poster:
        if _poster_set(graph, receipt.handle, parcel):
            poster = told.cover.sha256
        else:
            todo = POSTER_BY_HAND
    return replace(receipt, evidence={**shown, "poster": poster, "revision": parcel.revision}, todo=todo)


def public(address: Any) -> str:
    """An absolute address of what the public sees; `permalink_url` has been seen without its host."""
    return urljoin("https://www.facebook.com/", str(address))


def _begun(parcel: Parcel, access: Access) -> Receipt:
    """What is known once `finish` has left: the memo's video, being worked on."""
    memo, told = film.kept(access), parcel.rendition
    bare = bool(memo.get("bare")) and told.cover is not None
    evidence = {
        "video": memo["video"],
        "film": memo["film"],
        "poster": told.cover.sha256 if told.cover and not bare else "",
        "pictures": [],
        "link": told.link,
        "revision": parcel.revision,
        FINISHED_AT: memo["at"],
        **({"poster_refused": True} if bare else {}),
    }
    video = str(memo["video"])
    return Receipt(
        Remote.PROCESSING,
        remote_id=video,
        url=public(video),
        handle=video,
        evidence=evidence,
        todo=POSTER_BY_HAND if bare else None,
    )


def _seen_as(receipt: Receipt, told: Mapping[str, Any], access: Access) -> Receipt:
    stands = standing(told)
    url = public(told.get("permalink_url") or receipt.url)
    todo = POSTER_BY_HAND if receipt.evidence.get("poster_refused") else receipt.todo
    if stands is Standing.FAILED:
        evidence = {**receipt.evidence, "errors": why_failed(told)}
        return replace(receipt, state=Remote.REFUSED, evidence=evidence)
    if stands is Standing.READY:
        remote_id = post_of(told, page_of(access)) or receipt.remote_id
        if receipt.state is Remote.LIVE:
            remote_id = receipt.remote_id  # the name it was given when it went live is kept
        evidence = {name: value for name, value in receipt.evidence.items() if name != FINISHED_AT}
        text = told.get("description")
        return replace(
            receipt, state=Remote.LIVE, remote_id=remote_id, url=url, evidence=evidence, todo=todo, text=text
        )
    if receipt.state is Remote.PROCESSING or stands is Standing.PROCESSING:
        return replace(receipt, url=url, todo=todo)
    return replace(receipt, state=Remote.GONE)


def _poster_set(graph: Graph, video_id: str, parcel: Parcel) -> bool:
    cover = parcel.rendition.cover
    if cover is None:
        return False
    try:
        blob = blob_of(cover, parcel)
        with blob.open() as stream:
            return video_calls.set_thumbnail(graph, video_id, ("poster.jpg", stream, blob.mime))
    except (GraphError, ChannelError):
        return False  # the words are changed; a poster is for a person then


def just_finished(receipt: Receipt, access: Access) -> bool:
    """Whether the video was finished so lately, and never seen since, that "missing" may only mean "not readable yet"."""
    try:
        finished = datetime.fromisoformat(str(receipt.evidence.get(FINISHED_AT, "")))
    except ValueError:
        return False
    return access.now() - finished < timedelta(seconds=int(access.settings["settle_seconds"]))
