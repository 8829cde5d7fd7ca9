"""The pictures of a post with several: uploaded unseen first, and remembered, so that only one visible step is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.access import Access
from channels.channel import Parcel
from channels.errors import OutcomeUnknown, Unavailable, Unsupported
from channels.facebook.client import Graph
from channels.facebook.judging import in_our_words
from formatters.rendition import Cut
from formatters.story import Blob

KEPT = timedelta(hours=20)  # Meta deletes an unpublished photo after about 24 hours


def blob_of(cut: Cut, parcel: Parcel) -> Blob:
    """The bytes of a cut. Unsupported when the parcel came without them: that is our mistake."""
    try:
        return parcel.blobs[cut.sha256]
    except KeyError:
        raise Unsupported(f"the parcel lacks the bytes of the picture {cut.sha256 or cut.slot}") from None


def uploaded(graph: Graph, page_id: str, parcel: Parcel, access: Access) -> tuple[str, ...]:
    """The ids of the parcel's pictures, unpublished, in order. Each is remembered as soon as it is there.

    A lost answer is Unavailable, not OutcomeUnknown: nobody sees an unpublished photo, so it may be sent again.
    """
    known = dict(access.memo.read().get("photos", {}))
    ids: list[str] = []
    for turn, cut in enumerate(parcel.rendition.gallery):
        name = f"{turn}:{cut.sha256}:{cut.alt}"
        if not _fresh(known.get(name), access.now()):
            known[name] = {"id": _upload(graph, page_id, cut, blob_of(cut, parcel)), "at": access.now().isoformat()}
            access.memo.write({**access.memo.read(), "photos": known})
        ids.append(known[name]["id"])
    return tuple(ids)


def forget(access: Access) -> None:
    """Upload anew next time: these ids are spent or gone."""
    access.memo.write({name: value for name, value in access.memo.read().items() if name != "photos"})


def _upload(graph: Graph, page_id: str, cut: Cut, blob: Blob) -> str:
    try:
        with in_our_words(reading=False), blob.open() as stream:
            answer = graph.create_photo(page_id, (f"{cut.slot}.jpg", stream, blob.mime), alt=cut.alt, published=False)
    except OutcomeUnknown as error:
        raise Unavailable(error.cause, evidence=error.evidence) from error
    if not answer.get("id"):
        raise Unavailable("the answer to an upload names no photo", evidence={"answer": dict(answer)})
    return str(answer["id"])


def _fresh(kept: Mapping[str, Any] | None, now: datetime) -> bool:
    return kept is not None and now - datetime.fromisoformat(kept["at"]) < KEPT
