"""Looking for an article of ours whose answer was lost. Doubt is never taken for absence: that would publish twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from channels.channel import Parcel
from channels.errors import ChannelError, Unavailable
from channels.mark import carries
from channels.zalo.entry import Entry, said_in, same_form
from channels.zalo.errors import says_not_there
from channels.zalo.grant import Grant
from channels.zalo.listing import entries
from formatters.sentence import Sentence

SKEW = timedelta(seconds=5)  # between Zalo's clock and ours
EVER = datetime.max.replace(tzinfo=UTC)

SEVERAL = Sentence(
    "Trên Zalo có nhiều bài cùng tiêu đề mà không phân biệt được; hãy xem trang rồi quyết định.",
    "Zalo holds several articles of this title that cannot be told apart; look at the page and decide.",
)


class Whose(StrEnum):
    """What an article's text says of whose it is."""

    OURS = "ours"  # it bears the key
    ANOTHER = "another"  # it bears another address of the key's host, and so is another item's
    UNSAID = "unsaid"  # its text was not given back, or bears no such address at all


@dataclass(frozen=True, slots=True)
class Found:
    """An article that is taken for ours: as listed, in detail ({} when that cannot be had), and others just like it."""

    entry: Entry
    whose: Whose
    detail: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()


def find_ours(grant: Grant, key: str, parcel: Parcel, since: datetime, taken: Callable[[str], bool]) -> Found | None:
    """The article of the parcel's title, created since then and on no other receipt, that bears `key`.

    The only candidate is ours even when its text does not say. None when there is no candidate but other items' ones;
    Unavailable when several cannot be told apart, or the list could not be read to its end: what bears the key is ours
    all the same, but nothing is absent then.
    """
    title = same_form(parcel.rendition.title)
    candidates: list[Found] = []
    unread: Unavailable | None = None
    try:
        for entry in entries(grant, since=since):
            if entry.id and entry.title == title and _in_time(entry, since) and not taken(entry.id):
                candidates.append(_looked_at(entry, key, parcel, grant))
    except Unavailable as error:
        unread = error
    ours = [found for found in candidates if found.whose is Whose.OURS]
    unsaid = [found for found in candidates if found.whose is Whose.UNSAID]
    if not ours and unread:
        raise unread
    if not ours and len(unsaid) > 1:
        ids = [found.entry.id for found in unsaid]
        raise Unavailable("several articles cannot be told apart", say=SEVERAL, evidence={"ids": ids})
    alike = sorted(ours or unsaid, key=lambda found: (found.entry.hidden, found.entry.created or EVER))
    if not alike:
        return None
    also = tuple(found.entry.id for found in alike[1:])
    return Found(alike[0].entry, alike[0].whose, alike[0].detail, also)


def detail_of(grant: Grant, remote_id: str) -> dict[str, Any] | None:
    """The article as it is there; None when it is not."""
    try:
        return grant.ask(lambda oa: oa.detail(remote_id)) or None
    except ChannelError as error:
        if says_not_there(error):
            return None
        raise


def whose_is(detail: Mapping[str, Any], key: str, parcel: Parcel) -> Whose:
    """Whose article this is, by the addresses in its text."""
    told = parcel.rendition
    sent = "\n".join([told.summary, *(block.text for block in told.blocks), "" if told.blocks else told.text])
    said = said_in(detail)
    if not carries(sent, key):
        return Whose.UNSAID  # we did not write the key there, so its absence says nothing
    if carries(said, key):
        return Whose.OURS
    host = urlsplit(key).netloc
    return Whose.ANOTHER if host and re.search(rf"https?://{re.escape(host)}/", said) else Whose.UNSAID


def _looked_at(entry: Entry, key: str, parcel: Parcel, grant: Grant) -> Found:
    detail = detail_of(grant, entry.id) or {}
    return Found(entry, whose_is(detail, key, parcel), detail)


def _in_time(entry: Entry, since: datetime) -> bool:
    return entry.created is None or entry.created >= since - SKEW
