"""Writing for one account in the console, as a browser without scripts does it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from formatters.override import Chosen, Override
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk import override, withdraw
from syndication.desk.tell import tell
from syndication.items.models import Item, OverrideVersion
from syndication.items.overrides import newest
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn


def at(item: Item, account: Account) -> str:
    return f"/items/{item.pk}/accounts/{account.pk}/"


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send back of this page's form, untouched."""
    form = page.split('id="rewriting"')[1].split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if told.get("type") != "checkbox" or " checked" in tag:
            found[told["name"]] = unescape(told.get("value", ""))
    for name, words in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(words)
    return found


def opened(client: Client, item: Item, account: Account) -> dict[str, str]:
    return fields_of(client.get(at(item, account)).content.decode())


def post(client: Client, item: Item, account: Account, do: str, fields: dict[str, str], **changes: str) -> Any:
    return client.post(at(item, account), {**fields, "do": do, **changes})


def test_what_is_typed_is_kept_and_told_and_asks_for_approval_anew(
    item: Item, delivery: Delivery, facebook: Account, signed_in: SignedIn
) -> None:
    make.approved(delivery, make.person("leader"))
    client = signed_in("editor")
    fields = opened(client, item, facebook)
    answer = post(client, item, facebook, "save", fields, title="Tít riêng", text="Đoạn một.\r\n\r\nĐoạn hai.")
    assert (answer.status_code, answer["Location"]) == (302, f"/items/{item.pk}/#account-{facebook.pk}")
    version = newest(item, facebook)
    assert version
    assert (version.who, version.override) == ("editor", Override(title="Tít riêng", text="Đoạn một.\n\nĐoạn hai."))
    row = Delivery.objects.get(pk=delivery.pk)
    assert row.state == State.PROPOSED
    assert "Tít riêng\n\nĐoạn một.\n\nĐoạn hai." in row.coming["text"]
    page = client.get(f"/items/{item.pk}/").content.decode()
    assert "Đã lưu cho fb. Bản đã lên lịch hoặc đã đăng ở đó cần được duyệt lại." in page
    assert "viết riêng cho tài khoản này" in page


def test_the_form_untouched_writes_nothing(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    client = signed_in("editor")
    answer = post(client, item, facebook, "save", opened(client, item, facebook))
    assert answer.status_code == 400
    assert "Chưa có gì khác với bài gốc" in answer.content.decode()
    assert not OverrideVersion.objects.exists()


def test_the_preview_is_what_saving_would_make_and_keeps_nothing(
    item: Item, facebook: Account, signed_in: SignedIn
) -> None:
    client = signed_in("editor")
    fields = {**opened(client, item, facebook), "title": "Tít riêng", "text": "Lời <b>riêng</b>."}
    previewed = post(client, item, facebook, "preview", fields)
    page = previewed.content.decode()
    assert not OverrideVersion.objects.exists()
    digest = re.search(r"face-draft.*?: ([0-9a-f]{64})", page, re.DOTALL)
    assert digest
    token = {"csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]}
    assert {**fields_of(page), **token} == fields, "what was typed is still in the form"
    post(client, item, facebook, "save", fields_of(page))
    assert tell(item, item.revision, facebook).rendition.digest == digest[1]


def test_pictures_are_chosen_ordered_and_aimed_at_with_plain_numbers(signed_in: SignedIn, facebook: Account) -> None:
    item = make.item(media=[make.picture("#111111"), make.picture("#222222"), make.picture("#333333")])
    one, two, three = (entry["sha256"] for entry in item.revision.media)
    client = signed_in("editor")
    fields = opened(client, item, facebook)
    del fields[f"show-{two}"]
    changed = {f"order-{one}": "7", f"order-{three}": "2", f"x-{three}": "25", f"y-{three}": "12,5"}
    post(client, item, facebook, "save", fields, **changed)
    version = newest(item, facebook)
    assert version
    assert version.override == Override(pictures=(Chosen(three, (0.25, 0.125)), Chosen(one)))
    again = opened(client, item, facebook)
    assert f"show-{two}" not in again
    assert (again[f"order-{three}"], again[f"order-{one}"], again[f"y-{three}"]) == ("1", "2", "12.5")


@pytest.mark.parametrize(("across", "down"), [("101", "5"), ("5", ""), ("-1", "5"), ("nan", "5"), ("1e1", "5")])
def test_a_main_point_that_is_none_is_refused_and_the_words_stay(
    item: Item, facebook: Account, signed_in: SignedIn, across: str, down: str
) -> None:
    client = signed_in("editor")
    sha256 = item.revision.media[0]["sha256"]
    fields = {**opened(client, item, facebook), "text": "Lời riêng."}
    answer = post(client, item, facebook, "save", fields, **{f"x-{sha256}": across, f"y-{sha256}": down})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Điểm chính của ảnh là hai số từ 0 đến 100" in page
    assert fields_of(page)["text"] == "Lời riêng."
    assert not OverrideVersion.objects.exists()


def test_too_long_is_said_with_the_count_and_loses_nothing(item: Item, signed_in: SignedIn) -> None:
    account = make.account("zalo", "oa")
    client = signed_in("editor")
    fields = {**opened(client, item, account), "title": "ệ" * 151}
    for do in ("preview", "save"):
        page = post(client, item, account, do, fields).content.decode()
        assert "Tiêu đề dài 151 ký tự, kênh này chỉ còn chỗ cho 150." in page
        assert '<span class="room over" id="room-title"' in page
        assert fields_of(page)["title"] == "ệ" * 151


def test_of_two_editors_the_second_is_told_and_both_texts_stay_on_the_page(
    item: Item, facebook: Account, signed_in: SignedIn
) -> None:
    client = signed_in("editor")
    mine = {**opened(client, item, facebook), "text": "Của tôi."}
    now = timezone.now()
    override.rewrite(item, facebook, Override(text="Của Lan."), revision=1, seen=0, who="lan", now=now)
    for do in ("save", "drop"):
        answer = post(client, item, facebook, do, mine)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "lan vừa lưu một bản khác cho tài khoản này" in page
        assert "Bản lan đã lưu" in page
        assert "Của Lan." in page
        assert fields_of(page)["text"] == "Của tôi."
    assert OverrideVersion.objects.count() == 1
    # Having seen both, whoever saves again means it.
    assert post(client, item, facebook, "save", fields_of(page)).status_code == 302
    version = newest(item, facebook)
    assert version
    assert (version.number, version.override.text) == (2, "Của tôi.")


def test_a_revision_that_came_meanwhile_is_shown_beside_what_was_typed(
    item: Item, facebook: Account, signed_in: SignedIn
) -> None:
    client = signed_in("editor")
    fields = {**opened(client, item, facebook), "text": "Hội nghị ngày 23/11."}
    make.revise(item, item.revision.title, html="<p>x</p>", summary="Hội nghị ngày 22/11.", media=item.revision.media)
    answer = post(client, item, facebook, "save", fields)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Bài gốc đã có bản mới (2) sau khi bạn mở" in page
    assert "Cần xem lại:" in page
    assert "Hội nghị ngày 22/11." in page.split("Lời của bài gốc hiện nay")[1]
    assert fields_of(page)["text"] == "Hội nghị ngày 23/11."
    assert not OverrideVersion.objects.exists()


def test_what_is_outdated_shows_both_versions_on_the_item_and_in_the_form(
    item: Item, delivery: Delivery, facebook: Account, signed_in: SignedIn
) -> None:
    client = signed_in("editor")
    post(client, item, facebook, "save", opened(client, item, facebook), text="Hội nghị ngày 23/11.")
    make.revise(item, item.revision.title, html="<p>x</p>", summary="Hội nghị ngày 22/11.", media=item.revision.media)
    page = client.get(f"/items/{item.pk}/").content.decode()
    assert "Nội dung riêng của tài khoản này đang không được dùng:" in page
    assert "Hội nghị ngày 23/11." in page
    assert "Hội nghị ngày 22/11." in page.split('<article class="post"')[1]
    assert "Hội nghị ngày 23/11." not in page.split('<article class="post"')[1].split("</article>")[0]
    assert "tài khoản “fb”: Bài gốc đã đổi phần mà nội dung riêng" in client.get("/notices/").content.decode()
    form = client.get(at(item, facebook)).content.decode()
    assert "Cần xem lại:" in form
    assert fields_of(form)["text"] == "Hội nghị ngày 23/11."
    # Kept again as it is, it is told again.
    post(client, item, facebook, "save", fields_of(form))
    assert "Hội nghị ngày 23/11." in Delivery.objects.get(pk=delivery.pk).coming["text"]


def test_it_is_dropped_by_a_button(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    client = signed_in("editor")
    assert "Dùng lại lời bài gốc" not in client.get(at(item, facebook)).content.decode()
    post(client, item, facebook, "save", opened(client, item, facebook), text="Lời riêng.")
    form = client.get(at(item, facebook)).content.decode()
    assert "Dùng lại lời bài gốc" in form
    assert post(client, item, facebook, "drop", fields_of(form)).status_code == 302
    version = newest(item, facebook)
    assert version
    assert version.override == Override()


def test_what_is_locked_is_shown_below_the_text_and_is_no_field(signed_in: SignedIn, facebook: Account) -> None:
    item = make.item(own=False, synthetic="assisted")
    page = signed_in("editor").get(at(item, facebook)).content.decode()
    fixed = page.split('class="fixed"')[1].split("</div>")[0]
    for line in ("Nguồn: Cổng thông tin điện tử Bộ Nội vụ", "Theo portal:", "Nội dung có sử dụng AI"):
        assert line in fixed
        assert all(line not in value for value in fields_of(page).values())


def test_a_text_can_run_nothing_on_the_page(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    client = signed_in("editor")
    evil = '</textarea><script>alert("x")</script>'
    page = post(
        client, item, facebook, "preview", opened(client, item, facebook), text=evil, title=evil
    ).content.decode()
    assert "<script>alert" not in page
    assert page.count("<script") == 2


def test_without_the_sign_of_this_page_nothing_is_written(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    make.person("editor")
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.User.objects.get(username="editor"))
    assert client.post(at(item, facebook), {"do": "save", "text": "x", "revision": "1", "seen": "0"}).status_code == 403
    assert not OverrideVersion.objects.exists()


@pytest.mark.parametrize("given", [{}, {"do": "save"}, {"do": "save", "seen": "²", "revision": "9" * 30}])
def test_a_form_that_is_not_ours_is_answered_and_writes_nothing(
    item: Item, facebook: Account, signed_in: SignedIn, given: dict[str, str]
) -> None:
    assert signed_in("editor").post(at(item, facebook), given).status_code in (200, 400)
    assert not OverrideVersion.objects.exists()


def test_a_withdrawn_item_and_an_account_that_cannot_tell_it_have_no_form(
    item: Item, facebook: Account, signed_in: SignedIn
) -> None:
    client, feed = signed_in("editor"), make.account("feed", "english")
    answer = client.get(at(item, feed), follow=True)
    assert "đăng ngôn ngữ en, bài này là vi" in answer.content.decode()
    assert f'href="{at(item, feed)}"' not in answer.content.decode()
    withdraw.withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    assert "đã được thu hồi" in client.get(at(item, facebook), follow=True).content.decode()
    assert client.get(f"/items/{item.pk}/accounts/999/").status_code == 404
