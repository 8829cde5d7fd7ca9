"""The same once more with the ledger itself: planned, sent, searched for and settled by the scheduler, in a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
from django.utils import timezone

from channels.channel import Parcel
from scheduler import blobs, dispatch, ledger, ports, reconcile
from scheduler.models import Delivery
from scheduler.ports import Clearance, May
from scheduler.states import State
from syndication.desk.accounts import add_account
from tests.channels.contract.facts import OUTAGES
from tests.channels.contract.harness import PATIENCE, Harness

STEPS = 80


class Delivered:
    """Live with its remote id, one object, no person."""

    @pytest.mark.django_db
    def test_a_delivery_is_live_without_a_person(
        self, harness: Harness, outage: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The whole scheduler on a real ledger, an answer lost: the delivery is live with its id, without a person"""
        monkeypatch.setattr(ports, "clearance", lambda: lambda rows: [Clearance(May.GO) for _ in rows])
        monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + harness.access.later)
        harness.without_web()
        shape = harness.lose() if outage in ("lag", "empty-page") else list(harness.publishing.values())[-1]
        if outage == "lag":
            harness.hide()
        elif outage == "empty-page":
            harness.empty_pages()
        else:
            harness.order(list(harness.publishing)[-1], outage, seconds=OUTAGES[outage])
        delivery = _carried(_planned(harness, harness.parcel(shape)), harness)
        assert (delivery.state, delivery.held_from) == (State.LIVE, "")
        assert outage == "lag" or harness.met()
        assert len(harness.things()) == len(harness.shown()) == 1
        assert delivery.attempts.filter(closed_at=None).count() == 0
        assert delivery.remote_id.partition("#")[0] == harness.things()[0]["id"]


def _planned(harness: Harness, parcel: Parcel) -> Delivery:
    seat = harness.seat(harness.base)
    settings = {**seat.settings, "timeout_seconds": str(ceil(PATIENCE))}
    account = add_account(harness.kind, harness.kind, settings=settings, secrets=seat.secrets)
    for blob in parcel.blobs.values():
        with blob.open() as stream:
            blobs.keep(stream.read())
    plan = ledger.Plan(
        item=57695,
        guid="57695",
        identifier=parcel.identifier,
        source="portal",
        account=account,
        coming=ledger.Coming(parcel.rendition, parcel.revision, parcel.modified),
        category="tin",
        approvals_needed=0,
        due_at=timezone.now(),
    )
    return ledger.plan(plan, who="test", why="route", now=timezone.now())[0]


def _carried(delivery: Delivery, harness: Harness) -> Delivery:
    """Whatever is due is done, and the clock goes on to what is due next, until it is live or somebody must look."""
    searches = 0
    for _ in range(STEPS):
        delivery = Delivery.objects.select_related("account").get(pk=delivery.pk)
        if delivery.state not in (State.PLANNED, State.UNKNOWN, State.PROCESSING, State.REVISING):
            break
        # `revising` without a look: found again, and to be made whole.
        sends = delivery.state == State.PLANNED or (delivery.state == State.REVISING and delivery.check_at is None)
        at = delivery.due_at if sends else delivery.check_at
        assert at is not None
        harness.access.later += max(timedelta(0), at - timezone.now())
        if sends:
            dispatch.send(delivery.pk, worker="w")
            continue
        searches += delivery.state == State.UNKNOWN
        if searches == 2:
            harness.reveal()
        reconcile.look(delivery)
    return delivery
