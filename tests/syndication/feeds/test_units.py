"""A unit of the ministry has a page of its own in every feed, and is named in its entries."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from lxml import etree, html

from formatters.rendition import Rendition
from scheduler.models import Account
from syndication.feeds import build
from syndication.feeds.models import FeedFile
from tests.support import instance
from tests.support.desk import done
from tests.support.ledger import START, account_of, live, rendition_of, revised, story_of
from tests.syndication.feeds.conftest import NS
from tests.syndication.feeds.standards import atom, jsonfeed, rss

UNIT = "Vụ Pháp chế"


def tin(db: None) -> Account:
    return account_of(slug="tin", language="vi")


def test_a_unit_has_a_page_and_stands_in_its_entries(db, client):
    account = tin(db)
    live(account, story_of(1, language="vi", unit=UNIT))
    live(account, story_of(2, language="vi", unit="Vụ Tiền lương"))
    live(account, story_of(3, language="vi"))
    build.build_all()
    for form, check in (("rss", rss), ("atom", atom), ("json", jsonfeed)):
        path = f"tin/unit/vu-phap-che.{form}"
        body = client.get(f"/feeds/{path}").content
        assert list(check.faults(body, f"https://feeds.example/feeds/{path}")) == []
    feed = json.loads(client.get("/feeds/tin/unit/vu-phap-che.json").content)
    assert feed["title"] == f"Bộ Nội vụ – Tin, bài mới – {UNIT}"
    assert [(item["id"], item["_moha"]["unit"]) for item in feed["items"]] == [("urn:moha:article:1", UNIT)]
    item = etree.fromstring(client.get("/feeds/tin/unit/vu-phap-che.rss").content).find("channel/item")
    assert item.findtext("dc:contributor", namespaces=NS) == UNIT
    assert {one.text: one.get("domain") for one in item.findall("category")} == {
        "appointments": None,
        UNIT: "urn:moha:unit",
    }
    entry = etree.fromstring(client.get("/feeds/tin/unit/vu-phap-che.atom").content).find("a:entry", NS)
    assert entry.findtext("a:contributor/a:name", namespaces=NS) == UNIT
    page = html.fromstring(client.get("/feeds/").content.decode())
    assert "/feeds/tin/unit/vu-tien-luong.rss" in {link.get("href") for link in page.iter("a")}
    outlines = etree.fromstring(client.get("/feeds/opml-categories.xml").content).iter("outline")
    assert [one.get("xmlUrl") for one in outlines if one.get("xmlUrl")] == [
        "https://feeds.example/feeds/tin/appointments.rss"
    ]


def test_what_moves_to_another_unit_leaves_the_page_of_the_first(db, client, django_capture_on_commit_callbacks):
    account = tin(db)
    with django_capture_on_commit_callbacks(execute=True):
        row = live(account, story_of(1, language="vi", unit=UNIT))
        revised(row, story_of(1, language="vi", unit="Vụ Tiền lương", revision=2), now=START + timedelta(hours=1))
    assert set(FeedFile.objects.filter(path__endswith=".rss").values_list("path", flat=True)) == {
        *("tin.rss", "tin/appointments.rss", "tin/unit/vu-tien-luong.rss"),
    }


def test_what_was_approved_before_units_were_told_keeps_its_digest(db):
    rendition = rendition_of(tin(db), story_of(1, language="vi"))
    assert "unit" not in rendition.to_json()
    assert Rendition.from_json(rendition.to_json()) == rendition
    named = replace(rendition, unit=UNIT)
    assert Rendition.from_json(named.to_json()) == named
    assert named.digest != rendition.digest


def test_a_source_says_whose_items_it_tells(db):
    done("source", "add", "phap-che", "https://moha.gov.vn/phap-che/rss", "--unit", f" {UNIT} ")
    assert [row["unit"] for row in done("source", "list", "--json").json] == [UNIT]
    done("source", "set", "phap-che", "--unit", "Vụ Tiền lương")
    assert [row["unit"] for row in done("source", "list", "--json").json] == ["Vụ Tiền lương"]


def test_only_entries_of_feeds_name_the_unit(db):
    item = instance.item()
    item.unit = UNIT
    item.save()
    shown = {kind: instance.delivery(item, instance.account(kind)).coming for kind in ("facebook", "zalo")}
    assert all("unit" not in coming for coming in shown.values())
    feed = instance.account("feed", "tin", slug="tin", language="vi")
    assert instance.delivery(item, feed).coming["unit"] == UNIT
