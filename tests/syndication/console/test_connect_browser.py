"""Connecting in a real browser, with each platform's stand-in asking for consent; and what a reader of notices sees."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from channels.facebook.sandbox.tokens import APP_ID, APP_SECRET, PAGE_ID
from channels.sandbox.server import SandboxServer
from scheduler.models import Account
from scheduler.vault import AccountVault
from syndication.desk import accounts, watch
from tests.browser import find
from tests.support import instance as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 30_000  # milliseconds; a machine that does much else at once is slow


@pytest.fixture
def browser_page(monkeypatch: pytest.MonkeyPatch, live_server: LiveServer) -> Iterator[Page]:
    """An operator's browser, signed in; platforms send it back to where our server really is."""
    path = find()
    if path is None:
        message = "THERE IS NO CHROMIUM: the browser test of connecting did not run (apt-get install chromium)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    # Playwright's synchronous interface runs an event loop in this thread, which Django takes for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    monkeypatch.setattr(settings, "SYNDICATION_BASE_URL", live_server.url)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        make.person("operator", "minh")
        page.goto(f"{live_server.url}/login/")
        page.get_by_label("Tên đăng nhập").fill("minh")
        page.get_by_label("Mật khẩu").fill(make.PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{live_server.url}/")
        yield page
        browser.close()


def facebook(sandbox: SandboxServer, page_id: str = PAGE_ID) -> Account:
    base = f"{sandbox.url}/facebook"
    given = {"page_id": page_id, "graph_url": base, "video_url": base, "dialog_url": base, "app_id": APP_ID}
    return accounts.add_account("facebook-bnv", "facebook", settings=given, secrets={"app_secret": APP_SECRET})


def shot(page: Page, name: str) -> None:
    """A picture for whoever looks at the pages; kept only where SYNDICATION_SHOTS names a folder."""
    if folder := os.environ.get("SYNDICATION_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_operator_consents_at_facebook_chooses_the_page_and_is_told_what_was_granted(
    browser_page: Page, sandbox: SandboxServer
) -> None:
    account, page, faults = facebook(sandbox), browser_page, list[str]()
    ours = page.url

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and message.location["url"].startswith(ours):
            faults.append(message.text)

    page.on("console", heard)
    page.get_by_role("link", name="Tài khoản").click()
    shot(page, "accounts")
    page.get_by_role("button", name="Kết nối facebook-bnv").click()
    shot(page, "connect")
    page.get_by_role("link", name="Sang Facebook").click()
    shot(page, "dialog")
    page.get_by_role("link", name="Continue as").click()
    expect(page.get_by_role("heading", name="facebook-bnv là trang nào?")).to_be_visible()
    shot(page, "choose")
    assert "code=" not in page.url
    page.get_by_role("button", name="Kết nối trang này").click()
    expect(page.get_by_role("status")).to_contain_text("facebook-bnv đã kết nối và hoạt động.")
    expect(page.locator("#connection")).to_contain_text("pages_manage_posts")
    shot(page, "account")
    account.refresh_from_db()
    token = AccountVault(account.pk).read()["access_token"]
    assert token not in page.content()
    assert "code=" not in page.url
    page.go_back()
    assert "code=" not in page.url, "the address with the code is not in the history either"
    assert not faults


def test_a_person_who_declines_is_told_that_nothing_has_changed(browser_page: Page, sandbox: SandboxServer) -> None:
    account, page = facebook(sandbox), browser_page
    page.goto(page.url + f"accounts/{account.pk}/")
    page.get_by_role("button", name="Kết nối", exact=True).click()
    page.get_by_role("link", name="Sang Facebook").click()
    page.get_by_role("link", name="Hủy").click()
    expect(page.get_by_role("status")).to_contain_text("Chưa được đồng ý cấp quyền")
    shot(page, "declined")


def test_rights_that_were_left_out_are_shown_as_missing(browser_page: Page, sandbox: SandboxServer) -> None:
    account, page = facebook(sandbox), browser_page
    page.goto(page.url + f"accounts/{account.pk}/")
    page.get_by_role("button", name="Kết nối", exact=True).click()
    page.get_by_role("link", name="Sang Facebook").click()
    page.get_by_role("link", name="Continue without").click()
    page.get_by_role("button", name="Kết nối trang này").click()
    expect(page.locator("#connection .no")).to_contain_text("pages_manage_posts")
    shot(page, "missing")
    page.goto(page.url.partition("/accounts")[0] + "/notices/")
    expect(page.get_by_role("main")).to_contain_text("facebook-bnv")
    shot(page, "notices-broken")


def test_new_pages_can_be_used_on_a_telephone(browser_page: Page, sandbox: SandboxServer) -> None:
    account, page = facebook(sandbox), browser_page
    now = timezone.now()
    what = {"vi": "Quyền truy cập dữ liệu của ứng dụng", "en": "The app's access to data"}
    health = {"ok": True, "may": ["pages_manage_posts", "pages_read_engagement"], "missing": ["read_insights"]}
    endings = [{"what": what, "at": (now + timedelta(days=days)).isoformat()} for days in (2, 20)]
    Account.objects.filter(pk=account.pk).update(
        health={**health, "endings": endings},
        checked_at=now,
        connected_at=now,
        connected_as="Nguyễn Thị Lan",
        owner="minh",
    )
    watch.watch(now=now)
    base = page.url.rstrip("/")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ("/accounts/", f"/accounts/{account.pk}/", "/notices/"):
            page.goto(base + address)
            shot(page, f"{address.strip('/').replace('/', '-')}-{width}")
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{address} is {overflow} pixels too wide"
    page.get_by_role("button", name="Đã xem").first.click()
    expect(page.get_by_role("main")).to_contain_text("minh đã xem")
