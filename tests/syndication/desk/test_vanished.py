"""An item that vanished is told apart from one that was withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.access import open_wire
from syndication.desk import vanished
from syndication.desk.receive import receive
from syndication.desk.sources import add_source
from syndication.items.models import Item
from syndication.notices.board import open_notices
from syndication.sources.models import Missing, Source
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MINUTES = timedelta(minutes=1)
STORIES = [Article(n, title=f"Bài {n}", body=f"<p>{n}</p>", slug=f"bai-{n}") for n in range(9, 0, -1)]


class Site:
    """A portal's feed, and what its pages answer: 200 unless said otherwise."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.pages: dict[int, int] = {}
        self.asked: list[str] = []

    def status_of(self, url: str, wire: object) -> int:
        self.asked.append(url)
        return self.pages.get(int(url.rpartition("oid")[2]), 200)

    def without(self, *numbers: int) -> None:
        self.portal.articles = [story for story in STORIES if story.number not in numbers]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    with Portal(list(STORIES)) as portal:
        made = Site(portal)
        monkeypatch.setattr(vanished, "status_of", made.status_of)
        yield made


@pytest.fixture
def pull(site: Site) -> Callable[..., int]:
    add_source("cong", f"{site.portal.url}/rss", baseline=False)

    def pull(minutes: int = 0) -> int:
        return receive(Source.objects.get(), open_wire(2.0), who="test", now=NOW + minutes * MINUTES).withdrawn

    pull()
    return pull


def sweep(minutes: int) -> int:
    return vanished.ask_again(open_wire(2.0), now=NOW + minutes * MINUTES)


def withdrawn() -> dict[int, str]:
    rows = Item.objects.filter(state=Item.State.WITHDRAWN).values_list("link", "withdrawn_code")
    return {int(link.rpartition("oid")[2]): code for link, code in rows}


def notices() -> list[str]:
    return [notice.kind for notice in open_notices()]


def test_410_is_believed_at_once(site: Site, pull: Callable[..., int]) -> None:
    site.without(5)
    site.pages[5] = 410
    assert pull() == 1
    assert withdrawn() == {5: "gone-410"}


def test_404_is_believed_when_it_is_said_again_ten_minutes_later_though_the_feed_is_unchanged(
    site: Site, pull: Callable[..., int]
) -> None:
    site.without(5)
    site.pages[5] = 404
    assert pull() == 0
    assert sweep(9) == 0
    assert withdrawn() == {}
    assert sweep(11) == 1
    assert withdrawn() == {5: "gone-404"}
    assert (Missing.objects.count(), notices()) == (0, [])
    assert sweep(500) == 0


def test_410_the_second_time_needs_no_control(site: Site, pull: Callable[..., int]) -> None:
    site.without(5)
    site.pages = dict.fromkeys(range(10), 404)
    pull()
    site.pages[5] = 410
    assert sweep(11) == 1
    assert withdrawn() == {5: "gone-410"}


def test_a_page_that_is_back_is_forgotten(site: Site, pull: Callable[..., int]) -> None:
    site.without(5)
    site.pages[5] = 404
    pull()
    site.pages[5] = 200
    assert sweep(11) == 0
    assert (Missing.objects.count(), withdrawn()) == (0, {})


def test_an_item_that_the_feed_tells_again_is_not_missing(site: Site, pull: Callable[..., int]) -> None:
    site.without(5)
    site.pages[5] = 404
    pull()
    site.without()
    pull(5)
    assert Missing.objects.count() == 0
    assert sweep(11) == 0


@pytest.mark.parametrize("silence", [0, 500, 403])
def test_silence_and_errors_prove_nothing_and_it_is_asked_again(
    site: Site, pull: Callable[..., int], silence: int
) -> None:
    site.without(5)
    site.pages[5] = 404
    pull()
    site.pages[5] = silence
    assert sweep(11) == 0
    assert withdrawn() == {}
    site.pages[5] = 404
    assert sweep(100) == 1


def test_while_no_other_page_of_the_source_answers_nothing_is_believed_and_a_person_is_asked(
    site: Site, pull: Callable[..., int]
) -> None:
    site.without(5)
    site.pages = dict.fromkeys(range(10), 404)
    pull()
    assert sweep(11) == 0
    assert (withdrawn(), notices()) == ({}, ["source-missing"])
    site.pages = {5: 404}
    assert sweep(100) == 1
    assert (withdrawn(), notices()) == ({5: "gone-404"}, [])


def test_more_than_three_at_once_are_not_believed_and_a_person_is_asked(site: Site, pull: Callable[..., int]) -> None:
    site.without(4, 5, 6, 7)
    site.pages = {4: 404, 5: 404, 6: 404, 7: 404}
    pull()
    assert sweep(11) == 0
    assert (withdrawn(), notices()) == ({}, ["source-missing"])
    assert "4" in open_notices()[0].sentence.vi
    site.without()
    pull(20)
    assert (Missing.objects.count(), notices()) == (0, [])


def test_three_are(site: Site, pull: Callable[..., int]) -> None:
    site.without(4, 5, 6)
    site.pages = {4: 404, 5: 404, 6: 404}
    pull()
    assert sweep(11) == 3


@pytest.mark.parametrize("articles", [[], STORIES[:3], list(reversed(STORIES))])
def test_a_feed_that_comes_empty_drops_its_tail_or_turns_round_asks_for_nothing(
    site: Site, pull: Callable[..., int], articles: list[Article]
) -> None:
    site.portal.articles = articles
    site.asked.clear()
    assert pull() == 0
    assert (site.asked, withdrawn()) == ([], {})


def test_an_item_that_staff_withdrew_meanwhile_is_asked_for_no_more(site: Site, pull: Callable[..., int]) -> None:
    site.without(5)
    site.pages[5] = 404
    pull()
    Item.objects.filter(link__endswith="oid5").update(state=Item.State.WITHDRAWN, withdrawn_code="hand")
    assert sweep(11) == 0
    assert (withdrawn(), Missing.objects.count()) == ({5: "hand"}, 0)


def test_a_page_of_another_host_proves_nothing_of_the_one_that_is_in_trouble(
    site: Site, pull: Callable[..., int]
) -> None:
    site.without(5)
    site.pages = {5: 404}
    pull()
    for item in Item.objects.exclude(link__endswith="oid5"):
        item.link = item.link.replace("moha.gov.vn", "tin.example")
        item.save()
    assert sweep(11) == 0
    assert (withdrawn(), notices()) == ({}, ["source-missing"])
    assert len(site.asked) == 2, "its own page, twice"


@pytest.mark.parametrize("answer", [404, 410])
def test_an_article_that_moved_with_its_words_unchanged_is_not_withdrawn(
    site: Site, pull: Callable[..., int], answer: int
) -> None:
    site.without(5)
    site.portal.articles.append(Article(55, title="Bài 5", body="<p>5</p>", slug="bai-5-moi"))
    site.pages[5] = answer
    assert pull(1) == 0
    assert sweep(20) == 0
    assert withdrawn() == {}
    assert not Missing.objects.exists()
