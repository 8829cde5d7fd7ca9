"""What was there before we came gets its pictures when somebody wants it, and not before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from scheduler.access import open_wire
from scheduler.models import Delivery
from syndication.desk.accounts import add_account
from syndication.desk.catch_up import catch_up
from syndication.desk.complete import want
from syndication.desk.plan import plan_by_hand
from syndication.desk.receive import receive
from syndication.desk.sources import add_source
from syndication.items.models import Item
from syndication.sources.models import Source
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        server.articles = [
            Article(2, title="Hai", body="<p>Hai</p>"),
            Article(1, pictures=(f"{server.url}/a.jpg", f"{server.url}/b.jpg")),
        ]
        yield server


@pytest.fixture
def item(portal: Portal) -> Item:
    pull(add_source("cong", f"{portal.url}/rss"))
    portal.requests.clear()
    return Item.objects.get(link__endswith="oid1")


def pull(source: Source) -> None:
    receive(source, open_wire(2.0), who="test", now=timezone.now())


def plan(item: Item) -> Delivery:
    account = add_account("feed", "feed", settings={"slug": "tin"}, secrets={})
    return plan_by_hand(item, account, at=timezone.now(), approvals_needed=1, who="lan", now=timezone.now())[0]


def test_a_baseline_fetches_no_picture(portal: Portal) -> None:
    pull(add_source("cong", f"{portal.url}/rss"))
    assert portal.requests == ["/rss"]
    assert set(Item.objects.values_list("state", "media_due_at")) == {(Item.State.BASELINE, None)}
    assert catch_up(open_wire(2.0), now=timezone.now() + timedelta(days=1)) == 0
    assert portal.requests == ["/rss"]


def test_planning_it_by_hand_gets_its_pictures(portal: Portal, item: Item) -> None:
    published = item.revision.modified
    assert len(plan(item).coming["gallery"]) == 2
    assert portal.requests == ["/a.jpg", "/b.jpg"]
    item.refresh_from_db()
    assert (item.latest, item.revision.modified) == (2, published), "nobody was told anything else before"


def test_a_picture_that_cannot_be_had_then_is_asked_for_again_and_follows(portal: Portal, item: Item) -> None:
    late = portal.files.pop("/b.jpg")
    delivery = plan(item)
    assert len(delivery.coming["gallery"]) == 1
    portal.files["/b.jpg"] = late
    catch_up(open_wire(2.0), now=timezone.now() + timedelta(hours=1))
    delivery.refresh_from_db()
    assert len(delivery.coming["gallery"]) == 2


def test_looking_at_it_asks_for_them_soon_and_once(portal: Portal, item: Item) -> None:
    now = timezone.now()
    assert want(item, now=now)
    catch_up(open_wire(2.0), now=now)
    item.refresh_from_db()
    assert all(one["sha256"] for one in item.revision.media)
    assert not want(item, now=now)
    assert not want(Item.objects.get(link__endswith="oid2"), now=now)


def test_an_edit_of_what_nobody_was_told_fetches_nothing_either(portal: Portal, item: Item) -> None:
    portal.articles[1].title = "Khác"
    pull(Source.objects.get())
    item.refresh_from_db()
    assert (item.latest, item.media_due_at) == (2, None)
    assert portal.requests == ["/rss"]
    plan(item)
    assert portal.requests == ["/rss", "/a.jpg", "/b.jpg"]


def test_an_edit_of_what_was_planned_by_hand_fetches_as_ever(portal: Portal, item: Item) -> None:
    plan(item)
    portal.requests.clear()
    portal.articles[1].title = "Khác"
    pull(Source.objects.get())
    assert portal.requests == ["/rss", "/a.jpg", "/b.jpg"]
