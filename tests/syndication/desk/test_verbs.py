"""Approve, follow, withdraw, resolve, connect: what people and timers may do, and what it does to deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Unavailable
from scheduler import dispatch, ledger, reconcile
from scheduler.access import open_wire
from scheduler.models import Account, Delivery
from scheduler.retry import MOST_TRIES
from scheduler.states import State
from syndication.desk import accounts, approve, follow, people, plan, resolve, withdraw
from syndication.desk.catch_up import catch_up
from syndication.gate.models import Verdict
from syndication.items.models import Item, Revision
from tests.support.scripted import Script, again, live, playing

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def script() -> Iterator[Script]:
    from syndication.gate.clearance import may_go

    with playing(Script(clearance=lambda row: may_go([row])[0])) as playing_script:
        yield playing_script


def item_of(number: int = 1, **words: object) -> Item:
    item = Item.objects.create(
        source="portal",
        guid=f"g{number}",
        identifier=f"urn:moha:article:{number}",
        language="vi",
        category="tin",
        link=f"https://moha.gov.vn/tin-tuc/a---oid{number}",
        **words,
    )
    revise(item, "Bộ Nội vụ tổ chức hội nghị")
    return item


def revise(item: Item, title: str) -> None:
    item.latest += 1
    now = timezone.now()
    Revision.objects.create(
        item=item, number=item.latest, content=title, title=title, summary="Tóm tắt.", html="<p>Nội dung.</p>",
        link=item.link, published=PUBLISHED, modified=now,
    )  # fmt: skip
    item.save()
    Verdict.objects.create(item=item.pk, revision=item.latest, passed=True)


def account_of(name: str = "a", **words: object) -> Account:
    return Account.objects.create(name=name, channel="scripted", **words)


def proposed(item: Item, account: Account, approvals: int = 1) -> Delivery:
    now = timezone.now()
    return plan.plan(item, account, at=now, approvals_needed=approvals, who="t", why="t", now=now)[0]


def approver(name: str = "lan"):  # type: ignore[no-untyped-def]
    return people.add_user(name, "approver", None)[0]


def published(item: Item, account: Account, approvals: int = 1) -> Delivery:
    delivery = proposed(item, account, approvals)
    if approvals:
        approve.approve(delivery, approver(), now=timezone.now())
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.LIVE
    return again(delivery)


def test_nothing_leaves_before_somebody_has_cleared_it(script: Script) -> None:
    delivery = proposed(item_of(), account_of())
    Delivery.objects.update(state=State.PLANNED)  # even if something planned it behind the desk's back
    dispatch.send(delivery.pk, worker="w")
    assert script.made("publish") == []
    assert again(delivery).state == State.PROPOSED


def test_an_approval_is_bound_to_what_was_seen(script: Script) -> None:
    item = item_of()
    delivery = proposed(item, account_of())
    seen = delivery.coming_digest
    revise(item, "Tiêu đề đã sửa")
    follow.follow(item, who="t", now=timezone.now())
    with pytest.raises(approve.CannotApprove):
        approve.approve(again(delivery), approver(), now=timezone.now(), seen=seen)
    assert again(delivery).state == State.PROPOSED


def test_an_approved_delivery_whose_item_changes_is_proposed_again(script: Script) -> None:
    item = item_of()
    delivery = proposed(item, account_of())
    approve.approve(delivery, approver(), now=timezone.now())
    assert again(delivery).state == State.PLANNED
    revise(item, "Tiêu đề đã sửa")
    follow.follow(item, who="t", now=timezone.now())
    assert again(delivery).state == State.PROPOSED
    approve.approve(again(delivery), approver(), now=timezone.now())
    dispatch.send(delivery.pk, worker="w")
    assert script.made("publish")[0].rendition.title == "Tiêu đề đã sửa"


def test_two_persons_means_two_different_persons(script: Script) -> None:
    delivery = proposed(item_of(), account_of(), approvals=2)
    approve.approve(delivery, approver("lan"), now=timezone.now())
    with pytest.raises(approve.AlreadyApproved) as caught:
        approve.approve(again(delivery), approver("lan"), now=timezone.now())
    assert "1/2" in caught.value.say.vi
    assert again(delivery).state == State.PROPOSED
    approve.approve(again(delivery), approver("minh"), now=timezone.now())
    assert again(delivery).state == State.PLANNED


@pytest.mark.parametrize("role", ["reader", "editor", "operator"])
def test_who_has_no_approving_role_approves_nothing(script: Script, role: str) -> None:
    delivery = proposed(item_of(), account_of())
    person = people.add_user("x", role, None)[0]
    with pytest.raises(approve.CannotApprove):
        approve.approve(delivery, person, now=timezone.now())
    assert again(delivery).state == State.PROPOSED


def test_an_approval_after_its_time_plans_it_for_now_and_says_so(script: Script) -> None:
    delivery = proposed(item_of(), account_of())
    later = timezone.now() + timedelta(hours=5)
    approve.approve(delivery, approver(), now=later)
    assert again(delivery).due_at == later
    assert again(delivery).events.latest("version").why == "approved-late"


def test_a_change_of_what_is_live_waits_for_its_approval_and_then_revises_it(script: Script) -> None:
    item, account = item_of(), account_of()
    delivery = published(item, account)
    revise(item, "Tiêu đề đã sửa")
    follow.follow(item, who="t", now=timezone.now())
    assert again(delivery).state == State.LIVE
    assert [row.pk for row in approve.awaiting()] == [delivery.pk]
    approve.approve(again(delivery), approver(), now=timezone.now())
    dispatch.send(delivery.pk, worker="w")
    assert (again(delivery).state, again(delivery).shown_revision) == (State.LIVE, 2)
    assert script.made("revise")[0][1].rendition.title == "Tiêu đề đã sửa"
    assert approve.awaiting() == []


def test_an_automatic_route_revises_by_itself(script: Script) -> None:
    item, account = item_of(), account_of()
    delivery = published(item, account, approvals=0)
    revise(item, "Tiêu đề đã sửa")
    follow.follow(item, who="t", now=timezone.now())
    assert again(delivery).state == State.REVISING


def test_a_revision_that_changes_nothing_here_sends_nothing_here(script: Script) -> None:
    item, account = item_of(), account_of()
    delivery = published(item, account)
    revise(item, "Bộ Nội vụ tổ chức hội nghị")
    follow.follow(item, who="t", now=timezone.now())
    assert (again(delivery).state, again(delivery).shown_revision) == (State.LIVE, 2)
    assert approve.awaiting() == []
    assert script.made("revise") == []


def test_a_revision_that_comes_while_an_answer_is_awaited_follows_as_soon_as_it_is_known(script: Script) -> None:
    script.publish, script.find = [OutcomeUnknown("lost")], [live("found")]
    item, account = item_of(), account_of()
    delivery = proposed(item, account, approvals=0)
    dispatch.send(delivery.pk, worker="w")
    revise(item, "Tiêu đề đã sửa")
    assert follow.follow(item, who="t", now=timezone.now()) == 0
    assert again(delivery).coming["title"] == "Bộ Nội vụ tổ chức hội nghị", "what was sent is what is looked for"
    reconcile.look(again(delivery))
    assert again(delivery).shown_revision == 1
    catch_up(open_wire(), now=timezone.now())
    assert (again(delivery).state, again(delivery).coming_revision) == (State.REVISING, 2)


def test_withdrawing_takes_away_what_is_live_and_stops_what_has_not_left(script: Script) -> None:
    item = item_of()
    shown = published(item, account_of("a"))
    waiting = proposed(item, account_of("b"))
    withdraw.withdraw(item, reason="R1d", note="sai sự thật", who="lan", now=timezone.now())
    assert again(waiting).state == State.WITHDRAWN
    assert again(shown).state == State.RETRACTING
    dispatch.send(shown.pk, worker="w")
    assert again(shown).state == State.RETRACTED
    assert script.made("retract")[0].remote_id == "r1"


def test_withdrawing_while_the_outcome_is_unknown_takes_it_away_once_it_is_found(script: Script) -> None:
    script.publish, script.find = [OutcomeUnknown("lost")], [live("found")]
    item = item_of()
    delivery = proposed(item, account_of(), approvals=0)
    dispatch.send(delivery.pk, worker="w")
    withdraw.withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    assert again(delivery).state == State.UNKNOWN
    reconcile.look(again(delivery))
    assert again(delivery).state == State.RETRACTING


def test_withdrawing_while_the_outcome_is_unknown_never_sends_it_when_it_is_absent(script: Script) -> None:
    script.publish, script.find = [OutcomeUnknown("lost"), live()], [None]
    item = item_of()
    delivery = proposed(item, account_of(settings={"settle_seconds": 0}), approvals=0)
    dispatch.send(delivery.pk, worker="w")
    withdraw.withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    reconcile.look(again(delivery))
    reconcile.look(again(delivery))
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.WITHDRAWN
    assert len(script.made("publish")) == 1


def test_withdrawing_twice_is_harmless_and_keeps_the_first_reason(script: Script) -> None:
    item = item_of()
    delivery = published(item, account_of())
    for reason in ("R1d", "R5c"):
        withdraw.withdraw(item, reason=reason, note="", who="lan", now=timezone.now())
    assert Item.objects.get().withdrawn_code == "R1d"
    dispatch.send(delivery.pk, worker="w")
    withdraw.withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    assert again(delivery).state == State.RETRACTED
    assert len(script.made("retract")) == 1


def test_a_withdrawn_item_is_not_planned(script: Script) -> None:
    item = item_of()
    withdraw.withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    with pytest.raises(plan.CannotPlan):
        proposed(item, account_of())


def held(script: Script, item: Item) -> Delivery:
    script.publish = [Unavailable("down")]
    delivery = proposed(item, account_of(), approvals=0)
    for _ in range(MOST_TRIES):
        Delivery.objects.update(due_at=timezone.now())
        dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.HELD
    return again(delivery)


def test_a_person_sends_what_was_held_again(script: Script) -> None:
    delivery = held(script, item_of())
    script.publish = [live()]
    resolve.resolve(delivery, "planned", reason="kênh đã hoạt động", who="lan", now=timezone.now())
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.LIVE


def test_what_a_person_wants_to_see_first_waits_for_a_person_whatever_its_route_said(script: Script) -> None:
    item = item_of()
    delivery = held(script, item)
    resolve.resolve(delivery, "proposed", reason="xem lại", who="lan", now=timezone.now())
    revise(item, "Bộ Nội vụ tổ chức hội nghị lần hai")
    follow.follow(item, who="portal", now=timezone.now())
    assert (again(delivery).state, again(delivery).ready) == (State.PROPOSED, False)
    approve.approve(again(delivery), approver(), now=timezone.now())
    assert again(delivery).state == State.PLANNED


def test_a_decision_that_its_state_does_not_allow_is_refused_with_those_it_does(script: Script) -> None:
    delivery = held(script, item_of())
    with pytest.raises(resolve.CannotResolve) as caught:
        resolve.resolve(delivery, "live", reason="x", who="lan", now=timezone.now())
    assert "planned" in caught.value.say.vi


def test_only_what_is_held_can_be_resolved(script: Script) -> None:
    delivery = published(item_of(), account_of())
    with pytest.raises(resolve.CannotResolve):
        resolve.resolve(delivery, "planned", reason="x", who="lan", now=timezone.now())


def test_resuming_an_account_lets_go_what_was_held_because_it_was_broken(script: Script) -> None:
    script.publish = [AccountBroken("token"), live()]
    account = account_of()
    delivery = proposed(item_of(), account, approvals=0)
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.HELD
    assert accounts.resume(account, who="lan", now=timezone.now()) == 1
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.LIVE


def test_a_live_account_waits_for_its_mandate_and_goes_on_when_it_is_recorded(script: Script) -> None:
    account = account_of(mode="live")
    delivery = proposed(item_of(), account, approvals=0)
    dispatch.send(delivery.pk, worker="w")
    assert (again(delivery).state, again(delivery).reason_code) == (State.HELD, "no-mandate")
    assert script.made("publish") == []
    record(account, signed_on=date(2026, 1, 2))
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.LIVE


def test_an_expired_mandate_allows_nothing(script: Script) -> None:
    account = account_of(mode="live")
    record(account, signed_on=date(2024, 1, 2), expires=date(2024, 12, 31))
    delivery = proposed(item_of(), account, approvals=0)
    dispatch.send(delivery.pk, worker="w")
    assert again(delivery).state == State.HELD


def record(account: Account, *, signed_on: date, expires: date | None = None) -> None:
    accounts.record_mandate(
        account=account, language="", decision="12/QĐ-BNV", signed_by="Thứ trưởng", signed_on=signed_on,
        expires=expires, file=None, who="lan", now=timezone.now(),
    )  # fmt: skip


def test_a_rendition_without_the_attribution_never_leaves(script: Script) -> None:
    delivery = proposed(item_of(), account_of(), approvals=0)
    bare = {**delivery.coming, "text": "Hội nghị"}
    Delivery.objects.update(coming=bare)
    dispatch.send(delivery.pk, worker="w")
    assert (again(delivery).state, again(delivery).reason_code) == (State.HELD, "no-attribution")
    assert script.made("publish") == []


def test_a_revision_that_has_not_passed_the_gate_never_leaves(script: Script) -> None:
    delivery = proposed(item_of(), account_of(), approvals=0)
    Verdict.objects.update(passed=False)
    dispatch.send(delivery.pk, worker="w")
    assert (again(delivery).state, again(delivery).reason_code) == (State.HELD, "not-passed")


def test_a_new_revision_that_has_no_form_here_holds_what_has_not_left(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formatters.rendition import CannotTell
    from formatters.sentence import Sentence

    item = item_of()
    waiting, shown = proposed(item, account_of("a"), approvals=0), published(item, account_of("b"))
    revise(item, "Không còn video")

    def cannot(*words: object) -> ledger.Coming:
        raise CannotTell(Sentence("không kể được", "cannot be told"))

    monkeypatch.setattr(follow, "tell", cannot)
    follow.follow(item, who="t", now=timezone.now())
    assert (again(waiting).state, again(waiting).why.vi) == (State.HELD, "không kể được")
    assert (again(shown).state, again(shown).why.vi) == (State.LIVE, "không kể được")


def test_what_is_processing_and_withdrawn_is_taken_away_when_it_is_live(script: Script) -> None:
    script.publish, script.status = [Receipt(Remote.PROCESSING, handle="t")], [live("p")]
    item = item_of()
    delivery = proposed(item, account_of(), approvals=0)
    dispatch.send(delivery.pk, worker="w")
    withdraw.withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    reconcile.look(again(delivery))
    assert again(delivery).state == State.RETRACTING
