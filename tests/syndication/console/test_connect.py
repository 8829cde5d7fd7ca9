"""Connecting in the console: out by a link, back by a callback that leaves no code in any address, a choice, a paste."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from channels.channel import Ending, Health
from channels.errors import AccountBroken, Unavailable
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Account, Consent
from scheduler.vault import AccountVault
from syndication.desk import connect as desk
from syndication.desk import people
from tests.support.consenting import CODE, TOKEN, VERIFIER, Platform, connectable, consenting, page
from tests.syndication.console.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform() -> Iterator[Platform]:
    with consenting() as platform:
        yield platform


@pytest.fixture
def account(platform: Platform) -> Account:
    return connectable()


@pytest.fixture
def operator(signed_in: SignedIn) -> Client:
    return signed_in("operator")


def state_of(browser: Client, account: Account) -> str:
    """The state in the link of the page that begins."""
    begun = browser.post(f"/accounts/{account.pk}/connect/")
    (link,) = re.findall(r'href="(https://platform[^"]*)"', begun.content.decode())
    return parse_qs(urlsplit(unescape(link)).query)["state"][0]


def back(browser: Client, **answer: str) -> tuple[str, str]:
    """Where the callback sends the browser, and what is said there."""
    answered = browser.get("/accounts/connected/", answer)
    assert answered.status_code == 302
    assert answered["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answered["Cache-Control"]
    assert "?" not in answered["Location"]
    return answered["Location"], browser.get(answered["Location"]).content.decode()


def test_a_button_leads_to_the_platform_by_a_link(operator: Client, account: Account) -> None:
    listed = operator.get("/accounts/").content.decode()
    assert f'action="/accounts/{account.pk}/connect/"' in listed
    begun = operator.post(f"/accounts/{account.pk}/connect/")
    shown = begun.content.decode()
    assert "Sang Scripted" in shown
    assert "form-action 'self'" in begun["Content-Security-Policy"]
    assert VERIFIER not in shown
    assert Consent.objects.get().who == "operator"


def test_the_callback_connects_and_leaves_a_clean_address(
    operator: Client, account: Account, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    platform.choices = [page(1, missing=("insights",))]
    platform.health = Health(
        True, "Trang 1", ("post",), ("insights",), (Ending(Sentence("Mã truy cập", "Token"), timezone.now()),)
    )
    caplog.set_level(logging.DEBUG)
    state = state_of(operator, account)
    where, shown = back(operator, state=state, code=CODE)
    assert where == f"/accounts/{account.pk}/#connection"
    assert "page đã kết nối và hoạt động." in shown
    for words in (
        "Nguyễn Thị Lan",
        "<code>post</code>",
        "<code>insights</code> – cần có nhưng chưa được cấp",
        "Mã truy cập",
    ):
        assert words in shown
    for secret in (CODE, TOKEN, state, VERIFIER):
        assert secret not in shown
        assert secret not in caplog.text
    assert AccountVault(account.pk).read()["access_token"] == f"{TOKEN}-1"


def test_a_callback_is_good_once(operator: Client, account: Account, platform: Platform) -> None:
    state = state_of(operator, account)
    back(operator, state=state, code=CODE)
    where, shown = back(operator, state=state, code=CODE)
    assert where == "/accounts/"
    assert "Không nhận ra câu trả lời này" in shown
    assert len(platform.redeemed) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"error": "access_denied"}, "Chưa được đồng ý cấp quyền nên không có gì thay đổi."),
        ({"error": "<script>"}, "lỗi ?"),
    ],
)
def test_a_refusal_is_a_sentence_beside_the_account(
    operator: Client, account: Account, answer: dict[str, str], told: str
) -> None:
    where, shown = back(operator, state=state_of(operator, account), **answer)
    assert where == f"/accounts/{account.pk}/"
    assert told in shown
    assert "<script>" not in shown


def test_an_answer_that_comes_too_late_is_told_so(operator: Client, account: Account) -> None:
    state = state_of(operator, account)
    Consent.objects.update(made_at=timezone.now() - timedelta(minutes=31))
    assert "Đã quá 30 phút" in back(operator, state=state, code=CODE)[1]


@pytest.mark.parametrize("error", [Unavailable("down"), AccountBroken("used"), ValueError("a setting is wrong")])
def test_a_platform_in_trouble_is_a_sentence_and_no_fault(
    operator: Client, account: Account, platform: Platform, error: Exception
) -> None:
    platform.error = error
    assert "said-error" in back(operator, state=state_of(operator, account), code=CODE)[1]


def test_what_another_person_began_is_not_gone_on_with(operator: Client, account: Account, platform: Platform) -> None:
    state = state_of(operator, account)
    people.add_user("minh", "operator", None)
    other = Client()
    from django.contrib.auth.models import User

    other.force_login(User.objects.get(username="minh"))
    assert "Một người khác đã bắt đầu" in back(other, state=state, code=CODE)[1]
    assert "đã kết nối" in back(operator, state=state, code=CODE)[1]


@pytest.mark.parametrize("role", ["", "reader", "approver", "leader"])
def test_who_may_not_connect_uses_nothing_up_and_no_address_keeps_the_code(
    role: str, signed_in: SignedIn, account: Account, platform: Platform
) -> None:
    begun = desk.begin(account, who="operator", now=timezone.now())
    browser = signed_in(role) if role else Client()
    answered = browser.get("/accounts/connected/", {"state": begun.state, "code": CODE})
    assert answered.status_code == 403
    assert answered["Referrer-Policy"] == "no-referrer"
    assert CODE not in answered.content.decode()
    assert Consent.objects.exists()
    for address in ("connect", "answer", "paste", "owner"):
        assert browser.post(f"/accounts/{account.pk}/{address}/").status_code in (302, 403)
    assert Consent.objects.count() == 1
    assert not platform.redeemed


def test_what_was_begun_at_the_command_line_is_finished_there(operator: Client, account: Account) -> None:
    begun = desk.begin(account, who="cli:root", now=timezone.now())
    answered = operator.get("/accounts/connected/", {"state": begun.state, "code": CODE})
    shown = answered.content.decode()
    assert "sao chép toàn bộ địa chỉ" in shown
    assert CODE not in shown
    assert desk.finish({"state": begun.state, "code": CODE}, who="cli:root", now=timezone.now())


def test_of_several_one_is_chosen_and_no_token_is_in_the_page(
    operator: Client, account: Account, platform: Platform
) -> None:
    platform.choices = [page(1), page(2, missing=("insights",))]
    Account.objects.filter(pk=account.pk).update(settings={"page_id": "2"})
    where, shown = back(operator, state=state_of(operator, account), code=CODE)
    assert where.startswith("/accounts/choosing/")
    assert "Trang 1" in shown
    assert "thiếu: insights" in shown
    assert 'value="2" required checked' in shown, "the one it has been so far"
    assert TOKEN not in shown
    wrong = operator.post(where, {"choice": "3"}, follow=True).content.decode()
    assert "Không có &#x27;3&#x27; để chọn" in wrong
    chosen = operator.post(where, {"choice": "1"}, follow=True).content.decode()
    assert "page đã kết nối và hoạt động." in chosen
    assert "Không nhận ra" in operator.get(where, follow=True).content.decode()


def test_an_answer_is_pasted_where_the_platform_gives_no_state_back(
    operator: Client, account: Account, platform: Platform
) -> None:
    state_of(operator, account)
    address = f"/accounts/{account.pk}/answer/"
    assert "Chưa dán gì cả" in operator.post(address, {"answer": ""}, follow=True).content.decode()
    typed = f"https://elsewhere.example/?code={CODE}&oa_id=1"
    shown = operator.post(address, {"answer": typed}, follow=True).content.decode()
    assert "page đã kết nối" in shown
    assert CODE not in shown
    assert platform.redeemed[0][1] == {"code": CODE, "oa_id": "1"}


def test_secrets_by_hand_never_come_back_to_the_browser(operator: Client, account: Account, platform: Platform) -> None:
    shown = operator.get(f"/accounts/{account.pk}/").content.decode()
    assert shown.count('type="password" autocomplete="off"') == 2
    given = {"secret-access_token": "typed-secret", "secret-refresh_token": ""}
    pasted = operator.post(f"/accounts/{account.pk}/paste/", given, follow=True).content.decode()
    assert "page đã kết nối và hoạt động." in pasted
    assert platform.redeemed[0][1] == {"access_token": "typed-secret"}
    platform.error = AccountBroken("no")
    refused = operator.post(f"/accounts/{account.pk}/paste/", given, follow=True).content.decode()
    assert "typed-secret" not in pasted + refused
    assert TOKEN not in pasted + refused


def test_what_had_been_broken_goes_on(operator: Client, account: Account, platform: Platform) -> None:
    ledger.pause(account, AccountBroken("x").say)
    assert "page tiếp tục" in back(operator, state=state_of(operator, account), code=CODE)[1]
    account.refresh_from_db()
    assert not account.paused


def test_who_is_answerable_is_named_and_shown(operator: Client, account: Account) -> None:
    shown = operator.post(f"/accounts/{account.pk}/owner/", {"owner": "lan"}, follow=True).content.decode()
    assert "lan phụ trách page từ bây giờ." in shown
    assert ">lan</dd>" in operator.get("/accounts/").content.decode()
    empty = operator.post(f"/accounts/{account.pk}/owner/", {"owner": " "}, follow=True).content.decode()
    assert "Hãy ghi người phụ trách" in empty
    account.refresh_from_db()
    assert account.owner == "lan"


def test_a_check_from_the_accounts_own_page_returns_there(operator: Client, account: Account) -> None:
    assert operator.post(f"/accounts/{account.pk}/check/", {"alone": "1"})["Location"] == f"/accounts/{account.pk}/"
    assert operator.post(f"/accounts/{account.pk}/check/")["Location"] == "/accounts/"


def test_a_reader_sees_how_an_account_is_and_no_button(signed_in: SignedIn, account: Account) -> None:
    shown = signed_in("reader").get(f"/accounts/{account.pk}/").content.decode()
    assert "Kết nối" in shown
    assert "/connect/" not in shown
    assert 'type="password"' not in shown
