"""What the tests of the operator's door can rely on."""

from __future__ import annotations

import os
from typing import Any

import pytest

from formatters.sentence import Sentence
from syndication.desk import people
from syndication.items.models import Item
from syndication.sources.models import Source
from tests.support import instance as made
from tests.support.mistakes import TWINS, Rows


@pytest.fixture(autouse=True)
def _stays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake that is not noticed must not turn the test run into a web server."""

    def becomes(*words: Any) -> None:
        pytest.fail(f"it was not refused: {words}")

    monkeypatch.setattr(os, "execv", becomes)


@pytest.fixture
def rows() -> Rows:
    person, _ = people.add_user("lan", "approver", None)
    people.add_user("an", "reader", None)
    Source.objects.create(name="cong", url="http://127.0.0.1:1/rss", canonical_host="127.0.0.1")
    facebook, feed = made.account("facebook"), made.account("feed", language="vi", slug="tin-tuc")
    made.account("feed", "newer", language="vi", slug="newer")
    item, twin, bare = made.item("Một"), made.item("Hai"), made.item("Ba")
    Item.objects.filter(pk__in=(item.pk, twin.pk)).update(guid=TWINS)
    Item.objects.filter(pk=bare.pk).update(link="")
    waiting, planned = made.delivery(item, facebook), made.approved(made.delivery(twin, facebook), person)
    held = made.held(made.approved(made.delivery(item, feed), person), Sentence("Chờ.", "Waits."))
    return Rows(waiting, planned, held)
