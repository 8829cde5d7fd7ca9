"""Clearance answers for several at once, each by itself, and asks no more for many than for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scheduler.models import Delivery
from scheduler.ports import May
from syndication.desk import freeze
from syndication.gate.clearance import may_go
from syndication.gate.models import Verdict
from syndication.items.models import Item
from tests.support import instance

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved() -> list[Delivery]:
    """Five approved deliveries on two accounts."""
    accounts = [instance.account("facebook"), instance.account("feed", slug="vi", language="vi")]
    lan = instance.person("approver")
    rows = [instance.delivery(instance.item(f"Bài số {number}"), accounts[number % 2]) for number in range(5)]
    return [instance.approved(row, lan) for row in rows]


def test_each_is_answered_by_itself_and_in_the_order_asked(approved: list[Delivery]) -> None:
    fine, withdrawn, unapproved, unjudged, bare = approved
    Item.objects.filter(pk=withdrawn.item).update(state=Item.State.WITHDRAWN)
    unapproved.coming_digest = "another"
    Verdict.objects.filter(item=unjudged.item).update(passed=False)
    bare.coming = {**(bare.coming or {}), "text": "không ghi nguồn"}
    rows = [bare, unjudged, unapproved, withdrawn, fine]
    assert [answer.code for answer in may_go(rows)] == [
        "no-attribution",
        "not-passed",
        "not-approved",
        "item-withdrawn",
        "",
    ]
    assert may_go(rows)[-1].may is May.GO
    assert may_go([]) == []


def test_a_frozen_topic_holds_only_what_is_of_it(approved: list[Delivery]) -> None:
    Item.objects.filter(pk=approved[1].item).update(category="Thi đua")
    freeze.freeze("thi-dua", reason="quốc tang", who="lan", now=timezone.now())
    codes = [answer.code for answer in may_go([Delivery.objects.get(pk=row.pk) for row in approved])]
    assert codes == ["", "frozen", "", "", ""]


def test_many_cost_the_same_questions_as_one(approved: list[Delivery]) -> None:
    with CaptureQueriesContext(connection) as one:
        may_go(approved[:1])
    with CaptureQueriesContext(connection) as many:
        may_go(approved)
    assert len(many) == len(one)


def test_what_is_behind_its_item_waits_until_it_follows(approved: list[Delivery]) -> None:
    Item.objects.filter(pk=approved[0].item).update(latest=2)
    assert [answer.may for answer in may_go(approved[:2])] == [May.WAIT, May.GO]
