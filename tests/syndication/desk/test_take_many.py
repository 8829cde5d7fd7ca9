"""New entries that come together are stored together, in their order, each judged by itself; an odd one goes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scheduler.access import open_wire
from scheduler.models import Delivery
from syndication.desk import take_many
from syndication.desk.accounts import add_account
from syndication.desk.receive import receive
from syndication.desk.sources import add_route, add_source
from syndication.desk.take_in import Pulled
from syndication.gate.models import Refusal, Verdict
from syndication.items.models import Item, ItemKey, Revision
from syndication.sources import rows
from syndication.sources.models import Source
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db


def article(number: int, **more: Any) -> Article:
    told: dict[str, Any] = {
        "title": f"Bài {number}",
        "body": f"<p>Nội dung {number}</p>",
        "slug": f"bai-{number}",
        **more,
    }
    return Article(number, **told)


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        yield server


def pull(portal: Portal, **more: Any) -> Pulled:
    source = Source.objects.filter(name="cong").first() or add_source("cong", f"{portal.url}/rss", **more)
    return receive(source, open_wire(2.0), who="test", now=timezone.now())


def arrived() -> list[int]:
    """The numbers of the articles, in the order in which their items came."""
    return [int(link.rpartition("oid")[2]) for link in Item.objects.order_by("pk").values_list("link", flat=True)]


def test_they_arrive_oldest_first_with_all_that_belongs_to_them(portal: Portal) -> None:
    portal.articles = [article(number) for number in range(30, 0, -1)]
    assert pull(portal).new == 30
    assert arrived() == list(range(1, 31))
    for number, item in enumerate(Item.objects.order_by("pk"), start=1):
        revision = item.revision
        assert (revision.title, item.latest, item.guid) == (f"Bài {number}", 1, item.link)
        assert item.identifier == f"urn:moha:article:{number}"
        assert item.keys.filter(key=f"oid:moha.gov.vn/{number}").exists()
        assert Verdict.objects.get(item=item.pk, revision=1).passed
        assert revision.made_at is not None
        assert item.received_at is not None


def test_what_is_stored_together_is_what_would_be_stored_alone(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def stored() -> list[Any]:
        unlike = {"id", "item", "item_id", "made_at", "received_at", "at", "_state"}
        found = [*Item.objects.order_by("pk"), *Revision.objects.order_by("pk"), *Verdict.objects.order_by("pk")]
        found += [*ItemKey.objects.order_by("key")]
        return [{name: value for name, value in vars(row).items() if name not in unlike} for row in found]

    portal.articles = [
        article(1, pictures=(f"{portal.url}/a.jpg",)),
        article(2, category="su-kien"),
        article(3, guid="g3"),
    ]
    pull(portal, unit="Vụ Tổ chức - Biên chế")
    assert set(Item.objects.values_list("unit", flat=True)) == {"Vụ Tổ chức - Biên chế"}
    together = stored()
    for model in (Verdict, Item, Source):
        model.objects.all().delete()
    monkeypatch.setattr(take_many, "_odd", lambda source, some, names: set(range(len(some))))
    pull(portal, unit="Vụ Tổ chức - Biên chế")
    assert stored() == together


def test_one_that_repeats_another_of_the_same_document_is_refused_and_the_order_stays(portal: Portal) -> None:
    repeats = article(3, title="Bài 1", body="<p>Nội dung 1</p>")
    with_picture = article(4, pictures=(f"{portal.url}/a.jpg",))
    portal.articles = [article(6), article(5), with_picture, repeats, article(2), article(1)]
    pulled = pull(portal, baseline=False)
    assert (pulled.new, pulled.refused) == (5, 1)
    assert arrived() == [1, 2, 4, 5, 6]
    assert Refusal.objects.get().code == "R1e"
    assert Item.objects.get(link__endswith="oid4").revision.media[0]["sha256"], "what is told has its pictures"


def test_what_another_source_of_the_ministry_tells_is_refused_among_many(portal: Portal) -> None:
    portal.articles = [article(2)]
    pull(portal)
    with Portal([article(3), article(2, title="Khác", body="<p>Khác</p>"), article(1)]) as second:
        other = add_source("chuyen-muc", f"{second.url}/rss")
        pulled = receive(other, open_wire(2.0), who="test", now=timezone.now())
    assert (pulled.new, pulled.refused) == (2, 1)


def test_routes_are_planned_for_each(portal: Portal) -> None:
    source = add_source("cong", f"{portal.url}/rss", baseline=False)
    add_route(source, add_account("feed", "feed", settings={"slug": "tin"}, secrets={}), categories=[], approval="auto")
    portal.articles = [article(number) for number in range(5, 0, -1)]
    pull(portal)
    assert [row.title for row in Delivery.objects.order_by("pk")] == [f"Bài {n}" for n in range(1, 6)]


def test_where_storing_many_fails_each_goes_alone_and_none_is_lost(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*words: Any) -> None:
        raise IntegrityError("somebody was first")

    monkeypatch.setattr(rows, "insert", fails)
    portal.articles = [article(number) for number in range(5, 0, -1)]
    pulled = pull(portal)
    assert (pulled.new, pulled.error) == (5, None)
    assert arrived() == [1, 2, 3, 4, 5]


def test_ten_times_as_many_cost_no_more_questions(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    portal.articles = [article(number) for number in range(200, 0, -1)]
    with django_assert_max_num_queries(40) as asked:
        assert pull(portal).new == 200
    assert isinstance(asked, CaptureQueriesContext)


def test_one_that_cannot_be_looked_at_keeps_no_other_out(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.articles = [article(3), article(2, title="Hỏng"), article(1)]
    real = take_many.media.wanted

    def fails(entry: Any) -> Any:
        if entry.title == "Hỏng":
            raise RuntimeError("a fault nobody foresaw")
        return real(entry)

    monkeypatch.setattr(take_many.media, "wanted", fails)
    pulled = pull(portal, baseline=False)
    assert arrived() == [1, 3]
    assert pulled.error is not None
