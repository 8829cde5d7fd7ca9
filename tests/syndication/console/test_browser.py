"""The whole way in a real browser: sign in, open an item, look, approve, and see it change by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk.sources import add_source
from syndication.sources.models import Source
from tests.browser import find
from tests.support import instance as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 30_000  # milliseconds; a machine that does much else at once is slow


@pytest.fixture
def browser_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    path = find()
    if path is None:
        message = "THERE IS NO CHROMIUM: the browser test of the console did not run (apt-get install chromium)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    # Playwright's synchronous interface runs an event loop in this thread, which Django takes for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        yield page
        browser.close()


def test_a_person_signs_in_looks_and_approves(browser_page: Page, live_server: LiveServer) -> None:
    make.person("approver", "lan")
    item = make.item("Hội nghị cải cách hành chính", media=[make.picture()])
    delivery = make.delivery(item, make.account("facebook", "fb"))
    page, faults = browser_page, []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)

    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Đang chờ duyệt")).to_be_visible()
    page.get_by_role("link", name="Hội nghị cải cách hành chính").first.click()
    picture = page.locator(".post img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator("mark.locked")).to_contain_text("Nguồn: Cổng thông tin điện tử Bộ Nội vụ")

    page.get_by_role("button", name="Duyệt fb").click()
    expect(page.get_by_role("status")).to_contain_text("Đã duyệt cho fb.")
    assert Delivery.objects.get().state == State.PLANNED

    # Nobody reloads: the page learns by itself that it went live.
    make.sent(Delivery.objects.select_related("account").get(pk=delivery.pk), url="https://facebook.example/1")
    expect(page.locator(f"#delivery-{delivery.pk} [data-state=live]")).to_be_visible()
    assert not faults


def test_every_page_can_be_used_on_a_telephone(browser_page: Page, live_server: LiveServer) -> None:
    make.person("leader")
    item = make.item("Hội nghị cải cách hành chính năm 2026 và phương hướng nhiệm vụ", media=[make.picture()])
    for kind in ("facebook", "zalo", "govportal"):
        delivery = make.delivery(item, make.account(kind, f"{kind}-bo-noi-vu"))
    make.sent(make.approved(delivery, make.person("approver")), url="https://portal.example/" + "a" * 60)
    add_source("cong-thong-tin-dien-tu-bo-noi-vu", "https://moha.gov.vn/" + "tin-tuc-su-kien/" * 8 + "rss")
    page = browser_page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("Tên đăng nhập").fill("leader")
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    for address in (
        "/",
        f"/items/{item.pk}/",
        f"/items/{item.pk}/withdraw/",
        "/deliveries/",
        f"/deliveries/{delivery.pk}/",
        "/accounts/",
        "/partners/",
        "/sources/",
    ):
        page.goto(live_server.url + address)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{address} is {overflow} pixels too wide"
    page.goto(f"{live_server.url}/deliveries/?state=live")
    row = page.locator(".stacks tbody tr")
    for part in (row.locator("[data-state=live]"), row.locator("time"), row.locator("a[target=_blank]")):
        box = part.bounding_box()
        assert box
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 360, "in sight without moving sideways"


def test_a_long_preview_is_clipped_and_its_attribution_is_in_sight(browser_page: Page, live_server: LiveServer) -> None:
    make.person("approver", "lan")
    short = make.item("Tin ngắn", summary="", html="<p>Một câu.</p>")
    long = make.item("Tin dài", html="<p>Một đoạn dài về cải cách hành chính.</p>" * 80)
    make.account("zalo", "oa")
    page = browser_page
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/items/{long.pk}/")
    page.wait_for_load_state("networkidle")
    clip, veil = page.locator(".clip"), page.locator(".unclip")
    clipped = clip.bounding_box()
    assert clipped
    assert clipped["height"] < 600
    below = page.locator("p.locked").bounding_box()
    assert below
    assert below["y"] >= clipped["y"] + clipped["height"]
    expect(page.locator("p.locked")).to_contain_text("Nguồn: Cổng thông tin điện tử Bộ Nội vụ")
    veil.click()
    opened = clip.bounding_box()
    assert opened
    assert opened["height"] > 1000
    # The veil of a short one lies below its end, where nobody sees it.
    page.goto(f"{live_server.url}/items/{short.pk}/")
    page.wait_for_load_state("networkidle")
    whole, hidden = clip.bounding_box(), veil.bounding_box()
    assert whole
    assert hidden
    assert hidden["y"] >= whole["y"] + whole["height"]


def test_an_operator_lets_a_source_rest_and_go_on(browser_page: Page, live_server: LiveServer) -> None:
    make.person("operator", "quan-tri")
    add_source("cong", "https://moha.gov.vn/rss")
    page, faults = browser_page, []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/sources/")
    page.get_by_label("Tên đăng nhập").fill("quan-tri")
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="cong")
    expect(card).to_contain_text("chưa lấy lần nào")
    card.get_by_role("button", name="Tạm dừng cong").click()
    expect(page.get_by_role("status")).to_contain_text("cong đã tạm dừng")
    assert Source.objects.get().paused
    card.get_by_role("button", name="Tiếp tục cong").click()
    expect(card.get_by_role("button", name="Lấy ngay cong")).to_be_visible()
    assert not Source.objects.get().paused
    assert not faults
