from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.feeds import build, follow, rss
from syndication.feeds.models import FeedFile, Place
from syndication.feeds.values import Feed
from tests.support.ledger import START, account_of, live, retracted, revised, story_of


def stored() -> dict[str, tuple[bytes, str]]:
    return {file.path: (bytes(file.body), file.etag) for file in FeedFile.objects.all()}


def test_the_same_ledger_gives_the_same_bytes_and_tags(english):
    retracted(live(english, story_of(1)), now=START)
    live(english, story_of(2))
    build.build_all()
    before = stored()
    assert len(before) == 6
    assert build.build_all() == []
    FeedFile.objects.all().delete()
    build.build_all()
    assert stored() == before


# Of the three files of one small feed. Another one here means that every reader gets every feed anew: was that meant?
WRITTEN = "db6fec440395585e"


def test_the_bytes_are_the_same_on_every_database_and_in_every_time_zone(english, client, settings):
    retracted(live(english, story_of(1)), now=START)
    revised(
        live(english, story_of(2)), replace(story_of(2), revision=2, note="A name."), now=START + timedelta(hours=1)
    )
    digests = set()
    for zone in ("Asia/Ho_Chi_Minh", "America/St_Johns"):
        settings.TIME_ZONE = zone
        FeedFile.objects.all().delete()
        build.build_all()
        files = FeedFile.objects.filter(page="").order_by("path")
        digests.add(sha256(b"".join(bytes(file.body) for file in files)).hexdigest()[:16])
    assert digests == {WRITTEN}


def test_after_the_commit_of_a_move_the_feed_shows_it(english, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        delivery = live(english, story_of())
    assert b"Appointment no. 1" in client.get("/feeds/english.rss").content
    first = FeedFile.objects.get(path="english.rss")
    with django_capture_on_commit_callbacks(execute=True):
        revised(delivery, replace(story_of(), title="Corrected", revision=2), now=START + timedelta(minutes=1))
    assert b"Corrected" in client.get("/feeds/english.rss").content
    assert FeedFile.objects.get(path="english.rss").etag != first.etag
    with django_capture_on_commit_callbacks(execute=True):
        retracted(delivery, now=START + timedelta(minutes=2))
    assert b"deleted-entry" in client.get("/feeds/english.atom").content


def test_a_move_renders_its_feed_and_its_category_and_no_other(english, monkeypatch):
    live(english, story_of(1))
    live(english, story_of(2, category="reform"))
    build.build_all()
    rendered: list[str] = []
    render = rss.render
    monkeypatch.setitem(build.RENDER, "rss", lambda feed: (rendered.append(feed.name), render(feed))[1])
    delivery = live(english, story_of(3))
    build.build(english.pk, (delivery.category,))
    assert rendered == ["english", "english/appointments"]
    rendered.clear()
    # Claimed for a change: nothing that is seen has moved.
    ledger.move(delivery, State.REVISING, who="test", why="revise", now=START)
    build.build(english.pk, (delivery.category,))
    assert rendered == []


def test_what_a_crash_left_behind_is_built_by_catching_up(english):
    live(english, story_of(1))
    build.build_all()
    live(english, story_of(2))  # committed, and nobody built
    assert "english.rss" in build.catch_up()
    assert b"Appointment no. 2" in FeedFile.objects.get(path="english.rss").body
    assert b"Appointment no. 2" in FeedFile.objects.get(path="english/appointments.rss").body
    assert build.catch_up() == []


def test_catching_up_when_nothing_was_left_behind_renders_nothing(english, monkeypatch):
    live(english, story_of(1))
    build.build_all()
    monkeypatch.setattr(build, "RENDER", {})
    assert build.catch_up() == []


def test_building_all_finds_what_no_signal_ever_told(english):
    delivery = live(english, story_of(1))
    Place.objects.all().delete()
    Delivery.objects.filter(pk=delivery.pk).update(state=State.HELD)
    build.build_all()
    assert b"Appointment no. 1" in FeedFile.objects.get(path="english.rss").body


def test_bytes_that_were_overtaken_while_they_were_rendered_are_dropped(english, monkeypatch):
    live(english, story_of(1))
    build.build_all()
    render = rss.render

    def overtaken(feed: Feed) -> bytes:
        body = render(feed)
        monkeypatch.setitem(build.RENDER, "rss", render)
        live(english, story_of(3))  # another worker: it commits and builds while we still render
        build.build(english.pk, ("appointments",))
        return body

    live(english, story_of(2))
    monkeypatch.setitem(build.RENDER, "rss", overtaken)
    build.build(english.pk, ("appointments",))
    for path in ("english.rss", "english/appointments.rss"):
        body = bytes(FeedFile.objects.get(path=path).body)
        assert [f"Appointment no. {number}".encode() in body for number in (1, 2, 3)] == [True] * 3


def test_a_fault_in_building_never_reaches_who_moved(english, monkeypatch, django_capture_on_commit_callbacks):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr(build, "build", broken)
    with django_capture_on_commit_callbacks(execute=True):
        delivery = live(english, story_of())
    assert Delivery.objects.get(pk=delivery.pk).state == State.LIVE
    monkeypatch.undo()
    assert "english.rss" in build.catch_up()


def test_a_new_feed_can_be_read_before_it_has_anything(db, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        account_of(slug="english", language="en")
    for form in ("rss", "atom", "json"):
        assert client.get(f"/feeds/english.{form}").status_code == 200


def test_a_renamed_feed_leaves_nothing_at_its_old_address(english, client, django_capture_on_commit_callbacks):
    build.build_all()
    with django_capture_on_commit_callbacks(execute=True):
        english.settings = {**english.settings, "slug": "news", "title": "Ministry news"}
        english.save()
    assert client.get("/feeds/english.rss").status_code == 404
    assert b"<title>Ministry news</title>" in client.get("/feeds/news.rss").content


@pytest.mark.parametrize("slug", ["p", "channels", "a b", "../x", "-x", "a.b", "a" * 61])
def test_a_slug_that_cannot_stand_in_an_address_is_refused(db, slug):
    account = account_of(slug=slug, language="en")
    with pytest.raises(ValueError, match="cannot stand in an address"):
        build.build(account.pk)


def test_two_feeds_never_share_an_address_and_the_first_keeps_it(english, caplog):
    Account.objects.create(name="second", channel="feed", settings={"slug": "english", "language": "vi"})
    live(english, story_of())
    build.build_all()
    assert {file.account_id for file in FeedFile.objects.all()} == {english.pk}
    assert "is already that of the account english" in caplog.text


def test_categories_have_feeds_under_names_that_stand_in_an_address(db, reader):
    account = account_of(slug="tin", language="vi")
    live(account, story_of(1, language="vi", category="Bổ nhiệm – Điều động"))
    live(account, story_of(2, language="vi", category="Cải cách"))
    build.build_all()
    found = reader("tin/bo-nhiem-dieu-dong.rss")
    assert [entry.id for entry in found.entries] == ["urn:moha:article:1"]
    assert found.feed.title == "Bộ Nội vụ – Tin, bài mới – Bổ nhiệm – Điều động"
    assert reader("tin/cai-cach.atom").feed.id == "urn:moha:feed:tin:cai-cach"


@pytest.mark.parametrize("wrong", [{"title": 5}, {"html": 5}, {"tags": [1]}, {"language": None}, {"gallery": [1]}])
def test_an_entry_of_another_type_than_it_should_be_is_left_out_and_takes_no_other_with_it(english, client, wrong):
    bad = live(english, story_of(1))
    live(english, story_of(2))
    Delivery.objects.filter(pk=bad.pk).update(shown={**bad.shown, **wrong})
    build.build_all()
    body = bytes(FeedFile.objects.get(path="english.json").body)
    assert b"article:2" in body


def test_a_feed_that_cannot_be_built_keeps_no_twin_from_being_built(
    english, monkeypatch, django_capture_on_commit_callbacks
):
    twin, delivery, made = account_of(slug="viet", language="vi"), live(english, story_of()), []

    def build_one(account: int, names: object) -> None:
        made.append(account)
        if account == english.pk:
            raise ValueError("no feed")

    monkeypatch.setattr(follow.build, "build", build_one)
    monkeypatch.setattr(follow.beside, "places_of_twin", lambda item: [(twin.pk, "", None)])
    with django_capture_on_commit_callbacks(execute=True):
        follow.delivery_moved(None, delivery)
    assert made == [english.pk, twin.pk]
