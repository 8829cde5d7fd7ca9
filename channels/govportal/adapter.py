"""Our words and the portal's. PUT is idempotent there, so what was lost can be asked after, and be sent again.

The remote id is `{identifier}#{revision}`, as in the portal's idempotency key; the handle holds the digest and, after a
202, where to ask.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime, timedelta
from html import unescape

from channels.access import Access
from channels.channel import Health, Parcel, Receipt, Remote
from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Throttled, Unsupported
from channels.govportal.answer import NO_DOOR, NOT_OURS, NOT_THERE, ack_of, raise_for
from channels.govportal.client import Portal
from channels.govportal.item import RIGHTS, SOURCE, body_of, told, withdrawn
from channels.govportal.sending import (
    OTHER_CONTENT,
    Absent,
    Make,
    Sent,
    believed,
    checked,
    last_sent,
    listed,
    send,
    sent_before,
    traces,
)
from channels.govportal.signature import digest_of, same_digest
from formatters.sentence import Sentence

SKEW = timedelta(minutes=5)  # how far the portal's clock may be behind ours: the window of its signatures
SOON = timedelta(seconds=30)
RECENT = timedelta(days=2)  # how far back the list is read for what has no ack

LOOK = Sentence(
    "Cổng Chính phủ báo đã đăng nhưng trang công khai không mở được hoặc thiếu dòng ghi nguồn; hãy xem lại trang đó.",
    "The Government Portal says it is published, but its page does not open or lacks our attribution; look at that page.",
)


class GovPortal:
    """The adapter of the channel `govportal`."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Put the parcel's revision. What the portal holds of others under it is refused, never overwritten."""
        portal = Portal.of(access)
        make = _telling(parcel, portal, "publish")
        try:
            sent = send(portal, access, parcel.identifier, _first_free(parcel, access), None, make, over=False)
        except Absent as absent:
            raise AccountBroken(str(absent), say=NO_DOOR, evidence=dict(absent.reply.evidence)) from absent
        return _receipt(sent, parcel.identifier, access)

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """What the ack says now, else the list. OutcomeUnknown when it speaks of other content than ours."""
        portal = Portal.of(access)
        identifier, revision = _parts(receipt)
        digest, location = _handle(receipt)
        reply = portal.ack(identifier, revision, location)
        if reply.status not in NOT_THERE:
            raise_for(reply, wrote=False)
            ack = checked(reply, identifier, revision, digest)
            return _receipt(Sent(revision, digest, ack, location), identifier, access)
        for ack in listed(portal, identifier, revision, access.now() - RECENT):
            ack = believed(ack, identifier, revision, digest)
            return _receipt(Sent(revision, digest, ack, location), identifier, access)
        return Receipt(Remote.GONE, receipt.remote_id, receipt.url, evidence=reply.evidence)

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | None:
        """The ack of what we sent, or its line in the list. Other content under our revision proves nothing: OutcomeUnknown."""
        portal = Portal.of(access)
        identifier, revision = parcel.identifier, max(_first_free(parcel, access), last_sent(access))
        ours = [*sent_before(access, revision), digest_of(_telling(parcel, portal, "publish")(revision, None))]
        for ack in traces(portal, identifier, revision, since - SKEW):
            digest = next((one for one in ours if same_digest(one, ack.digest)), "")
            if not digest:
                raise OutcomeUnknown("other content under our revision", say=OTHER_CONTENT, evidence=dict(ack.evidence))
            ack = believed(ack, identifier, revision, digest)
            return _receipt(Sent(revision, digest, ack), identifier, access)
        return None

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Put the next revision: a correction (đính chính) when the rendition bears a note, else an update.

        What was withdrawn at the portal meanwhile is GONE: a next revision would make it public again.
        """
        portal = Portal.of(access)
        identifier, last = _parts(receipt)
        known = ack_of(portal.ack(identifier, last))
        if known is not None and known.state is Remote.GONE:
            return Receipt(Remote.GONE, receipt.remote_id, receipt.url, receipt.handle)
        make = _telling(parcel, portal, "correct" if parcel.rendition.note else "update")
        try:
            sent = send(portal, access, identifier, max(parcel.revision, last + 1), last, make, over=True)
        except Absent as absent:
            return Receipt(Remote.GONE, receipt.remote_id, receipt.url, evidence=absent.reply.evidence)
        return _receipt(sent, identifier, access)

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Withdraw it by a revision of its own. What is not there counts as done. Throttled while it is queued there."""
        portal = Portal.of(access)
        identifier, last = _parts(receipt)

        def make(revision: int, supersedes: int | None) -> bytes:
            return body_of(withdrawn(identifier, portal.org, revision, supersedes or last))

        try:
            sent = send(portal, access, identifier, last + 1, last, make, over=True)
        except Absent as absent:
            return Receipt(Remote.GONE, receipt.remote_id, receipt.url, evidence=absent.reply.evidence)
        if sent.ack is None or sent.ack.status == "queued":
            now = self.status(_receipt(sent, identifier, access), access)
            if now.state is Remote.PROCESSING:
                raise Throttled("the withdrawal is queued at the portal", after=SOON, evidence=dict(now.evidence))
            return Receipt(Remote.GONE, now.remote_id, receipt.url, evidence=now.evidence)
        return Receipt(Remote.GONE, f"{identifier}#{sent.revision}", receipt.url, evidence=sent.ack.evidence)

    def check(self, access: Access) -> Health:
        """Whether the portal knows our organisation and our key: its list is asked for, nothing is sent."""
        portal = Portal.of(access)
        reply = portal.first_page(access.now())
        if reply.status in (401, 403):
            return Health(ok=False, name=portal.org, missing=("items",), say=NOT_OURS, evidence=reply.evidence)
        raise_for(reply, wrote=False)
        return Health(ok=True, name=portal.org, may=("items",), evidence=reply.evidence)

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Nothing is asked: the portal takes the item whole, and says at once what it does not take."""
        return ()


def _first_free(parcel: Parcel, access: Access) -> int:
    """The parcel's revision, or the first after it that no other delivery bears: the item may be told a second time."""
    revision = parcel.revision
    while access.taken(f"{parcel.identifier}#{revision}"):
        revision += 1
    return revision


def _telling(parcel: Parcel, portal: Portal, op: str) -> Make:
    return lambda revision, supersedes: body_of(told(parcel, portal.org, op, revision, supersedes))


def _receipt(sent: Sent, identifier: str, access: Access) -> Receipt:
    ack = sent.ack
    state = (ack.state if ack else None) or Remote.PROCESSING
    url = ack.public_url if ack else ""
    return Receipt(
        state=state,
        remote_id=f"{identifier}#{sent.revision}",
        url=url,
        handle=json.dumps({"digest": sent.digest, "location": sent.location}),
        evidence={**ack.evidence, "ackStatus": ack.status, "errors": list(ack.errors)} if ack else {},
        todo=LOOK if state is Remote.LIVE and url and not _shows_us(url, access) else None,
    )


def _shows_us(url: str, access: Access) -> bool:
    """Whether the public page opens and bears our attribution: the profile counts an item as delivered only then."""
    try:
        page = access.wire.read(url, follow=True)
    except ChannelError:
        return False
    text = unicodedata.normalize("NFC", unescape(page.text))
    return page.status == 200 and (SOURCE in text or RIGHTS in text)


def _parts(receipt: Receipt) -> tuple[str, int]:
    identifier, _, revision = receipt.remote_id.rpartition("#")
    if not identifier or not revision.isdigit():
        raise Unsupported(f"{receipt.remote_id!r} names no revision of an item")
    return identifier, int(revision)


def _handle(receipt: Receipt) -> tuple[str, str]:
    known = json.loads(receipt.handle) if receipt.handle else {}
    return str(known.get("digest", "")), str(known.get("location", ""))
