"""What the feeds listen to. Building waits for the commit, and a fault in it never reaches who moved the delivery."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from scheduler.models import Account, Delivery
from syndication.feeds import beside, build, mirror, places
from syndication.feeds.models import FeedFile


def delivery_moved(sender: object, delivery: Delivery, **_: Any) -> None:
    """Something that is or was public on a feed has moved: its places now, what shows it or its twin after the commit.

    `catch_up` mends what fails there.
    """
    if delivery.live_at is None or delivery.account.channel != build.KIND:
        return
    touched = {delivery.account_id: places.note(delivery)}
    for account, page, archive in beside.places_of_twin(delivery.item):
        touched.setdefault(account, set()).add(page)
        if archive:
            places.spoil(account, [(page, archive)])

    for account, names in touched.items():
        _rebuild(account, names)


def _rebuild(account: int, names: set[str]) -> None:
    def rebuild() -> None:  # a function with a name: Django logs it by that when it fails
        build.build(account, names)

    # Each account by itself: one that cannot be built keeps no other from showing what moved.
    transaction.on_commit(rebuild, robust=True)


def account_saved(sender: object, instance: Account, **_: Any) -> None:
    """A feed was made or its settings changed: it can be read at once, empty or not."""
    if instance.channel != build.KIND:
        return
    account = instance.pk

    def rebuild() -> None:
        build.build(account, everything=True)

    transaction.on_commit(rebuild, robust=True)


def file_changed(sender: object, instance: FeedFile, **_: Any) -> None:
    """A file of a feed was kept or taken away: so it is on the disk, after the commit. `mirror.catch_up` mends what fails."""
    path = instance.path

    def write() -> None:
        mirror.keep([path])

    transaction.on_commit(write, robust=True)
