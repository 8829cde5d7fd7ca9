"""Our words ↔ Zalo's. An article is made in Zalo's own time: create gives a token, and verify turns it into an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from channels.channel import Access, Health, Parcel, Receipt, Remote
from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Unavailable, Unsupported
from channels.mark import carries
from channels.zalo.article import Entry, article, entry_of, said_in, same_form
from channels.zalo.errors import says_not_there, still_processing
from channels.zalo.grant import Grant
from channels.zalo.listing import entries, link_of
from formatters.sentence import Sentence

SKEW = timedelta(seconds=5)  # between Zalo's clock and ours

OTHER_ACCOUNT = Sentence(
    "Token này thuộc về một Official Account khác; hãy kiểm tra oa_id.",
    "This token belongs to another Official Account; check oa_id.",
)
NOT_VERIFIED = Sentence(
    "Official Account chưa được xác thực; Zalo có thể từ chối đăng bài.",
    "The Official Account is not verified; Zalo may refuse to publish.",
)


class Zalo:
    """The adapter. `Receipt.handle` is the token of a create or update; `Receipt.remote_id` is the article's id."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Create the article, shown. A token that this delivery already has in its memo is settled first."""
        grant, body, digest = Grant(access), article(parcel), parcel.rendition.digest
        earlier = self._remembered(grant, access)
        if earlier and earlier.state in (Remote.LIVE, Remote.PROCESSING):
            return self._resume(earlier, parcel, access)
        try:
            data = grant.ask(lambda oa: oa.create(body))
        except Unavailable as error:
            if still_processing(error):  # in answer to create this hints that it was taken
                raise OutcomeUnknown(error.cause, evidence=error.evidence) from error
            raise
        token = str(data.get("token") or "")
        if not token:
            raise OutcomeUnknown("create succeeded without a token", evidence={"data": dict(data)})
        access.memo.write({"token": token, "digest": digest})
        return Receipt(Remote.PROCESSING, handle=token, evidence={"token": token})

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """Settle the token while it is processed; then whether the article is still shown (hidden counts as gone)."""
        grant = Grant(access)
        if receipt.handle and (receipt.state is Remote.PROCESSING or not receipt.remote_id):
            return self._settle(receipt, grant)
        if not receipt.remote_id:
            raise Unsupported("a receipt without token and id names nothing")
        detail = self._detail(receipt.remote_id, grant)
        if detail is None:
            return replace(receipt, state=Remote.GONE, evidence={"id": receipt.remote_id, "found": False})
        return self._as_shown(replace(receipt, url=receipt.url or self._link(receipt.remote_id, detail, grant)), detail)

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | None:
        """By the token in the memo; without one by title and date in the list, and by `key` in the article's text.

        An article that is ours but hidden comes back as GONE: it exists, and sending again would make a second one.
        """
        grant = Grant(access)
        if earlier := self._remembered(grant, access):
            return earlier
        title = same_form(parcel.rendition.title)
        for entry in entries(grant, since=since):
            early = entry.created is not None and entry.created < since - SKEW
            if entry.title != title or early or not entry.id or access.taken(entry.id):
                continue
            detail = self._detail(entry.id, grant)
            if detail is not None and self._bears(key, parcel, detail):
                receipt = Receipt(Remote.LIVE, remote_id=entry.id, url=entry.link or entry_of(detail).link)
                return self._as_shown(receipt, {"status": entry.status, **detail}, entry)
        return None

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Replace the whole article. It is processed anew: same id, new token."""
        grant, body = Grant(access), article(parcel)
        remote_id = self._identified(receipt, grant)
        data = grant.ask(lambda oa: oa.update(remote_id, body))
        token = str(data.get("token") or "")
        return Receipt(Remote.PROCESSING, remote_id, receipt.url, token, evidence={"token": token, "id": remote_id})

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Remove it. Zalo's code for "not there" is unknown, so after an error the article itself is asked for."""
        grant = Grant(access)
        try:
            remote_id = self._identified(receipt, grant)
        except Refused as error:  # Zalo turned it down while processing: there is nothing to remove
            return replace(receipt, state=Remote.GONE, evidence=error.evidence)
        evidence: dict[str, Any] = {"id": remote_id}
        try:
            grant.ask(lambda oa: oa.remove(remote_id))
        except (Refused, OutcomeUnknown) as error:
            if "code" not in error.evidence or self._detail(remote_id, grant) is not None:
                raise
            evidence["already"] = dict(error.evidence)
        return Receipt(Remote.GONE, remote_id, receipt.url, receipt.handle, evidence)

    def check(self, access: Access) -> Health:
        """Ask the account for itself. Trouble with token or permission is told, not raised."""
        grant = Grant(access)
        try:
            oa = grant.ask(lambda oa: oa.oa())
        except AccountBroken as error:
            return Health(ok=False, say=error.say, evidence=error.evidence)
        named = ("oaid", "is_verified", "oa_type", "cate_name", "package_name", "package_valid_through_date")
        evidence = {name: oa[name] for name in named if name in oa}
        name, ends = str(oa.get("name") or ""), grant.expires_at()
        if oa.get("oaid") and str(oa["oaid"]) != str(access.settings["oa_id"]):
            return Health(ok=False, name=name, expires_at=ends, say=OTHER_ACCOUNT, evidence=evidence)
        if str(oa.get("is_verified", True)).lower() in ("false", "0"):
            return Health(True, name, missing=("verified",), expires_at=ends, say=NOT_VERIFIED, evidence=evidence)
        return Health(ok=True, name=name, may=("article",), expires_at=ends, evidence=evidence)

    # --- settling tokens

    def _settle(self, receipt: Receipt, grant: Grant) -> Receipt:
        """Ask what became of `receipt.handle`. An id once known stays: an update does not change it."""
        try:
            data = grant.ask(lambda oa: oa.verify(receipt.handle))
        except Unavailable as error:
            if still_processing(error):
                return replace(receipt, state=Remote.PROCESSING, evidence=dict(error.evidence))
            raise
        except Refused as error:
            # "token is invalid!" speaks of the token, which may only have grown old: it does not refuse the article.
            if "token" in str(error.evidence.get("message") or "token").lower():
                raise OutcomeUnknown(error.cause, evidence=error.evidence) from error
            return replace(receipt, state=Remote.REFUSED, evidence=dict(error.evidence))
        verified = str(data.get("id") or "")
        remote_id = receipt.remote_id or verified
        if not remote_id:
            raise Unavailable("verify succeeded without an id", evidence={"data": dict(data)})
        detail = self._detail(remote_id, grant) or {}
        url = self._link(remote_id, detail, grant) or receipt.url
        evidence = {"verified": verified}
        return self._as_shown(Receipt(Remote.LIVE, remote_id, url, receipt.handle, evidence), detail)

    def _remembered(self, grant: Grant, access: Access) -> Receipt | None:
        """What became of the token in the memo; None without one, and when Zalo knows nothing of it."""
        token = str(access.memo.read().get("token") or "")
        if not token:
            return None
        try:
            found = self._settle(Receipt(Remote.PROCESSING, handle=token), grant)
        except OutcomeUnknown:
            return None
        return None if found.state is Remote.REFUSED else found

    def _resume(self, earlier: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """An article of this delivery exists: it is never made twice, only brought to what was approved since."""
        if access.memo.read().get("digest") == parcel.rendition.digest:
            return earlier
        if not earlier.remote_id:
            raise Unavailable("an earlier version is still processed by Zalo", evidence=dict(earlier.evidence))
        return self.revise(earlier, parcel, access)

    def _identified(self, receipt: Receipt, grant: Grant) -> str:
        """The id, by the token if need be. Unavailable while Zalo gives none, Refused when it turned the article down."""
        if receipt.remote_id:
            return receipt.remote_id
        if not receipt.handle:
            raise Unsupported("a receipt without token and id names nothing")
        settled = self._settle(receipt, grant)
        if settled.state is Remote.REFUSED:
            raise Refused("Zalo turned the article down", evidence=dict(settled.evidence))
        if not settled.remote_id:
            raise Unavailable("Zalo is still processing the article", evidence=dict(settled.evidence))
        return settled.remote_id

    # --- reading articles

    def _detail(self, remote_id: str, grant: Grant) -> dict[str, Any] | None:
        """The article as it is there; None when it is not."""
        try:
            return grant.ask(lambda oa: oa.detail(remote_id)) or None
        except ChannelError as error:
            if says_not_there(error):
                return None
            raise

    def _link(self, remote_id: str, detail: Mapping[str, Any], grant: Grant) -> str:
        if link := entry_of(detail).link:
            return link
        entry = link_of(grant, remote_id)
        return entry.link if entry else ""

    @staticmethod
    def _as_shown(receipt: Receipt, detail: Mapping[str, Any], entry: Entry | None = None) -> Receipt:
        """LIVE, or GONE when it is hidden: the public cannot see it. The evidence says which."""
        seen = entry_of(detail)
        evidence = {**receipt.evidence, "id": receipt.remote_id, "status": seen.status, "title": seen.title}
        created = (entry or seen).created
        if created:
            evidence["created"] = created.isoformat()
        return replace(receipt, state=Remote.GONE if seen.hidden else Remote.LIVE, evidence=evidence)

    @staticmethod
    def _bears(key: str, parcel: Parcel, detail: Mapping[str, Any]) -> bool:
        """Whether the article carries `key`, where our own text carries it and Zalo gives the text back at all."""
        told = parcel.rendition
        sent = "\n".join([told.summary, *(block.text for block in told.blocks), "" if told.blocks else told.text])
        said = said_in(detail)
        return not said or not carries(sent, key) or carries(said, key)
