"""An entry that was read before is known by its bytes and not read again; whatever could change its reading changes its digest."""

from __future__ import annotations

import json
import re

import pytest

from syndication.sources.entry import Parsed, content_digest
from syndication.sources.parse import compose, digest, parse
from tests.syndication.sources.feeds import NOW, URL, WHOLE, atom, only, read, rss

MORE = "<title>Hai</title><guid>2</guid><description>&lt;img src='b.jpg'&gt; Một</description>"


def feed(*items: str) -> str:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": item, "title": item} for item in items]}
    )


def again(document: str, seen: set[str], url: str = URL) -> Parsed:
    return parse(document.encode(), "application/xml", url, NOW, seen)


@pytest.mark.parametrize(
    ("document", "changed"),
    [
        (rss(WHOLE, MORE), rss(WHOLE, MORE.replace("Một", "Hai"))),
        (atom("<id>1</id>", "<id>2</id><title>A</title>"), atom("<id>1</id>", "<id>2</id><title>B</title>")),
        (feed("1", "2"), feed("1", "3")),
    ],
)
def test_what_is_known_is_listed_in_its_order_and_only_what_changed_is_read(document: str, changed: str) -> None:
    first, second = read(document).entries
    assert re.fullmatch(r"[0-9a-f]{32}", first.digest)
    known = again(document, {first.digest, second.digest})
    assert (known.entries, known.same) == ((), (first.digest, second.digest))
    moved = again(changed, {first.digest, second.digest})
    assert moved.same == (first.digest,)
    assert [entry.digest for entry in moved.entries] == [only_other(changed, first.digest)]
    assert moved.title == read(document).title


def only_other(document: str, known: str) -> str:
    return next(entry.digest for entry in read(document).entries if entry.digest != known)


def test_a_known_entry_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = only(rss(WHOLE))
    monkeypatch.setattr("syndication.sources.parse.xml.raw_item", None)
    monkeypatch.setattr("syndication.sources.parse.xml.compose", None)
    assert again(rss(WHOLE), {entry.digest}).same == (entry.digest,)


def test_order_and_neighbours_do_not_change_a_digest() -> None:
    one, two = read(rss(WHOLE, MORE)).entries
    assert [entry.digest for entry in read(rss(MORE, "<title>Mới</title>", WHOLE)).entries][::2] == [
        two.digest,
        one.digest,
    ]


@pytest.mark.parametrize(
    "document",
    [
        rss(MORE, channel="<title>T</title><link>https://so.moha.gov.vn</link>"),  # completes its addresses
        rss(MORE).replace("<channel>", "<channel xml:base='https://a.vn/'>"),
        rss(MORE).replace("<item>", "<item xml:base='https://a.vn/'>"),
        rss(MORE).replace("Hai", "Hai "),
        rss(MORE).replace("<guid>", "<guid isPermaLink='false'>"),
    ],
)
def test_what_changes_its_reading_changes_its_digest(document: str) -> None:
    assert only(document).digest != only(rss(MORE)).digest


def test_the_address_of_a_feed_and_our_own_way_of_reading_are_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = only(rss(MORE)).digest
    assert only(rss(MORE), url="https://b.vn/rss").digest != before
    monkeypatch.setattr(digest, "READING", f"{digest.READING}+")
    assert only(rss(MORE)).digest != before


def test_an_entry_whose_date_lies_ahead_is_read_again_until_it_has_come() -> None:
    ahead = "<title>A</title><pubDate>Mon, 07 Dec 2026 19:41:53 +0700</pubDate>"
    assert only(rss(ahead)).digest == ""
    assert only(rss(ahead.replace("Mon, 07 Dec 2026", "hôm qua"))).digest


def test_an_entry_that_was_left_out_is_told_of_every_time() -> None:
    document = rss(f"<title>Dài</title><description>{'abc ' * 300_000}</description>", WHOLE)
    assert len(again(document, {entry.digest for entry in read(document).entries}).findings) == 1


def test_what_the_same_bytes_say_is_the_same_as_when_their_reading_was_numbered() -> None:
    """When this fails, the reading of feeds has changed: raise `digest.READING`, that all is read anew, and put the new digest here."""
    told = read(
        rss(
            WHOLE
            + "<description><![CDATA[<p>Tóm tắt</p>]]></description><content:encoded><![CDATA[<h1>Mục</h1><ul><li>Một</li>"
            '<li>Hai</ul><table><tr><td>a</td><td>b</td></tr></table><img src="/a b.jpg" alt="Ảnh">]]></content:encoded>'
            '<media:content url="/c.jpg" medium="image"><media:title>Chú thích</media:title></media:content>',
            MORE,
        )
    )
    assert (digest.READING, [content_digest(entry)[:12] for entry in told.entries]) == (
        "1",
        ["4ad64baf8448", "8834e785de21"],
    )


def test_thousands_of_attributes_are_too_much_and_a_long_one_is_not() -> None:
    many = "<p " + " ".join(f"a{number}=''" for number in range(compose.MOST_PARTS)) + ">x</p>"
    long = f"<p>Tin</p><img src='data:application/pdf;base64,{'A' * 100_000}'>"
    parsed = read(rss(f"<title>A</title><description><![CDATA[{many}]]></description>", MORE))
    assert [entry.title for entry in parsed.entries] == ["Hai"]
    assert "quá dài" in parsed.findings[0].vi
    assert only(rss(f"<title>A</title><description><![CDATA[{long}]]></description>")).summary == "Tin"
