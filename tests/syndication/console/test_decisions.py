"""What people press: approve, plan, another time, take back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from scheduler.ledger import Conflict
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.console.views import decisions
from syndication.desk.withdraw import withdraw as desk_withdraw
from syndication.gate.models import Approval
from syndication.items.models import Item
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn


def _approve(client: Client, delivery: Delivery, digest: str = "") -> str:
    seen = f"{delivery.pk}:{digest or delivery.coming_digest}"
    return client.post(f"/items/{delivery.item}/approve/", {"seen": seen}, follow=True).content.decode()


def _state(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def test_an_approval_plans_it_and_keeps_what_was_seen(delivery: Delivery, signed_in: SignedIn) -> None:
    page = _approve(signed_in("approver"), delivery)
    assert "Đã duyệt cho fb." in page
    assert _state(delivery) == State.PLANNED
    given = Approval.objects.get()
    assert (given.digest, given.person.username) == (delivery.coming_digest, "approver")


def test_what_changed_since_it_was_seen_is_not_approved(item: Item, delivery: Delivery, signed_in: SignedIn) -> None:
    old = delivery.coming_digest
    make.revise(item, "Tiêu đề mới")
    page = _approve(signed_in("approver"), delivery, old)
    assert "Nội dung đã thay đổi sau khi bạn xem" in page
    assert _state(delivery) == State.PROPOSED
    assert not Approval.objects.exists()


def test_two_people_must_approve_when_two_are_asked_for(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    delivery = make.delivery(item, facebook, approvals=2)
    first = signed_in("approver")
    _approve(first, delivery)
    assert "Đã duyệt:" in first.get(f"/items/{item.pk}/").content.decode()
    again = _approve(first, delivery)
    assert "said-error" in again
    assert "cần thêm một người khác" in again
    assert _state(delivery) == State.PROPOSED, "one person counts once"
    _approve(signed_in("leader"), delivery)
    assert _state(delivery) == State.PLANNED


def test_who_has_approved_is_asked_no_more_and_the_other_still_is(
    item: Item, facebook: Account, signed_in: SignedIn
) -> None:
    delivery = make.delivery(item, facebook, approvals=2)
    first, second = signed_in("approver"), signed_in("leader")
    _approve(first, delivery)
    seen = f'value="{delivery.pk}:{delivery.coming_digest}"'
    for address in (f"/items/{item.pk}/", f"/deliveries/{delivery.pk}/"):
        mine, theirs = (client.get(address).content.decode() for client in (first, second))
        assert seen not in mine
        assert "1/2 – cần thêm một người khác" in mine
        assert "kênh chờ duyệt" not in mine
        assert seen in theirs
        assert "1/2 –" not in theirs
    assert "1 kênh chờ duyệt" in second.get(f"/items/{item.pk}/").content.decode()


def test_a_change_is_asked_about_again_whoever_approved_what_was_before(
    item: Item, facebook: Account, signed_in: SignedIn
) -> None:
    delivery = make.delivery(item, facebook, approvals=2)
    first = signed_in("approver")
    _approve(first, delivery)
    make.revise(item, "Tiêu đề mới")
    fresh = Delivery.objects.get(pk=delivery.pk)
    page = first.get(f"/items/{item.pk}/").content.decode()
    assert f'value="{fresh.pk}:{fresh.coming_digest}"' in page


def test_a_delivery_is_approved_and_moved_on_its_own_page_and_stays_there(
    delivery: Delivery, signed_in: SignedIn
) -> None:
    leader, address = signed_in("leader"), f"/deliveries/{delivery.pk}/"
    page = leader.get(address).content.decode()
    assert f'action="/items/{delivery.item}/approve/"' in page
    assert f'action="{address}reschedule/"' in page
    form = {"alone": delivery.pk, "at": ""}
    assert leader.post(f"{address}reschedule/", form)["Location"] == address
    fresh = Delivery.objects.get(pk=delivery.pk)
    form = {"alone": delivery.pk, "seen": f"{fresh.pk}:{fresh.coming_digest}"}
    assert leader.post(f"/items/{delivery.item}/approve/", form)["Location"] == address
    make.sent(Delivery.objects.select_related("account").get(pk=delivery.pk))
    page = leader.get(address).content.decode()
    assert "/approve/" not in page
    assert "reschedule/" not in page


def test_the_time_that_a_form_proposes_is_not_past(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    past = make.delivery(item, facebook, at=timezone.now() - timedelta(hours=3))
    page = signed_in("editor").get(f"/items/{item.pk}/").content.decode()
    proposed = page.split('type="datetime-local" name="at" value="')[1].split('"')[0]
    left = timezone.make_aware(datetime.fromisoformat(proposed)) - timezone.now()
    assert timedelta(minutes=4) < left <= timedelta(minutes=6)
    signed_in("editor").post(f"/deliveries/{past.pk}/reschedule/", {"at": proposed})
    assert timezone.localtime(Delivery.objects.get().due_at).strftime("%Y-%m-%dT%H:%M") == proposed


def test_all_that_is_shown_is_approved_at_once(item: Item, delivery: Delivery, signed_in: SignedIn) -> None:
    other = make.delivery(item, make.account("zalo"))
    seen = [f"{one.pk}:{one.coming_digest}" for one in (delivery, other)]
    signed_in("leader").post(f"/items/{item.pk}/approve/", {"seen": seen})
    assert {_state(delivery), _state(other)} == {State.PLANNED}


def test_a_delivery_of_another_item_is_not_approved_here(delivery: Delivery, signed_in: SignedIn) -> None:
    other = make.item("Tin khác")
    seen = f"{delivery.pk}:{delivery.coming_digest}"
    assert signed_in("leader").post(f"/items/{other.pk}/approve/", {"seen": seen}).status_code == 404
    assert signed_in("leader").post(f"/items/{other.pk}/approve/", {"seen": "x:y"}).status_code == 404
    assert _state(delivery) == State.PROPOSED


def test_approving_twice_says_that_nothing_waits(delivery: Delivery, signed_in: SignedIn) -> None:
    approver = signed_in("approver")
    _approve(approver, delivery)
    assert "Không có gì chờ duyệt" in _approve(approver, delivery)


def test_a_time_is_read_on_the_ministrys_clock(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    editor = signed_in("editor")
    year = timezone.now().year + 1
    editor.post(f"/items/{item.pk}/plan/", {"account": "fb", "at": f"{year}-01-05T08:30", "approvals": "2"})
    planned = Delivery.objects.get()
    assert planned.due_at == datetime(year, 1, 5, 1, 30, tzinfo=UTC)
    assert (planned.state, planned.approvals_needed) == (State.PROPOSED, 2)


def test_another_time_keeps_the_zone(delivery: Delivery, signed_in: SignedIn) -> None:
    year = timezone.now().year + 1
    editor = signed_in("editor")
    page = editor.post(f"/deliveries/{delivery.pk}/reschedule/", {"at": f"{year}-02-01T00:15"}, follow=True)
    fresh = Delivery.objects.get(pk=delivery.pk)
    assert fresh.due_at == datetime(year, 1, 31, 17, 15, tzinfo=UTC)
    shown = page.content.decode()
    assert f'value="{year}-02-01T00:15"' in shown
    assert f"00:15, 01/02/{year}" in shown
    assert "UTC+7" in shown
    event = fresh.events.get(why="rescheduled")
    assert event.who == "editor"


def test_an_approved_delivery_keeps_its_approval_with_another_time(delivery: Delivery, signed_in: SignedIn) -> None:
    make.approved(delivery, make.person("leader"))
    later = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    signed_in("editor").post(f"/deliveries/{delivery.pk}/reschedule/", {"at": later})
    assert _state(delivery) == State.PLANNED


@pytest.mark.parametrize("typed", ["2020-01-01T10:00", "ngày mai", "2026-99-99T10:00"])
def test_a_time_that_cannot_be_is_refused_with_a_sentence(typed: str, delivery: Delivery, signed_in: SignedIn) -> None:
    before = delivery.due_at
    editor = signed_in("editor")
    for address, form in (
        (f"/deliveries/{delivery.pk}/reschedule/", {}),
        (f"/items/{delivery.item}/plan/", {"account": make.account("zalo", f"z{typed[:4]}").name}),
    ):
        page = editor.post(address, {**form, "at": typed}, follow=True).content.decode()
        assert "said-error" in page
    assert Delivery.objects.get().due_at == before


def test_what_has_left_gets_no_other_time(delivery: Delivery, signed_in: SignedIn) -> None:
    make.sent(make.approved(delivery, make.person("leader")))
    page = signed_in("editor").post(f"/deliveries/{delivery.pk}/reschedule/", {"at": ""}, follow=True)
    assert "Chỉ đổi được giờ khi chưa gửi đi" in page.content.decode()


def test_what_cannot_be_told_is_not_planned_and_says_why(item: Item, signed_in: SignedIn) -> None:
    make.account("youtube", "yt")
    page = signed_in("editor").post(f"/items/{item.pk}/plan/", {"account": "yt", "at": ""}, follow=True)
    assert "không có video" in page.content.decode()
    assert not Delivery.objects.exists()


def test_somebody_faster_is_a_message_and_no_fault(
    delivery: Delivery, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(*args: object, **kwargs: object) -> None:
        raise Conflict("moved")

    monkeypatch.setattr(decisions, "desk_approve", stale)
    assert "Người khác vừa thay đổi" in _approve(signed_in("approver"), delivery)


def test_a_withdrawal_asks_first_and_names_what_will_happen(delivery: Delivery, signed_in: SignedIn) -> None:
    page = signed_in("approver").get(f"/items/{delivery.item}/withdraw/").content.decode()
    assert "không gửi nữa" in page
    assert "R1d – Sai sự thật" in page
    assert _state(delivery) == State.PROPOSED


def test_a_withdrawal_takes_everything_back_and_keeps_its_reason(
    item: Item, delivery: Delivery, signed_in: SignedIn
) -> None:
    live = make.delivery(item, make.account("zalo"))
    make.sent(make.approved(live, make.person("leader")))
    form = {"reason": "R1d", "note": "Số liệu sai"}
    page = signed_in("approver").post(f"/items/{item.pk}/withdraw/", form, follow=True).content.decode()
    item.refresh_from_db()
    assert (item.state, item.withdrawn_code, item.withdrawn_note) == (Item.State.WITHDRAWN, "R1d", "Số liệu sai")
    assert (_state(delivery), _state(live)) == (State.WITHDRAWN, State.RETRACTING)
    assert "R1d – Sai sự thật" in page


@pytest.mark.parametrize("code", ["tombstone", "gone-410"])
def test_what_the_portal_removed_is_said_once_in_words(
    code: str, item: Item, delivery: Delivery, signed_in: SignedIn
) -> None:
    desk_withdraw(item, reason=code, note="Cổng nguồn đã gỡ bài", who="source portal", now=timezone.now())
    page = signed_in("reader").get(f"/items/{item.pk}/").content.decode()
    told = page.split("<details>")[0]  # but for the evidence, which is shown as it was recorded
    assert told.count("đã gỡ bài") == 1
    assert "Cổng thông tin đã gỡ bài" in told
    assert code not in told


@pytest.mark.parametrize("reason", ["", "xyz", "tombstone"])
def test_a_withdrawal_without_a_reason_of_the_regulation_is_refused(
    reason: str, item: Item, signed_in: SignedIn
) -> None:
    answer = signed_in("approver").post(f"/items/{item.pk}/withdraw/", {"reason": reason, "note": "giữ lại"})
    assert answer.status_code == 400
    assert "giữ lại" in answer.content.decode(), "what was typed is not lost"
    item.refresh_from_db()
    assert item.state == Item.State.RECEIVED
