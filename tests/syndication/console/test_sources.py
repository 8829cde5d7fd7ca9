"""The page of sources: how each one is, for everybody; letting one rest, for operators; and never a key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from formatters.sentence import Sentence
from syndication.console.templatetags.console import span
from syndication.desk import subscribe
from syndication.desk.sources import add_source
from syndication.sources.links import Announced
from syndication.sources.models import Source, Subscription
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn

pytestmark = pytest.mark.django_db
WHY = Sentence("Máy chủ nguồn gặp lỗi.", "The source's server failed.")
NOTE = Sentence("Nguồn tin ghi sai bảng mã.", "The feed names a wrong charset.")


@pytest.fixture
def source() -> Source:
    made = add_source("cong", "https://moha.gov.vn/rss?key=khong-cho-ai-xem", every=timedelta(minutes=5))
    now = timezone.now()
    Source.objects.filter(pk=made.pk).update(pulled_at=now, next_pull_at=now + timedelta(minutes=5), entries=20)
    made.refresh_from_db()
    return made


def shown(signed_in: SignedIn, role: str = "operator") -> str:
    return signed_in(role).get("/sources/").content.decode()


def test_a_source_that_works_is_shown_with_when_and_how_often(source: Source, signed_in: SignedIn) -> None:
    make.item("Một tin", source="cong")
    page = shown(signed_in)
    for words in ("hoạt động", "của Bộ", "5 phút", "có 20 tin, bài", "Lấy tiếp lúc", "1 tin, bài"):
        assert words in page
    assert "Không lấy được" not in page
    assert "Hub" not in page


def test_what_is_wrong_with_one_is_said_with_since_when(source: Source, signed_in: SignedIn) -> None:
    since = timezone.now() - timedelta(hours=3)
    Source.objects.update(error=WHY.to_json(), failing_since=since, failures=7, findings=[NOTE.to_json()])
    Source.objects.update(before=["https://moha.gov.vn/old.xml"], found_on="https://moha.gov.vn/tin-tuc")
    page = shown(signed_in)
    for words in (WHY.vi, "đang lỗi", "7 lần liên tiếp", NOTE.vi, "moha.gov.vn/old.xml", "moha.gov.vn/tin-tuc"):
        assert words in page


def test_one_that_says_it_has_moved_asks_for_a_person(source: Source, signed_in: SignedIn) -> None:
    Source.objects.update(moved_to="https://elsewhere.example/<b>rss")
    page = shown(signed_in)
    assert "đã chuyển hẳn sang https://elsewhere.example/&lt;b&gt;rss" in page


def test_its_hub_is_shown_with_its_lease_and_never_with_its_secret_or_callback(
    source: Source, signed_in: SignedIn
) -> None:
    subscribe.learn(source, Announced(("https://hub.example/",), source.url), now=timezone.now())
    row = Subscription.objects.get()
    assert "chưa xác minh" in shown(signed_in)
    until = timezone.now() + timedelta(days=9)
    Subscription.objects.update(state="verified", lease_until=until, pushes=3, ignored=2, last_push_at=timezone.now())
    page = shown(signed_in)
    for words in (
        "báo ngay khi có tin",
        "https://hub.example/",
        "tổng cộng 3 lần",
        f"{timezone.localtime(until):%d/%m/%Y}",
        "2 lần không đúng",
    ):
        assert words in page
    assert row.token not in page
    assert subscribe.secret_of(row) not in page
    Subscription.objects.update(state="denied", problem=WHY.to_json())
    assert "hub từ chối" in shown(signed_in)


def test_the_part_of_an_address_that_may_be_a_key_is_for_operators(source: Source, signed_in: SignedIn) -> None:
    Source.objects.update(before=[source.url], found_on=source.url, moved_to=source.url)
    assert "khong-cho-ai-xem" in shown(signed_in, "operator")
    for role in ("reader", "editor", "approver", "leader"):
        page = shown(signed_in, role)
        assert "https://moha.gov.vn/rss?…" in page
        assert "khong-cho-ai-xem" not in page


def test_an_operator_has_one_asked_at_once_lets_it_rest_and_go_on(source: Source, signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    assert "sẽ được lấy trong vài giây" in operator.post(f"/sources/{source.pk}/pull/", follow=True).content.decode()
    assert Source.objects.get().next_pull_at <= timezone.now()
    page = operator.post(f"/sources/{source.pk}/pause/", follow=True).content.decode()
    assert "nguồn tạm dừng" in page
    assert Source.objects.get().paused
    assert f"/sources/{source.pk}/pull/" not in page
    Source.objects.update(stopped=True)
    assert "đã gỡ bỏ" in operator.get("/sources/").content.decode()
    operator.post(f"/sources/{source.pk}/resume/")
    kept = Source.objects.get()
    assert (kept.paused, kept.stopped) == (False, False)
    assert operator.post("/sources/999/pull/").status_code == 404


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "leader"])
def test_others_look_and_press_nothing(role: str, source: Source, signed_in: SignedIn) -> None:
    person = signed_in(role)
    assert "<button>Tạm dừng" not in person.get("/sources/").content.decode()
    for verb in ("pull", "pause", "resume"):
        assert person.post(f"/sources/{source.pk}/{verb}/").status_code == 403
        assert person.get(f"/sources/{source.pk}/{verb}/").status_code == 405


def test_the_inbox_leads_to_a_source_that_fails(source: Source, signed_in: SignedIn) -> None:
    Source.objects.update(error=WHY.to_json())
    assert f'href="/sources/#source-{source.pk}"' in signed_in("reader").get("/").content.decode()


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [(30, "30 giây", "30 seconds"), (60, "1 phút", "1 minute"), (90, "90 giây", "90 seconds"), (5400, "90 phút", "90 minutes"),
     (7200, "2 giờ", "2 hours"), (86400, "1 ngày", "1 day"), (0, "0 giây", "0 seconds")],
)  # fmt: skip
def test_a_span_is_said_in_the_largest_unit_that_it_is_whole_in(seconds: int, vi: str, en: str) -> None:
    for language, said in (("vi", vi), ("en", en)):
        with translation.override(language):
            assert span(timedelta(seconds=seconds)) == said
