"""A film that could not be made ready has a way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from formatters.films.words import NOT_MADE, UnusableFilm
from formatters.rendition import Rendition
from scheduler.models import Account
from syndication.desk import catch_up, make_ready
from syndication.desk.film_again import NothingToTry, film_again
from syndication.desk.plan import plan_routes
from syndication.desk.sources import add_route, add_source
from syndication.desk.tell import tell
from syndication.items.models import FilmCopy, Item
from tests.support import instance
from tests.support.desk import done
from tests.support.films import film

pytestmark = pytest.mark.django_db


def failed(monkeypatch: pytest.MonkeyPatch) -> Item:
    """An item whose film could not be made into what Facebook takes."""
    add_route(
        add_source("cong", "https://moha.gov.vn/rss"), instance.account("facebook"), categories=[], approval="one"
    )
    item = instance.item(
        "Hội nghị", source="cong", media=[instance.film_looked_at(film("webm", "libvpx-vp9", "libopus"), "video/webm")]
    )
    Item.objects.filter(pk=item.pk).update(routed=False)
    item.refresh_from_db()
    plan_routes(item, now=timezone.now())

    def fails(copy: FilmCopy, beat: Any) -> str:
        raise UnusableFilm(NOT_MADE)

    with monkeypatch.context() as broken:
        broken.setattr(make_ready, "_make", fails)
        make_ready.make_next(clock=timezone.now)
    assert FilmCopy.objects.get().state == FilmCopy.State.FAILED
    return Item.objects.get(pk=item.pk)


def told(item: Item) -> Rendition:
    return tell(item, item.revision, Account.objects.get()).rendition


def test_it_is_made_when_a_person_asks_for_it_again_and_told_with_it_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item = failed(monkeypatch)
    assert told(item).film is None
    assert done("item", "film", str(item.pk)).code == 0
    copy = make_ready.make_next(clock=timezone.now)
    assert copy is not None
    assert copy.state == FilmCopy.State.MADE
    assert told(item).film is not None
    assert Item.objects.get().routed


def test_it_counts_its_tries_from_the_beginning_and_is_met_by_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    item = failed(monkeypatch)
    assert film_again(item) == 1
    assert FilmCopy.objects.get().tries == 0
    assert make_ready.next_wanted(timezone.now()) is not None
    assert list(catch_up._unrouted()) == [], "it is not planned again and again meanwhile"


def test_what_has_not_failed_is_said_not_to_have(monkeypatch: pytest.MonkeyPatch) -> None:
    item = failed(monkeypatch)
    film_again(item)
    with pytest.raises(NothingToTry, match="No film of this item has failed"):
        film_again(item)
