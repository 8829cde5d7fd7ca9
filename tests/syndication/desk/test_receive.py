"""Everything that comes in takes one road, and nothing that must not come in leaves a trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from django.conf import settings
from django.core import serializers
from django.utils import timezone

from formatters.rendition import CannotTell
from formatters.sentence import Sentence
from scheduler.access import open_wire
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk import follow, media, plan
from syndication.desk.accounts import add_account
from syndication.desk.catch_up import catch_up
from syndication.desk.receive import Pulled, receive
from syndication.desk.sources import add_route, add_source
from syndication.gate.models import Refusal, Verdict
from syndication.items.models import Item, ItemKey, Media, Revision
from syndication.sources import store
from syndication.sources.models import Source
from tests.formatters.typed import in_tcvn3, in_vni
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        yield server


def source_of(portal: Portal, *, baseline: bool = False, **words: object) -> Source:
    return add_source("cong", f"{portal.url}/rss", baseline=baseline, **words)  # type: ignore[arg-type]


def pull(source: Source) -> Pulled:
    source.refresh_from_db()
    return receive(source, open_wire(2.0), who="test", now=timezone.now())


def routed(source: Source, approval: str = "auto") -> Account:
    account = add_account("feed", "feed", settings={"slug": "tin"}, secrets={})
    add_route(source, account, categories=[], approval=approval)
    return account


def everything_stored() -> str:
    """Every row that intake could have written, as text, and every file it kept."""
    rows = [*Item.objects.all(), *ItemKey.objects.all(), *Revision.objects.all(), *Media.objects.all()]
    rows += [*Refusal.objects.all(), *Verdict.objects.all(), *Delivery.objects.all(), *Source.objects.all()]
    return serializers.serialize("json", rows)


def test_the_first_pull_is_a_baseline_and_sends_nothing_of_the_archive(portal: Portal) -> None:
    portal.articles = [Article(2), Article(1, title="Cũ", body="<p>Cũ</p>")]
    source = source_of(portal, baseline=True)
    routed(source)
    assert pull(source).new == 2
    assert set(Item.objects.values_list("state", flat=True)) == {Item.State.BASELINE}
    assert Delivery.objects.count() == 0
    portal.articles.insert(0, Article(3, title="Mới", body="<p>Mới</p>"))
    assert (pull(source).new, Delivery.objects.count()) == (1, 1)


def test_what_was_typed_in_an_old_encoding_waits_for_a_reader_where_all_else_goes_by_itself(portal: Portal) -> None:
    title = "Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc về cải cách hành chính"
    portal.articles = [Article(2, title=in_tcvn3(title), body=f"<p>{in_tcvn3(title)}</p>"), Article(1)]
    source = source_of(portal)
    routed(source)
    pull(source)
    typed, plain = Delivery.objects.order_by("-guid")
    assert (typed.title, typed.state, typed.approvals_needed) == (title, State.PROPOSED, 1)
    assert (plain.state, plain.approvals_needed) == (State.PLANNED, 0)


def test_a_revision_typed_in_an_old_encoding_is_read_before_it_replaces_what_is_planned(portal: Portal) -> None:
    portal.articles = [Article(1)]
    source = source_of(portal)
    routed(source)
    pull(source)
    portal.articles = [Article(1, title=in_vni("Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc lần thứ hai"))]
    pull(source)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.ready, delivery.approvals_needed) == (State.PROPOSED, False, 1)


def test_without_a_baseline_everything_there_is_sent(portal: Portal) -> None:
    portal.articles = [Article(2), Article(1, title="Cũ", body="<p>Cũ</p>")]
    source = source_of(portal)
    routed(source)
    pull(source)
    assert Delivery.objects.filter(state=State.PLANNED).count() == 2


def test_an_unchanged_feed_costs_one_conditional_request_and_changes_nothing(portal: Portal) -> None:
    portal.articles = [Article(1, pictures=(f"{portal.url}/a.jpg",))]
    source = source_of(portal)
    pull(source)
    portal.requests.clear()
    before = everything_stored().replace("pulled_at", "")
    again = pull(source)
    assert (again.new, again.revised, again.unchanged) == (0, 0, 1)
    assert portal.requests == ["/rss"]
    assert Revision.objects.count() == 1
    assert len(before) == len(everything_stored().replace("pulled_at", ""))


def test_an_edited_item_is_a_new_revision_of_the_same_item(portal: Portal) -> None:
    portal.articles = [Article(1)]
    source = source_of(portal)
    routed(source)
    pull(source)
    portal.articles = [Article(1, title="Bộ Nội vụ tổ chức hội nghị (sửa)")]
    assert (pull(source).revised, Item.objects.count()) == (1, 1)
    assert Item.objects.get().latest == 2
    assert Delivery.objects.get().coming["title"] == "Bộ Nội vụ tổ chức hội nghị (sửa)"


def test_a_slug_that_changes_with_its_guid_makes_no_new_item_and_keeps_the_address_first_published(
    portal: Portal,
) -> None:
    portal.articles = [Article(1, slug="hoi-nghi")]
    source = source_of(portal)
    pull(source)
    first = Item.objects.get().link
    portal.articles = [Article(1, slug="hoi-nghi-truc-tuyen")]
    assert pull(source).new == 0
    portal.articles = [Article(1, slug="hoi-nghi-moi", title="Tiêu đề khác")]
    assert pull(source).revised == 1
    assert Item.objects.get().revision.link == first


def test_a_stamped_item_leaves_a_digest_the_sender_and_the_time_and_nothing_else(
    portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "phương án bố trí lực lượng đặc biệt"
    portal.articles = [
        Article(1),
        Article(9, title="Báo cáo số 99", body=f"<p>TỐI MẬT</p><p>{secret}</p>", pictures=(f"{portal.url}/a.jpg",)),
    ]
    source = source_of(portal)
    with caplog.at_level(logging.DEBUG):
        pulled = pull(source)
    assert (pulled.new, pulled.refused) == (1, 1)
    refusal = Refusal.objects.get()
    assert (refusal.code, refusal.source, len(refusal.digest)) == ("R2a", "cong", 64)
    assert "13" in refusal.article
    stored = everything_stored()
    for trace in (secret, "Báo cáo số 99", "oid9"):
        assert trace not in stored
        assert trace not in caplog.text
    assert "/a.jpg" not in portal.requests, "not even its picture is fetched"
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes()


def test_a_sentence_about_secrecy_is_not_a_stamp(portal: Portal) -> None:
    portal.articles = [
        Article(1, title="Phổ biến Luật Bảo vệ bí mật nhà nước", body="<p>Ba độ mật: tuyệt mật, tối mật và mật.</p>")
    ]
    assert (pull(source_of(portal)).new, Refusal.objects.count()) == (1, 0)


def test_an_exact_duplicate_is_refused_with_its_code_and_article(portal: Portal) -> None:
    portal.articles = [Article(2, slug="ban-sao"), Article(1)]
    source = source_of(portal)
    routed(source)
    pulled = pull(source)
    assert (pulled.new, pulled.refused) == (1, 1)
    assert (Refusal.objects.get().code, Refusal.objects.get().article) == ("R1e", "Điều 13(1)")
    assert Item.objects.get().link.endswith("oid1"), "the one published first is kept"
    assert Delivery.objects.count() == 1


def test_an_item_with_neither_title_nor_address_is_refused(portal: Portal) -> None:
    portal.articles = [Article(1, title="", link="", guid="g1")]
    assert (pull(source_of(portal)).refused, Item.objects.count()) == (1, 0)
    assert Refusal.objects.get().code == "R1b"


def test_a_picture_that_cannot_be_had_is_a_finding_and_the_item_goes_without_it(portal: Portal) -> None:
    portal.files["/broken.jpg"] = (b"\xff\xd8\xff\xe0 not a picture", "image/jpeg")
    addresses = tuple(f"{portal.url}/{name}.jpg" for name in ("missing", "broken", "a"))
    portal.articles = [Article(1, pictures=addresses)]
    source = source_of(portal)
    routed(source)
    assert pull(source).new == 1
    revision = Item.objects.get().revision
    assert [bool(entry["sha256"]) for entry in revision.media] == [False, False, True]
    assert [finding["en"].startswith(portal.url) for finding in revision.findings] == [True, True, False]
    assert "damaged" in revision.findings[1]["en"] or "no usable picture" in revision.findings[1]["en"]
    assert all(finding["vi"] and finding["en"] for finding in revision.findings)
    assert len(Delivery.objects.get().coming["gallery"]) == 1


def test_a_picture_without_a_description_takes_the_title(portal: Portal) -> None:
    portal.articles = [Article(1, pictures=(f"{portal.url}/a.jpg",))]
    source = source_of(portal)
    routed(source)
    pull(source)
    assert Delivery.objects.get().coming["gallery"][0]["alt"] == Article(1).title


def test_text_is_nfc_and_html_is_safe_from_the_moment_it_comes_in(portal: Portal) -> None:
    title = "Bộ Nội vụ đẩy mạnh cải cách"
    body = "<p onclick=x()>Hội nghị</p><script>alert(1)</script>"
    portal.articles = [Article(1, title=normalize("NFD", title), body=normalize("NFD", body))]
    pull(source_of(portal))
    revision = Item.objects.get().revision
    assert revision.title == title
    assert revision.html == "<p>Hội nghị</p>"


def test_a_tombstone_withdraws_the_item_everywhere(portal: Portal) -> None:
    portal.articles = [Article(1, guid="moha-1")]
    source = source_of(portal)
    routed(source)
    pull(source)
    portal.articles, portal.tombstones = [], ["moha-1"]
    assert pull(source).withdrawn == 1
    assert Item.objects.get().state == Item.State.WITHDRAWN
    assert Delivery.objects.get().state == State.WITHDRAWN


def test_an_item_that_only_dropped_off_the_tail_of_the_feed_is_not_withdrawn(portal: Portal) -> None:
    portal.articles = [Article(2, title="Hai", body="<p>Hai</p>"), Article(1)]
    source = source_of(portal)
    pull(source)
    portal.articles = [Article(3, title="Ba", body="<p>Ba</p>"), Article(2, title="Hai", body="<p>Hai</p>")]
    assert pull(source).withdrawn == 0
    assert set(Item.objects.values_list("state", flat=True)) == {Item.State.RECEIVED}


def test_what_was_withdrawn_does_not_come_back_under_another_guid(portal: Portal) -> None:
    portal.articles = [Article(1, guid="moha-1")]
    source = source_of(portal)
    routed(source)
    pull(source)
    portal.articles, portal.tombstones = [], ["moha-1"]
    pull(source)
    portal.articles = [Article(7, guid="moha-7")]
    assert pull(source).refused == 1
    assert Delivery.objects.exclude(state=State.WITHDRAWN).count() == 0


def test_what_is_collected_elsewhere_is_never_automatic(portal: Portal) -> None:
    portal.articles = [Article(1)]
    source = source_of(portal, own=False)
    account = add_account("feed", "feed", settings={"slug": "tin"}, secrets={})
    with pytest.raises(ValueError, match="never automatic"):
        add_route(source, account, categories=[], approval="auto")
    add_route(source, account, categories=[], approval="one")
    source.routes.update(approvals=0)  # even if somebody managed to
    pull(source)
    assert Delivery.objects.get().state == State.PROPOSED
    assert "Theo" in Delivery.objects.get().coming["text"]


def test_an_item_whose_form_cannot_be_told_makes_no_delivery_and_says_why(portal: Portal) -> None:
    portal.articles = [Article(1)]
    source = source_of(portal)
    secrets = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    account = add_account("video", "youtube", settings={}, secrets=secrets)
    add_route(source, account, categories=[], approval="auto")
    pull(source)
    assert Delivery.objects.count() == 0
    (untold,) = Item.objects.get().untold
    assert untold["account"] == "video"
    assert untold["vi"]
    assert untold["en"]


def test_a_route_takes_only_its_categories(portal: Portal) -> None:
    portal.articles = [Article(2, title="B", body="<p>B</p>", category="tuyen-dung"), Article(1)]
    source = source_of(portal)
    account = add_account("feed", "feed", settings={"slug": "tin"}, secrets={})
    add_route(source, account, categories=["tuyen-dung"], approval="auto")
    pull(source)
    assert [row.title for row in Delivery.objects.all()] == ["B"]


def test_a_source_that_fails_says_so_and_keeps_what_it_had(portal: Portal) -> None:
    portal.articles = [Article(1)]
    source = source_of(portal)
    pull(source)
    portal.status = 503
    failed = pull(source)
    assert failed.error is not None
    assert failed.error["vi"]
    source.refresh_from_db()
    assert source.error == failed.error
    portal.status = 200
    assert pull(source).error is None
    assert Item.objects.count() == 1


def test_one_entry_that_cannot_be_taken_in_keeps_no_other_out_and_is_met_again(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.articles = [Article(2, title="Hỏng", body="<p>Hỏng</p>"), Article(1)]
    source = source_of(portal)
    made = store.first_contents

    def fails(entry: object, *words: object) -> object:
        if "Hỏng" in str(entry):
            raise RuntimeError("a fault nobody foresaw")
        return made(entry, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "first_contents", fails)
    pulled = pull(source)
    assert pulled.new == 1
    assert pulled.error is not None
    monkeypatch.setattr(store, "first_contents", made)
    assert pull(source).new == 1, "the feed has not changed, and yet it was read again"


def test_of_two_pulls_that_store_one_item_at_once_the_second_finds_it_known(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.articles = [Article(1)]
    source = source_of(portal)
    monkeypatch.setattr(media, "fetch", lambda *_: pull_first() or ([], []))

    def pull_first() -> None:
        """Between this pull's look and its storing, another one goes through."""
        monkeypatch.undo()
        assert pull(source).new == 1

    second = pull(source)
    assert (second.new, second.unchanged, second.error) == (0, 1, None)
    assert Item.objects.count() == Revision.objects.count() == 1


def test_a_process_that_ends_after_a_correction_was_stored_loses_no_route(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.articles = [Article(1, body="", summary="", title="")]
    source = source_of(portal)
    routed(source)
    with monkeypatch.context() as patched:
        patched.setattr(plan, "tell", cannot_tell)
        pull(source)
    assert Item.objects.get().untold
    portal.articles = [Article(1)]
    with monkeypatch.context() as patched:
        patched.setattr(follow, "follow", killed)
        with pytest.raises(KeyboardInterrupt):
            pull(source)
    assert pull(source).unchanged == 1
    catch_up(open_wire(2.0), now=timezone.now())
    assert Delivery.objects.count() == 1


def cannot_tell(*_: object) -> None:
    raise CannotTell(Sentence("Không có chữ.", "There is no text."))


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
