"""A post without a film: text with a link card, one photo, or several photos. Exactly one request of it can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.access import Access
from channels.channel import Parcel, Receipt, Remote
from channels.errors import OutcomeUnknown, Refused, Unavailable
from channels.facebook import photos
from channels.facebook.account import page_of
from channels.facebook.client import Graph
from channels.facebook.codes import ALREADY_POSTED
from channels.facebook.judging import in_our_words
from channels.facebook.video import public
from formatters.campaign import campaign, with_campaign


def publish(graph: Graph, parcel: Parcel, access: Access) -> Receipt:
    """A photo post when there are pictures, else a link post, else plain text."""
    page_id, gallery = page_of(access), parcel.rendition.gallery
    if len(gallery) == 1:
        answer = _photo(graph, page_id, parcel)
    elif gallery:
        answer = _album(graph, page_id, parcel, access)
    else:
        card = with_campaign(parcel.rendition.link, campaign(access.settings.get("campaign") or ""))
        with in_our_words(reading=False):
            answer = graph.create_post(page_id, parcel.rendition.text, link=card)
    remote_id = answer.get("post_id") if len(gallery) == 1 else answer.get("id")
    if not remote_id:
        raise OutcomeUnknown("the answer names no post", evidence={"answer": dict(answer)})
    return live(str(remote_id), answer, parcel)


def live(remote_id: str, told: Mapping[str, Any], parcel: Parcel) -> Receipt:
    """The receipt of a post, from what Meta told of it in an answer or in a list."""
    evidence = {"pictures": pictures(parcel), "link": parcel.rendition.link, "revision": parcel.revision}
    if told.get("post_id"):
        evidence["photo"] = str(told.get("id", ""))
    return Receipt(
        Remote.LIVE, remote_id=remote_id, url=public(told.get("permalink_url") or remote_id), evidence=evidence
    )


def pictures(parcel: Parcel) -> list[str]:
    """The SHA-256 of every picture that the post shows, in order."""
    return [cut.sha256 for cut in parcel.rendition.gallery]


def _photo(graph: Graph, page_id: str, parcel: Parcel) -> Mapping[str, Any]:
    told, cut = parcel.rendition, parcel.rendition.gallery[0]
    blob = photos.blob_of(cut, parcel)
    with in_our_words(reading=False), blob.open() as stream:
        file = (f"{cut.slot}.jpg", stream, blob.mime)
        return graph.create_photo(page_id, file, alt=cut.alt, caption=told.text, published=True)


def _album(graph: Graph, page_id: str, parcel: Parcel, access: Access) -> Mapping[str, Any]:
    before = access.memo.read().get("photos")
    ids = photos.uploaded(graph, page_id, parcel, access)
    try:
        with in_our_words(reading=False):
            return graph.create_post(page_id, parcel.rendition.text, photo_ids=ids)
    except OutcomeUnknown as error:
        # After a lost answer the same ids are kept: they make Meta refuse a second post. Once it has, they are spent.
        if ALREADY_POSTED in (error.evidence.get("code"), error.evidence.get("subcode")):
            photos.forget(access)
        raise
    except Refused as error:
        if not before:
            raise
        photos.forget(access)  # perhaps only the remembered photos are gone: once more, with fresh ones
        raise Unavailable(error.cause, evidence=error.evidence) from error
