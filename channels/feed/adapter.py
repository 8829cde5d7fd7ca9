"""A feed is a view of the ledger: what is live there is in it. So nothing leaves here, and nothing can be lost."""

from __future__ import annotations

from datetime import datetime

from channels.access import Access
from channels.channel import Health, Parcel, Receipt, Remote
from formatters.sentence import Sentence


class Feed:
    """The adapter of the channel `feed`. No act touches the network; the room that builds feeds follows each move."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Live at once: the entry is in the feed as soon as the ledger says so.

        An item told here a second time has no id of its own: its identifier is on the receipt of the first time.
        """
        remote_id = "" if access.taken(parcel.identifier) else parcel.identifier
        return Receipt(Remote.LIVE, remote_id=remote_id, url=_address(access))

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """Live: the ledger itself is what the feed shows."""
        return Receipt(Remote.LIVE, remote_id=receipt.remote_id, url=_address(access))

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> None:
        """Nothing is out there until the ledger says live, so publishing again is harmless."""

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Live with the new rendition once the ledger holds it."""
        return Receipt(Remote.LIVE, remote_id=receipt.remote_id, url=_address(access))

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Gone: the next build leaves it out."""
        return Receipt(Remote.GONE, remote_id=receipt.remote_id, url=receipt.url)

    def check(self, access: Access) -> Health:
        """Always well: there is nothing to log in to."""
        return Health(ok=True, name=str(access.settings["slug"]), may=("publish", "revise", "retract"))

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Nothing can stand in the way of a feed."""
        return ()


def _address(access: Access) -> str:
    base = str(access.settings.get("base_url") or "").rstrip("/")
    return f"{base}/feeds/{access.settings['slug']}.rss"
