"""Whatever is cut off in the middle is finished by the next sweep; nothing is lost, and nothing is sent twice for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from scheduler.access import open_wire
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk import catch_up, media, plan, receive, take_in, withdraw
from syndication.desk.accounts import add_account
from syndication.desk.receive import Pulled
from syndication.desk.sources import add_route, add_source
from syndication.gate.models import Refusal, Verdict
from syndication.items.models import Item, Revision
from syndication.sources import store
from syndication.sources.models import Source
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        server.articles = [Article(1, guid="moha-1")]
        yield server


@pytest.fixture
def source(portal: Portal) -> Source:
    """A source with an automatic route to a feed."""
    made = add_source("cong", f"{portal.url}/rss", baseline=False)
    add_route(made, add_account("feed", "feed", settings={"slug": "tin"}, secrets={}), categories=[], approval="auto")
    return made


def pull(source: Source) -> Pulled:
    source.refresh_from_db()
    return receive.receive(source, open_wire(2.0), who="test", now=timezone.now())


def sweep(later: timedelta = timedelta(0)) -> int:
    return catch_up.catch_up(open_wire(2.0), now=timezone.now() + later)


def test_an_item_whose_routes_could_not_be_planned_is_planned_by_the_next_sweep(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(take_in, "plan_routes", lambda item, now: 1 / 0)
        pulled = pull(source)
    assert pulled.error is not None
    assert (Item.objects.count(), Delivery.objects.count()) == (1, 0)
    assert sweep() == 1
    assert Delivery.objects.get().state == State.PLANNED
    assert sweep() == 0, "and once only"


def test_an_item_and_its_verdict_are_stored_together_or_not_at_all(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(take_in, "judge", lambda item, revision: 1 / 0)
        pull(source)
    assert (Item.objects.count(), Verdict.objects.count()) == (0, 0)
    assert pull(source).new == 1
    assert Verdict.objects.count() == 1


def test_a_withdrawal_that_was_cut_off_is_finished(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    pull(source)
    with monkeypatch.context() as broken:
        broken.setattr(withdraw, "_withdraw_one", lambda *words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            withdraw.withdraw(Item.objects.get(), reason="R1d", note="sai", who="lan", now=timezone.now())
    assert Delivery.objects.get().state == State.PLANNED
    sweep()
    assert Delivery.objects.get().state == State.WITHDRAWN


def test_one_that_fails_keeps_no_other_from_its_turn(
    portal: Portal, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.articles = [Article(2, guid="b", title="B", body="<p>B</p>"), Article(1, guid="a")]
    whole = plan.plan_routes
    with monkeypatch.context() as broken:
        broken.setattr(take_in, "plan_routes", lambda item, now: 1 / 0)
        pull(source)

    def fails_for_the_first(item: Item, now: object) -> object:
        return 1 / 0 if item.guid == "a" else whole(item, now=now)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(catch_up, "plan_routes", fails_for_the_first)
        sweep()
    assert [row.guid for row in Delivery.objects.all()] == ["b"]


def test_a_picture_that_is_there_a_minute_later_comes_with_a_new_revision(portal: Portal, source: Source) -> None:
    portal.articles = [Article(1, guid="moha-1", pictures=(f"{portal.url}/late.jpg",))]
    pull(source)
    assert Delivery.objects.get().coming["gallery"] == []
    assert sweep() == 0, "not before its time"
    portal.files["/late.jpg"] = portal.files["/a.jpg"]
    assert sweep(timedelta(minutes=2)) == 1
    assert Item.objects.get().latest == 2
    assert len(Delivery.objects.get().coming["gallery"]) == 1
    assert pull(source).unchanged == 1, "the feed did not change"
    assert sweep(timedelta(days=9)) == 0


def test_a_picture_that_never_comes_is_asked_for_less_and_less_and_then_no_more(portal: Portal, source: Source) -> None:
    portal.articles = [Article(1, guid="moha-1", pictures=(f"{portal.url}/never.jpg",))]
    pull(source)
    portal.requests.clear()
    for day in range(1, 20):
        sweep(timedelta(days=2 * day))
    assert Item.objects.get().media_due_at is None
    assert Item.objects.get().latest == 1
    assert 0 < portal.requests.count("/never.jpg") <= 12


def test_a_film_that_comes_late_is_told_where_it_could_not_be_told_before(portal: Portal, source: Source) -> None:
    secrets = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    account = add_account("video", "youtube", settings={}, secrets=secrets)
    add_route(source, account, categories=[], approval="one")
    film = portal.files.pop("/film.mp4")
    portal.articles = [Article(1, guid="moha-1", film=f"{portal.url}/film.mp4")]
    pull(source)
    assert Item.objects.get().untold
    portal.files["/film.mp4"] = film
    sweep(timedelta(minutes=2))
    assert Item.objects.get().untold == []
    assert Delivery.objects.filter(account=account).count() == 1


def test_an_edit_that_adds_a_film_is_told_where_it_could_not_be_told_before(portal: Portal, source: Source) -> None:
    secrets = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    add_route(source, add_account("video", "youtube", settings={}, secrets=secrets), categories=[], approval="one")
    pull(source)
    portal.articles = [Article(1, guid="moha-1", film=f"{portal.url}/film.mp4")]
    pull(source)
    assert set(Delivery.objects.values_list("account__name", flat=True)) == {"feed", "video"}


def test_two_pulls_at_once_store_an_item_once(portal: Portal, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = media.fetch

    def overtaken(entry: object, *rest: object) -> object:
        with monkeypatch.context() as normal:
            normal.setattr(media, "fetch", fetch)
            pull(source)  # another pull runs from beginning to end while this one fetches
        return fetch(entry, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as slow:
        slow.setattr(media, "fetch", overtaken)
        pulled = pull(Source.objects.get())
    assert (pulled.new, pulled.error) == (0, None)
    assert (Item.objects.count(), Delivery.objects.count()) == (1, 1)


def test_the_same_article_in_two_feeds_of_the_portal_is_told_once(portal: Portal, source: Source) -> None:
    pull(source)
    with Portal([Article(1, guid="other-1", summary="Tóm tắt khác", body="<p>Khác một chút</p>")]) as second:
        other = add_source("chuyen-muc", f"{second.url}/rss", baseline=False)
        add_route(other, Account.objects.get(), categories=[], approval="auto")
        assert pull(other).refused == 1
    assert Refusal.objects.get().code == "R1e"
    assert Delivery.objects.count() == 1


def test_an_entry_of_the_archive_that_is_dealt_with_late_is_still_not_sent(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.articles = [Article(2, guid="b", title="B", body="<p>B</p>", day=20), Article(1, guid="a", day=19)]
    source = add_source("cong", f"{portal.url}/rss")
    add_route(source, add_account("feed", "feed", settings={"slug": "tin"}, secrets={}), categories=[], approval="auto")
    made = store.first_contents
    with monkeypatch.context() as broken:
        broken.setattr(store, "first_contents", lambda *words: 1 / 0 if words[0].guid == "a" else made(*words))
        pull(source)
    assert [item.guid for item in Item.objects.all()] == ["b"]
    source.refresh_from_db()
    # What is published from now on is sent, though the archive has not been dealt with whole.
    Source.objects.update(first_pull_at=timezone.now() - timedelta(days=30))
    portal.articles.insert(0, Article(3, guid="c", title="C", body="<p>C</p>", day=22))
    Source.objects.update(first_pull_at="2026-11-21T00:00:00+07:00")
    pull(source)
    assert dict(Item.objects.values_list("guid", "state")) == {"a": "baseline", "b": "baseline", "c": "received"}
    assert [row.guid for row in Delivery.objects.all()] == ["c"]


def test_a_source_that_was_gone_goes_on_when_it_is_there_again(portal: Portal, source: Source) -> None:
    portal.status = 410
    pull(source)
    source.refresh_from_db()
    assert source.stopped
    portal.status = 200
    pull(source)
    source.refresh_from_db()
    assert not source.stopped


def test_what_was_refused_or_taken_away_can_be_planned_once_more_by_a_person(source: Source) -> None:
    pull(source)
    item, account = Item.objects.get(), Account.objects.get()
    assert plan.next_occurrence(item, account) == 1, "while one is under way there is no second"
    Delivery.objects.update(state=State.REFUSED)
    assert plan.next_occurrence(item, account) == 2
    now = timezone.now()
    again = plan.plan(
        item,
        account,
        at=now,
        approvals_needed=1,
        who="lan",
        why="t",
        now=now,
        occurrence=plan.next_occurrence(item, account),
    )[0]
    assert (again.occurrence, again.state) == (2, State.PROPOSED)
    assert again.identifier != item.identifier, "an id is never used twice"


def test_a_sandbox_account_that_points_at_the_real_platform_needs_its_mandate(source: Source) -> None:
    from syndication.gate.clearance import mandated

    real = add_account("fb", "facebook", settings={"page_id": "1"}, secrets={"access_token": "x"})
    stand_in = add_account(
        "fb2", "facebook", settings={"page_id": "1", "graph_url": "http://127.0.0.1:1"}, secrets={"access_token": "x"}
    )
    assert mandated(real, "vi").code == "no-mandate"
    assert mandated(stand_in, "vi").may == "go"


def revised(source: Source, portal: Portal) -> Item:
    """The item, of which a second revision came that its delivery did not follow."""
    portal.articles = [Article(1, guid="moha-1", title="Bản sửa", body="<p>Mới.</p>")]
    pull(source)
    item = Item.objects.get()
    assert item.latest == 2
    return item


def test_what_follows_the_newest_revision_is_not_looked_at_again(source: Source, portal: Portal) -> None:
    pull(source)
    item = revised(source, portal)
    assert item.ahead
    sweep()
    item.refresh_from_db()
    assert item.ahead, "a delivery may be in the making that was read of the first revision"
    sweep(later=timedelta(hours=2))
    item.refresh_from_db()
    assert (item.followed, item.ahead) == (2, False)
    Revision.objects.create(item=item, number=3, content="c", published=timezone.now(), modified=timezone.now())
    Item.objects.filter(pk=item.pk).update(latest=3)
    item.refresh_from_db()
    assert item.ahead


@pytest.mark.parametrize("state", [State.HELD, State.SENDING, State.PLANNED])
def test_an_item_is_looked_at_as_long_as_one_of_its_deliveries_is_behind(
    state: State, source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(source)
    item = revised(source, portal)
    Delivery.objects.update(state=state, seen_revision=1)
    with monkeypatch.context() as broken:
        broken.setattr(catch_up.follow, "follow_one", lambda *words, **named: 1 / 0)
        sweep(later=timedelta(hours=2))
    item.refresh_from_db()
    assert item.ahead
    Delivery.objects.update(state=State.PLANNED)
    sweep(later=timedelta(hours=2))
    assert Delivery.objects.get().seen_revision == 2
    item.refresh_from_db()
    assert not item.ahead


def test_as_many_as_are_looked_at_in_a_round_cannot_starve_another_by_never_being_ready(
    source: Source, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.articles = [Article(number, guid=f"moha-{number}") for number in range(1, 4)]
    with monkeypatch.context() as broken:
        broken.setattr(take_in, "plan_routes", lambda item, now: 1 / 0)
        pull(source)
    *waiting, ready = Item.objects.order_by("pk")
    waits = {item.pk for item in waiting}
    monkeypatch.setattr(catch_up, "AT_ONCE", 2)
    monkeypatch.setattr(
        catch_up, "plan_routes", lambda item, now: item.pk not in waits and plan.plan_routes(item, now=now)
    )
    assert any(sweep() for _ in range(60)), "its turn comes, though two that wait were received before it"
    assert Delivery.objects.get().item == ready.pk
