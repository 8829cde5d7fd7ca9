"""The English feed: only what somebody has read, where the same can be read in Vietnamese, and whether it is behind that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from scheduler import ledger
from scheduler.models import Account, Delivery, Event
from scheduler.states import State
from syndication.desk import behind, pair, withdraw
from syndication.feeds import build
from syndication.feeds.models import FeedFile
from syndication.items.models import Item
from syndication.notices.board import open_notices
from tests.support import instance
from tests.support.desk import done, say
from tests.syndication.feeds.conftest import NS
from tests.syndication.feeds.standards import atom, jsonfeed, rss

pytestmark = pytest.mark.django_db

BEHIND = "The Vietnamese original was updated on "


@pytest.fixture
def committed(client: Any, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Do something and let what waits for its commit happen."""

    def do(act: Callable[..., Any], *args: Any, **known: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **known)

    return do


def feeds() -> tuple[Account, Account]:
    return instance.account("feed", "feed-vi", slug="tin", language="vi"), instance.account(
        "feed", "feed-en", slug="en"
    )


def two(link: str = "https://moha.gov.vn/en/report") -> tuple[Item, Item]:
    english = {"language": "en", "html": "<p>The crew visited three provinces.</p>", "summary": "Seen.", "link": link}
    return instance.item("Phóng sự"), instance.item("A report", **english)


def live(item: Item, account: Account) -> Delivery:
    row = instance.delivery(item, account)
    return instance.sent(instance.approved(row, instance.person("approver", f"approver-{row.pk}")))


def entry(path: str) -> dict[str, Any]:
    (found,) = json.loads(bytes(FeedFile.objects.get(path=path).body))["items"]
    return dict(found)


def test_the_journey_of_an_english_item(committed):
    """Vietnamese item → English twin reviewed → published → the Vietnamese one revised → behind → corrected."""
    tin, en = feeds()
    vietnamese, english = two()
    pair.pair(vietnamese, english, who="lan", now=timezone.now())
    for item in (vietnamese, english):
        item.refresh_from_db()
    committed(live, vietnamese, tin)
    # Its route says that nobody need be asked; somebody is asked all the same.
    row = instance.delivery(english, en, approvals=0)
    assert (row.state, row.approvals_needed) == (State.PROPOSED, 1)
    row = instance.approved(row, instance.person("approver"))
    committed(instance.sent, row)
    assert entry("en.json")["title"] == "A report"
    assert BEHIND not in entry("en.json")["content_html"]

    approved = Delivery.objects.get(pk=row.pk).shown_digest
    committed(instance.revise, vietnamese, "Phóng sự, đã sửa")
    told = entry("en.json")
    assert told["_moha"]["behind"]
    assert f"<p><em>{BEHIND}" in told["content_html"]
    assert "this translation is being revised." in told["content_html"]
    assert Delivery.objects.get(pk=row.pk).shown_digest == approved, "what was approved stays as it is"
    (notice,) = open_notices().filter(kind="behind")
    assert f"item {vietnamese.pk}" in notice.sentence.en
    assert done("item", "show", str(english.pk), "--json").json["behind"]["revision"] == 2
    listed = {one["id"]: one["behind"] for one in done("item", "list", "--json").json}
    assert listed[english.pk]["original"] == vietnamese.pk
    assert listed[vietnamese.pk] is None
    for form, mark in (("rss", "channel/item/category"), ("atom", "a:entry/a:category")):
        root = etree.fromstring(bytes(FeedFile.objects.get(path=f"en.{form}").body))
        (state,) = [one for one in root.findall(mark, NS) if "urn:moha:feed:state" in one.attrib.values()]
        assert "behind" in (state.text, state.get("term"))

    committed(instance.revise, english, "A report, corrected", html="<p>Four provinces.</p>")
    # The translation has followed, but its readers see the old one until somebody has read the new one.
    assert not open_notices().filter(kind="behind").exists()
    assert entry("en.json")["title"] == "A report"
    row = instance.approved(Delivery.objects.get(pk=row.pk), instance.person("approver", "second"))
    assert row.state == State.REVISING
    committed(instance.sent, row)
    told = entry("en.json")
    assert told["title"] == "A report, corrected"
    assert "behind" not in told["_moha"]
    assert [
        event.why for event in Event.objects.filter(delivery=row, why__in=("behind", "abreast")).order_by("pk")
    ] == [
        "behind",
        "abreast",
    ]
    for path, check in (("en.rss", rss), ("en.atom", atom), ("en.json", jsonfeed)):
        body = bytes(FeedFile.objects.get(path=path).body)
        assert list(check.faults(body, f"https://feeds.example/feeds/{path}")) == []


def test_a_person_says_that_the_translation_is_still_right_until_the_original_changes_again(committed):
    _, en = feeds()
    vietnamese, english = two()
    pair.pair(vietnamese, english, who="lan", now=timezone.now())
    english.refresh_from_db()
    committed(live, english, en)
    vietnamese.refresh_from_db()
    committed(instance.revise, vietnamese, "Phóng sự, sửa một dấu phẩy")
    assert committed(done, "item", "still-right", str(english.pk)).out.startswith(f"still right: {english.pk}")
    assert not open_notices().filter(kind="behind").exists()
    assert "behind" not in entry("en.json")["_moha"]
    assert say("item", "still-right", str(english.pk)).code != 0
    committed(instance.revise, vietnamese, "Phóng sự, sửa nữa")
    assert entry("en.json")["_moha"]["behind"]
    assert open_notices().filter(kind="behind").count() == 1


@pytest.mark.parametrize("which", ["vi", "unpaired", "withdrawn"])
def test_what_is_no_translation_is_never_behind(committed, which):
    vietnamese, english = two()
    if which != "unpaired":
        pair.pair(vietnamese, english, who="lan", now=timezone.now())
    vietnamese.refresh_from_db()
    english.refresh_from_db()
    changed = english if which == "vi" else vietnamese
    instance.revise(changed, "Changed")
    if which == "withdrawn":
        assert behind.behind([english.pk])
        withdraw.withdraw(vietnamese, reason="wrong", note="", who="lan", now=timezone.now())
    assert behind.behind([vietnamese.pk, english.pk]) == {}


def test_the_gate_lets_nothing_foreign_go_that_nobody_has_read(committed):
    _, en = feeds()
    _, english = two()
    row = instance.delivery(english, en, approvals=0)
    # However it came to be planned: by an older version, by hand in the database.
    Delivery.objects.filter(pk=row.pk).update(state=State.PLANNED, approvals_needed=0, ready=True)
    assert ledger.claim(row.pk, worker="worker-1", now=timezone.now()) is None
    row.refresh_from_db()
    assert (row.state, row.reason_code) == (State.PROPOSED, "not-approved")


def test_each_of_two_says_where_the_other_is_as_long_as_it_is_live(committed):
    tin, en = feeds()
    vietnamese, english = two()
    pair.pair(vietnamese, english, who="lan", now=timezone.now())
    vietnamese.refresh_from_db()
    english.refresh_from_db()
    committed(live, vietnamese, tin)
    assert "translations" not in entry("tin.json")["_moha"]
    told = committed(live, english, en)
    assert entry("tin.json")["_moha"]["translations"] == [{"language": "en", "url": english.link}]
    assert entry("en.json")["_moha"]["translations"] == [{"language": "vi", "url": vietnamese.link}]
    for form, path in (("rss", "channel/item/a:link"), ("atom", "a:entry/a:link")):
        body = bytes(FeedFile.objects.get(path=f"tin.{form}").body)
        links = [dict(link.attrib) for link in etree.fromstring(body).findall(path, NS)]
        related = {"rel": "related", "type": "text/html", "hreflang": "en", "href": english.link}
        assert related in links
        # Readers take the last or the first of several alternates: there is one, and it is the item's own.
        assert feedparser.parse(body).entries[0].link == vietnamese.link
    ledger.move(told, State.RETRACTING, who="test", why="withdraw", now=timezone.now())
    committed(ledger.move, told, State.RETRACTED, who="test", why="gone", now=timezone.now())
    assert "translations" not in entry("tin.json")["_moha"]


def test_who_is_paired_or_parted_later_is_told_of_at_once(committed):
    tin, en = feeds()
    vietnamese, english = two()
    committed(live, vietnamese, tin)
    committed(live, english, en)
    committed(pair.pair, vietnamese, english, who="lan", now=timezone.now())
    assert entry("en.json")["_moha"]["translations"][0]["url"] == vietnamese.link
    vietnamese.refresh_from_db()
    committed(pair.part, vietnamese, who="lan", now=timezone.now())
    assert "translations" not in entry("en.json")["_moha"]
    assert build.catch_up() == []


def test_a_feed_that_is_only_tried_is_no_translation_of_a_real_one(committed):
    tin, en = feeds()
    Account.objects.filter(pk=tin.pk).update(mode="live")
    vietnamese, english = two()
    pair.pair(vietnamese, english, who="lan", now=timezone.now())
    english.refresh_from_db()
    committed(live, english, en)
    assert "translations" not in entry("en.json")["_moha"]
