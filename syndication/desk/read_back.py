"""Read back what has become public: the attribution must be found there, or a person hears of it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from channels.channel import Remote
from channels.errors import ChannelError
from formatters.locked import survives
from formatters.rendition import Rendition
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.access import AccountAccess, receipt_of
from scheduler.models import Delivery
from scheduler.states import State
from syndication.gate.models import Reading
from syndication.notices import board
from syndication.notices.board import Cause
from syndication.notices.models import Notice

log = logging.getLogger(__name__)

KIND = "attribution"
CODE = "attribution-gone"
WAIT = timedelta(minutes=2)  # platforms show a change to those who ask a little later
RECENT = timedelta(days=2)  # what became public longer ago is read back no more, but for what was found wanting
AGAIN = timedelta(hours=1)
AT_ONCE = 10
GONE = Sentence(
    "Trên kênh không còn thấy dòng ghi nguồn bắt buộc (Điều 2(2)); hãy xem trang và ghi lại cho đúng, hoặc gỡ bài.",
    "The obligatory attribution (Điều 2(2)) is not found on the channel any more; look at the page and restore it, or take it back.",
)


def read_back(*, now: datetime) -> int:
    """Look at what has lately become public, raise and close the notices about it. How many were looked at."""
    rows = due(now)
    for row in rows:
        try:
            look(row, now=now)
        except ledger.Conflict:
            continue  # it moved meanwhile; what it shows then is another thing to look at
    board.settle_kind(KIND, [_cause(reading) for reading in _wanting()], now=now)
    return len(rows)


def due(now: datetime) -> list[Delivery]:
    """What has lately become live and was not read back yet as it is shown now; again what could not be read, or was found wanting."""
    mine = Reading.objects.filter(delivery=OuterRef("pk"), digest=OuterRef("shown_digest"))
    done = mine.filter(Q(result__in=(Reading.Result.WHOLE, Reading.Result.SILENT)) | Q(at__gt=now - AGAIN))
    live = Delivery.objects.select_related("account").filter(
        state=State.LIVE, settled_at__lte=now - WAIT, account__paused=False
    )
    unread = live.exclude(shown_digest="").exclude(Exists(done)).order_by("settled_at", "pk")
    wanting = list(_wanting().values_list("delivery", flat=True))
    # Asked one after the other, so that each is found by its index, however much is live.
    found = [*unread.filter(pk__in=wanting)[:AT_ONCE], *unread.filter(settled_at__gte=now - RECENT)[:AT_ONCE]]
    return list({row.pk: row for row in found}.values())


def look(delivery: Delivery, *, now: datetime) -> Reading:
    """Ask the channel what the public reads there, and keep what came of it. Only reads at the channel."""
    result = _asked(delivery)
    before = Reading.objects.filter(delivery=delivery, digest=delivery.shown_digest).first()
    was_gone = before is not None and before.result == Reading.Result.GONE
    if was_gone and result is Reading.Result.UNREAD:
        result = Reading.Result.GONE  # nothing new was learnt
    reading, _ = Reading.objects.update_or_create(
        delivery=delivery, digest=delivery.shown_digest, defaults={"result": result, "at": now}
    )
    gone = result is Reading.Result.GONE
    if gone != was_gone:
        left = GONE.to_json() if gone else {} if delivery.todo == GONE.to_json() else delivery.todo
        why = CODE if gone else "attribution-found"
        ledger.amend(delivery, who="read-back", why=why, now=now, say=GONE if gone else None, todo=left)
    return reading


def _asked(delivery: Delivery) -> Reading.Result:
    try:
        access = AccountAccess(delivery.account, delivery, hurried=True)
        receipt = delivery.account.manifest.load().status(receipt_of(delivery, Remote.LIVE), access)
    except (ChannelError, ValueError, OSError) as error:
        log.info("delivery %s could not be read back: %s", delivery.pk, type(error).__name__)
        return Reading.Result.UNREAD
    except Exception:
        # A fault of ours on one channel keeps no other from being read.
        log.exception("delivery %s could not be read back", delivery.pk)
        return Reading.Result.UNREAD
    if receipt.state is not Remote.LIVE:
        return Reading.Result.UNREAD
    if receipt.text is None:
        return Reading.Result.SILENT
    shown = Rendition.from_json(delivery.shown or {})
    return Reading.Result.WHOLE if survives(shown.attribution, receipt.text) else Reading.Result.GONE


def _wanting() -> QuerySet[Reading]:
    """What was found wanting and is still shown as it was then."""
    found = Reading.objects.filter(result=Reading.Result.GONE, digest=F("delivery__shown_digest"))
    return found.filter(delivery__state__in=(State.LIVE, State.REVISING)).select_related("delivery__account")


def _cause(reading: Reading) -> Cause:
    row = reading.delivery
    say = Sentence(
        f"“{row.title}” trên tài khoản “{row.account.name}” ({row.url}): {GONE.vi}",
        f"“{row.title}” on the account “{row.account.name}” ({row.url}): {GONE.en}",
    )
    return Cause(KIND, f"{row.pk}:{reading.digest[:16]}", say, Notice.Level.SERIOUS)
