"""Pushing an article to every follower: once, irreversibly, and only because a person asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.access import Access
from channels.channel import Receipt, Remote
from channels.errors import NotAccepted, OutcomeUnknown, Refused, Unsupported
from channels.zalo import words
from channels.zalo.codes import BROADCAST
from channels.zalo.entry import entry_of
from channels.zalo.grant import Grant
from channels.zalo.renewal import written
from channels.zalo.search import detail_of

NOTE = "broadcast"


def push(receipt: Receipt, access: Access) -> Mapping[str, Any]:
    """Send the article to everybody who follows; the evidence. Zalo looks at it first, for about half an hour.

    The memo notes it before it leaves, so that a killed worker's successor does not send it again: what came of an
    attempt without an answer stays OutcomeUnknown, and what was sent is told again. Refused when the public cannot see
    the article; Throttled at night (until 06:00 in Việt Nam) and when the month's broadcasts are used up.
    """
    remote_id = receipt.remote_id
    if receipt.state is not Remote.LIVE or not remote_id:
        raise Refused("the article is not live", say=words.NOT_LIVE, evidence={"state": receipt.state.value})
    noted = access.memo.read().get(NOTE) or {}
    if noted.get("id") == remote_id:
        if "evidence" in noted:
            return {**noted["evidence"], "already": True}
        raise OutcomeUnknown("an earlier broadcast was cut off", say=words.BROADCAST_UNKNOWN, evidence=noted)
    grant = Grant(access)
    grant.ready("other calls")
    _look(remote_id, grant)
    _note(access, {"id": remote_id, "at": written(access.now())})
    try:
        data = grant.ask(lambda oa: oa.broadcast([remote_id]), BROADCAST)
    except OutcomeUnknown as lost:
        raise OutcomeUnknown(lost.cause, say=words.BROADCAST_UNKNOWN, evidence=lost.evidence) from lost
    except (NotAccepted, Refused, Unsupported):
        _note(access, {})  # surely not sent: a person may ask for it again
        raise
    evidence = {"id": remote_id, "message_id": str(data.get("message_id") or ""), "at": written(access.now())}
    _note(access, {"id": remote_id, "evidence": evidence})
    return evidence


def _look(remote_id: str, grant: Grant) -> None:
    """That the public can see it now: it may have been hidden or removed by hand since it went live."""
    detail = detail_of(grant, remote_id)
    if detail is None or entry_of(detail).hidden:
        evidence = {"id": remote_id, "found": detail is not None}
        raise Refused("the public cannot see the article", say=words.NOT_LIVE, evidence=evidence)


def _note(access: Access, noted: Mapping[str, Any]) -> None:
    access.memo.write({**access.memo.read(), NOTE: dict(noted)})
