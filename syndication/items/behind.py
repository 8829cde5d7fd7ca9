"""Translations that their Vietnamese original has moved on from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from syndication.items.models import Item, Revision

ORIGINAL = "vi"


@dataclass(frozen=True, slots=True)
class Behind:
    """An item that has not followed revision `revision` of its original, the item `original`, which was changed at `since`."""

    original: int
    revision: int
    since: datetime


def behind(items: Collection[int]) -> dict[int, Behind]:
    """Those of these items that are translations and behind, by their ids.

    A translation is behind while its original has a revision that was made after the translation's own newest one, and nobody
    has said that the translation is still right. An original's first revision is never a change.
    """
    pairs = Item.objects.filter(pk__in=items, twin__language=ORIGINAL, twin__latest__gt=1).exclude(language=ORIGINAL)
    asked = pairs.filter(twin__latest__gt=F("still_right")).exclude(twin__state=Item.State.WITHDRAWN)
    known = asked.exclude(state=Item.State.WITHDRAWN)
    twins = {item: twin for item, twin in known.values_list("pk", "twin") if twin is not None}
    if not twins:
        return {}
    newest = Revision.objects.filter(item__in=[*twins, *twins.values()], number=F("item__latest"))
    revisions = {revision.item_id: revision for revision in newest.only("item_id", "number", "made_at", "modified")}
    found: dict[int, Behind] = {}
    for item, twin in twins.items():
        mine, its = revisions.get(item), revisions.get(twin)
        if mine is not None and its is not None and its.made_at > mine.made_at:
            found[item] = Behind(twin, its.number, its.modified)
    return found
