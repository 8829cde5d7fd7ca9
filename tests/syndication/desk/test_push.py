"""What a hub brings takes the road of what is pulled; what is not the hub's is not looked at."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import serializers
from django.test import Client, override_settings
from django.utils import timezone

from scheduler.access import open_wire
from scheduler.models import Delivery
from syndication.desk import push, subscribe
from syndication.desk.accounts import add_account
from syndication.desk.host_turn import host_turn
from syndication.desk.receive import receive
from syndication.desk.sources import add_route, add_source
from syndication.gate.models import Refusal, Verdict
from syndication.items.models import Item, ItemKey, Revision
from syndication.sources.models import Source, Subscription
from tests.support.hub import signature
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db
HUB = "https://hub.example/"
RSS = "application/rss+xml; charset=utf-8"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal([Article(1)], headers={"Link": f"<{HUB}>; rel=hub"}) as server:
        yield server


@pytest.fixture
def row(portal: Portal) -> Subscription:
    """The subscription of a source that was pulled once, verified."""
    source = add_source("cong", f"{portal.url}/rss", baseline=False)
    receive(source, open_wire(2.0), who="test", now=timezone.now())
    Subscription.objects.update(state=Subscription.State.VERIFIED)
    Source.objects.update(next_pull_at=timezone.now() + timedelta(minutes=5))
    portal.requests.clear()
    return Subscription.objects.get()


@pytest.fixture(autouse=True)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hub brings is dealt with before it is answered, so that it can be seen at once."""
    if "beside" in request.fixturenames:
        return

    def begin(source: Source, body: bytes, content_type: str, topic: str) -> bool:
        push.settle(source, body, content_type, topic, now=timezone.now())
        return True

    monkeypatch.setattr(push, "begin", begin)


@pytest.fixture
def beside() -> None:
    """Threads are begun as in production."""


def other(number: int, **words: str) -> Article:
    """An item that says something else than the first."""
    return Article(number, title=f"Tin thứ {number}", body=f"<p>Nội dung của tin thứ {number}.</p>", **words)  # type: ignore[arg-type]


def document(portal: Portal, *articles: Article) -> bytes:
    """The feed of a portal that has only these."""
    before, portal.articles = portal.articles, list(articles)
    try:
        return open_wire(2.0).read(f"{portal.url}/rss").body
    finally:
        portal.articles = before
        portal.requests.clear()


def bring(row: Subscription, body: bytes, told: str | None = None, **headers: str) -> int:
    """The status that a hub is answered when it brings these bytes, signed as it should unless `told` otherwise."""
    told = signature(subscribe.secret_of(row), body) if told is None else told
    hub = Client(enforce_csrf_checks=True)
    answer = hub.post(f"/websub/{row.token}", body, content_type=RSS, headers={"X-Hub-Signature": told, **headers})
    assert answer.content == b""
    return answer.status_code


def again(row: Subscription) -> Subscription:
    return Subscription.objects.select_related("source").get(pk=row.pk)


def due(row: Subscription) -> bool:
    source = again(row).source
    assert source is not None
    return source.next_pull_at is not None and source.next_pull_at <= timezone.now()


def test_a_new_item_is_taken_in_planned_and_its_feed_not_asked(row: Subscription, portal: Portal) -> None:
    assert row.source is not None
    add_route(row.source, add_account("feed", "feed", settings={"slug": "tin"}, secrets={}), categories=[])
    body = document(portal, Article(2, title="Tin do hub mang tới", pictures=(f"{portal.url}/a.jpg",)))
    assert bring(row, body) == 202
    item = Item.objects.get(guid__contains="oid2")
    assert item.revision.title == "Tin do hub mang tới"
    assert item.revision.media[0]["sha256"]
    assert Delivery.objects.get().item == item.pk
    assert portal.requests == ["/a.jpg"]
    assert (again(row).pushes, again(row).ignored) == (1, 0)
    assert again(row).last_push_at is not None
    assert not due(row), "the poll comes when it would have come"


@pytest.mark.parametrize("method", push.METHODS)
def test_every_method_of_signing_is_known(row: Subscription, portal: Portal, method: str) -> None:
    body = document(portal, other(2))
    assert bring(row, body, signature(subscribe.secret_of(row), body, method)) == 202
    assert Item.objects.count() == 2


@pytest.mark.parametrize(
    "told",
    ["", "sha256=", "sha256=" + "0" * 64, "md5=" + "0" * 32, "sha256", "sha256=ký", "secret=x", signature("x", b"y")],
)
def test_what_is_not_signed_by_the_hub_is_answered_and_not_looked_at(
    row: Subscription, portal: Portal, told: str
) -> None:
    assert bring(row, document(portal, other(2)), told) == 202
    assert Item.objects.count() == 1
    assert (again(row).pushes, again(row).ignored) == (0, 1)
    assert not due(row)


def test_a_signature_of_other_bytes_is_none(row: Subscription, portal: Portal) -> None:
    body = document(portal, other(2))
    assert bring(row, body + b" ", signature(subscribe.secret_of(row), body)) == 202
    assert Item.objects.count() == 1


def test_where_no_key_opens_the_secret_nothing_is_taken_for_the_hubs(row: Subscription, portal: Portal) -> None:
    body = document(portal, other(2))
    with override_settings(SYNDICATION_SECRET_KEYS=["another"]):
        assert bring(row, body, signature("", body)) == 202
    assert Item.objects.count() == 1
    assert again(row).ignored == 1


def test_the_same_delivery_again_changes_nothing(row: Subscription, portal: Portal) -> None:
    body = document(portal, other(2))
    bring(row, body)
    rows = [*Item.objects.all(), *ItemKey.objects.all(), *Revision.objects.all(), *Verdict.objects.all()]
    before = serializers.serialize("json", rows)
    assert bring(row, body) == 202
    rows = [*Item.objects.all(), *ItemKey.objects.all(), *Revision.objects.all(), *Verdict.objects.all()]
    assert serializers.serialize("json", rows) == before


def test_what_a_hub_leaves_out_is_not_missing(row: Subscription, portal: Portal) -> None:
    """The oldest item is there, one after it is not: pulled, it would be asked for; brought, it says nothing."""
    portal.articles = [other(2, link=f"{portal.url}/2"), Article(1)]
    assert row.source is not None
    receive(row.source, open_wire(2.0), who="test", now=timezone.now())
    body = document(portal, other(3), Article(1))
    assert bring(row, body) == 202
    assert portal.requests == []
    assert Item.objects.filter(state=Item.State.WITHDRAWN).count() == 0
    assert Item.objects.count() == 3


def test_a_deletion_that_a_hub_brings_is_one(row: Subscription, portal: Portal) -> None:
    portal.tombstones = [Item.objects.get().guid]
    bring(row, document(portal))
    assert Item.objects.get().state == Item.State.WITHDRAWN


def test_a_correction_is_a_revision_and_an_old_delivery_that_comes_late_is_not_believed(
    row: Subscription, portal: Portal
) -> None:
    old = document(portal, Article(1))
    bring(row, document(portal, Article(1, title="Tiêu đề đã sửa")))
    assert Item.objects.get().latest == 2
    bring(row, old)
    assert Item.objects.get().revision.title == "Tiêu đề đã sửa"
    assert due(row), "the portal itself is asked which is right"


def test_a_correction_that_the_portal_itself_does_not_tell_lasts_until_the_next_poll(
    row: Subscription, portal: Portal
) -> None:
    bring(row, document(portal, Article(1, title="Tiêu đề đã sửa")))
    receive(Source.objects.get(), open_wire(2.0), who="test", now=timezone.now())
    assert Item.objects.get().revision.title == Article(1).title


def test_a_stamped_document_leaves_a_digest_and_nothing_else(
    row: Subscription, portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    body = document(portal, Article(9, title="Báo cáo", body="<p>TỐI MẬT</p><p>phương án bố trí lực lượng</p>"))
    with caplog.at_level("DEBUG"):
        bring(row, body)
    assert (Refusal.objects.count(), Item.objects.count()) == (1, 1)
    stored = [*Item.objects.all(), *Revision.objects.all(), *Refusal.objects.all(), *Subscription.objects.all()]
    assert "phương án" not in serializers.serialize("json", stored) + caplog.text


def test_what_cannot_be_read_has_the_source_pulled_at_once(row: Subscription) -> None:
    assert bring(row, b"<html>no feed</html>") == 202
    assert due(row)


def test_before_the_first_pull_nothing_is_taken_in_but_pulled(row: Subscription, portal: Portal) -> None:
    Source.objects.update(first_pull_done=False)
    assert bring(row, document(portal, other(2))) == 202
    assert Item.objects.count() == 1
    assert due(row)


def test_a_source_that_is_being_pulled_is_pulled_again_instead(row: Subscription, portal: Portal) -> None:
    body, source = document(portal, other(2)), again(row).source
    assert source is not None
    with host_turn("127.0.0.1"):
        assert push.settle(source, body, RSS, row.topic, now=timezone.now(), patience=0.0) is None
    assert Item.objects.count() == 1
    assert due(row)


def test_a_source_that_another_machine_has_taken_meanwhile_is_left_to_it(
    row: Subscription, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, source = document(portal, other(2)), again(row).source
    assert source is not None
    monkeypatch.setattr(push.Claim, "renew", lambda claim, now: False)
    assert push.settle(source, body, RSS, row.topic, now=timezone.now()) is None
    assert Item.objects.count() == 1
    assert due(row)


def test_too_much_is_refused_before_it_is_read_and_nothing_of_it_is_kept(row: Subscription) -> None:
    class Unread(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise AssertionError("it was read")

    answer = Client().post(
        f"/websub/{row.token}",
        content_type=RSS,
        **{"wsgi.input": io.BufferedReader(Unread()), "CONTENT_LENGTH": str(push.MOST_BYTES + 1)},
    )
    assert answer.status_code == 413
    assert again(row).ignored == 1


@pytest.mark.parametrize("extra", [0, 1])
def test_a_body_in_chunks_is_read_to_its_end_or_to_the_most_that_a_feed_may_have(
    row: Subscription, portal: Portal, monkeypatch: pytest.MonkeyPatch, extra: int
) -> None:
    body = document(portal, other(2))
    monkeypatch.setattr(push, "MOST_BYTES", len(body) - extra)
    told = signature(subscribe.secret_of(row), body)
    answer = Client().post(
        f"/websub/{row.token}",
        content_type=RSS,
        headers={"X-Hub-Signature": told},
        **{"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == (413 if extra else 202)
    assert Item.objects.count() == (1 if extra else 2)


def test_a_hub_that_nobody_listens_to_any_more_is_told_so(row: Subscription, portal: Portal) -> None:
    body = document(portal, other(2))
    Source.objects.update(stopped=True)
    assert bring(row, body) == 410
    Source.objects.update(stopped=False)
    for state in (Subscription.State.ENDED, Subscription.State.DENIED):
        Subscription.objects.update(state=state)
        assert bring(row, body) == 410
    assert Item.objects.count() == 1


def test_what_is_more_than_one_process_can_do_is_pulled(
    row: Subscription, portal: Portal, beside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "_room", threading.BoundedSemaphore(1))
    push._room.acquire()
    assert bring(row, document(portal, other(2))) == 202
    assert due(row)
    assert Item.objects.count() == 1
