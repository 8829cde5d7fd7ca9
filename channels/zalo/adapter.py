"""Our words ↔ Zalo's. An article is made in Zalo's own time: create gives a token, and verify turns it into an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from channels.access import Access
from channels.channel import Health, Parcel, Receipt, Remote
from channels.errors import OutcomeUnknown, Refused, Unavailable, Unsupported
from channels.zalo import broadcasts, films, preflight
from channels.zalo.article import article
from channels.zalo.entry import entry_of, said_in
from channels.zalo.errors import speaks_of, still_processing
from channels.zalo.grant import Grant
from channels.zalo.health import health
from channels.zalo.listing import entry_in_list
from channels.zalo.search import detail_of, find_ours
from formatters.sentence import Sentence


class Zalo:
    """The adapter. `Receipt.handle` is the token of a create or update; `Receipt.remote_id` is the article's id."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Create the article, shown. A token that this delivery already has in its memo is settled first.

        Throttled while Zalo converts the film: nothing was published yet.
        """
        grant, digest = Grant(access), parcel.rendition.digest
        _told(parcel, access)  # what cannot be told is known before anything is asked or uploaded
        earlier = self._remembered(grant, access)
        if earlier and earlier.state in (Remote.LIVE, Remote.PROCESSING):
            return self._resume(earlier, parcel, access)
        grant.ready()
        body = _told(parcel, access, films.film_id(parcel, grant, access))
        try:
            data = grant.ask(lambda oa: oa.create(body))
        except Unavailable as error:
            if still_processing(error):  # in answer to create this hints that it was taken
                raise OutcomeUnknown(error.cause, evidence=error.evidence) from error
            raise
        except Refused as error:
            _forget_film(error, access)
            raise
        token = str(data.get("token") or "")
        if not token:
            raise OutcomeUnknown("create succeeded without a token", evidence={"data": dict(data)})
        access.memo.write({**access.memo.read(), "token": token, "digest": digest})
        return Receipt(Remote.PROCESSING, handle=token, evidence={"token": token, **films.kept(access)})

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """Settle the token while it is processed; then whether the article is still shown (hidden counts as gone)."""
        grant = Grant(access)
        if receipt.handle and (receipt.state is Remote.PROCESSING or not receipt.remote_id):
            return self._settle(receipt, grant, access)
        if not receipt.remote_id:
            raise Unsupported("a receipt without token and id names nothing")
        detail = detail_of(grant, receipt.remote_id)
        if detail is None:
            return replace(receipt, state=Remote.GONE, evidence={"id": receipt.remote_id, "found": False})
        receipt = replace(receipt, evidence=films.kept(access, receipt))
        return _as_shown(replace(receipt, url=receipt.url or _link(receipt.remote_id, detail, grant)), detail)

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | None:
        """By the token in the memo; without one by title and date in the list and by `key` in the text (see search.py).

        An article that is ours but hidden comes back as GONE: it exists, and sending again would make a second one.
        """
        grant = Grant(access)
        if earlier := self._remembered(grant, access):
            return earlier
        found = find_ours(grant, key, parcel, since, access.taken)
        if found is None:
            return None
        entry, evidence = found.entry, {"by": found.whose.value, "also": list(found.also), **films.kept(access)}
        url = entry.link or entry_of(found.detail).link
        receipt = Receipt(Remote.LIVE, remote_id=entry.id, url=url, evidence=evidence)
        created = entry.created.timestamp() if entry.created else None
        return _as_shown(
            receipt, {"title": entry.title, **found.detail, "status": entry.status, "create_date": created}
        )

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Replace the whole article. It is processed anew: same id, new token."""
        grant = Grant(access)
        _told(parcel, access)
        remote_id = self._identified(receipt, grant, access)
        grant.ready()
        body = _told(parcel, access, films.film_id(parcel, grant, access, receipt))
        try:
            data = grant.ask(lambda oa: oa.update(remote_id, body))
        except Refused as error:
            _forget_film(error, access)
            raise
        token = str(data.get("token") or "")
        evidence = {"token": token, "id": remote_id, **films.kept(access, receipt)}
        return Receipt(Remote.PROCESSING, remote_id, receipt.url, token, evidence=evidence)

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Remove it. Zalo's code for "not there" is unknown, so after an error the article itself is asked for."""
        grant = Grant(access)
        try:
            remote_id = self._identified(receipt, grant, access)
        except Refused as error:  # Zalo turned it down while processing: there is nothing to remove
            return replace(receipt, state=Remote.GONE, evidence=error.evidence)
        evidence: dict[str, Any] = {"id": remote_id}
        try:
            grant.ask(lambda oa: oa.remove(remote_id))
        except (Refused, OutcomeUnknown) as error:
            if "code" not in error.evidence or detail_of(grant, remote_id) is not None:
                raise
            evidence["already"] = dict(error.evidence)
        return Receipt(Remote.GONE, remote_id, receipt.url, receipt.handle, evidence)

    def check(self, access: Access) -> Health:
        """Ask the account for itself. Trouble with token or permission is told, not raised."""
        return health(access)

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Pictures that Zalo could not fetch, a film that it would not take, a token that cannot be renewed."""
        return preflight.findings(parcel, access)

    def broadcast(self, receipt: Receipt, access: Access) -> Mapping[str, Any]:
        """Push a live article to every follower, once; see broadcasts.py."""
        return broadcasts.push(receipt, access)

    # --- settling tokens

    def _settle(self, receipt: Receipt, grant: Grant, access: Access) -> Receipt:
        """Ask what became of `receipt.handle`. An id once known stays: an update does not change it."""
        try:
            data = grant.ask(lambda oa: oa.verify(receipt.handle))
        except Unavailable as error:
            if still_processing(error):
                evidence = {**error.evidence, **films.kept(access, receipt)}
                return replace(receipt, state=Remote.PROCESSING, evidence=evidence)
            raise
        except Refused as error:
            # "token is invalid!" speaks of the token, which may only have grown old: it does not refuse the article.
            if speaks_of(error, "token") or not error.evidence.get("message"):
                raise OutcomeUnknown(error.cause, evidence=error.evidence) from error
            return replace(receipt, state=Remote.REFUSED, evidence=dict(error.evidence))
        verified = str(data.get("id") or "")
        remote_id = receipt.remote_id or verified
        if not remote_id:
            raise Unavailable("verify succeeded without an id", evidence={"data": dict(data)})
        detail = detail_of(grant, remote_id) or {}
        url = _link(remote_id, detail, grant) or receipt.url
        evidence = {"verified": verified, **films.kept(access, receipt)}
        return _as_shown(Receipt(Remote.LIVE, remote_id, url, receipt.handle, evidence), detail)

    def _remembered(self, grant: Grant, access: Access) -> Receipt | None:
        """What became of the token in the memo; None without one, and when Zalo knows nothing of it."""
        token = str(access.memo.read().get("token") or "")
        if not token:
            return None
        try:
            return self._settle(Receipt(Remote.PROCESSING, handle=token), grant, access)
        except OutcomeUnknown:
            return None

    def _resume(self, earlier: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """An article of this delivery exists: it is never made twice, only brought to what was approved since."""
        if access.memo.read().get("digest") == parcel.rendition.digest:
            return earlier
        if not earlier.remote_id:
            raise Unavailable("an earlier version is still processed by Zalo", evidence=dict(earlier.evidence))
        return self.revise(earlier, parcel, access)

    def _identified(self, receipt: Receipt, grant: Grant, access: Access) -> str:
        """The id, by the token if need be. Unavailable while Zalo gives none, Refused when it turned the article down."""
        if receipt.remote_id:
            return receipt.remote_id
        if not receipt.handle:
            raise Unsupported("a receipt without token and id names nothing")
        settled = self._settle(receipt, grant, access)
        if settled.state is Remote.REFUSED:
            raise Refused("Zalo turned the article down", evidence=dict(settled.evidence))
        if not settled.remote_id:
            raise Unavailable("Zalo is still processing the article", evidence=dict(settled.evidence))
        return settled.remote_id


def _told(parcel: Parcel, access: Access, film: str = "") -> dict[str, Any]:
    return article(parcel, markup=str(access.settings["markup"]), film=film)


def _forget_film(error: Refused, access: Access) -> None:
    """After "video_id is invalid!" and its like the next try uploads the film anew."""
    if speaks_of(error, "video"):
        films.forget(access)


def _link(remote_id: str, detail: Mapping[str, Any], grant: Grant) -> str:
    """The article's public address: getdetail is not known to give it, getslice does; "" when neither does."""
    if link := entry_of(detail).link:
        return link
    entry = entry_in_list(grant, remote_id)
    return entry.link if entry else ""


def _as_shown(receipt: Receipt, detail: Mapping[str, Any]) -> Receipt:
    """LIVE, or GONE when it is hidden: the public cannot see it. The evidence says which."""
    seen = entry_of(detail)
    evidence = {**receipt.evidence, "id": receipt.remote_id, "status": seen.status, "title": seen.title}
    if seen.created:
        evidence["created"] = seen.created.isoformat()
    # What getdetail gives back is not documented: a text is only one when the body came with it.
    text = said_in(detail) if detail.get("body") else None
    return replace(receipt, state=Remote.GONE if seen.hidden else Remote.LIVE, evidence=evidence, text=text)
