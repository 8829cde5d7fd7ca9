"""A correction (đính chính): the item's contents with the text of the correction, carried to wherever the item is live."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from formatters.sentence import Cannot, Sentence
from formatters.text import clean
from scheduler.models import Delivery
from scheduler.states import FINAL
from syndication.desk import follow
from syndication.desk.judge import judge
from syndication.items.models import Item


class CannotCorrect(Cannot):
    """This item cannot be corrected; `say` tells why."""


def correct(item: Item, note: str, *, who: str, now: datetime) -> list[Delivery]:
    """Add the correction as a new revision, and let every delivery of the item follow it. The deliveries it concerns.

    The original revision is kept. Where a route asks for approvals, the corrected rendition waits for them.
    """
    note = clean(note).strip()
    if not note:
        raise CannotCorrect(Sentence("Hãy ghi nội dung đính chính.", "Write what is corrected."))
    if item.state == Item.State.WITHDRAWN:
        raise CannotCorrect(Sentence("Bài này đã được thu hồi.", "This item has been withdrawn."))
    with transaction.atomic():
        new = item.revision.successor(note=note, modified=now)
        new.save(force_insert=True)
        item.latest = new.number
        item.save(update_fields=["latest"])
        judge(item, new)
    follow.follow(item, who=who, now=now)
    return list(Delivery.objects.filter(item=item.pk).exclude(state__in=FINAL).order_by("pk"))
