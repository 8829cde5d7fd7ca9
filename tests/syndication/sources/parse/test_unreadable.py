"""What a web page says of its feeds is handed on, so that they can be offered."""

from __future__ import annotations

import pytest

from syndication.sources.parse import Unreadable
from tests.syndication.sources.feeds import read


def announced(head: str, url: str = "https://chinhphu.vn/tin/rss") -> tuple[str, ...]:
    with pytest.raises(Unreadable) as caught:
        read(f"<!DOCTYPE html><html><head>{head}</head><body>Trang</body></html>", url=url)
    return caught.value.announced


def test_the_feeds_of_a_page_are_named_absolutely_rss_before_atom_before_json_each_once() -> None:
    assert announced(
        "<link rel=alternate type=application/feed+json href=/tin.json>"
        '<link rel="alternate" type="application/atom+xml" href="moi.atom">'
        "<LINK REL='Alternate' TYPE='application/rss+xml; charset=utf-8' HREF='//rss.chinhphu.vn/home.rss'/>"
        '<link type="application/rss+xml" href="/a?x=1&amp;y=2" rel="alternate home" title="a > b">'
        '<link rel="alternate" type="application/rss+xml" href="/a?x=1&amp;y=2">'
    ) == (
        "https://rss.chinhphu.vn/home.rss",
        "https://chinhphu.vn/a?x=1&y=2",
        "https://chinhphu.vn/tin/moi.atom",
        "https://chinhphu.vn/tin.json",
    )


def test_what_is_no_feed_is_not_announced() -> None:
    assert (
        announced(
            '<link rel="stylesheet" type="text/css" href="/a.css"><link rel="alternate" hreflang="en" href="/en">'
            '<link rel="alternate" type="application/json" href="/wp-json/1"><link rel="alternate" type="application/rss+xml">'
            '<link rel="alternate" type="application/rss+xml" href="javascript:x"><a href="/rss">RSS</a>'
        )
        == ()
    )


def test_a_page_with_a_base_of_its_own_completes_its_addresses_by_it() -> None:
    head = '<base href="https://cong.moha.gov.vn/vi/"><link rel="alternate" type="application/rss+xml" href="tin.rss">'
    assert announced(head) == ("https://cong.moha.gov.vn/vi/tin.rss",)
