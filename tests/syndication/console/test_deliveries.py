"""Deliveries: the list, the evidence, and a person's decision on what is held."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from formatters.sentence import Sentence
from scheduler.models import Delivery
from scheduler.states import State
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn

QUOTA = Sentence("Hết hạn mức hôm nay.", "Today's quota is used up.")


def _held(delivery: Delivery) -> Delivery:
    return make.held(make.approved(delivery, make.person("leader")), QUOTA)


def test_the_list_has_state_attempts_reason_and_the_way_to_what_is_live(
    delivery: Delivery, signed_in: SignedIn
) -> None:
    other = make.delivery(make.item("Tin thứ hai"), make.account("zalo"))
    _held(other)
    make.sent(make.approved(delivery, make.person("leader")), url="https://facebook.example/77")
    answer = signed_in("reader").get("/deliveries/")
    page = answer.content.decode()
    for shown in ("https://facebook.example/77", "Hết hạn mức hôm nay.", "đã đăng", "đang giữ"):
        assert shown in page
    assert {row.pk: row.tries_made for row in answer.context["page"]} == {delivery.pk: 1, other.pk: 0}


def test_the_reason_is_in_the_readers_language(delivery: Delivery, signed_in: SignedIn) -> None:
    _held(delivery)
    reader = signed_in("reader")
    reader.cookies["django_language"] = "en"
    page = reader.get("/deliveries/").content.decode()
    assert "Today&#x27;s quota is used up." in page
    assert "Hết hạn mức" not in page


def _backlog(count: int) -> list[Delivery]:
    """What came due an hour ago and was not sent: nothing was running."""
    now, account, lan = timezone.now(), make.account("facebook", "fb", backlog_seconds="300"), make.person("leader")
    rows = [make.approved(make.delivery(make.item(f"Tin số {number}"), account), lan) for number in range(count)]
    due = now - timedelta(hours=1)
    Delivery.objects.update(due_at=due, wanted_at=due)
    return rows


def test_each_one_that_waits_is_explained_with_its_expected_turn_in_both_languages(signed_in: SignedIn) -> None:
    rows = _backlog(3)
    reader = signed_in("reader")
    for address in ("/deliveries/", f"/deliveries/{rows[2].pk}/", f"/items/{rows[2].item}/"):
        reader.cookies["django_language"] = "vi"
        page = reader.get(address).content.decode()
        assert "Chờ đến lượt: tài khoản gửi mỗi bài cách nhau 5 phút, còn 2 bài trước." in page, address
        assert "Dự kiến đến lượt lúc:" in page
        reader.cookies["django_language"] = "en"
        page = reader.get(address).content.decode()
        assert "It waits for its turn: the account sends one every 5 min; 2 ahead of it." in page, address
        assert "Its turn is expected at:" in page


def test_a_list_of_many_that_wait_asks_the_database_no_more_than_a_short_one(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _backlog(12)
    reader = signed_in("reader")
    with django_assert_max_num_queries(12):
        assert reader.get("/deliveries/").content.decode().count("Chờ đến lượt:") == 11


def test_the_list_is_filtered_by_state(delivery: Delivery, signed_in: SignedIn) -> None:
    make.delivery(make.item("Tin thứ hai"), make.account("zalo"))
    _held(delivery)
    answer = signed_in("reader").get("/deliveries/?state=held")
    assert [row.pk for row in answer.context["page"]] == [delivery.pk]
    assert [(code, count) for code, _word, count in answer.context["states"]] == [("proposed", 1), ("held", 1)]


def test_a_state_that_there_is_not_is_said_to_be_none_and_hides_nothing(
    delivery: Delivery, signed_in: SignedIn
) -> None:
    for address in ("/", "/deliveries/"):
        answer = signed_in("reader").get(f"{address}?state=foo<b>")
        page = answer.content.decode()
        assert "Không có trạng thái “foo&lt;b&gt;”: đang hiện mọi trạng thái." in page
        assert delivery.title in page
        assert answer.context["wanted"] == ""
        assert "Không có trạng thái" not in signed_in("reader").get(address).content.decode()


def test_a_held_delivery_offers_what_its_state_allows_and_no_more(delivery: Delivery, signed_in: SignedIn) -> None:
    _held(delivery)
    operator = signed_in("operator")
    choices = {code for code, _word in operator.get(f"/deliveries/{delivery.pk}/").context["choices"]}
    assert choices == {State.PROPOSED, State.PLANNED, State.WITHDRAWN}


def test_a_decision_is_recorded_with_its_reason_and_its_person(delivery: Delivery, signed_in: SignedIn) -> None:
    _held(delivery)
    form = {"as": "planned", "reason": "Đã mua thêm hạn mức"}
    page = signed_in("operator").post(f"/deliveries/{delivery.pk}/resolve/", form, follow=True).content.decode()
    assert "Quyết định của bạn đã được lưu." in page
    fresh = Delivery.objects.get(pk=delivery.pk)
    assert fresh.state == State.PLANNED
    event = fresh.events.get(why="resolved")
    assert (event.who, event.evidence) == ("operator", {"reason": "Đã mua thêm hạn mức"})


def test_a_decision_that_is_not_allowed_or_has_no_reason_is_a_sentence(delivery: Delivery, signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    address = f"/deliveries/{delivery.pk}/resolve/"
    assert "không bị giữ" in operator.post(address, {"as": "live", "reason": "x"}, follow=True).content.decode()
    _held(delivery)
    assert (
        "chỉ có thể quyết định" in operator.post(address, {"as": "live", "reason": "x"}, follow=True).content.decode()
    )
    assert "Hãy ghi lý do" in operator.post(address, {"as": "planned", "reason": " "}, follow=True).content.decode()
    assert Delivery.objects.get(pk=delivery.pk).state == State.HELD


def test_the_evidence_outlives_the_item(delivery: Delivery, signed_in: SignedIn) -> None:
    make.Item.objects.all().delete()
    answer = signed_in("reader").get(f"/deliveries/{delivery.pk}/")
    assert answer.status_code == 200
    assert delivery.title in answer.content.decode()


def test_what_is_not_there_is_not_found_in_style(signed_in: SignedIn) -> None:
    for address in ("/deliveries/999/", "/items/999/", "/no/such/page"):
        answer = signed_in("reader").get(address)
        assert answer.status_code == 404
        assert "Không tìm thấy trang" in answer.content.decode()
        assert "There is nothing at this address" in answer.content.decode()
