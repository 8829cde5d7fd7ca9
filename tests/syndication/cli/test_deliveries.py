"""What `deliveries` says of each one that waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from scheduler.models import Delivery
from tests.support import instance
from tests.support.desk import done

pytestmark = pytest.mark.django_db


def test_it_says_what_each_waits_for_and_when_its_turn_is_expected() -> None:
    where, lan = instance.account("feed", language="vi", slug="t", backlog_seconds="600"), instance.person("approver")
    for number in range(2):
        instance.approved(instance.delivery(instance.item(f"Tin {number}"), where), lan)
    instance.delivery(instance.item("Tin chờ duyệt"), where)
    due = timezone.now() - timedelta(hours=1)
    Delivery.objects.filter(state="planned").update(due_at=due, wanted_at=due)
    first, second, third = done("deliveries", "--json").json
    assert first["waits_for"] == "It is its turn; the next worker that is free takes it."
    assert second["waits_for"] == "It waits for its turn: the account sends one every 10 min; 1 ahead of it."
    assert second["expected_at"].endswith("+07:00")
    assert first["expected_at"] < second["expected_at"]
    assert (third["waits_for"], third["expected_at"]) == ("", None)
    assert "It waits for its turn" in done("deliveries").out
