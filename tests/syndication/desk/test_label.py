"""A person says what AI made, and every channel's rendition says it from then on."""

from __future__ import annotations

import pytest
from django.utils import timezone

from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk.label import CannotLabel, label
from syndication.items.models import Item
from tests.support import instance

pytestmark = pytest.mark.django_db


def say(row: Item, synthetic: str) -> None:
    label(row, synthetic, who="lan", now=timezone.now())


def test_the_label_is_a_new_revision_that_what_is_planned_follows_and_asks_to_be_approved_anew() -> None:
    row = instance.item(media=[instance.picture()])
    delivery = instance.delivery(row, instance.account("facebook"))
    instance.approved(delivery, instance.person("approver"))
    say(row, "assisted")
    now = Delivery.objects.get(pk=delivery.pk)
    assert (row.latest, now.coming_revision, now.state) == (2, 2, State.PROPOSED)
    assert "Nội dung có sử dụng AI" in now.coming["text"]
    assert now.coming["synthetic"] == "assisted"


def test_the_same_label_again_changes_nothing() -> None:
    row = instance.item()
    say(row, "generated")
    say(row, "generated")
    assert row.latest == 2


def test_a_label_that_there_is_not_and_one_on_a_withdrawn_item_are_refused() -> None:
    row = instance.item()
    with pytest.raises(CannotLabel):
        say(row, "perhaps")
    Item.objects.filter(pk=row.pk).update(state=Item.State.WITHDRAWN)
    row.refresh_from_db()
    with pytest.raises(CannotLabel):
        say(row, "assisted")
    assert row.latest == 1
