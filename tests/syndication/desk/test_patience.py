"""What is slow is left for later: within bounds for one file, one entry, one document, and with a longer one for films."""

from __future__ import annotations

import pytest
from django.utils import timezone

from scheduler.access import open_wire
from syndication.desk import catch_up, media
from syndication.desk.patience import DOCUMENT, ENTRY, FILE, FILM, FILMS, LATER, QUESTIONS, Patience
from syndication.desk.receive import receive
from syndication.items.models import Item
from syndication.sources.entry import Enclosure, Entry
from syndication.sources.models import Source
from syndication.sources.retrieve import FILE_SECONDS, NotRetrieved
from tests.support import instance
from tests.support.portal import Article, Portal


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def waited(patience: Patience, clock: Clock, role: str, seconds: float) -> float | None:
    """How long this file was given, when it took so many seconds; None when it was left for later."""
    try:
        with patience.waiting(role) as given:
            clock.now += seconds
    except NotRetrieved:
        return None
    return given


def test_slow_pictures_use_up_their_entrys_time_and_the_next_entry_has_its_own() -> None:
    clock = Clock()
    patience = Patience(clock=clock)
    for _ in range(int(DOCUMENT / ENTRY)):
        assert not patience.spent, "an entry that begins has all of its time"
        patience.begin_entry()
        assert waited(patience, clock, "picture", FILE) == FILE
        assert waited(patience, clock, "picture", ENTRY - FILE) == ENTRY - FILE
        assert waited(patience, clock, "picture", 0) is None
    assert patience.spent
    assert waited(patience, clock, "captions", 0) is None
    assert waited(patience, clock, "video", 1) == FILM, "films have a time of their own"


def test_the_films_of_a_document_share_a_longer_time_and_what_is_asked_for_again_has_more() -> None:
    clock = Clock()
    patience = Patience(clock=clock)
    given = [waited(patience, clock, "video", FILM) for _ in range(3)]
    assert given == [FILM, FILMS - FILM, None]
    assert waited(patience, clock, "picture", 0) == FILE
    with Patience.afterwards().waiting("video") as seconds:
        assert seconds == FILE_SECONDS


def test_questions_have_a_time_of_their_own() -> None:
    clock = Clock()
    patience = Patience(clock=clock)
    assert waited(patience, clock, "question", QUESTIONS) == QUESTIONS
    assert waited(patience, clock, "question", 0) is None
    assert not patience.spent


def test_a_file_that_failed_has_used_its_time_all_the_same() -> None:
    clock = Clock()
    patience = Patience(clock=clock)

    def fail() -> None:
        with patience.waiting("picture"):
            clock.now += FILE
            raise RuntimeError

    patience.begin_entry()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            fail()
    with pytest.raises(NotRetrieved) as caught, patience.waiting("picture"):
        pass
    assert caught.value.say == LATER


@pytest.mark.django_db
def test_what_no_time_was_left_for_is_a_finding_and_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "fetch_media", lambda *_: pytest.fail("it was asked for"))
    entry = Entry("g", "", "T", "", "", None, None, media=(Enclosure("https://moha.gov.vn/a.jpg"),))
    patience = Patience()
    monkeypatch.setattr(patience, "begin_entry", lambda: setattr(patience, "_entry", 0.0))
    found, findings = media.fetch(entry, open_wire(), patience)
    assert [one["sha256"] for one in found] == [""], "so it is asked for again"
    assert "https://moha.gov.vn/a.jpg" in findings[0]["vi"]
    assert "asked for again" in findings[0]["en"]


@pytest.mark.django_db
def test_a_round_of_catching_up_asks_for_media_only_while_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patience, "spent", property(lambda _: True))
    monkeypatch.setattr(catch_up, "refetch", lambda *_, **__: pytest.fail("no time was left"))
    row = instance.item()
    row.media_due_at = timezone.now()
    row.save()
    catch_up.catch_up(open_wire(), now=timezone.now())
    row.refresh_from_db()
    assert row.media_tries == 0, "what was not asked for has not been tried"


@pytest.mark.django_db
def test_entries_whose_pictures_there_is_no_time_for_come_at_the_next_pull_and_none_goes_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Portal() as portal:
        portal.articles = [
            Article(number, pictures=(f"{portal.url}/a.jpg",), body=f"<p>{number}</p>") for number in (3, 2, 1)
        ]
        portal.articles.append(Article(9, body="<p>Không ảnh</p>"))
        source = Source.objects.create(
            name="cong", url=f"{portal.url}/rss", canonical_host="moha.gov.vn", baseline=False
        )
        with monkeypatch.context() as slow:
            slow.setattr(Patience, "spent", property(lambda patience: patience._document < DOCUMENT))
            first = receive(source, open_wire(), who="t", now=timezone.now())
        assert (first.new, first.error) == (2, None), "one of them had its picture fetched, one has none"
        assert [finding["en"][:12] for finding in first.findings] == ["The pictures"]
        second = receive(Source.objects.get(), open_wire(), who="t", now=timezone.now())
    assert (second.new, second.findings) == (2, [])
    assert all(one["sha256"] for row in Item.objects.all() for one in row.revision.media)
