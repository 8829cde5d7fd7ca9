"""The override that stands for an item on an account, and whether it still fits what the item says."""

from __future__ import annotations

from dataclasses import dataclass

from formatters.override import Override, outdated
from scheduler.models import Account
from syndication.items.models import Item, OverrideVersion, Revision
from syndication.items.story import story_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest version of an override, and those of its parts that a later revision of the item says otherwise.

    With any such part nothing of it is told: a person looks at it again first.
    """

    version: OverrideVersion
    outdated: tuple[str, ...] = ()

    @property
    def told(self) -> Override:
        """What of it is told: all, or nothing while it is outdated."""
        return Override() if self.outdated else self.version.override


def newest(item: Item, account: Account) -> OverrideVersion | None:
    """The newest version, be it one that says that the override was dropped; None when none was ever written."""
    return OverrideVersion.objects.filter(item=item, account=account).order_by("-number").first()


def standing(item: Item, revision: Revision, account: Account) -> Standing | None:
    """The override that stands, seen from this revision; None without one.

    It is carried from the revision that it was written for while nothing that it took the place of has changed since.
    """
    version = newest(item, account)
    if version is None or not version.override.parts:
        return None
    if version.revision == revision.number:
        return Standing(version)
    written_for = item.revisions.get(number=version.revision)
    return Standing(version, outdated(version.override, story_of(item, written_for), story_of(item, revision)))
