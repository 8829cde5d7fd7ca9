"""A freeze holds what has not left, shows what it holds, and asks for approval again when it ends."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from scheduler import dispatch, ledger
from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk import freeze as desk
from syndication.desk.withdraw import withdraw
from syndication.gate.clearance import may_go
from syndication.gate.freezes import slug
from syndication.gate.models import Approval
from syndication.items.models import Item
from tests.support import instance

pytestmark = pytest.mark.django_db


def on(topic: str = "") -> desk.Frozen:
    return desk.freeze(topic, "Quốc tang", who="chanh-van-phong", now=timezone.now())


def off(topic: str = "") -> desk.Frozen:
    return desk.resume(topic, "Hết quốc tang", who="chanh-van-phong", now=timezone.now())


def again(row: Delivery) -> Delivery:
    return Delivery.objects.select_related("account").get(pk=row.pk)


@pytest.fixture
def lan() -> User:
    return instance.person("approver", "lan")


@pytest.fixture
def planned(lan: User) -> Delivery:
    return instance.approved(instance.delivery(instance.item(), instance.account("feed", language="vi", slug="t")), lan)


def test_what_is_planned_is_held_at_once_with_the_reason(planned: Delivery) -> None:
    frozen = on()
    held = again(planned)
    assert (held.state, held.reason_code, held.held_from) == (State.HELD, "frozen", State.PLANNED)
    assert "Quốc tang" in held.why.vi
    assert [row.pk for row in frozen.deliveries] == [row.pk for row in desk.held_ones()] == [planned.pk]


def test_what_is_approved_during_the_freeze_is_held_when_its_time_comes(lan: User) -> None:
    on()
    row = instance.approved(instance.delivery(instance.item(), instance.account("feed", language="vi", slug="t")), lan)
    assert dispatch.send(row.pk, worker="w") is None
    assert (again(row).state, again(row).reason_code) == (State.HELD, "frozen")


def test_when_it_ends_everybody_is_asked_again_and_an_approval_of_before_does_not_count(
    planned: Delivery, lan: User
) -> None:
    on()
    assert [row.pk for row in off().deliveries] == [planned.pk]
    asked = again(planned)
    assert asked.state == State.PROPOSED
    assert dispatch.send(planned.pk, worker="w") is None
    instance.approved(asked, lan)
    assert again(planned).state == State.PLANNED
    assert Approval.objects.filter(delivery=planned).count() == 2, "the earlier one is kept as evidence"
    assert dispatch.send(planned.pk, worker="w") is not None
    assert again(planned).state == State.LIVE


def test_what_a_route_sent_by_itself_asks_for_a_person_after_a_freeze() -> None:
    row = instance.delivery(instance.item(), instance.account("feed", language="vi", slug="t"), approvals=0)
    on()
    off()
    assert (again(row).state, again(row).approvals_needed) == (State.PROPOSED, 1)


def test_a_topic_holds_its_category_and_its_tags_however_they_are_spelt_and_nothing_else(lan: User) -> None:
    where = instance.account("feed", language="vi", slug="t")
    rows = {
        name: instance.approved(instance.delivery(item, where), lan)
        for name, item in {
            "category": instance.item(category="Cải cách hành chính"),
            "tag": instance.item(category="Tin", tags=["Cải cách  hành chính"]),
            "other": instance.item(category="Lao động"),
        }.items()
    }
    on("cai-cach-hanh-chinh")
    assert {name: again(row).state for name, row in rows.items()} == {
        "category": State.HELD,
        "tag": State.HELD,
        "other": State.PLANNED,
    }


def test_what_two_freezes_hold_goes_on_when_both_have_ended(planned: Delivery) -> None:
    on()
    on("tin-tuc")
    assert off().deliveries == ()
    assert again(planned).state == State.HELD
    assert [row.pk for row in off("tin-tuc").deliveries] == [planned.pk]


def test_a_change_of_what_is_live_is_held_and_waits_for_approval_afterwards(planned: Delivery, lan: User) -> None:
    dispatch.send(planned.pk, worker="w")
    on()
    item = Item.objects.get(pk=planned.item)
    instance.revise(item, "Tiêu đề đã sửa")
    instance.approved(again(planned), lan)
    assert dispatch.send(planned.pk, worker="w") is None
    assert again(planned).state == State.HELD
    off()
    live = again(planned)
    assert (live.state, live.ready, live.shown_revision, live.coming_revision) == (State.LIVE, False, 1, 2)


def test_a_withdrawal_is_never_held(planned: Delivery) -> None:
    dispatch.send(planned.pk, worker="w")
    on()
    withdraw(Item.objects.get(pk=planned.item), reason="R1d", note="", who="lan", now=timezone.now())
    dispatch.send(planned.pk, worker="w")
    assert again(planned).state == State.RETRACTED


def test_what_a_freeze_holds_cannot_be_let_go_behind_its_back(planned: Delivery) -> None:
    on()
    row = ledger.move(
        again(planned), State.PLANNED, who="lan", why="resolved", now=timezone.now(), due_at=timezone.now()
    )
    assert may_go([row])[0].code == "frozen"


def test_the_same_twice_nothing_to_resume_and_no_reason_are_refused_in_words() -> None:
    on("tin-tuc")
    with pytest.raises(desk.CannotFreeze):
        on("tin-tuc")
    with pytest.raises(desk.CannotFreeze):
        off("khac")
    with pytest.raises(desk.CannotFreeze):
        desk.freeze("", "  ", who="x", now=timezone.now())


def test_a_topic_is_the_same_with_and_without_accents() -> None:
    assert slug("Đoàn thể – Cải cách") == "doan-the-cai-cach"
