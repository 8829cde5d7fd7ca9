"""A source whose address is a web page: its first pull finds the feed, and is the first pull of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import override_settings
from django.utils import timezone

from channels.wire import Wire
from scheduler.access import open_wire
from syndication.desk import sources
from syndication.desk.receive import Pulled, receive
from syndication.desk.sources import add_source
from syndication.items.models import Item
from syndication.sources import discover
from syndication.sources.models import Source
from syndication.sources.retrieve import Retrieved
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db
PAGE = '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="{}"></head></html>'


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal([Article(1)]) as server:
        server.files["/tin"] = PAGE.format("/rss").encode(), "text/html"
        yield server


def pull(source: Source) -> Pulled:
    source.refresh_from_db()
    return receive(source, open_wire(2.0), who="test", now=timezone.now())


def test_the_first_pull_takes_the_feed_that_the_page_names_as_the_address_and_says_so(portal: Portal) -> None:
    source = add_source("cong", f"{portal.url}/tin", baseline=False)
    pulled = pull(source)
    assert (pulled.new, pulled.error) == (1, None)
    assert "found on it" in pulled.findings[0]["en"]
    kept = Source.objects.get()
    assert (kept.url, kept.found_on, kept.kind) == (f"{portal.url}/rss", f"{portal.url}/tin", "feed")
    assert kept.first_pull_done
    portal.requests.clear()
    assert pull(source).unchanged == 1
    assert portal.requests == ["/rss"]


def test_a_feed_that_becomes_a_page_one_day_keeps_its_address(portal: Portal) -> None:
    source = add_source("cong", f"{portal.url}/rss")
    pull(source)
    Source.objects.update(url=f"{portal.url}/tin", etag="")
    error = pull(source).error
    assert error is not None
    assert f"feed at {portal.url}/rss" in error["en"]
    assert Source.objects.get().url == f"{portal.url}/tin"


def test_a_page_of_the_ministry_makes_nobody_elses_feed_its_own(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = portal.url.replace("127.0.0.1", "localhost") + "/rss"
    portal.files["/tin"] = PAGE.format(elsewhere).encode(), "text/html"
    ours, theirs = add_source("cong", f"{portal.url}/tin"), add_source("bao", f"{portal.url}/tin", own=False)
    monkeypatch.setattr(sources, "is_own", lambda host: host == "127.0.0.1")
    with override_settings(SYNDICATION_ALLOW_PRIVATE_HOSTS=["127.0.0.1", "localhost"]):
        assert pull(ours).error is not None
        assert portal.requests == ["/tin"]
        assert pull(theirs).error is None
    assert Source.objects.get(name="cong").url == f"{portal.url}/tin"
    assert Source.objects.get(name="bao").url == elsewhere


def test_an_address_that_an_operator_changes_meanwhile_stays_theirs(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = add_source("cong", f"{portal.url}/tin")
    Source.objects.update(url="https://theirs.example/rss")
    pulled = receive(source, open_wire(2.0), who="test", now=timezone.now())
    assert pulled.error is not None
    assert Source.objects.get().url == "https://theirs.example/rss"
    assert Item.objects.count() == 0


def test_a_feed_that_a_page_of_the_ministry_names_and_that_leads_elsewhere_is_not_its_own(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.files["/tin"] = PAGE.format(f"{portal.url}/rss").encode(), "text/html"
    add_source("cong", f"{portal.url}/tin")
    monkeypatch.setattr(sources, "is_own", lambda host: host == "127.0.0.1")
    real = discover.retrieve

    def redirected(url: str, wire: Wire) -> Retrieved:
        return replace(real(url, wire), url="https://bao.example/rss")

    monkeypatch.setattr(discover, "retrieve", redirected)
    assert pull(Source.objects.get()).error is not None
    assert Source.objects.get().url == f"{portal.url}/tin"
