"""A channel that does nothing, and the Celery application of a worker that knows it: `celery -A bench._nothing worker`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import django

from channels import registry
from channels.access import Access
from channels.channel import Can, Channel, Health, Parcel, Receipt, Remote
from formatters.rendition import Limits, TextLimit
from formatters.sentence import Sentence


class Nothing:
    """Accepts everything and does nothing. The id is the item's own, so that no two are the same."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Live at once."""
        return Receipt(Remote.LIVE, remote_id=parcel.identifier, url=key)

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """Live."""
        return receipt

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> None:
        """Nothing is anywhere."""

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Changed."""
        return receipt

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Gone."""
        return Receipt(Remote.GONE)

    def check(self, access: Access) -> Health:
        """Well."""
        return Health(ok=True)

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Nothing stands in the way."""
        return ()


CHANNEL = Channel(
    kind="nothing",
    label="Nothing",
    form="post",
    limits=Limits(text=TextLimit(10_000)),
    adapter="bench._nothing:Nothing",
    settle=timedelta(0),
    late=timedelta(0),
    backlog=timedelta(0),
    can=Can(),
)


def introduce() -> Mapping[str, Channel]:
    """Make this process know the channel beside all others."""
    known = {**registry.all_channels(), CHANNEL.kind: CHANNEL}
    registry.all_channels = lambda: known  # type: ignore[assignment]
    return known


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "syndication.settings")
django.setup()
introduce()

from scheduler.celery import app  # noqa: E402 - Django first


@app.task(name="bench.bare")
def bare(number: int) -> Any:
    """The opponent: a task that carries an id and does nothing with it."""
