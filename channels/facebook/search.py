"""Looking through every published post for one of ours: what decides whether something may be sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.access import Access
from channels.errors import Unavailable
from channels.facebook import seen
from channels.facebook.account import page_of
from channels.facebook.client import Graph
from channels.facebook.judging import in_our_words
from channels.facebook.standing import shown_by

TOLERANCE = timedelta(seconds=5)  # between their clock, which tells whole seconds, and ours


def found_among_posts(graph: Graph, key: str, text: str, since: datetime, access: Access) -> Mapping[str, Any] | None:
    """The post that says `text`, else one that bears `key`, made since then and not taken; None when there is none.

    The list's order is a ranking, so all of it is read. Unavailable when the Page has more pages of posts than `find_pages`:
    that is no proof of absence.
    """
    page_id, most = page_of(access), int(access.settings["find_pages"])
    cursor: Mapping[str, str] | None = {}
    bearer: Mapping[str, Any] | None = None
    for _ in range(most):
        with in_our_words(reading=True):
            posts, cursor = graph.published_posts(page_id, cursor or {})
        for post in posts:
            if not _may_be_ours(post, since, access):
                continue
            if seen.says(post, text):
                return post
            if bearer is None and seen.bears(post, key):
                bearer = post
        if cursor is None:
            return bearer
    raise Unavailable(f"the Page has more than {most} pages of posts: absence cannot be proven; raise find_pages")


def _may_be_ours(post: Mapping[str, Any], since: datetime, access: Access) -> bool:
    made, video = seen.created(post), shown_by(post)
    if not post.get("id") or (made and made < since - TOLERANCE):
        return False
    return not access.taken(str(post["id"])) and not (video and access.taken(video))
