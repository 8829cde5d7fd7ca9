"""Say of an item whether AI made or edited it: told with it everywhere, in the platform's own field or in words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from formatters.sentence import Cannot, Sentence
from syndication.desk import follow
from syndication.desk.judge import judge
from syndication.items.models import Item, Revision

LABELS = ("none", "assisted", "generated")


class CannotLabel(Cannot):
    """This item cannot be labelled so; `say` tells why."""


def label(item: Item, synthetic: str, *, who: str, now: datetime) -> Revision:
    """A new revision with this label; what is planned or live follows it. The same label again changes nothing."""
    if synthetic not in LABELS:
        raise CannotLabel(
            Sentence(
                f"Nhãn AI là một trong: {', '.join(LABELS)}; không phải {synthetic!r}.",
                f"The label is one of {', '.join(LABELS)}, not {synthetic!r}.",
            )
        )
    if item.state == Item.State.WITHDRAWN:
        raise CannotLabel(Sentence("Bài này đã được thu hồi.", "This item has been withdrawn."))
    old = item.revision
    if old.synthetic == synthetic:
        return old
    with transaction.atomic():
        new = old.successor(synthetic=synthetic, modified=now)
        new.save(force_insert=True)
        item.latest = new.number
        item.save(update_fields=["latest"])
        judge(item, new)
    follow.follow(item, who=who, now=now)
    return new
