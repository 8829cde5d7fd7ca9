"""What language a feed and its entries say they are in."""

from __future__ import annotations

from tests.syndication.sources.awkward.case import Case, numbered
from tests.syndication.sources.feeds import atom, rss

SAID = {
    "vi": "vi",
    "vi-VN": "vi",
    "VI_vn": "vi",
    "vn": "vi",
    "vie": "vi",
    " vi ": "vi",
    "en": "en",
    "en-US": "en",
    "eng": "en",
    "tiếng Việt": "",
    "": "",
    "x-none": "",
    "zh-Hans-CN": "zh",
    "kmr": "kmr",
}

CASES = numbered(
    [
        *(
            Case(
                f"an entry that says {said!r}",
                rss(f"<title>T</title><dc:language>{said}</dc:language>"),
                [{"language": told}],
            )
            for said, told in SAID.items()
        ),
        Case(
            "what the feed says is not the entry's",
            rss("<title>T</title>", channel="<title>B</title><language>en-us</language>"),
            [{"language": ""}],
        ),
        Case(
            "an entry of Atom by its attribute",
            atom("<id>a</id><title>T</title>", attributes="xml:lang='vi'").replace("<entry>", "<entry xml:lang='en'>"),
            [{"language": "en"}],
            kind="atom",
        ),
        Case(
            "another alphabet",
            rss("<title>内务部举行会议 — Министерство</title>"),
            [{"title": "内务部举行会议 — Министерство"}],
        ),
        Case("letters from right to left", rss("<title>وزارة الداخلية</title>"), [{"title": "وزارة الداخلية"}]),
        Case(
            "tones placed the old way and the new",
            rss("<title>Hoà bình, hòa bình, thuý, thúy</title>"),
            [{"title": "Hoà bình, hòa bình, thuý, thúy"}],
        ),
        Case(
            "Vietnamese letters that look alike",
            rss("<title>Ðà Nẵng và Đà Nẵng</title>"),
            [{"title": "Ðà Nẵng và Đà Nẵng"}],
        ),
        Case(
            "numbers of documents",
            rss("<title>Quyết định số 668/QĐ-BNV, 30/6/2025</title>"),
            [{"title": "Quyết định số 668/QĐ-BNV, 30/6/2025"}],
        ),
    ]
)
