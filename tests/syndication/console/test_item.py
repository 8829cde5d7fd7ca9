"""The item's page shows exactly what would be published, and nothing that an item brings along can run on it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from formatters.films.words import BEING_MADE
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk.pair import pair
from syndication.desk.tell import tell
from syndication.items.models import Item
from tests.support import instance as make
from tests.support.films import film
from tests.syndication.console.conftest import SignedIn

SCRIPT = "<script>alert('x')</script>"


def _page(signed_in: SignedIn, address: str, role: str = "approver") -> str:
    return signed_in(role).get(address).content.decode()


def test_the_preview_is_what_the_publishing_function_tells(item: Item, facebook: Account, signed_in: SignedIn) -> None:
    coming = tell(item, item.revision, facebook).rendition
    page = _page(signed_in, f"/items/{item.pk}/")
    assert coming.digest in page
    assert f"/blob/{coming.gallery[0].sha256}" in page
    assert coming.text.split("\n")[0] in unescape(page)


def test_every_channel_stands_beside_the_others(item: Item, signed_in: SignedIn) -> None:
    for kind in ("facebook", "zalo", "govportal"):
        make.delivery(item, make.account(kind))
    make.account("youtube")
    make.account("feed", "english")
    page = _page(signed_in, f"/items/{item.pk}/")
    for form in ("post", "leaf", "leaf dossier"):
        assert f'<article class="{form}"' in page
    assert "không có video" in page, "an account that cannot tell it says why"
    assert "đăng ngôn ngữ en, bài này là vi" in page


def test_a_film_and_an_entry_have_their_faces(signed_in: SignedIn, db: None) -> None:
    item = make.item("News of the ministry", language="en", media=[make.picture(), make.film()])
    make.account("youtube")
    make.account("feed", "english")
    page = _page(signed_in, f"/items/{item.pk}/")
    assert '<article class="leaf video"' in page
    assert "<video controls" in page
    assert '<article class="leaf entry"' in page


def test_what_the_film_is_stands_on_the_page_and_an_account_that_waits_for_it_says_so(signed_in: SignedIn) -> None:
    webm = make.film_looked_at(film("webm", "libvpx-vp9", "libopus"), "video/webm")
    item = make.item(media=[webm])
    for kind in ("facebook", "youtube"):
        make.account(kind)
    page = unescape(_page(signed_in, f"/items/{item.pk}/"))
    assert "WebM · VP9 160 × 96, 25/s · 0:01 · Opus, −20" in page
    assert BEING_MADE.vi in page
    assert (
        f'poster="/blob/{tell(item, item.revision, Account.objects.get(channel="youtube")).rendition.cover.sha256}"'
        in page
    )  # type: ignore[union-attr]


def test_the_attribution_is_marked_as_locked_in_every_face(signed_in: SignedIn, item: Item) -> None:
    for kind in ("facebook", "zalo", "govportal"):
        make.account(kind)
    page = _page(signed_in, f"/items/{item.pk}/")
    locked = page.split('<mark class="locked"')[1:]
    assert len(locked) == 3
    assert page.count('<p class="locked"') == 3, "and once more below, where no preview is clipped"
    assert all("Nguồn: Cổng thông tin điện tử Bộ Nội vụ" in mark.split("</mark>")[0] for mark in locked)


def test_a_change_shows_what_is_live_and_what_is_coming(item: Item, delivery: Delivery, signed_in: SignedIn) -> None:
    make.sent(make.approved(delivery, make.person("leader")))
    make.revise(item, "Tiêu đề đã sửa")
    fresh = Delivery.objects.get(pk=delivery.pk)
    assert fresh.state == State.LIVE
    page = _page(signed_in, f"/items/{item.pk}/")
    faces = {
        part: page.split(f'<figure class="face face-{part}"')[1].split("</figure>")[0] for part in ("shown", "coming")
    }
    assert fresh.shown_digest in faces["shown"]
    assert "Tiêu đề đã sửa" not in faces["shown"]
    assert fresh.coming_digest in faces["coming"]
    assert "Tiêu đề đã sửa" in faces["coming"]
    assert "thay đổi chờ duyệt" in page
    assert f'value="{fresh.pk}:{fresh.coming_digest}"' in page


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        (State.WITHDRAWN, "Bản đã không đăng"),
        (State.EXPIRED, "Bản đã không đăng"),
        (State.REFUSED, "Bản bị từ chối"),
        (State.HELD, "Bản đang giữ"),
    ],
)
def test_what_does_not_go_out_is_not_said_to(
    state: State, heading: str, delivery: Delivery, signed_in: SignedIn
) -> None:
    assert "Bản sẽ được đăng" in _page(signed_in, f"/items/{delivery.item}/")
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    for address in (f"/items/{delivery.item}/", f"/deliveries/{delivery.pk}/"):
        page = _page(signed_in, address)
        assert heading in page
        assert "Bản sẽ được đăng" not in page


def test_what_was_removed_is_not_said_to_be_public(delivery: Delivery, signed_in: SignedIn) -> None:
    make.sent(make.approved(delivery, make.person("leader")))
    Delivery.objects.filter(pk=delivery.pk).update(state=State.RETRACTED)
    page = _page(signed_in, f"/items/{delivery.item}/")
    assert "Bản đã gỡ" in page
    assert "Bản công chúng thấy" not in page


@pytest.mark.parametrize(("mode", "wall"), [("sandbox", True), ("live", False)])
def test_what_is_live_in_a_sandbox_is_seen_on_the_wall(
    mode: str, wall: bool, delivery: Delivery, signed_in: SignedIn, settings: object
) -> None:
    address = "https://facebook.example/1"
    make.sent(make.approved(delivery, make.person("leader")), url=address)
    Account.objects.update(mode=mode)
    pages = (f"/items/{delivery.item}/", f"/deliveries/{delivery.pk}/", "/deliveries/")
    assert all(f'href="{address}"' in _page(signed_in, page) for page in pages), "without a wall it is the platform's"
    settings.SYNDICATION_WALL_URL = "http://127.0.0.1:9999/wall"  # type: ignore[attr-defined]
    for page in pages:
        shown = _page(signed_in, page)
        assert ('href="/wall"' in shown and "Xem trên bảng thử nghiệm" in shown) is wall
        assert (f'href="{address}"' in shown) is not wall


def test_findings_and_what_could_not_be_told_are_shown(signed_in: SignedIn, db: None) -> None:
    finding = {"code": "N1", "article": "Điều 9.1.h", "vi": "Thiếu một ảnh.", "en": "A picture is missing."}
    item = make.item(findings=[finding], untold=[{"account": "yt", "vi": "Không có video.", "en": "No video."}])
    page = _page(signed_in, f"/items/{item.pk}/")
    for shown in ("Điều 9.1.h", "Thiếu một ảnh.", "Không có video."):
        assert shown in page


def test_nothing_an_item_brings_along_runs_anywhere(signed_in: SignedIn, facebook: Account) -> None:
    bad = {"html": f'<p>Tin {SCRIPT}<img src="x" onerror="alert(1)"></p>', "summary": SCRIPT, "author": SCRIPT}
    item = make.item(SCRIPT, link="javascript:alert(1)", category=SCRIPT, **bad)
    for account in (make.account("zalo"), make.account("govportal"), facebook):
        delivery = make.delivery(item, account)
    for address in (
        "/",
        f"/items/{item.pk}/",
        f"/items/{item.pk}/withdraw/",
        "/deliveries/",
        f"/deliveries/{delivery.pk}/",
    ):
        page = _page(signed_in, address)
        assert "&lt;script&gt;alert" in page, f"{address} shows it as text"
        assert "<script>alert" not in page, address
        assert "onerror=" not in page.replace("onerror=&quot;", ""), address
        assert 'href="javascript:' not in page, address


def test_an_address_that_is_not_of_the_web_is_no_link(delivery: Delivery, signed_in: SignedIn) -> None:
    make.sent(make.approved(delivery, make.person("leader")), url="javascript:alert(1)")
    for address in (f"/items/{delivery.item}/", "/deliveries/", f"/deliveries/{delivery.pk}/"):
        assert 'href="javascript:' not in _page(signed_in, address)


def test_the_part_that_refreshes_itself_has_every_delivery(delivery: Delivery, signed_in: SignedIn) -> None:
    page = _page(signed_in, f"/items/{delivery.item}/states/")
    assert f'id="delivery-{delivery.pk}"' in page
    assert 'data-state="proposed"' in page


def test_evidence_tells_who_when_and_why(delivery: Delivery, signed_in: SignedIn) -> None:
    make.sent(make.approved(delivery, make.person("leader", "ông Minh")))
    page = _page(signed_in, f"/items/{delivery.item}/")
    for shown in ("ông Minh", "worker-1", "&quot;status&quot;: 200", "UTC+7"):
        assert shown in page
    evidence = page.split("<details>")[1]
    assert re.search(r">\d\d:\d\d:\d\d, \d\d/\d\d/\d{4} <", evidence), "to the second"


def test_an_articles_preview_shows_its_headings_and_its_film_as_they_will_be_sent(signed_in: SignedIn) -> None:
    told = make.item(html="<h2>Ý kiến người dân</h2><p>Người dân đánh giá cao.</p>", media=[make.film()])
    make.delivery(told, make.account("zalo"))
    page = signed_in("reader").get(f"/items/{told.pk}/").content.decode()
    assert "<h5>Ý kiến người dân</h5>" in page
    assert "<video controls" in page


def test_a_translation_that_is_behind_says_so_until_somebody_says_that_it_is_still_right(
    signed_in: SignedIn, db: None
) -> None:
    vietnamese, english = make.item("Bài gốc"), make.item("The translation", language="en")
    pair(vietnamese, english, who="lan", now=timezone.now())
    vietnamese.refresh_from_db()
    for address in ("/", f"/items/{english.pk}/"):
        assert "hơn bản gốc" not in _page(signed_in, address)
    make.revise(vietnamese, "Bài gốc, đã sửa")
    assert "chậm hơn bản gốc" in _page(signed_in, "/")
    assert "Chậm hơn bản gốc tiếng Việt" in _page(signed_in, f"/items/{english.pk}/")
    assert "Chậm hơn" not in _page(signed_in, f"/items/{vietnamese.pk}/")
    assert "Bản dịch vẫn đúng" not in _page(signed_in, f"/items/{english.pk}/", "reader")
    assert signed_in("reader").post(f"/items/{english.pk}/still-right/").status_code == 403
    answer = signed_in("editor").post(f"/items/{english.pk}/still-right/", follow=True).content.decode()
    assert "Đã ghi nhận rằng bản dịch vẫn đúng." in answer
    assert "Chậm hơn bản gốc" not in answer
    again = signed_in("editor").post(f"/items/{english.pk}/still-right/", follow=True).content.decode()
    assert "không phải là bản dịch đang chậm hơn" in again
