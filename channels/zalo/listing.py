"""Reading the account's list of articles, page by page, without believing more of its order than it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from channels.errors import Unavailable
from channels.zalo.client import SLICE
from channels.zalo.entry import Entry, entry_of
from channels.zalo.grant import Grant

MOST_PAGES = 100
ORDER_MARGIN = timedelta(days=1)


def entries(grant: Grant, *, since: datetime | None = None, pages: int = MOST_PAGES) -> Iterator[Entry]:
    """The account's normal articles in Zalo's order, to the end of its list.

    That order is not documented. With `since` the reading may stop early, but only once the list itself has shown that
    it is newest first and has gone a day past that moment. Unavailable when `pages` did not reach the end, when the pages
    repeat themselves, or when a page is empty though the total says that there is more: what was not read to its end
    proves no absence.
    """
    seen: set[str] = set()
    offset, newest_first, last = 0, True, None
    for _ in range(pages):
        medias, total = _page(grant, offset)
        found = [entry_of(media) for media in medias]
        if found and all(entry.id in seen for entry in found):
            raise Unavailable("getslice repeats itself", evidence={"offset": offset})
        for entry in found:
            if entry.id not in seen:
                seen.add(entry.id)
                yield entry
            newest_first = newest_first and entry.created is not None and (last is None or entry.created <= last)
            last = entry.created
        offset += len(medias)
        if not medias and total is not None and offset < total:
            raise Unavailable(
                "getslice gave an empty page before its end", evidence={"read": len(seen), "total": total}
            )
        if not medias or (total is not None and len(medias) < SLICE and offset >= total):
            return
        if since is not None and newest_first and last is not None and last < since - ORDER_MARGIN:
            return
    raise Unavailable(f"the list of articles did not end within {pages} pages", evidence={"read": len(seen)})


def _page(grant: Grant, offset: int) -> tuple[list[dict[str, Any]], int | None]:
    """The articles from `offset` and how many there are in all (None unsaid). Without a list only total 0 means: none."""
    data = grant.ask(lambda oa: oa.slice(offset))
    medias = data.get("medias")
    total = _number(data.get("total"))
    if not isinstance(medias, list):
        if total != 0:
            raise Unavailable("getslice gave no list", evidence={"offset": offset})
        medias = []
    return [media for media in medias if isinstance(media, dict)], total


def entry_in_list(grant: Grant, remote_id: str) -> Entry | None:
    """The list's entry for one article, looked for among the first fifty; None when it is not there."""
    try:
        return next((entry for entry in entries(grant, pages=5) if entry.id == remote_id), None)
    except Unavailable as error:
        if "read" in error.evidence:
            return None
        raise


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
