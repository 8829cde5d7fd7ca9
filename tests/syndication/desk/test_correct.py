"""A correction goes wherever the item is live, says so in words, and keeps the original."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from scheduler import dispatch
from scheduler.access import open_wire
from scheduler.models import Delivery
from scheduler.states import State
from syndication.desk.accounts import add_account
from syndication.desk.correct import CannotCorrect, correct
from syndication.desk.receive import receive
from syndication.desk.sources import add_route, add_source
from syndication.desk.withdraw import withdraw
from syndication.items.models import Item
from syndication.sources.models import Source
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db
NOTE = "Hội nghị diễn ra ngày 22/11, không phải ngày 23/11."


@pytest.fixture
def source() -> Iterator[Source]:
    with Portal([Article(1, guid="moha-1")]) as portal:
        made = add_source("cong", f"{portal.url}/rss", baseline=False)
        add_route(
            made, add_account("feed", "feed", settings={"slug": "tin"}, secrets={}), categories=[], approval="auto"
        )
        receive(made, open_wire(2.0), who="test", now=timezone.now())
        dispatch.send(Delivery.objects.get().pk, worker="w")
        assert Delivery.objects.get().state == State.LIVE
        yield made


def test_a_correction_is_shown_where_the_item_is_live_and_keeps_the_original(source: Source) -> None:
    item = Item.objects.get()
    correct(item, NOTE, who="lan", now=timezone.now())
    dispatch.send(Delivery.objects.get().pk, worker="w")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.shown_revision) == (State.LIVE, 2)
    assert f"Đính chính: {NOTE}" in delivery.shown["text"]
    assert "Nguồn: Cổng thông tin điện tử Bộ Nội vụ" in delivery.shown["text"]
    assert [revision.note for revision in item.revisions.all()] == ["", NOTE]


def test_the_next_pull_of_an_unchanged_feed_leaves_the_correction_standing(source: Source) -> None:
    correct(Item.objects.get(), NOTE, who="lan", now=timezone.now())
    source.etag = source.modified = ""
    assert receive(source, open_wire(2.0), who="test", now=timezone.now()).revised == 0
    assert Item.objects.get().revision.note == NOTE


@pytest.mark.parametrize("note", ["", "   ", "\u200b"])
def test_a_correction_without_words_is_refused(source: Source, note: str) -> None:
    with pytest.raises(CannotCorrect):
        correct(Item.objects.get(), note, who="lan", now=timezone.now())
    assert Item.objects.get().latest == 1


def test_what_was_withdrawn_is_not_corrected(source: Source) -> None:
    item = Item.objects.get()
    withdraw(item, reason="R1d", note="", who="lan", now=timezone.now())
    with pytest.raises(CannotCorrect):
        correct(item, NOTE, who="lan", now=timezone.now())
