"""One revision on its way: remembered, put, its ack checked, and what to do when the portal holds another one.

Every digest is written to the memo before its bytes leave: addresses of pictures may be minted anew for each try, so
the same story may become other bytes, and what an earlier try had sent must still be known as ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from channels.access import Access
from channels.errors import OutcomeUnknown, Refused, Unavailable
from channels.govportal.answer import NOT_THERE, Ack, Conflict, ack_from, ack_of, raise_for, refused
from channels.govportal.client import Portal
from channels.govportal.signature import digest_of, same_digest
from channels.wire import Reply
from formatters.sentence import Sentence

OTHER_CONTENT = Sentence(
    "Cổng Chính phủ đang giữ nội dung khác dưới cùng mã và số phiên bản; cần người đối chiếu.",
    "The Government Portal holds other content under this identifier and revision; a person must compare.",
)

Make = Callable[[int, int | None], bytes]  # (revision, the one it supersedes) → the bytes of the item


class Absent(Exception):
    """404 or 410 on a PUT: the portal has no such item to change."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.status} on a PUT")
        self.reply = reply


@dataclass(frozen=True)
class Sent:
    """A revision that the portal has. `ack` is None while it has said nothing but 202; `location` is where to ask then."""

    revision: int
    digest: str
    ack: Ack | None
    location: str = ""


def send(
    portal: Portal, access: Access, identifier: str, revision: int, follows: int | None, make: Make, *, over: bool
) -> Sent:
    """Put `make(revision, follows)`; on a conflict what the portal holds decides.

    What it holds is ours: that is the success looked for. Else, with `over` or when it holds a withdrawal, the revision
    after it is put, once. Else Refused: nothing of others is ever overwritten by a first publication.
    """
    try:
        sent = _put(portal, access, identifier, revision, make(revision, follows))
        if over or sent.ack is None or sent.ack.status != "withdrawn":
            return sent
        current: int = revision + 1  # told before and withdrawn since: the withdrawal is the revision after it
    except Conflict as conflict:
        current = conflict.current if conflict.current is not None else revision
        held = _held(portal, identifier, current)
        if held is not None:
            ours = [*sent_before(access, current), digest_of(make(current, follows))]
            digest = next((one for one in ours if same_digest(one, held.digest)), "")
            if digest and (over or held.status != "withdrawn"):
                return Sent(current, digest, held)
        if not over and (held is None or held.status != "withdrawn"):
            raise Refused(str(conflict), say=OTHER_CONTENT, evidence=dict(conflict.reply.evidence)) from conflict
    try:
        return _put(portal, access, identifier, current + 1, make(current + 1, current))
    except Conflict as conflict:
        raise Refused(f"{conflict}, again", say=OTHER_CONTENT, evidence=dict(conflict.reply.evidence)) from conflict


def checked(reply: Reply, identifier: str, revision: int, digest: str) -> Ack | None:
    """The ack of a 2xx, None for a 202 that says nothing more. OutcomeUnknown as for `believed`."""
    ack = ack_of(reply)
    if ack is not None:
        return believed(ack, identifier, revision, digest)
    if reply.status == 202:
        return None
    raise OutcomeUnknown("an answer without an ack", evidence=dict(reply.evidence))


def believed(ack: Ack, identifier: str, revision: int, digest: str) -> Ack:
    """The ack, when it is about what we sent: `digest` ("" when it is no longer known). Else OutcomeUnknown."""
    evidence = {**ack.evidence, "sent": digest, "acknowledged": ack.digest}
    if (ack.identifier or identifier) != identifier or ack.revision not in (None, revision):
        raise OutcomeUnknown("the ack is about another item", say=OTHER_CONTENT, evidence=evidence)
    if digest and not same_digest(digest, ack.digest):
        raise OutcomeUnknown("the ack's digest is not that of what we sent", say=OTHER_CONTENT, evidence=evidence)
    if ack.state is None:
        raise OutcomeUnknown(f"the profile knows no status {ack.status!r}", evidence=evidence)
    return ack


def traces(portal: Portal, identifier: str, revision: int, since: datetime) -> Iterator[Ack]:
    """What the portal shows of this revision: its ack, else its line in the list."""
    reply = portal.ack(identifier, revision)
    if reply.status in NOT_THERE:
        yield from listed(portal, identifier, revision, since)
        return
    raise_for(reply, wrote=False)
    ack = ack_of(reply)
    if ack is None:
        raise Unavailable("an answer without an ack", evidence=dict(reply.evidence))
    yield ack


def listed(portal: Portal, identifier: str, revision: int, since: datetime) -> Iterator[Ack]:
    """This revision's line in the list of what came at or after `since`, if it has one."""
    for entry in portal.items(since):
        ack = ack_from(entry, {"listed": True})
        if (ack.identifier, ack.revision) == (identifier, revision):
            yield ack


def sent_before(access: Access, revision: int) -> list[str]:
    """The digest that this delivery sent as `revision`, if it did."""
    known = access.memo.read().get("sent", {})
    return [str(known[str(revision)])] if str(revision) in known else []


def last_sent(access: Access) -> int:
    """The highest revision that this delivery has sent; 0 for none."""
    return max((int(revision) for revision in access.memo.read().get("sent", {})), default=0)


def _put(portal: Portal, access: Access, identifier: str, revision: int, body: bytes) -> Sent:
    digest = digest_of(body)
    memo = access.memo.read()
    access.memo.write({**memo, "sent": {**memo.get("sent", {}), str(revision): digest}})
    reply = portal.put(identifier, revision, body)
    if reply.status in (404, 410):
        raise Absent(reply)
    raise_for(reply, wrote=True)
    ack = checked(reply, identifier, revision, digest)
    if ack is not None and ack.status == "rejected":
        raise refused("rejected", ack.errors, ack.evidence)
    location = reply.headers.get("location", "")
    return Sent(revision, digest, None if reply.status == 202 else ack, location)


def _held(portal: Portal, identifier: str, revision: int) -> Ack | None:
    reply = portal.ack(identifier, revision)
    return ack_of(reply) if reply.status == 200 else None
