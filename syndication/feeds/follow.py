"""What the feeds listen to. Building waits for the commit, and a fault in it never reaches who moved the delivery."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from scheduler.models import Account, Delivery
from syndication.feeds import build


def delivery_moved(sender: object, delivery: Delivery, **_: Any) -> None:
    """Something that is or was public on a feed has moved: build what shows it. Robust: `catch_up` mends what fails."""
    if delivery.live_at is not None and delivery.account.channel == build.KIND:
        again = partial(build.build, delivery.account_id, (delivery.category,))
        transaction.on_commit(again, robust=True)


def account_saved(sender: object, instance: Account, **_: Any) -> None:
    """A feed was made or its settings changed: it can be read at once, empty or not."""
    if instance.channel == build.KIND:
        transaction.on_commit(partial(build.build, instance.pk, everything=True), robust=True)
