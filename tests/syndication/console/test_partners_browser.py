"""Partners in a real browser: add one, read its key, revoke it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support import instance as make
from tests.support.ledger import account_of
from tests.syndication.console.test_browser import browser_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["browser_page"]


def test_an_operator_gives_a_key_and_takes_it_away(browser_page: Page, live_server: LiveServer) -> None:
    make.person("operator", "lan")
    account_of(slug="tin", language="vi")
    page = browser_page
    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đối tác").click()
    page.get_by_label("Tên", exact=True).fill("Báo Nhân Dân")
    page.get_by_role("button", name="Cấp khóa").click()
    key = page.locator("#new-key ~ ul code").first
    expect(key).to_contain_text("/feeds/p/")
    page.get_by_role("link", name="Đối tác").click()
    expect(page.get_by_role("heading", name="Báo Nhân Dân")).to_be_visible()
    expect(page.locator("#new-key")).to_have_count(0)
    page.get_by_text("Thu hồi khóa…").click()
    page.get_by_role("button", name="Thu hồi Báo Nhân Dân").click()
    expect(page.get_by_role("status")).to_contain_text("Đã thu hồi khóa")
    expect(page.get_by_text("đã thu hồi", exact=True)).to_be_visible()
