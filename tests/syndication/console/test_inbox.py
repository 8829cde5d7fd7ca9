"""The inbox: newest first, what waits on top, found by state and by title."""

from __future__ import annotations

from django.test import Client

from scheduler.models import Account, Delivery
from syndication.console.preview import awaiting
from syndication.desk import approve
from syndication.items.models import Item
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn


def _titles(client: Client, query: str = "") -> list[str]:
    return [item.title for item, _deliveries in client.get(f"/{query}").context["rows"]]


def test_the_newest_comes_first(signed_in: SignedIn) -> None:
    for title in ("Tin một", "Tin hai", "Tin ba"):
        make.item(title)
    assert _titles(signed_in("reader")) == ["Tin ba", "Tin hai", "Tin một"]


def test_what_waits_is_on_top_with_its_count(delivery: Delivery, signed_in: SignedIn) -> None:
    make.delivery(Item.objects.get(), make.account("zalo"))
    make.item("Tin mới hơn, không chờ gì")
    answer = signed_in("reader").get("/")
    assert (answer.context["items_waiting"], answer.context["waiting"]) == (1, 2)
    assert [item.pk for item, _rows in answer.context["top"]] == [delivery.item]


def test_the_console_and_the_desk_agree_on_what_waits(item: Item, facebook: Account, db: None) -> None:
    leader = make.person("leader")
    first, second, third = (
        make.delivery(item, where) for where in (facebook, make.account("zalo"), make.account("govportal"))
    )
    make.sent(make.approved(first, leader))
    make.approved(second, leader)
    assert {row.pk for row in awaiting()} == {row.pk for row in approve.awaiting()} == {third.pk}
    make.revise(item, "Tiêu đề đã sửa")
    found = {row.pk for row in awaiting()}
    assert found == {row.pk for row in approve.awaiting()} == {first.pk, second.pk, third.pk}


def test_a_title_is_found_whatever_its_case_and_composition(signed_in: SignedIn) -> None:
    make.item("Điều động cán bộ")
    make.item("Tin khác")
    reader = signed_in("reader")
    assert _titles(reader, "?q=điều động") == ["Điều động cán bộ"]
    assert _titles(reader, "?q=Đie\u0302\u0300u") == ["Điều động cán bộ"], "typed in parts, as some keyboards do"
    assert _titles(reader, "?q=không có") == []


def test_items_are_found_by_their_own_state_and_by_a_deliverys(delivery: Delivery, signed_in: SignedIn) -> None:
    make.item("Kho cũ", state="baseline")
    reader = signed_in("reader")
    assert _titles(reader, "?state=item-baseline") == ["Kho cũ"]
    assert _titles(reader, "?state=proposed") == [delivery.title]
    assert _titles(reader, "?state=awaiting") == [delivery.title]
    assert _titles(reader, "?state=live") == []
    assert len(_titles(reader, "?state=rubbish")) == 2


def test_each_row_has_its_facts_and_a_pill_for_every_account(delivery: Delivery, signed_in: SignedIn) -> None:
    page = signed_in("reader").get("/").content.decode()
    for shown in ("portal", "Tiếng Việt", "Tin tức", "UTC+7", "chờ duyệt", 'title="Chờ người duyệt', ">fb<"):
        assert shown in page


def test_many_items_come_in_pages(signed_in: SignedIn) -> None:
    for number in range(27):
        make.item(f"Tin số {number}")
    reader = signed_in("reader")
    assert len(_titles(reader)) == 25
    assert _titles(reader, "?page=2") == ["Tin số 1", "Tin số 0"]
    assert len(_titles(reader, "?page=99")) == 2


def test_the_number_of_queries_does_not_grow_with_the_items(
    signed_in: SignedIn, facebook: Account, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        make.delivery(make.item(f"Tin {number}"), facebook)
    reader = signed_in("reader")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        reader.get("/")


def test_an_empty_inbox_says_what_will_come(signed_in: SignedIn) -> None:
    assert "Chưa có tin nào" in signed_in("reader").get("/").content.decode()
