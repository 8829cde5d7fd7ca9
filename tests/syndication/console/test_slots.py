"""The plan form shows the zone and the next free slot, and takes what is urgent."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from scheduler.models import Account, Delivery
from syndication.items.models import Item
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn


@pytest.fixture
def slotted(db: None) -> Account:
    return make.account("facebook", "fb", posting_slots="07:30,17:00", quiet_hours="22:00-06:00")


def test_the_zone_stands_beside_the_time(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    page = signed_in("editor").get(f"/items/{item.pk}/").content.decode()
    assert re.search(r'name="at"', page)
    assert '<span class="zone">UTC+7</span></label>' in page
    assert "datalist" not in page, "an account that posts at any time has no slots to suggest"
    assert 'name="urgent"' not in page


def test_the_next_free_slot_is_suggested(item: Item, slotted: Account, signed_in: SignedIn) -> None:
    page = signed_in("editor").get(f"/items/{item.pk}/").content.decode()
    assert "Khung giờ trống kế tiếp:" in page
    (option,) = re.findall(r'<option value="(\d{4}-\d\d-\d\dT(?:07:30|17:00))"></option>', page)
    assert f'list="free-{slotted.pk}"' in page
    taken = signed_in("editor").post(f"/items/{item.pk}/plan/", {"account": "fb", "at": option})
    assert taken.status_code == 302
    other = make.item("Tin khác")
    (second,) = re.findall(
        r'<option value="([^"]+)"></option>', signed_in("editor").get(f"/items/{other.pk}/").content.decode()
    )
    assert second > option, "a single time takes one delivery"


def test_a_person_can_call_it_urgent(item: Item, slotted: Account, signed_in: SignedIn) -> None:
    page = signed_in("editor").post(f"/items/{item.pk}/plan/", {"account": "fb", "urgent": "yes"}, follow=True)
    row = Delivery.objects.get()
    assert row.urgent
    assert "yên lặng" not in page.content.decode()
    assert "người lên lịch, đánh dấu khẩn" in page.content.decode()


def test_a_time_in_quiet_hours_is_taken_and_what_becomes_of_it_is_said(
    item: Item, slotted: Account, signed_in: SignedIn
) -> None:
    night = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT23:00")
    client = signed_in("editor")
    page = client.post(f"/items/{item.pk}/plan/", {"account": "fb", "at": night}, follow=True).content.decode()
    assert "fb: Tài khoản yên lặng vào giờ này: nếu không khẩn, bài sẽ gửi lúc 06:00" in page
    row = Delivery.objects.get()
    assert timezone.localtime(row.due_at).strftime("%Y-%m-%dT%H:%M") == night
    moved = {"at": (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT22:30")}
    page = client.post(f"/deliveries/{row.pk}/reschedule/", moved, follow=True).content.decode()
    assert "Tài khoản yên lặng vào giờ này" in page
