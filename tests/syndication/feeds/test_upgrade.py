"""An instance from before pages and archives: nothing is missing from its feeds while they are made anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scheduler.models import Account, Delivery
from syndication.feeds import build, shelves
from syndication.feeds.models import FeedFile, Place
from tests.support.ledger import START, account_of, live, retracted, story_of

BEFORE = [("feeds", "0001_initial")]


@pytest.mark.django_db(transaction=True)
def test_places_of_before_stand_on_their_pages_and_the_archives_come_about(monkeypatch):
    executor = MigrationExecutor(connection)
    now = executor.loader.graph.leaf_nodes("feeds")
    monkeypatch.setattr(build, "build", lambda *_, **__: [])  # after each commit: only what is here in the end matters
    account = account_of(slug="english", language="en")
    for number in range(1, 161):
        live(account, story_of(number))
    retracted(live(account, story_of(161)), now=START + timedelta(days=1))
    monkeypatch.undo()
    kept = list(Place.objects.filter(page="").values("delivery", "rank", "stamp", "gone", "changed"))
    old = executor.migrate(BEFORE).apps
    try:
        for place in kept:
            old.get_model("feeds", "Place").objects.create(
                delivery_id=place["delivery"],
                account_id=account.pk,
                category="appointments",
                name="appointments",
                published=place["rank"],
                rank=place["changed"] or place["rank"],
                stamp=place["stamp"],
            )
        old.get_model("feeds", "FeedFile").objects.create(
            account_id=account.pk,
            path="english/appointments.rss",
            title="t",
            language="en",
            category="appointments",
            content_type="x",
            body=b"x",
            gzip=b"x",
            etag='"x"',
            modified=START,
            inputs="x",
        )
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(now)
    assert FeedFile.objects.get().page == "appointments"
    after = list(Place.objects.filter(page="").values("delivery", "rank", "stamp", "gone", "changed"))
    assert sorted(after, key=str) == sorted(kept, key=str)
    assert Place.objects.filter(page="appointments", title="appointments").count() == len(kept) == 161
    build.catch_up()  # the timer, before anybody has run `feeds build`
    assert len(shelves.current(account.pk, "")) == 101
    assert set(FeedFile.objects.values_list("archive", flat=True)) == {None, 1, 2}
    before = dict(FeedFile.objects.values_list("path", "etag"))
    build.build_all()
    assert dict(FeedFile.objects.values_list("path", "etag")) == before
    assert Delivery.objects.count() == 161
    assert Account.objects.get() == account
