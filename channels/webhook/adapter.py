"""Our words and a partner's. Every sending has a name that stays the same, so what was lost can be asked for or sent again."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

from channels.access import Access
from channels.channel import Health, Parcel, Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.webhook.answers import ABSENT, CANNOT_ASK, READING, WRITING, Held, handle_of, held_of, raise_for
from channels.webhook.client import Partner
from channels.webhook.letter import letter, withdrawal
from channels.wire import AddressRefused
from formatters.sentence import Sentence

SOON = timedelta(seconds=30)
NOBODY = "urn:moha:nothing"  # an identifier that no item has: asking for it shows whether asking works

OTHER_CONTENT = Sentence(
    "Đối tác đang giữ nội dung khác của tin này; hãy đối chiếu với đối tác.",
    "The partner holds other content of this item; compare it with the partner.",
)
GONE_THERE = Sentence(
    "Tin không còn ở đối tác nên không sửa được; hãy hỏi đối tác.",
    "The item is no longer at the partner, so it cannot be changed; ask the partner.",
)
PRIVATE = Sentence(
    "Địa chỉ của đối tác nằm trong mạng nội bộ; nếu đúng ý, hãy thêm máy chủ đó vào SYNDICATION_ALLOW_PRIVATE_HOSTS.",
    "The partner's address is inside a private network; if that is meant, add its host to SYNDICATION_ALLOW_PRIVATE_HOSTS.",
)


class Webhook:
    """The adapter of the channel `webhook`."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Post the item. What the partner has already is ours when it says so, else Refused: nothing is overwritten."""
        partner, mark = Partner.of(access), _mark(access)
        reply = partner.send("published", letter("published", parcel), _once(mark, "published", parcel))
        if reply.status == 409:
            return _receipt(_had_before(partner, parcel, access), parcel, mark, access)
        raise_for(reply, WRITING)
        return _receipt(held_of(reply), parcel, mark, access)

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """What the partner holds now. While it is still working on a sending, not there yet is no absence."""
        identifier, revision, _ = _parts(receipt)
        held = _ask(Partner.of(access), identifier)
        waiting = receipt.state is Remote.PROCESSING
        if held is None:
            return Receipt(
                Remote.PROCESSING if waiting else Remote.GONE, receipt.remote_id, receipt.url, receipt.handle
            )
        state = _state(held)
        if waiting and held.revision is not None and held.revision < revision:
            state = Remote.PROCESSING
        remote_id = receipt.remote_id or held.id or identifier
        return Receipt(state, remote_id, held.url or receipt.url, receipt.handle, held.evidence)

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | None:
        """By identifier, and by its digest: what is there with other content is not what this delivery sent."""
        held = _found(Partner.of(access), parcel, access)
        return _receipt(held, parcel, _mark(access), access) if held else None

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Post the new revision, whole. Refused when the partner has it no more, or has a newer one."""
        partner = Partner.of(access)
        _, _, mark = _parts(receipt)
        reply = partner.send("revised", letter("revised", parcel), _once(mark, "revised", parcel))
        if reply.status in ABSENT:
            raise Refused(f"{reply.status}: it is gone", say=GONE_THERE, evidence=dict(reply.evidence))
        if reply.status == 409:
            held = _ask(partner, parcel.identifier)
            if held is None or not held.is_it(parcel.revision, parcel.rendition.digest):
                raise Refused("409: other content", say=OTHER_CONTENT, evidence=dict(reply.evidence))
        else:
            raise_for(reply, WRITING)
            held = held_of(reply)
        handle = handle_of(parcel.identifier, parcel.revision, mark)
        return Receipt(_state(held), receipt.remote_id, held.url or receipt.url, handle, held.evidence)

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Post the withdrawal. Gone already counts as done; Throttled while the partner is still taking it away."""
        identifier, revision, mark = _parts(receipt)
        partner = Partner.of(access)
        reply = partner.send("withdrawn", withdrawal(identifier, revision), f"{mark}:withdrawn:{revision}")
        if reply.status not in ABSENT:
            raise_for(reply, WRITING)
        if reply.status == 202 and _ask(partner, identifier) is not None:
            raise Throttled("the partner is still taking it away", after=SOON, evidence=dict(reply.evidence))
        return Receipt(Remote.GONE, receipt.remote_id, receipt.url, receipt.handle, reply.evidence)

    def check(self, access: Access) -> Health:
        """Ask for an item that nobody has: an answer, even that there is none, shows that address and key work."""
        partner = Partner.of(access)
        reply = partner.ask(NOBODY)
        may = ("published", "revised", "withdrawn")
        if reply.status in ABSENT or 200 <= reply.status < 300:
            return Health(ok=True, name=partner.host, may=(*may, "find"), evidence=reply.evidence)
        if reply.status in (405, 501):
            return Health(True, partner.host, may, ("find",), warnings=(CANNOT_ASK,), evidence=reply.evidence)
        for row in READING:
            if reply.status in row.statuses and row.error is AccountBroken:
                return Health(ok=False, name=partner.host, missing=may, say=row.say, evidence=reply.evidence)
        raise_for(reply, READING)
        raise Unavailable(f"the partner answered {reply.status}", evidence=dict(reply.evidence))

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Whether the partner's address may be connected to at all. A partner that is only away just now is no finding."""
        try:
            Partner.of(access).ask(NOBODY)
        except (Unavailable, AccountBroken) as error:
            return (PRIVATE,) if _refused_by_guard(error) else ()
        return ()


def _ask(partner: Partner, identifier: str) -> Held | None:
    """What the partner holds; None when it has nothing under this identifier."""
    reply = partner.ask(identifier)
    if reply.status in ABSENT:
        return None
    raise_for(reply, READING)
    try:
        return held_of(reply)
    except OutcomeUnknown as error:  # a question changes nothing: it is asked again
        raise Unavailable(error.cause, evidence=error.evidence) from error


def _found(partner: Partner, parcel: Parcel, access: Access) -> Held | None:
    """What the partner holds, if it is this very content and no other delivery's."""
    held = _ask(partner, parcel.identifier)
    if held is None or not held.is_it(parcel.revision, parcel.rendition.digest):
        return None
    return None if access.taken(held.id or parcel.identifier) else held


def _had_before(partner: Partner, parcel: Parcel, access: Access) -> Held:
    """What a 409 speaks of, when it is ours. Refused when it is other content; in doubt when the partner cannot be asked."""
    try:
        held = _found(partner, parcel, access)
    except Unavailable as error:
        raise OutcomeUnknown(f"409, and then: {error.cause}", say=error.say, evidence=error.evidence) from error
    if held is None:
        raise Refused("409: other content", say=OTHER_CONTENT, evidence={"status": 409})
    return held


def _receipt(held: Held, parcel: Parcel, mark: str, access: Access) -> Receipt:
    """A partner that gives no id is told of by our identifier; by more when an earlier delivery bears that already."""
    remote_id = held.id or parcel.identifier
    if not held.id and access.taken(remote_id):
        remote_id = f"{parcel.identifier}#{mark}"
    handle = handle_of(parcel.identifier, parcel.revision, mark)
    return Receipt(_state(held), remote_id, held.url, handle, held.evidence)


def _state(held: Held) -> Remote:
    return {"processing": Remote.PROCESSING, "refused": Remote.REFUSED}.get(held.state, Remote.LIVE)


def _mark(access: Access) -> str:
    """This delivery's own mark, kept before anything leaves: every repeat bears it, and no other delivery does."""
    memo = access.memo.read()
    if "mark" not in memo:
        memo = {**memo, "mark": uuid4().hex}
        access.memo.write(memo)
    return str(memo["mark"])


def _once(mark: str, event: str, parcel: Parcel) -> str:
    return f"{mark}:{event}:{parcel.revision}:{parcel.rendition.digest[:16]}"


def _parts(receipt: Receipt) -> tuple[str, int, str]:
    """Identifier, revision and mark; of a receipt that a person made by hand, what its id tells."""
    told = json.loads(receipt.handle) if receipt.handle else {}
    identifier = str(told.get("identifier") or receipt.remote_id)
    return identifier, int(told.get("revision") or 0), str(told.get("mark") or identifier)


def _refused_by_guard(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, AddressRefused):
        cause = cause.__cause__
    return cause is not None
