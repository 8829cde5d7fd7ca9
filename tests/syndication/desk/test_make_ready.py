"""A film that a channel does not take is made ready, once, and the item is planned there when it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from formatters.films.words import BEING_MADE, NOT_MADE, TOO_HARD, UnusableFilm
from formatters.rendition import Rendition
from scheduler import blobs
from scheduler.access import open_wire
from scheduler.ledger import LEASE
from scheduler.models import Account, Delivery
from scheduler.states import State
from scheduler.tasks import queues
from syndication.desk import catch_up, make_ready, receive, tasks
from syndication.desk.films import apart
from syndication.desk.plan import CannotPlan, plan_by_hand
from syndication.desk.sources import add_route, add_source
from syndication.desk.withdraw import withdraw
from syndication.items.models import FilmCopy, Item, Media
from syndication.sources.models import Source
from tests.support import instance
from tests.support.films import film, with_subtitles
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db
WEBM = film("webm", "libvpx-vp9", "libopus")


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        server.files["/phim.webm"] = (WEBM, "video/webm")
        server.articles = [Article(1, guid="moha-1", film=f"{server.url}/phim.webm")]
        yield server


@pytest.fixture
def source(portal: Portal) -> Source:
    """A source with automatic routes to Facebook, which does not take WebM, and to YouTube, which takes everything."""
    made = add_source("cong", f"{portal.url}/rss", baseline=False)
    for kind in ("facebook", "youtube"):
        add_route(made, instance.account(kind), categories=[], approval="auto")
    return made


def pull(source: Source) -> None:
    source.refresh_from_db()
    assert receive.receive(source, open_wire(2.0), who="test", now=timezone.now()).error is None


def sweep() -> int:
    return catch_up.catch_up(open_wire(2.0), now=timezone.now())


def make(later: timedelta = timedelta(0)) -> FilmCopy | None:
    return make_ready.make_next(clock=lambda: timezone.now() + later)


def planned() -> dict[str, Rendition]:
    rows = Delivery.objects.select_related("account")
    return {row.account.channel: Rendition.from_json(row.coming) for row in rows}


def test_what_takes_the_film_is_planned_at_once_and_the_others_when_it_is_ready(source: Source) -> None:
    pull(source)
    assert set(planned()) == {"youtube"}
    item = Item.objects.get()
    assert [one["account"] for one in item.untold] == ["facebook"]
    assert item.untold[0]["en"] == BEING_MADE.en
    assert not item.routed
    assert sweep() == 0, "the sweep does not plan it again and again meanwhile"

    copy = make()
    assert copy is not None
    assert copy.state == FilmCopy.State.MADE
    told = planned()
    was, now = told["youtube"].film, told["facebook"].film
    assert was is not None
    assert now is not None
    assert (was.mime, now.mime) == ("video/webm", "video/mp4")
    assert now.sha256 == copy.made
    assert now.size == blobs.place(copy.made).stat().st_size
    assert blobs.place(copy.made).read_bytes()[4:8] == b"ftyp"
    assert Media.objects.get(pk=copy.made).facts["film"]["video"] == "h264"
    item.refresh_from_db()
    assert (item.untold, item.routed, item.awaits_film) == ([], True, "")
    assert make() is None
    assert sweep() == 0


def test_a_film_is_made_once_for_everybody_and_remembered(portal: Portal, source: Source) -> None:
    pull(source)
    make()
    portal.articles.insert(
        0, Article(2, guid="moha-2", title="Tin khác", body="<p>Khác</p>", film=f"{portal.url}/phim.webm")
    )
    pull(source)
    assert Delivery.objects.filter(account__channel="facebook").count() == 2
    assert FilmCopy.objects.count() == 1


def test_what_belongs_to_the_film_belongs_to_its_copy(portal: Portal, source: Source) -> None:
    subtitles = "1\n00:00:00,100 --> 00:00:00,500\nXin chào\n"
    portal.files["/phim.webm"] = (with_subtitles(film("webm", "libvpx-vp9", ""), ("vie", subtitles)), "video/webm")
    pull(source)
    make()
    was, now = (planned()[kind].film for kind in ("youtube", "facebook"))
    assert was is not None
    assert now is not None
    assert now.sha256 != was.sha256
    assert [one.language for one in now.captions] == ["vi"]
    assert (now.captions, now.url) == (was.captions, was.url)


def test_two_workers_do_not_make_films_at_the_same_time(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    pull(source)
    FilmCopy.objects.create(source="0" * 64, name="other", recipe={})
    whole, seen = make_ready._make, []

    def meanwhile(copy: FilmCopy, beat: Any) -> str:
        seen.append(make())
        return whole(copy, beat)

    monkeypatch.setattr(make_ready, "_make", meanwhile)
    assert make() is not None
    assert seen == [None]


def test_what_a_killed_worker_left_is_made_by_another_when_its_lease_is_over(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(source)

    def killed(copy: FilmCopy, beat: Any) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(make_ready, "_make", killed)
        with pytest.raises(KeyboardInterrupt):
            make()
    assert make() is None, "it might still be alive"
    copy = make(LEASE + timedelta(seconds=1))
    assert copy is not None
    assert copy.state == FilmCopy.State.MADE
    assert set(planned()) == {"facebook", "youtube"}


def test_a_film_at_which_every_worker_ends_is_given_up(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    pull(source)
    FilmCopy.objects.update(tries=make_ready.MOST_TRIES)
    monkeypatch.setattr(make_ready, "_make", lambda copy, beat: pytest.fail("tried once more"))
    copy = make()
    assert copy is not None
    assert copy.state == FilmCopy.State.FAILED


def test_a_worker_that_lost_its_turn_writes_nothing(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    pull(source)

    def overtaken(copy: FilmCopy, beat: Any) -> str:
        FilmCopy.objects.update(leased_until=timezone.now() + timedelta(hours=1))
        return "f" * 64

    monkeypatch.setattr(make_ready, "_make", overtaken)
    assert make() is None
    assert FilmCopy.objects.get().state == FilmCopy.State.WANTED


def test_a_turn_that_is_lost_ends_the_process(
    source: Source, monkeypatch: pytest.MonkeyPatch, apart_indeed: None
) -> None:
    pull(source)
    monkeypatch.setattr(make_ready.Heartbeat, "alive", lambda self: False)
    monkeypatch.setattr(apart, "PATIENCE", 0.001)
    assert make() is None
    assert FilmCopy.objects.get().state == FilmCopy.State.WANTED


def failing(monkeypatch: pytest.MonkeyPatch, why: Any) -> None:
    def fails(copy: FilmCopy, beat: Any) -> str:
        raise UnusableFilm(why)

    monkeypatch.setattr(make_ready, "_make", fails)


def test_where_it_cannot_be_made_a_post_goes_without_the_film(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    pull(source)
    failing(monkeypatch, NOT_MADE)
    copy = make()
    assert copy is not None
    assert copy.state == FilmCopy.State.FAILED
    assert copy.why["vi"].startswith("Không chuyển được")
    told = planned()["facebook"]
    assert told.film is None
    assert len(told.gallery) == 1, "a frame of the film is shown instead"
    assert Item.objects.get().untold == []


def test_a_machine_at_fault_is_given_another_chance(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    pull(source)
    with monkeypatch.context() as slow:
        failing(slow, TOO_HARD)
        assert make() is None
    assert FilmCopy.objects.get().state == FilmCopy.State.WANTED
    copy = make(LEASE + timedelta(seconds=1))
    assert copy is not None
    assert copy.state == FilmCopy.State.MADE


def test_a_crash_between_the_copy_and_the_plan_is_made_good_by_the_sweep(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(source)
    with monkeypatch.context() as broken:
        broken.setattr(make_ready, "plan_routes", lambda item, now: 1 / 0)
        assert make() is not None
    assert set(planned()) == {"youtube"}
    assert sweep() == 1
    assert set(planned()) == {"facebook", "youtube"}


def test_whoever_plans_by_hand_is_told_that_it_takes_a_while(source: Source) -> None:
    row = instance.item(media=[])
    pull(source)
    item = Item.objects.exclude(pk=row.pk).get()
    account = Account.objects.get(channel="facebook")

    def by_hand() -> Delivery:
        now: datetime = timezone.now()
        made, _ = plan_by_hand(item, account, at=now, approvals_needed=1, who="lan", now=now)
        return made

    with pytest.raises(CannotPlan) as caught:
        by_hand()
    assert caught.value.say == BEING_MADE
    make()
    assert by_hand().coming["film"]["mime"] == "video/mp4"


def test_a_new_revision_follows_when_its_film_is_ready_and_what_was_planned_stays_till_then(
    portal: Portal, source: Source
) -> None:
    portal.files["/cu.mp4"] = (film(), "video/mp4")
    portal.articles = [Article(1, guid="moha-1", film=f"{portal.url}/cu.mp4")]
    pull(source)
    row = Delivery.objects.get(account__channel="facebook")
    portal.articles = [Article(1, guid="moha-1", title="Bản mới", film=f"{portal.url}/phim.webm")]
    pull(source)
    row.refresh_from_db()
    assert (row.state, row.coming_revision) == (State.PLANNED, 1)
    sweep()
    row.refresh_from_db()
    assert row.coming_revision == 1
    make()
    sweep()
    row.refresh_from_db()
    assert (row.coming_revision, row.coming["film"]["sha256"]) == (2, FilmCopy.objects.get().made)


def test_an_item_that_was_withdrawn_meanwhile_is_not_planned(source: Source) -> None:
    pull(source)
    withdraw(Item.objects.get(), reason="R1d", note="sai", who="lan", now=timezone.now())
    assert make() is not None
    assert not Delivery.objects.filter(account__channel="facebook").exists()


def test_the_timer_has_films_made_on_a_queue_of_their_own_and_only_when_one_is_wanted(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.make_films, "apply_async", lambda **words: handed.append(words))
    Source.objects.update(next_pull_at=timezone.now() + timedelta(hours=1))
    tasks.pull_due()
    assert handed == []
    pull(source)
    Source.objects.update(next_pull_at=timezone.now() + timedelta(hours=1))
    tasks.pull_due()
    assert [words["queue"] for words in handed] == ["films"]
    assert "films" in queues()
    tasks.make_films()
    tasks.pull_due()
    assert len(handed) == 1
    assert set(planned()) == {"facebook", "youtube"}
