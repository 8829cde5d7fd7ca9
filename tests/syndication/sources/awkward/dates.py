"""Dates as the sites of Viet Nam write them, where feeds put them."""

from __future__ import annotations

import json

from tests.syndication.sources.awkward.case import Case, at, numbered
from tests.syndication.sources.feeds import atom, rss

SEPTEMBER = "2026-09-07T19:41:53+07:00"
READ = {
    "Mon, 07 Sep 2026 19:41:53 +0700": SEPTEMBER,
    "Mon, 07 Sep 2026 19:41:53 GMT+7": SEPTEMBER,
    "Mon, 07 Sep 2026 19:41:53 gMt + 7": SEPTEMBER,
    "Mon, 07 Sep 2026 19:41:53 GMT+07:00": SEPTEMBER,
    "Mon, 07 Sep 2026 19:41:53 UTC+7": SEPTEMBER,
    "Mon, 7 Sep 2026 12:41:53 GMT": SEPTEMBER,
    "Mon, 07 Sep 2026 12:41:53 Z": SEPTEMBER,
    "Mon, 07 Sep 2026 19:41:53 ICT": SEPTEMBER,
    "Mon, 07 Sep 2026 19:41:53": SEPTEMBER,
    "Sun, 07 Sep 2026 19:41:53 +0700": SEPTEMBER,  # it was a Monday
    "MON, 07 SEP 2026 19:41:53 +0700": SEPTEMBER,
    "Monday, September 7, 2026 7:41:53 PM": SEPTEMBER,
    "07 Sep 2026 19:41:53 +0700": SEPTEMBER,
    "Mon Sep  7 19:41:53 2026": SEPTEMBER,
    "2026-09-07T12:41:53Z": SEPTEMBER,
    "2026-09-07T19:41:53": SEPTEMBER,
    "2026-09-07 19:41:53": SEPTEMBER,
    "2026-09-07T19:41:53.0000000+07:00": SEPTEMBER,
    "2026/09/07 19:41:53": SEPTEMBER,
    "07/09/2026 19:41:53": SEPTEMBER,
    "7/9/2026 7:41:53 PM": SEPTEMBER,
    "07-09-2026 19:41:53": SEPTEMBER,
    "07.09.2026 19:41:53": SEPTEMBER,
    "07/09/2026 07:41:53 CH": SEPTEMBER,
    "Thứ Hai, 07/09/2026 19:41:53 GMT+7": SEPTEMBER,
    "Thứ 2, 07/09/2026 19:41:53": SEPTEMBER,
    "Thứ hai, ngày 07/09/2026, 19:41:53": SEPTEMBER,
    "T2, 07/09/2026 - 19:41:53": SEPTEMBER,
    "19:41:53 07/09/2026": SEPTEMBER,
    "19:41:53, 07/09/2026 (GMT+7)": SEPTEMBER,
    "Chủ nhật, 06/09/2026 - 08:05": "2026-09-06T08:05:00+07:00",
    "Thứ Năm, 28/05/2026 17:00:00 GMT+7": "2026-05-28T17:00:00+07:00",
    "05/01/2026 07:02": "2026-01-05T07:02:00+07:00",  # the day comes first
    "05/01/2026 00:30 SA": "2026-01-05T00:30:00+07:00",
    "05/01/2026 12:30 SA": "2026-01-05T00:30:00+07:00",
    "6/30/2025 8:00:00 AM": "2025-06-30T08:00:00+07:00",  # there is no month 30
    "30/06/2025 08:00:00": "2025-06-30T08:00:00+07:00",
    "2025-06-30 08:00:00": "2025-06-30T08:00:00+07:00",
    "19h30 ngày 05/01/2026": "2026-01-05T19:30:00+07:00",
    "ngày 5 tháng 1 năm 2026": "2026-01-05T00:00:00+07:00",
    "\n\t 07/09/2026\u00a019:41:53 \u200b": SEPTEMBER,
    "Mon, 07 Sep 2026 19:41:53 +0700 (Indochina Time)": SEPTEMBER,
    "2026-11-24T08:00:00+07:00": "2026-11-24T08:00:00+07:00",  # a clock that goes 23 hours fast
}
UNREAD = (
    "hôm qua",
    "1795399500",
    "31/02/2026 08:00",
    "0001-01-01T00:00:00",
    "Thu, 01 Jan 1970 00:00:00 +0000",
    "Mon, 07 Sep 2036 19:41:53 +0700",
    "2026-11-25T08:00:00+07:00",
    "Mon, 07 Sep 2026 25:61:00 +0700",
    "07/09/2026 19:41 GMT+99",
    "{{ item.date }}",
    "NaN-NaN-NaNTNaN:NaN:NaNZ",
)


def dated(body: str) -> str:
    return rss(f"<title>T</title><guid>a</guid>{body}")


def in_json(**dates: str) -> str:
    item = {"id": "a", "title": "T", "content_text": "x", **dates}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": [item]})


CASES = numbered(
    [
        *(
            Case(f"pubDate {text.strip()!r}", dated(f"<pubDate>{text}</pubDate>"), [{"published": at(instant)}])
            for text, instant in READ.items()
        ),
        *(
            Case(
                f"pubDate {text!r}, of no use",
                dated(f"<pubDate>{text}</pubDate>"),
                [{"published": None, "findings": ["date"]}],
            )
            for text in UNREAD
        ),
        Case("no date at all", dated(""), [{"published": None, "updated": None}]),
        Case("an empty date", dated("<pubDate/>"), [{"published": None}]),
        Case(
            "a guid that is a number is no date",
            rss("<title>T</title><guid>2024</guid>"),
            [{"published": None, "guid": "2024"}],
        ),
        Case(
            "a date in CDATA",
            dated("<pubDate><![CDATA[ Thứ 2, 07/09/2026 19:41:53 ]]></pubDate>"),
            [{"published": at(SEPTEMBER)}],
        ),
        Case(
            "a date with an escaped blank",
            dated("<pubDate>07/09/2026&amp;nbsp;19:41:53</pubDate>"),
            [{"published": at(SEPTEMBER)}],
        ),
        Case(
            "a date of Dublin Core",
            dated("<dc:date>2026-09-07T19:41:53+07:00</dc:date>"),
            [{"published": at(SEPTEMBER)}],
        ),
        Case(
            "pubDate before the date of Dublin Core",
            dated("<pubDate>07/09/2026 19:41:53</pubDate><dc:date>2020-01-01</dc:date>"),
            [{"published": at(SEPTEMBER)}],
        ),
        Case(
            "an update of Atom inside RSS",
            dated("<pubDate>07/09/2026 19:41:53</pubDate><atom:updated>2026-09-08T08:00:00+07:00</atom:updated>"),
            [{"published": at(SEPTEMBER), "updated": at("2026-09-08T08:00:00+07:00")}],
        ),
        Case(
            "pubdate in small letters", dated("<pubdate>07/09/2026 19:41:53</pubdate>"), [{"published": at(SEPTEMBER)}]
        ),
        Case(
            "the feed's own date is no entry's",
            rss(
                "<title>T</title>",
                channel="<title>B</title><pubDate>07/09/2026 19:41:53</pubDate><lastBuildDate>07/09/2026 19:41:53</lastBuildDate>",
            ),
            [{"published": None}],
        ),
        Case(
            "Atom with a Vietnamese date",
            atom("<id>a</id><title>T</title><published>Thứ 2, 07/09/2026 19:41:53</published>"),
            [{"published": at(SEPTEMBER)}],
            kind="atom",
        ),
        Case(
            "Atom with small t and z",
            atom("<id>a</id><title>T</title><published>2026-09-07t12:41:53z</published>"),
            [{"published": at(SEPTEMBER)}],
            kind="atom",
        ),
        Case(
            "Atom with an update alone",
            atom("<id>a</id><title>T</title><updated>2026-09-07T12:41:53Z</updated>"),
            [{"published": at(SEPTEMBER), "updated": at(SEPTEMBER)}],
            kind="atom",
        ),
        Case(
            "an unreadable publication is not replaced by the update",
            atom("<id>a</id><title>T</title><published>hôm qua</published><updated>2026-09-07T12:41:53Z</updated>"),
            [{"published": None, "updated": at(SEPTEMBER)}],
            kind="atom",
        ),
        Case(
            "a Vietnamese date in JSON",
            in_json(date_published="07/09/2026 19:41:53"),
            [{"published": at(SEPTEMBER)}],
            kind="jsonfeed",
        ),
        Case(
            "a modification alone in JSON",
            in_json(date_modified="2026-09-07T12:41:53Z"),
            [{"published": at(SEPTEMBER)}],
            kind="jsonfeed",
        ),
        Case(
            "a future date in JSON",
            in_json(date_published="2036-09-07T12:41:53Z"),
            [{"published": None, "findings": ["date"]}],
            kind="jsonfeed",
        ),
    ]
)
