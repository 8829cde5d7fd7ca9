"""Writing for one account in a real browser: counted while it is typed, aimed at by clicking, moved, previewed, kept."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduler.models import Delivery
from syndication.items.models import OverrideVersion
from tests.support import instance as make
from tests.syndication.console.test_browser import browser_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["browser_page"]


def test_an_editor_writes_aims_moves_previews_and_keeps(browser_page: Page, live_server: LiveServer) -> None:
    make.person("editor", "lan")
    item = make.item("Hội nghị cải cách hành chính", media=[make.picture("#335577"), make.picture("#997733")])
    first, second = (one["sha256"] for one in item.revision.media)
    account = make.account("zalo", "oa")
    delivery = make.delivery(item, account)
    page, faults = browser_page, []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/login/?next=/items/{item.pk}/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sửa riêng cho tài khoản này… oa").click()

    page.get_by_label("Tiêu đề").fill("Ờ" * 151)
    expect(page.locator("#room-title")).to_have_text("151 / 150 ký tự")
    expect(page.locator("#room-title")).to_have_class("room over")
    page.get_by_label("Tiêu đề").fill("Tít riêng cho Zalo")
    expect(page.locator("#room-title")).to_have_class("room")
    expect(page.locator(".fixed")).to_contain_text("Nguồn: Cổng thông tin điện tử Bộ Nội vụ")

    picture = page.locator(f".aim[data-across='x-{first}'] img")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    aimed = [page.locator(f"#{axis}-{first}").input_value() for axis in "xy"]
    assert [float(share) for share in aimed] == pytest.approx([25, 50], abs=2)
    expect(page.locator(".aim-mark").first).to_be_visible()
    page.get_by_role("button", name="↓ Xuống sau").first.click()
    expect(page.locator(f"#order-{first}")).to_have_value("2")

    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".face-draft h4")).to_have_text("Tít riêng cho Zalo")
    assert not OverrideVersion.objects.exists(), "looking keeps nothing"
    expect(page.locator(f"#x-{first}")).to_have_value(aimed[0])
    if place := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{place}/form.png", full_page=True)

    page.get_by_role("button", name="Lưu cho tài khoản này").click()
    expect(page.get_by_role("status")).to_contain_text("Đã lưu cho oa.")
    expect(page.locator(".panel").first).to_contain_text("viết riêng cho tài khoản này")
    told = OverrideVersion.objects.get().override
    assert told.pictures
    assert [one.sha256 for one in told.pictures] == [second, first]
    assert told.pictures[1].focus
    coming = Delivery.objects.get(pk=delivery.pk).coming
    assert (coming["title"], coming["cover"]["source"]) == ("Tít riêng cho Zalo", second)
    assert not faults
    if place:
        page.screenshot(path=f"{place}/item.png", full_page=True)
        make.revise(item, "Hội nghị cải cách hành chính năm 2027", media=item.revision.media)
        page.reload()
        page.screenshot(path=f"{place}/outdated.png", full_page=True)
        page.get_by_role("link", name="Sửa riêng cho tài khoản này… oa").click()
        page.screenshot(path=f"{place}/again.png", full_page=True)
        page.set_viewport_size({"width": 360, "height": 740})
        page.screenshot(path=f"{place}/phone.png", full_page=True)
