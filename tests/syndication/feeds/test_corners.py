"""Scripts in every corner of a feed: nothing executable in what is read, in what is told on any channel, or in our own feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

import pytest
from lxml import etree
from lxml import html as page

from channels import registry
from formatters.html import plain
from formatters.story import Picture
from scheduler.models import Account
from syndication.sources.entry import Entry
from tests.support.ledger import account_of, live, rendition_of, story_of
from tests.syndication.sources.feeds import read as read_feed
from tests.syndication.sources.feeds import rss

MARKS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//xau.vn/x.js></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='/a.jpg'onload='alert(1)'>",
    '<p onclick="alert(1)" style="width:expression(alert(1))">x</p>',
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src='javascript:alert(1)' srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object><embed src='//xau.vn/x.swf'>",
    "<template><script>alert(1)</script></template>",
    "<base href='//xau.vn/'><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='//xau.vn/x.css'><style>@import '//xau.vn/x.css';p{x:expression(alert(1))}</style>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    "<a href='javascript:alert(1)'>x</a><a href=' jAvAsCrIpT&#58;alert(1)'>x</a><a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a><a href='vbscript:x'>x</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<p title='--><script>alert(1)</script>'>x</p><!--><script>alert(1)</script>-->",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>",
    "<?xml-stylesheet href='javascript:alert(1)'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    "\u202e<script>alert(1)</script>\u2066\u200b\ufeff",
    "]]><script>alert(1)</script>",
)
PLACES = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " java\nscript:alert(1)",
    "vbscript:x",
    "file:///etc/passwd",
)
KEPT = (
    "p br strong em b i u s sub sup h2 h3 h4 ul ol li blockquote table thead tbody tr th td figure figcaption img a div"
)
GOOD = frozenset(KEPT.split())
WRITTEN = (
    lambda text: f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>",
    escape,
    lambda text: escape(escape(text)),
)
UNSEEN = re.compile("[\u200b\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08]")


def cornered(mark: str, place: str, write: Any) -> str:
    """An item with this in every corner."""
    said, at = write(mark), escape(place)
    return (
        f"<title>Tin {said}</title><link>{at}</link><guid>{said}</guid><description>Tóm tắt {said}</description>"
        f"<content:encoded>&lt;p&gt;Toàn văn&lt;/p&gt;{said}</content:encoded><author>a@moha.gov.vn (Lan {said})</author>"
        f"<category>Tin {said}</category><enclosure url='{at}' type='image/jpeg'/>"
        f"<media:content url='https://moha.gov.vn/a.jpg?{escape(escape(mark))}' medium='image'><media:title>Ảnh {said}</media:title>"
        f"<media:description>Lễ {said}</media:description></media:content>"
    )


def entries() -> list[Entry]:
    items = [
        cornered(mark, PLACES[number % len(PLACES)], write) for number, mark in enumerate(MARKS) for write in WRITTEN
    ]
    read = read_feed(rss(*items)).entries
    assert len(read) == len(items)
    return list(read)


ENTRIES = entries()


def harmless(html: str) -> None:
    """As a browser reads it: only marks that do nothing, addresses of the web, no handler, nothing that nobody sees."""
    if not html.strip():
        return
    for element in page.fragment_fromstring(html, create_parent="div").iter():
        assert isinstance(element.tag, str), html
        assert element.tag in GOOD, html
        for name, value in element.attrib.items():
            assert name in ("href", "src", "alt", "title", "start", "colspan", "rowspan", "rel", "width", "height"), (
                html
            )
            if name in ("href", "src"):
                assert re.match(r"https?://", value), html
    assert not UNSEEN.search(html), html


def shown(text: str) -> None:
    """A plain text is no HTML: where it is put into HTML it is escaped, and so it may show what was meant as a mark."""
    assert not UNSEEN.search(text), ascii(text)
    harmless(escape(text))


@pytest.mark.parametrize("entry", ENTRIES, ids=[str(number) for number in range(len(ENTRIES))])
def test_nothing_executable_is_stored(entry: Entry) -> None:
    harmless(entry.html)
    for text in (entry.title, entry.summary, entry.author, *entry.categories):
        shown(text)
    for name in (entry.title, entry.author, *entry.categories):
        assert not re.search(r"<\s*(script|img|iframe|svg|style|object)\b", name, re.IGNORECASE), name
    for file in entry.media:
        assert re.match(r"https?://[^\s<>\"']+$", file.url), file.url
        assert not re.search(r"<\s*script", file.alt + file.caption, re.IGNORECASE)
    assert not entry.link or entry.link.startswith("http")
    assert "Toàn văn" in entry.html


def told_of(number: int, entry: Entry) -> Any:
    pictures = tuple(
        Picture("0" * 64, "image/jpeg", 800, 600, file.alt or "Ảnh", file.caption, url=file.url)
        for file in entry.media[:2]
    )
    return story_of(
        number,
        title=entry.title,
        summary=entry.summary,
        text=plain(entry.html),
        html=entry.html,
        author=entry.author,
        tags=entry.categories,
        category=entry.categories[0],
        pictures=pictures,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in registry.all_channels() if kind != "youtube"])
def test_nothing_executable_is_told_on_any_channel(kind: str) -> None:
    account = account_of(kind, slug="x", language="en")
    for number, entry in enumerate(ENTRIES, 1):
        told = rendition_of(account, told_of(number, entry))
        harmless(told.html)
        for value in strings(told.to_json()):
            assert not re.match(r"\s*(javascript|vbscript|data|file):", value, re.IGNORECASE), value
            assert not UNSEEN.search(value), ascii(value)


def strings(value: Any) -> Iterator[str]:
    """Every string in it."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def test_nothing_executable_stands_in_our_feeds(english: Account, read: Any) -> None:
    for number, entry in enumerate(ENTRIES[::3], 1):
        live(english, told_of(number, entry))
    for kind in ("rss", "atom"):
        tree = etree.fromstring(read(f"english.{kind}"))
        assert len(tree.findall(".//{*}item") or tree.findall(".//{*}entry")) == len(ENTRIES[::3])
        for element in tree.iter():
            for name, value in element.attrib.items():
                assert name not in ("href", "url") or value.startswith("http"), value
            if (element.text or "").strip() and etree.QName(element).localname in (
                "encoded",
                "content",
                "description",
                "summary",
                "title",
            ):
                harmless_to_readers(element)
    feed = json.loads(read("english.json"))
    for item in feed["items"]:
        harmless(item.get("content_html", ""))
        assert item["url"].startswith("http")


def harmless_to_readers(element: Any) -> None:
    """Readers take a description, a content and many a title for HTML, whatever they are."""
    local = etree.QName(element).localname
    text = element.text or ""
    if local in ("encoded", "content") or element.get("type") == "html":
        harmless(text)
    elif local == "description" and "mrss" not in element.tag:
        found = re.search(
            r"<\s*(script|iframe|svg|object|img|math|style|base|meta|link|form)\b[^>]*", text, re.IGNORECASE
        )
        assert not found, f"{found and found[0]}: {unescape(text)[:200]}"
