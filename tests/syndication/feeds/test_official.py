"""The list of official channels, and the two lists of feeds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from lxml import etree, html

from scheduler.models import Account
from syndication.desk.accounts import record_mandate
from syndication.feeds import build
from tests.support import instance
from tests.support.ledger import account_of, live, story_of

pytestmark = pytest.mark.django_db


def decided(account: Account | None, *, language: str = "", expires: date | None = None) -> None:
    record_mandate(
        account=account,
        language=language,
        decision="123/QĐ-BNV",
        signed_by="Thứ trưởng",
        signed_on=date(2026, 10, 1),
        expires=expires,
        file=None,
        who="lan",
        now=timezone.now(),
    )


def test_an_account_is_official_when_it_is_real_and_decided(client):
    page = instance.account("facebook", "facebook-bnv", mode="live", graph_url="https://graph.facebook.com")
    decided(page)
    decided(instance.account("zalo", "tried", mode="sandbox"))
    instance.account("youtube", "undecided", mode="live")
    english = instance.account("feed", "english", mode="live", slug="english", language="en", title="News")
    decided(english)
    decided(instance.account("feed", "old", mode="live", slug="old"), expires=timezone.localdate() - timedelta(days=1))
    decided(
        instance.account("feed", "tin", mode="live", slug="tin", language="vi", public_url="https://moha.gov.vn/rss")
    )
    decision = {"number": "123/QĐ-BNV", "date": "2026-10-01"}
    told = client.get("/feeds/channels.json").json()
    facebook = {"kind": "facebook", "name": "facebook-bnv", "url": "https://www.facebook.com/1001", "language": "vi"}
    feed = {"kind": "feed", "name": "News", "url": "https://moha.gov.vn/rss", "language": "vi"}
    assert told["channels"] == [facebook | {"decision": decision}, feed | {"decision": decision}]
    decided(None, language="en")
    told = client.get("/feeds/channels.json").json()
    assert told["channels"][1]["url"] == "https://feeds.example/feeds/english.rss"
    shown = html.fromstring(client.get("/feeds/").content.decode())
    listed = shown.find(".//section[@aria-labelledby='channels']")
    assert [link.get("href") for link in listed.iter("a")] == [
        *(one["url"] for one in told["channels"]),
        "/feeds/channels.json",
    ]
    assert "123/QĐ-BNV, 01/10/2026" in listed.text_content()


def test_the_list_of_channels_is_cacheable_and_there_when_it_is_empty(client):
    answer = client.get("/feeds/channels.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json()["channels"] == []
    assert client.get("/feeds/channels.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_second_list_of_feeds_holds_the_pages_of_each_under_its_name(client, english):
    vietnamese = account_of(slug="tin", language="vi")
    live(english, story_of(1))
    live(english, story_of(2, category="reform"))
    live(vietnamese, story_of(3, language="vi", category="Cải cách"))
    build.build_all()
    whole, pages = (
        etree.fromstring(client.get(f"/feeds/{name}").content) for name in ("opml.xml", "opml-categories.xml")
    )
    assert [one.get("xmlUrl").rpartition("/")[2] for one in whole.iter("outline")] == ["english.rss", "tin.rss"]
    told = {
        group.get("title"): [one.get("xmlUrl").removeprefix("https://feeds.example/feeds/") for one in group]
        for group in pages.find("body")
    }
    assert told == {
        "Ministry of Home Affairs of Viet Nam – News": ["english/appointments.rss", "english/reform.rss"],
        "Bộ Nội vụ – Tin, bài mới": ["tin/cai-cach.rss"],
    }
    assert "một nơi" in pages.findtext("head/title")


def test_an_account_whose_settings_are_not_enough_is_left_out_and_takes_no_other_with_it(client):
    good = instance.account("feed", "english", mode="live", slug="english", language="en", title="News")
    page = instance.account("facebook", "facebook-bnv", mode="live")
    decided(good)
    decided(None, language="en")
    decided(page)
    Account.objects.filter(pk=page.pk).update(settings={})
    assert [one["kind"] for one in client.get("/feeds/channels.json").json()["channels"]] == ["feed"]
    assert client.get("/feeds/").status_code == 200
