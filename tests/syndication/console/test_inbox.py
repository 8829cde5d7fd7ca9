"""The inbox: newest first, what waits on top, found by state and by title."""

from __future__ import annotations

import re

from django.test import Client

from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.console.preview import awaiting
from syndication.desk import approve
from syndication.items.models import Item
from syndication.sources.models import Source
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


def test_no_two_choices_of_the_filter_sound_the_same(signed_in: SignedIn) -> None:
    reader = signed_in("reader")
    for language in ("vi", "en"):
        reader.cookies["django_language"] = language
        chosen = re.findall(r"<option[^>]*>([^<]+)</option>", reader.get("/").content.decode())
        assert len(chosen) == len(set(chosen)) > 10


def test_what_needs_a_person_is_on_top_with_the_way_to_it(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    reader = signed_in("reader")
    assert "Cần người xử lý" not in reader.get("/").content.decode(), "nothing does"
    leader = make.person("leader")
    make.held(make.approved(make.delivery(item, facebook), leader), Sentence("Hết hạn mức.", "The quota is used up."))
    doubtful = make.delivery(item, make.account("zalo"))
    Delivery.objects.filter(pk=doubtful.pk).update(state=State.UNKNOWN)
    ledger.pause(facebook, Sentence("Mã truy cập hết hạn.", "The token has ended."))
    failing = Sentence("Nguồn không trả lời.", "The source does not answer.").to_json()
    Source.objects.create(name="portal-vi", url="https://moha.gov.vn/rss", canonical_host="moha.gov.vn", error=failing)
    Source.objects.create(name="portal-en", url="https://moha.gov.vn/en/rss", canonical_host="moha.gov.vn")
    for language, said in {
        "vi": ("Mã truy cập hết hạn.", "1 bản đang giữ", "1 bản chưa rõ kết quả", "Nguồn không trả lời."),
        "en": ("The token has ended.", "1 delivery is held", "1 delivery is in doubt", "The source does not answer."),
    }.items():
        reader.cookies["django_language"] = language
        top = reader.get("/").content.decode().split('<section class="card trouble"')[1].split("</section>")[0]
        for shown in (*said, f'href="/accounts/#name-{facebook.pk}"', "?state=held", "?state=unknown", "portal-vi"):
            assert shown in top
        assert "portal-en" not in top


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
