"""Hubs and topics: what the answer's header names goes before what the feed says."""

from __future__ import annotations

import time

import pytest

from syndication.sources.entry import Parsed
from syndication.sources.links import announced

URL = "https://moha.gov.vn/tin/rss"
FEED = Parsed("rss", "Tin", "vi", "", (), hubs=("https://in.feed/",), topic="https://moha.gov.vn/self")
SILENT = Parsed("rss", "Tin", "vi", "", ())


@pytest.mark.parametrize(
    ("header", "hubs", "topic"),
    [
        ("", ("https://in.feed/",), "https://moha.gov.vn/self"),
        ('<https://a/>; rel="hub", <https://b/>;rel=hub', ("https://a/", "https://b/"), "https://moha.gov.vn/self"),
        ("<https://a/>; rel=hub, <https://a/>; rel=hub", ("https://a/",), "https://moha.gov.vn/self"),
        ('</hub>; title="x, <https://no/>; rel=hub"; REL="preload Hub"', ("https://moha.gov.vn/hub",), "https://moha.gov.vn/self"),
        ('<rss?x=1&y=2>; rel="self"', ("https://in.feed/",), "https://moha.gov.vn/tin/rss?x=1&y=2"),
        ("<javascript:x>; rel=hub, <https://a/>; rel=next, <https://b/>, hub", ("https://in.feed/",), "https://moha.gov.vn/self"),
        ("<https://a/>; rel=next; rel=hub", ("https://in.feed/",), "https://moha.gov.vn/self"),
    ],
)  # fmt: skip
def test_the_header_goes_first_and_what_it_leaves_out_the_feed_says(
    header: str, hubs: tuple[str, ...], topic: str
) -> None:
    found = announced(header, FEED, URL)
    assert (found.hubs, found.topic) == (hubs, topic)


def test_a_feed_that_says_nothing_of_itself_is_known_by_where_it_came_from() -> None:
    assert announced("", SILENT, URL).hubs == ()
    assert announced("<https://a/>; rel=hub", SILENT, URL).topic == URL


def test_what_is_too_long_to_be_an_address_is_not_named() -> None:
    long = f"https://a/{'ă' * 600}"  # 3,600 characters when it is quoted
    assert announced(f"<{long}>; rel=hub, <https://b/>; rel=hub", SILENT, URL).hubs == ("https://b/",)
    assert announced(f"<https://b/>; rel=hub, <{long}>; rel=self", SILENT, URL).hubs == ()
    assert announced("<https://b/>; rel=hub", SILENT, URL + "x" * 2000).hubs == ()


@pytest.mark.parametrize("piece", ["<a>;", ";rel=", '<a>;rel="', "<", "; a", " ", ";\t", "<a>;x=y ", '""'])
def test_a_header_without_end_is_read_at_once(piece: str) -> None:
    began = time.process_time()
    announced(f"<https://a/>{piece * 50_000}", SILENT, URL)
    assert time.process_time() - began < 0.5
