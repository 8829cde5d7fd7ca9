"""What a feed says of itself: its hubs, its own address, how often it changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from syndication.sources.parse.channel import pace
from tests.syndication.sources.feeds import atom, read, rss

LINKS = (
    '<{0}link rel="hub" href="https://hub.vn/"/><{0}link rel="HUB" href="/hub"/><{0}link rel="hub" href="https://hub.vn/"/>'
    '<{0}link rel="self" href="/rss/tin.rss" type="application/rss+xml"/><{0}link rel="self" href="/khac"/>'
)
HUBS = ("https://hub.vn/", "https://moha.gov.vn/hub")


def test_hubs_and_its_own_address_are_read_from_rss_and_atom() -> None:
    parsed = read(
        rss("<title>A</title>", channel=f"<title>T</title><link>https://moha.gov.vn</link>{LINKS.format('atom:')}")
    )
    assert (parsed.hubs, parsed.topic, parsed.home) == (HUBS, "https://moha.gov.vn/rss/tin.rss", "https://moha.gov.vn")
    parsed = read(atom("<id>1</id>", feed=f"<title>T</title>{LINKS.format('')}"))
    assert (parsed.hubs, parsed.topic, parsed.home) == (HUBS, "https://moha.gov.vn/rss/tin.rss", "")


def test_links_of_an_item_are_not_the_feeds() -> None:
    parsed = read(rss(LINKS.format("atom:"), channel="<title>T</title>"))
    assert (parsed.hubs, parsed.topic, parsed.pace) == ((), "", None)


def test_hubs_and_its_own_address_are_read_from_json() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "feed_url": "/feed.json",
        "hubs": [
            {"type": "WebSub", "url": "https://hub.vn/"},
            {"type": "rssCloud", "url": "https://x.vn"},
            "x",
            {"type": "WebSub"},
        ],
        "items": [],
    }
    parsed = read(json.dumps(feed))
    assert (parsed.hubs, parsed.topic) == (("https://hub.vn/",), "https://moha.gov.vn/feed.json")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("<ttl>30</ttl>", timedelta(minutes=30)),
        ("<ttl> 5 </ttl>", timedelta(minutes=5)),
        ("<ttl>0</ttl>", None),
        ("<ttl>hourly</ttl>", None),
        ("<ttl>100000</ttl>", timedelta(days=1)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        (
            "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            timedelta(minutes=15),
        ),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>99999</sy:updateFrequency>",
            timedelta(minutes=1),
        ),
        ("<sy:updateFrequency>2</sy:updateFrequency>", timedelta(hours=12)),
        ("<sy:updatePeriod>weekly</sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("<ttl>10</ttl><sy:updatePeriod>daily</sy:updatePeriod>", timedelta(minutes=10)),
    ],
)
def test_how_often_a_feed_changes_is_read_within_reason(said: str, told: timedelta | None) -> None:
    spaced = rss("<title>A</title>", channel=f"<title>T</title>{said}").replace(
        "<rss ", '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    )
    assert read(spaced).pace == told


def test_a_pace_that_nobody_said_is_none() -> None:
    assert pace("", "", "") is None
