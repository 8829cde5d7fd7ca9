"""Documents that were made to do harm, as bytes, and what `parse` answers."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from syndication.sources.parse import Unreadable, parse
from tests.syndication.sources.feeds import SPACES, rss

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MIB = 1024 * 1024
ITEM = "<title>Tin</title><guid>a</guid>"
JSON = '{"version":"https://jsonfeed.org/version/1.1","title":"B","items":['


def within(words: str) -> str:
    """One item with this in it."""
    return rss(ITEM + words)


def typed(definitions: str, words: str) -> str:
    """One item under a document type of its own."""
    return f"<!DOCTYPE rss [{definitions}]>{within(f'<description>[{words}]</description>')}"


def laughs() -> str:
    grown = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return typed(f'<!ENTITY l0 "ha">{grown}', "&l9;")


def outside(scheme: str) -> str:
    """Entities and a document type that lie elsewhere: with a listener or in this machine's files."""
    place = {"file": "file:///etc/passwd", "http": f"{os.environ.get('HOSTILE_URL', 'http://127.0.0.1:9')}/entity"}[
        scheme
    ]
    whole = f'<!ENTITY x SYSTEM "{place}"><!ENTITY % p SYSTEM "{place}">%p;'
    return f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{place}" [{whole}]>{within("<description>[&x;]</description>")}'


def filled(piece: str, most: int = 10 * MIB) -> bytes:
    """As much of it as a feed may hold."""
    head = f'<rss version="2.0" {SPACES}><channel><title>B</title>'.encode()
    each = piece.encode()
    return head + each * ((most - len(head)) // len(each))


def numbers() -> str:
    big = "9" * 100_000
    return f'{JSON}{{"id":{big},"title":{big},"date_published":1e400,"attachments":[{{"url":"/a","size_in_bytes":{big}}}]}}]}}'


def packed(megabytes: int, times: int = 1) -> bytes:
    """So many megabytes of zeros, packed so often."""
    packer = zlib.compressobj(9, wbits=31)
    data = b"".join(packer.compress(b"\0" * MIB) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        data = gzip.compress(data, 9, mtime=0)
    return data


CASES: dict[str, Callable[[], str | bytes]] = {
    "entities: a billion laughs": laughs,
    "entities: one of a megabyte, ten thousand times": lambda: typed(f'<!ENTITY a "{"x" * MIB}">', "&a;" * 10_000),
    "entities: one that names itself": lambda: typed('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;"),
    "entities: 100,000 of them": lambda: typed("".join(f'<!ENTITY e{n} "x">' for n in range(100_000)), "&e1;"),
    "entities: a file of this machine": lambda: outside("file"),
    "entities: a server": lambda: outside("http"),
    "entities: XInclude": lambda: within(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    ),
    "packed: 1 GB of zeros in a megabyte": lambda: packed(1000),
    "packed: three times, one in the other": lambda: packed(200, 3),
    "packed: 10 MiB of items": lambda: gzip.compress(filled("<item><title>T</title></item>"), mtime=0),
    "items: 10 MiB of <item>": lambda: filled("<item>"),
    "items: 10 MiB of empty ones": lambda: filled("<item/>"),
    "items: 10 MiB of small ones": lambda: filled("<item><guid>a</guid><title>T</title></item>"),
    "items: 5,000 with a body each": lambda: filled(
        f"<item><title>Tin</title><description>{'Bộ Nội vụ. ' * 100}</description></item>", 7 * MIB
    ),
    "tags: 100,000 within each other": lambda: within("<b>" * 100_000),
    "tags: 100,000 within each other, closed": lambda: within("<b>" * 100_000 + "</b>" * 100_000),
    "tags: 100,000 of HTML within each other": lambda: within(
        "<description><![CDATA[" + "<div>" * 100_000 + "]]></description>"
    ),
    "tags: 50,000 titles": lambda: within("<title>" * 50_000),
    "tags: 30,000 links within each other": lambda: within(
        "<description><![CDATA[" + "<a href='/x'><b>" * 30_000 + "]]></description>"
    ),
    "attributes: 100,000 of one element": lambda: within("<x " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>"),
    "attributes: 100,000 of one name": lambda: within("<x " + "a='1' " * 100_000 + "/>"),
    "attributes: 100,000 of one mark of HTML": lambda: within(
        "<description><![CDATA[<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>]]></description>"
    ),
    "attributes: a style of 120,000 brackets": lambda: within(
        "<description><![CDATA[<p style='" + "a:url(" * 20_000 + "'>x</p>]]></description>"
    ),
    "namespaces: 100,000 declared": lambda: within("").replace(
        "<rss ", "<rss " + " ".join(f"xmlns:n{n}='u:{n}'" for n in range(100_000)) + " "
    ),
    "namespaces: 100,000 not declared": lambda: within("".join(f"<n{n}:x/>" for n in range(100_000))),
    "signs: <!-- 50,000 times": lambda: within("<!--" * 50_000),
    "signs: <!-- 50,000 times in a body": lambda: within(
        "<description><![CDATA[" + "<!--" * 50_000 + "]]></description>"
    ),
    "signs: < 200,000 times": lambda: within("<" * 200_000),
    "signs: < 200,000 times in a body": lambda: within("<description><![CDATA[" + "<" * 200_000 + "]]></description>"),
    "signs: & 500,000 times": lambda: within("<description>" + "&" * 500_000 + "</description>"),
    "signs: <![CDATA[ 50,000 times": lambda: within("<![CDATA[" * 50_000),
    "signs: <!DOCTYPE 50,000 times": lambda: "<!DOCTYPE " * 50_000 + within(""),
    "signs: ]]> 200,000 times": lambda: within("<description>" + "]]>" * 200_000 + "</description>"),
    "signs: quotation marks that never end": lambda: within("<description>" + "<a x='" * 50_000 + "</description>"),
    "signs: 100,000 marks that combine": lambda: rss(f"<title>a{chr(0x301) * 100_000}</title>"),
    "references: 100,000 of letters": lambda: within("<description>" + "&#7897;" * 100_000 + "</description>"),
    "references: 100,000 of names": lambda: within("<description>" + "&eacute;" * 100_000 + "</description>"),
    "references: 100,000 of nobody": lambda: within("<description>" + "&x;" * 100_000 + "</description>"),
    "words: a section of 9 MB": lambda: within(f"<description><![CDATA[{'x' * 9 * MIB}]]></description>"),
    "words: a text of 9 MB": lambda: within(f"<description>{'Bộ Nội vụ ' * 600_000}</description>"),
    "words: a title of 9 MB": lambda: rss(f"<title>{'x' * 9 * MIB}</title>"),
    "words: a guid of 9 MB": lambda: rss(f"<guid>{'x' * 9 * MIB}</guid>"),
    "words: an attribute of 9 MB": lambda: within(f'<enclosure url="{"x" * 9 * MIB}"/>'),
    "words: a name of 9 MB": lambda: within(f"<{'x' * 9 * MIB}/>"),
    "words: 9 MB of blanks": lambda: within(" " * 9 * MIB),
    "words: a remark of 9 MB": lambda: within(f"<!--{'x' * 9 * MIB}-->"),
    "words: a date of a megabyte": lambda: within(f"<pubDate>{'1 ' * 500_000}</pubDate>"),
    "words: bodies of 900,000 letters, ten of them": lambda: rss(
        *[f"{ITEM}<description><![CDATA[<p>{'Tin. ' * 180_000}</p>]]></description>"] * 10
    ),
    "files: 10,000 enclosures": lambda: within(
        "".join(f'<enclosure url="/{n}.jpg" type="image/jpeg" length="1"/>' for n in range(10_000))
    ),
    "files: 30,000 of Media RSS within each other": lambda: within("<media:group>" * 30_000),
    "files: 20,000 pictures in a body": lambda: within(
        "<description><![CDATA[" + "".join(f'<img src="/{n}.jpg">' for n in range(20_000)) + "]]></description>"
    ),
    "tombstones: 50,000": lambda: rss(
        ITEM, channel="<title>B</title>" + "".join(f'<at:deleted-entry ref="{n}"/>' for n in range(50_000))
    ),
    "categories: 100,000": lambda: within("".join(f"<category>{n}</category>" for n in range(100_000))),
    "JSON: 100,000 lists within each other": lambda: "[" * 100_000 + "]" * 100_000,
    "JSON: 100,000 objects within each other, in an item": lambda: (
        f'{JSON}{{"id":"a","x":' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}]}"
    ),
    "JSON: numbers of 100,000 digits": numbers,
    "JSON: a string of 9 MB": lambda: f'{JSON}{{"id":"a","content_text":"{"x" * 9 * MIB}"}}]}}',
    "JSON: 9 MB of escapes": lambda: f'{JSON}{{"id":"a","content_text":"{r"ộ" * (9 * MIB // 6)}"}}]}}',
    "JSON: one name 300,000 times": lambda: JSON + "{" + ",".join(['"id":"a"'] * 300_000) + "}]}",
    "JSON: 500,000 items of nothing": lambda: f"{JSON}{','.join(['{}'] * 500_000)}]}}",
    "JSON: 3 million numbers": lambda: f"{JSON}{','.join(['1'] * 3_000_000)}]}}",
    "JSON: 2 million empty lists": lambda: (
        f"{JSON}{json.dumps({'id': 'a', 'tags': []})[:-2]}{','.join(['[]'] * 2_000_000)}]}}]}}"
    ),
}


def make(name: str) -> bytes:
    """The document."""
    document = CASES[name]()
    return document.encode() if isinstance(document, str) else document


def run(name: str, body: bytes) -> dict[str, Any]:
    """What the reader answers: how many entries and what it says, or with which words it refuses."""
    try:
        parsed = parse(body, "application/xml", "https://moha.gov.vn/rss", NOW)
    except Unreadable as error:
        return {"refused": error.say.to_json()}
    findings = [*parsed.findings, *(finding for entry in parsed.entries for finding in entry.findings)]
    return {
        "entries": len(parsed.entries),
        "findings": [finding.to_json() for finding in findings[:20]],
        "told": " ".join(entry.summary for entry in parsed.entries[:3])[:300],
    }
