"""What is known of a source: its items, the items of others that tell the same, and what its last document held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import F

from syndication.items.models import Item, ItemKey, Revision
from syndication.sources.decide import KnownItem
from syndication.sources.models import LastRead, Source
from syndication.sources.snapshot import Snapshot

OLD_ENOUGH = 500  # how many of a source's newest items are looked at for having vanished
AT_ONCE = 5000  # values in one question: SQLite takes 32,766
T = TypeVar("T")


def owners_of(source: Source, keys: Iterable[str]) -> dict[str, int]:
    """Whose each of these keys is at this source; what is nobody's is left out."""
    found: dict[str, int] = {}
    for some in in_parts(keys):
        rows = ItemKey.objects.filter(source=source.name, key__in=some)
        found.update(rows.values_list("key", "item_id"))
    return found


def known_items(source: Source, wanted: Iterable[int], there: Iterable[int] = ()) -> list[KnownItem]:
    """These items of the source, its newest ones, and those that are known to be `there`, in the order in which they came.

    Only of the wanted ones are the keys and the content told: nothing is asked about those of the others.
    """
    wanted = set(wanted)
    newest = Item.objects.filter(source=source.name).order_by("-pk").values_list("pk", flat=True)[:OLD_ENOUGH]
    keys: dict[int, set[str]] = defaultdict(set)
    contents: dict[int, str] = {}
    states: dict[int, tuple[str, str]] = {}
    for some in in_parts(wanted):
        for item, key in ItemKey.objects.filter(item__in=some).values_list("item_id", "key"):
            keys[item].add(key)
        latest = Revision.objects.filter(item__in=some, number=F("item__latest")).order_by()
        contents.update(latest.values_list("item_id", "content"))
    for some in in_parts(wanted.union(newest, there)):
        for pk, state, link in Item.objects.filter(pk__in=some).values_list("pk", "state", "link"):
            states[pk] = state, link
    return [
        KnownItem(str(pk), frozenset(keys[pk]), contents.get(pk, ""), state == Item.State.WITHDRAWN, link)
        for pk, (state, link) in sorted(states.items())
    ]


def in_parts(values: Iterable[T], most: int = AT_ONCE) -> Iterator[list[T]]:
    """The values, so many at a time."""
    listed = list(values)
    for start in range(0, len(listed), most):
        yield listed[start : start + most]


def told_elsewhere(source: Source, keys: Sequence[str]) -> Item | None:
    """The item under which another source of the ministry's tells the same article: same number, or same address."""
    if not source.own:
        return None
    twins = ItemKey.objects.filter(key__in=places(keys), item__own=True).exclude(source=source.name)
    found = twins.select_related("item").order_by("pk").first()
    return found.item if found else None


def places(keys: Iterable[str]) -> list[str]:
    """Those keys that mean the same at every source."""
    return [key for key in keys if key.startswith(("oid:", "link:"))]


def last_read(source: Source) -> Snapshot:
    """What is remembered of the source's last document."""
    row = LastRead.objects.filter(source=source).first()
    return Snapshot.from_bytes(row.of, bytes(row.entries)) if row else Snapshot()


def remember(source: Source, snapshot: Snapshot) -> None:
    """Keep it in place of what was remembered."""
    LastRead.objects.update_or_create(source=source, defaults={"of": snapshot.of, "entries": snapshot.to_bytes()})
