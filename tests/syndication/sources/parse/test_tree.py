"""What a tree is made of: only of texts that define nothing, strictly where that works."""

from __future__ import annotations

import pytest

from syndication.sources.parse.tree import grow
from tests.syndication.sources.feeds import WHOLE, only, rss

ENTITY = '<!DOCTYPE r [<!ENTITY x "ha"><!ENTITY y SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "before",
    [
        f"<?xml version='1.0'?><!--{' ' * 5000}-->{ENTITY}",  # too far behind to be looked for
        f"<?xml version='1.0'?>{ENTITY}{ENTITY}",
        f"<?xml version='1.0'?>{ENTITY.lower().replace('!doctype', '!DOCTYPE')}",
    ],
)
def test_a_document_type_that_was_not_taken_out_defines_nothing_either(before: str) -> None:
    entry = only(before + rss("<guid>[&x;&y;]</guid><description>[&x;&y;]</description>"))
    assert (entry.guid, entry.summary) == ("[&x;&y;]", "[&x;&y;]")


@pytest.mark.parametrize(
    "document",
    [
        rss(WHOLE + "<description>Một <![CDATA[<p>]]>hai<!-- ba -->&#8211;<?x y?></description>"),
        rss(WHOLE + "<description>Một&nbsp;hai &#150; ba &amp; bốn</description>"),
    ],
)
def test_a_well_formed_feed_needs_no_mending(document: str) -> None:
    assert not grow(document, 10).findings


def test_an_item_within_an_item_is_no_item_and_one_beside_it_is() -> None:
    document = rss(f"{WHOLE}<box><item><title>Trong</title></item></box>", "<title>Cạnh</title>")
    assert [item.findtext("title") for item in grow(document, 10).items] == ["Hội nghị tổng kết", "Cạnh"]
