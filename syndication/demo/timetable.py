"""What the portal shows at a given time: a pure function of the clock, so that a test can hand in any hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from syndication.demo.stories import PortalItem

EDITED_AFTER = timedelta(seconds=150)
WITHDRAWN_AFTER = timedelta(seconds=240)
SEEN_FOR = timedelta(seconds=60)  # an item is not edited or withdrawn before the public could see it this long
APART = timedelta(minutes=97)  # between two of the items that are there at the start


@dataclass(frozen=True, slots=True)
class Shown:
    """One item as the portal tells it now. Times are aware; `updated` equals `published` until it is edited."""

    item: PortalItem
    title: str
    body: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """One item that was withdrawn, and when."""

    item: PortalItem
    when: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything of one language that is public now, newest first, and what was taken back."""

    shown: tuple[Shown, ...]
    taken: tuple[Taken, ...]

    def changed(self, otherwise: datetime) -> datetime:
        """When anything in it last changed; `otherwise` for an empty one."""
        return max([one.updated for one in self.shown] + [one.when for one in self.taken], default=otherwise)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When the demonstration began (aware), how often an item is published, and how many of each language were there."""

    began: datetime
    every: timedelta = timedelta(seconds=60)
    start: int = 4

    def published(self, item: PortalItem) -> datetime:
        """When this item comes out. Those of the start came out in the hours before."""
        if item.place < self.start:
            return self.began - (self.start - item.place) * APART
        return self.began + (item.place - self.start + 1) * self.every

    def edited(self, item: PortalItem) -> datetime | None:
        """When this item is edited; None for never."""
        return self._after(item, EDITED_AFTER) if "edited" in item.manner else None

    def withdrawn(self, item: PortalItem) -> datetime | None:
        """When this item is taken back; None for never."""
        return self._after(item, WITHDRAWN_AFTER) if "withdrawn" in item.manner else None

    def edition(self, items: tuple[PortalItem, ...], now: datetime) -> Edition:
        """What of these items is public at `now`."""
        out = [item for item in items if self.published(item) <= now]
        taken = [Taken(item, when) for item in out if (when := self.withdrawn(item)) and when <= now]
        gone = {one.item.oid for one in taken}
        shown = [self._shown(item, now) for item in out if item.oid not in gone]
        shown.sort(key=lambda one: (one.published, one.item.place), reverse=True)
        return Edition(tuple(shown), tuple(taken))

    def _after(self, item: PortalItem, wait: timedelta) -> datetime:
        return max(self.began + wait, self.published(item) + SEEN_FOR)

    def _shown(self, item: PortalItem, now: datetime) -> Shown:
        published, edited = self.published(item), self.edited(item)
        if edited and edited <= now:
            return Shown(item, item.edited_title, item.edited_body, published, edited)
        return Shown(item, item.title, item.body, published, published)
