"""What an adapter is handed: the parcel to send, and its only way out of pure code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from channels.channel import Parcel, Receipt, Remote
from channels.wire import Guard, Wire
from formatters.rendition import Rendition
from formatters.story import Blob
from scheduler import addresses, blobs
from scheduler.models import Account, Delivery
from scheduler.pace import AccountMeter
from scheduler.states import FINAL
from scheduler.vault import AccountVault, DeliveryMemo

HURRY = 5.0  # seconds for an answer while a person waits


def open_wire(timeout: float = 30.0, before_write: Callable[[], None] = lambda: None, reads: int = 3) -> Wire:
    """The guarded door, with the hosts that this instance lets through. `before_write` may raise to keep it shut."""
    return Wire(
        Guard(settings.SYNDICATION_ALLOW_PRIVATE_HOSTS), timeout=timeout, before_write=before_write, reads=reads
    )


class AccountAccess:
    """As `channels.channel.Access` wants it, for one act on one account. Without a delivery (check) the memo is nobody's.

    `hurried` asks once and waits briefly: a person is waiting for the answer.
    """

    def __init__(
        self,
        account: Account,
        delivery: Delivery | None = None,
        *,
        before_write: Callable[[], None] = lambda: None,
        hurried: bool = False,
    ) -> None:
        self._account = account
        self._delivery = delivery
        self.settings: Mapping[str, Any] = settled_settings(account)
        self.vault = AccountVault(account.pk, answer=timedelta(seconds=int(self.settings["timeout_seconds"])))
        self.memo = DeliveryMemo(delivery.pk if delivery else 0)
        self.meter = AccountMeter(account.pk)
        patience = float(self.settings["timeout_seconds"])
        self.wire = open_wire(min(HURRY, patience), before_write, 1) if hurried else open_wire(patience, before_write)

    def now(self) -> datetime:
        """The time, aware, UTC."""
        return timezone.now()

    def taken(self, remote_id: str) -> bool:
        """Whether another delivery of this account already holds a receipt for this object."""
        others = Delivery.objects.filter(account=self._account, remote_id=remote_id)
        if self._delivery is not None:
            others = others.exclude(pk=self._delivery.pk)
        return others.exists()


def settled_settings(account: Account) -> dict[str, Any]:
    """The account's settings with the channel's defaults; an empty `base_url` or `media_url` means this instance's own."""
    found = account.manifest.settle_settings(account.settings)
    for name in ("media_url", "base_url"):
        if name in found and not found[name]:
            found[name] = settings.SYNDICATION_BASE_URL
    return found


def parcel_of(delivery: Delivery) -> Parcel:
    """What is to be sent for this delivery. FileNotFoundError when bytes that were kept for it are gone."""
    if delivery.coming is None or delivery.coming_modified is None:
        raise ValueError(f"delivery {delivery.pk} has nothing to send")
    rendition = Rendition.from_json(delivery.coming)
    held: dict[str, Blob] = {cut.sha256: blobs.blob(cut.sha256, cut.mime) for cut in rendition.cuts}
    if rendition.film is not None:
        held[rendition.film.sha256] = blobs.blob(rendition.film.sha256, rendition.film.mime)
        held |= {told.sha256: blobs.blob(told.sha256, told.mime) for told in rendition.film.captions}
    settled = settled_settings(delivery.account)
    base = str(settled.get("media_url") or settings.SYNDICATION_BASE_URL)
    days = int(settled.get("media_days") or 0)
    ends = timezone.localdate() + timedelta(days=days) if days else None
    return Parcel(
        identifier=delivery.identifier,
        revision=delivery.coming_revision,
        modified=delivery.coming_modified,
        rendition=rendition,
        blobs=held,
        address=lambda sha256: addresses.mint(base, sha256, ends, ending=_ending(held.get(sha256))),
    )


def _ending(blob: Blob | None) -> str:
    return "mp4" if blob is not None and blob.mime.startswith("video/") else "jpg"


def key_of(rendition: Rendition) -> str:
    """The mark by which the object can be found again: the canonical address, or the title of what has none."""
    return rendition.link or rendition.title


def receipt_of(delivery: Delivery, state: Remote) -> Receipt:
    """The receipt that the delivery holds."""
    return Receipt(
        state=state,
        remote_id=delivery.remote_id,
        url=delivery.url,
        handle=delivery.handle,
        evidence=delivery.receipt,
    )


def shown_somewhere(sha256: str) -> bool:
    """Whether a delivery that has not ended shows these bytes, or is about to."""
    told = Delivery.objects.exclude(state__in=FINAL).annotate(
        now=Cast("shown", TextField()), then=Cast("coming", TextField())
    )
    return told.filter(Q(now__contains=sha256) | Q(then__contains=sha256)).exists()
