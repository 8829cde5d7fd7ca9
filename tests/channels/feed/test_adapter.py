from datetime import UTC, datetime

import pytest

from channels.channel import Remote
from channels.feed.adapter import Feed
from channels.registry import channel_of
from formatters.rendition import Rendition
from tests.support.access import MemoryAccess, access_to, parcel_of

SETTINGS = {"slug": "en", "language": "en", "title": "News", "base_url": "https://tin.moha.gov.vn/"}
LINK = "https://moha.gov.vn/en/news/1"


@pytest.fixture
def access() -> MemoryAccess:
    return access_to("feed", SETTINGS, {})


def parcel(revision: int = 1):
    return parcel_of(Rendition("entry", "en", "Title", "Text", "Source", LINK), revision=revision)


def test_an_entry_is_live_at_once_at_the_address_of_its_feed(access):
    receipt = Feed().publish(parcel(), LINK, access)
    assert receipt.state is Remote.LIVE
    assert receipt.remote_id == "urn:moha:article:57695"
    assert receipt.url == "https://tin.moha.gov.vn/feeds/en.rss"


def test_an_item_told_a_second_time_does_not_bear_the_id_of_the_first(access):
    access.receipts = {"urn:moha:article:57695"}
    receipt = Feed().publish(parcel(), LINK, access)
    assert (receipt.state, receipt.remote_id) == (Remote.LIVE, "")


def test_nothing_is_out_there_before_the_ledger_says_live(access):
    assert Feed().find(LINK, parcel(), datetime.now(UTC), access) is None


def test_a_revised_entry_stays_live_under_its_id(access):
    receipt = Feed().publish(parcel(), LINK, access)
    revised = Feed().revise(receipt, parcel(2), access)
    assert (revised.state, revised.remote_id, revised.url) == (Remote.LIVE, receipt.remote_id, receipt.url)
    assert Feed().status(revised, access).state is Remote.LIVE


def test_a_retracted_entry_is_gone(access):
    receipt = Feed().publish(parcel(), LINK, access)
    gone = Feed().retract(receipt, access)
    assert (gone.state, gone.remote_id) == (Remote.GONE, receipt.remote_id)


def test_a_feed_is_always_well(access):
    health = Feed().check(access)
    assert (health.ok, health.name) == (True, "en")


def test_no_act_touches_the_network(access, monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("the network was touched")

    monkeypatch.setattr("socket.getaddrinfo", forbidden)
    receipt = Feed().publish(parcel(), LINK, access)
    for act in (Feed().status, Feed().retract):
        act(receipt, access)
    Feed().revise(receipt, parcel(2), access)
    assert Feed().check(access).ok


def test_a_feed_needs_its_slug_and_settles_at_once():
    with pytest.raises(ValueError, match="slug"):
        channel_of("feed").settle_settings({})
    settled = channel_of("feed").settle_settings({"slug": "vi"})
    assert (settled["language"], settled["base_url"], settled["settle_seconds"]) == ("vi", "", 0)
