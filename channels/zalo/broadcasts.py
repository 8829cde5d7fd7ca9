"""Pushing an article to every follower: once, irreversibly, and only because a person asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.access import Access
from channels.channel import Receipt, Remote
from channels.errors import OutcomeUnknown, Refused
from channels.zalo import words
from channels.zalo.codes import BROADCAST
from channels.zalo.entry import entry_of
from channels.zalo.grant import Grant
from channels.zalo.search import detail_of


def push(receipt: Receipt, access: Access) -> Mapping[str, Any]:
    """Send the article to everybody who follows; the evidence. Zalo looks at it first, for about half an hour.

    Nothing here remembers that it was sent: whoever calls writes that down before, and never calls again by itself.
    Refused when the public cannot see the article; Throttled at night (until 06:00 in Việt Nam) and when the month's
    broadcasts are used up; OutcomeUnknown when the answer was lost, and nothing at Zalo can tell then whether it went.
    """
    remote_id = receipt.remote_id
    if receipt.state is not Remote.LIVE or not remote_id:
        raise Refused("the article is not live", say=words.NOT_LIVE, evidence={"state": receipt.state.value})
    grant = Grant(access)
    grant.ready("other calls")
    _look(remote_id, grant)
    try:
        data = grant.ask(lambda oa: oa.broadcast([remote_id]), BROADCAST)
    except OutcomeUnknown as lost:
        raise OutcomeUnknown(lost.cause, say=words.BROADCAST_UNKNOWN, evidence=lost.evidence) from lost
    return {"id": remote_id, "message_id": str(data.get("message_id") or "")}


def _look(remote_id: str, grant: Grant) -> None:
    """That the public can see it now: it may have been hidden or removed by hand since it went live."""
    detail = detail_of(grant, remote_id)
    if detail is None or entry_of(detail).hidden:
        evidence = {"id": remote_id, "found": detail is not None}
        raise Refused("the public cannot see the article", say=words.NOT_LIVE, evidence=evidence)
