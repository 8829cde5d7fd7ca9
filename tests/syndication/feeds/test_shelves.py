"""What stands in the subscription document and what in the archives: together everything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from lxml import etree

from scheduler.models import Account
from syndication.feeds import archives, build, pages, places
from syndication.feeds.models import FeedFile, Place, Stale
from syndication.feeds.page import look
from tests.support.ledger import START, account_of, live, retracted, revised, story_of
from tests.syndication.feeds.conftest import NS


def told(account: Account, count: int, *, first: int = 1, **changes: Any) -> None:
    for number in range(first, first + count):
        live(account, story_of(number, **changes))


def documents(page: str = "english") -> dict[str, dict[str, Any]]:
    """Every JSON document of a page, the newest first, as a reader finds them that follows `next_url`."""
    found: dict[str, dict[str, Any]] = {}
    path: str | None = f"{page}.json"
    while path is not None:
        assert path not in found, "a next_url that repeats"
        found[path] = json.loads(bytes(FeedFile.objects.get(path=path).body))
        path = found[path].get("next_url", "").removeprefix("https://feeds.example/feeds/") or None
    return found


def ids(document: dict[str, Any]) -> list[int]:
    return [int(item["id"].rpartition(":")[2]) for item in document["items"]]


@pytest.fixture
def full(english: Account, client: object) -> Account:
    """The English feed with 230 entries: four archive documents."""
    told(english, 230)
    build.build_all()
    return english


def test_the_subscription_document_and_the_archives_are_everything(full):
    found = documents()
    assert list(found) == ["english.json", *(f"english/archive/{number}.json" for number in (3, 2, 1))]
    assert ids(found["english.json"]) == list(range(230, 130, -1))
    assert ids(found["english/archive/1.json"]) == list(range(50, 0, -1))
    assert {number for document in found.values() for number in ids(document)} == set(range(1, 231))
    assert [len(document["items"]) for document in documents("english/appointments").values()] == [100, 50, 50, 50]


def test_nothing_is_missing_however_many_there_are_and_however_they_come(english, client):
    for count in (99, 1, 49, 1, 49, 1, 60):  # 99, 100, 149, 150, 199, 200, 260
        told(english, count, first=Place.objects.filter(page="").count() + 1)
        build.build(english.pk, ("appointments",))
        found = documents()
        assert {number for one in found.values() for number in ids(one)} == set(
            range(1, Place.objects.filter(page="").count() + 1)
        )


def test_an_archive_document_says_what_it_is_and_where_the_others_are(full):
    base = "https://feeds.example/feeds/english"
    for form, link in (("rss", "channel/a:link"), ("atom", "a:link")):
        links = {}
        for path in (f"english.{form}", *(f"english/archive/{number}.{form}" for number in (1, 2, 3))):
            root = etree.fromstring(bytes(FeedFile.objects.get(path=path).body))
            links[path] = {one.get("rel"): one.get("href") for one in root.findall(link, NS)}
            links[path].pop("alternate", None)
            is_archive = root.find(".//{http://purl.org/syndication/history/1.0}archive") is not None
            assert is_archive is ("archive" in path)
        current = {"current": f"{base}.{form}"}
        at = {number: f"{base}/archive/{number}.{form}" for number in (1, 2, 3)}
        assert links == {
            f"english.{form}": {"self": f"{base}.{form}", "prev-archive": at[3]},
            f"english/archive/1.{form}": {"self": at[1], "next-archive": at[2]} | current,
            f"english/archive/2.{form}": {"self": at[2], "prev-archive": at[1], "next-archive": at[3]} | current,
            f"english/archive/3.{form}": {"self": at[3], "prev-archive": at[2]} | current,
        }


def test_an_archive_never_stands_alone(english, client):
    told(english, 149)
    build.build_all()
    assert not FeedFile.objects.filter(archive__isnull=False).exists()
    told(english, 1, first=150)
    build.build(english.pk, ("appointments",))
    assert set(FeedFile.objects.filter(page="").values_list("archive", flat=True)) == {None, 1, 2}


def test_an_archive_learns_of_the_one_that_comes_after_it(english, client):
    told(english, 150)
    build.build(english.pk, ("appointments",))
    before = FeedFile.objects.get(path="english/archive/2.rss")
    assert b"next-archive" not in before.body
    told(english, 50, first=151)
    assert "english/archive/2.rss" in build.build(english.pk, ("appointments",))
    assert b"english/archive/3.rss" in FeedFile.objects.get(path="english/archive/2.rss").body


@pytest.mark.parametrize("change", [revised, retracted])
def test_a_change_of_what_is_archived_makes_that_document_and_no_other(
    full, monkeypatch, django_capture_on_commit_callbacks, change: Callable[..., Any]
):
    old = Place.objects.get(page="", delivery__identifier="urn:moha:article:60").delivery
    rendered: list[str] = []
    render = build.RENDER["json"]
    monkeypatch.setitem(build.RENDER, "json", lambda feed: (rendered.append(feed.address("json")), render(feed))[1])
    with django_capture_on_commit_callbacks(execute=True):
        if change is revised:
            revised(old, story_of(60, title="Put right", revision=2), now=START + timedelta(days=1))
        else:
            retracted(old, now=START + timedelta(days=1))
    of = "https://feeds.example/feeds/english"
    # A change is told twice: in the archive, and to those who only read what is new.
    assert sorted(rendered) == sorted(
        f"{of}{page}{document}.json" for page in ("", "/appointments") for document in ("", "/archive/2")
    )
    for path in ("english.json", "english/archive/2.json"):
        (item,) = [one for one in documents()[path]["items"] if one["id"] == "urn:moha:article:60"]
        assert item["title"].startswith("Put right" if change is revised else "[Withdrawn]")
    assert not Stale.objects.exists()


def test_an_archive_that_a_crash_left_behind_is_made_by_catching_up(full):
    old = Place.objects.get(page="", delivery__identifier="urn:moha:article:60").delivery
    revised(old, story_of(60, title="Put right", revision=2), now=START + timedelta(days=1))  # and nobody built
    assert "english/archive/2.rss" in build.catch_up()
    assert b"Put right" in FeedFile.objects.get(path="english/archive/2.rss").body
    assert build.catch_up() == []


def test_what_is_told_late_waits_in_the_subscription_document_until_it_is_archived(full):
    live(full, story_of(0))  # older than all
    build.build(full.pk, ("appointments",))
    assert ids(documents()["english.json"])[-1] == 0
    assert len(documents()["english/archive/1.json"]["items"]) == 50


def test_with_other_settings_the_archives_are_made_again_a_hundred_at_a_time(full, monkeypatch, settings):
    settings.SYNDICATION_HUB_URL = "https://hub.example/"
    monkeypatch.setattr(build, "AT_ONCE", 1)
    made = [build.catch_up() for _ in range(3)]
    assert [sum("/archive/" in path and path.endswith(".rss") for path in paths) for paths in made] == [5, 1, 0]
    assert b'href="https://hub.example/" rel="hub"' in FeedFile.objects.get(path="english/archive/1.rss").body


def test_a_feed_that_gets_another_address_takes_its_archives_along(full, monkeypatch):
    monkeypatch.setattr(build, "AT_ONCE", 1)
    full.settings = {**full.settings, "slug": "news"}
    full.save()
    for _ in range(4):  # minutes
        build.catch_up()
    assert [len(document["items"]) for document in documents("news").values()] == [100, 50, 50, 50]
    assert len(documents("news/appointments")) == 4
    assert not FeedFile.objects.filter(path__startswith="english").exists()
    assert not Stale.objects.exists()


def test_an_archive_keeps_its_number_and_its_entries_when_all_places_are_made_again(full):
    before = dict(FeedFile.objects.filter(archive__isnull=False).values_list("path", "etag"))
    told(full, 1, first=231)
    build.build_all()
    assert dict(FeedFile.objects.filter(path__in=before).values_list("path", "etag")) == before


def test_long_bodies_make_fewer_entries_and_no_document_of_more_than_a_megabyte(english, client):
    for number in range(1, 101):
        story = story_of(number, html=f"<p>{'Một đoạn văn dài. ' * 1200}</p>")
        live(english, story)
    build.build_all()
    assert FeedFile.objects.filter(archive__isnull=False).exists()
    assert max(len(file.body) for file in FeedFile.objects.all()) <= 1_000_000
    assert {number for one in documents().values() for number in ids(one)} == set(range(1, 101))


@pytest.mark.parametrize("category", ["archive", "Archive", "unit", "opml"])
def test_no_category_is_taken_for_an_archive(db, client, category):
    account = account_of(slug="news", language="en")
    told(account, 160, category=category)
    build.build_all()
    name = pages.address_name(category)
    assert len(documents("news")) == 4 - 1
    assert len(documents(f"news/{name}")) == 3
    paths = list(FeedFile.objects.values_list("path", flat=True))
    assert len(paths) == len(set(paths)) == 3 * 2 * 3


def test_a_page_that_nothing_stands_on_any_more_is_gone(full):
    Place.objects.filter(page="appointments").delete()
    assert set(build.build(full.pk, ("appointments",))) >= {f"english/appointments.{form}" for form in build.FORMS}


def test_every_question_is_answered_by_an_index(english):
    """However many places there are: none is scanned, sorted, or counted."""
    told(english, 3)
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and "feeds_place" in sql:
            asked.append(sql % tuple(_quoted(value) for value in params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        look(english)
        look(english, "appointments", 1)
        pages.pages(english.pk)
        archives.close(english, ["", "appointments"], most=1)
        archives.due(english, ["appointments"], most=10)
    assert len(asked) >= 12
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # With three rows it would read them all, whatever indexes there are.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
        for sql in asked:
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            assert not re.search("SCAN|TEMP B-TREE|Seq Scan|Sort Key", plan), f"{sql}\n{plan}"


def _quoted(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def test_what_is_closed_into_an_archive_while_it_moves_is_noted_as_stale(english, client, monkeypatch):
    delivery = retracted(live(english, story_of()), now=START)
    keep = places.keep

    def closed_meanwhile(made: Any) -> None:  # as on PostgreSQL, where another's commit comes between our questions
        Place.objects.filter(delivery=delivery).update(archive=1)
        keep(made)

    monkeypatch.setattr(places, "keep", closed_meanwhile)
    places.note(delivery)
    assert set(Stale.objects.values_list("page", "archive")) == {("", 1), ("appointments", 1)}
