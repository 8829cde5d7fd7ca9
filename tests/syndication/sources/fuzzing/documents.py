"""Documents for fuzzing: feeds that are built by the book and then damaged, and scraps that were never one."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from hypothesis import strategies as st

from tests.syndication.sources.feeds import SPACES

WORDS = st.sampled_from(
    [
        *(
            "Bộ Nội vụ tổ chức hội nghị",
            "Tin",
            "Hoà bình",
            "668/QĐ-BNV",
            "AT&T",
            "1 < 2",
            "",
            " ",
            "\u00a0",
            "\u200b",
            "\u202eTin",
        ),
        *(
            "<b>Tin</b>",
            "<p>Một<p>Hai",
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "&lt;p&gt;",
            "&amp;amp;",
            "&#0;",
        ),
        *(
            "<a href='javascript:x'>x</a>",
            "<svg/onload=x>",
            "<table><tr><td>1",
            "]]>",
            "<![CDATA[",
            "<!--",
            "-->",
            "\ufeff",
            "\ufffe",
        ),
        *(
            "<figure><img src='/a.jpg'><figcaption>Ảnh",
            "<div>" * 20,
            "</p></div>",
            "Bé Néi vô",
            "Bộ Nội vụ",
            "🇻🇳",
            "e\u0301\u0323",
        ),
        *(
            "<ul><li>Một<li>Hai</ul>",
            "Xem thêm",
            "(Chinhphu.vn) - Tin",
            "TỐI MẬT",
            "<br/><br>",
            "<p>\n\n</p>",
            "a\r\nb",
            "\x0b",
            "\x85",
            "\u2028",
        ),
    ]
)
TEXT = st.lists(WORDS | st.text(max_size=12), max_size=4).map("".join)
ADDRESS = st.sampled_from(
    [
        *(
            "https://moha.gov.vn/tin---oid57695",
            "https://moha.gov.vn/a?x=1&y=2",
            "/tin/a b",
            "//cdn.vn/ảnh.jpg",
            "a.jpg",
            "http://[",
            "https://",
            "",
        ),
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "HTTP://MOHA.GOV.VN/A",
            "https://a:b@moha.gov.vn/",
            "\\\\x\\y",
            "http://x:99999/",
        ),
        *(
            "https://moha.gov.vn/%zz",
            "https://mòha.vn/a",
            "?x",
            "#a",
            "https://moha.gov.vn/#a",
            " https://moha.gov.vn/b\n",
            "https://127.0.0.1/",
        ),
    ]
) | st.text(max_size=12)
DATE = st.sampled_from(
    [
        *(
            "Mon, 07 Sep 2026 19:41:53 GMT+7",
            "Thứ 2, 07/09/2026 19:41",
            "2026-09-07T19:41:53Z",
            "07/09/2026",
            "31/02/2026",
            "",
            "hôm qua",
        ),
        *(
            "9999-12-31T23:59:59-14:00",
            "0001-01-01",
            "2026-11-24T08:59:59+07:00",
            "12/13/2026 8:00 CH",
            "2026-09-07T24:00:00",
        ),
    ]
) | st.text(max_size=20)
MARKS = [
    "title",
    "guid",
    "link",
    "description",
    "pubDate",
    "author",
    "category",
    "content:encoded",
    "dc:date",
    "dc:creator",
]
PIECES = st.sampled_from(
    [
        *("<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "</channel>", "<rss>", "<feed>"),
        *("<rdf:RDF>", "<urlset><url>", "<loc>", "<a:b>", "</a:b>", "<x a=1 a=2>", "xml:base='::'", "\\ud800"),
        *("<at:deleted-entry ref='a'/>", "<media:content url='/a'>", "<!DOCTYPE x [<!ENTITY a 'b'>]>"),
        *("<?xml version='1.1' encoding='utf-7'?>", "&a;", "&#x110000;", "&", "<", ">", '"', "'", "\0"),
        *("{", "}", "[", "]", ",", ":"),
    ]
)


@st.composite
def rss(draw: st.DrawFn) -> str:
    """RSS, its texts escaped, in sections, or as they are."""
    write = draw(st.sampled_from([escape, lambda text: f"<![CDATA[{text}]]>", str]))

    def element(name: str) -> str:
        value = draw(DATE if "ate" in name else ADDRESS if name in ("link", "guid") else TEXT)
        return f"<{name}>{write(value)}</{name}>"

    def item() -> str:
        inside = [element(name) for name in draw(st.lists(st.sampled_from(MARKS), max_size=8))]
        for _ in range(draw(st.integers(0, 2))):
            address, words = escape(draw(ADDRESS)), escape(draw(TEXT))
            inside.append(
                draw(
                    st.sampled_from(
                        [
                            f'<enclosure url="{address}" type="image/jpeg" length="{words}"/>',
                            f'<media:content url="{address}" medium="image"><media:description>{words}</media:description></media:content>',
                            f'<media:group><media:content url="{address}" width="9"/></media:group>',
                            f'<media:thumbnail url="{address}"/><itunes:image href="{address}"/><image><url>{address}</url></image>',
                        ]
                    )
                )
            )
        return f"<item>{''.join(inside)}</item>"

    items = "".join(item() for _ in range(draw(st.integers(0, 4))))
    head = f"<title>{write(draw(TEXT))}</title><link>{write(draw(ADDRESS))}</link>"
    return f'<rss version="2.0" {SPACES}><channel>{head}{items}</channel></rss>'


@st.composite
def atom(draw: st.DrawFn) -> str:
    """Atom, with every type of text."""

    def text(name: str) -> str:
        kind = draw(st.sampled_from(["text", "html", "xhtml", "application/xml", ""]))
        value = draw(TEXT)
        inside = (
            f"<div xmlns='http://www.w3.org/1999/xhtml'>{escape(value)}<p>x</p></div>"
            if kind == "xhtml"
            else escape(value)
        )
        return f"<{name} type='{kind}'>{inside}</{name}>"

    def entry() -> str:
        inside = [
            text(name)
            for name in draw(st.lists(st.sampled_from(["title", "summary", "content", "rights"]), max_size=4))
        ]
        rel = draw(st.sampled_from(["alternate", "enclosure", "self", "hub", "replies"]))
        inside += [f"<id>{escape(draw(ADDRESS))}</id>", f"<link rel='{rel}' href='{escape(draw(ADDRESS))}'/>"]
        inside += [
            f"<{name}>{escape(draw(DATE))}</{name}>"
            for name in draw(st.lists(st.sampled_from(["published", "updated"]), max_size=2))
        ]
        return f"<entry xml:base='{escape(draw(ADDRESS))}'>{''.join(inside)}</entry>"

    entries = "".join(entry() for _ in range(draw(st.integers(0, 3))))
    stones = "".join(
        f"<at:deleted-entry ref='{escape(draw(ADDRESS))}' when='{escape(draw(DATE))}'/>"
        for _ in range(draw(st.integers(0, 1)))
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>{text('title')}{entries}{stones}</feed>"


VALUE = st.recursive(
    TEXT | ADDRESS | DATE | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "url", "title", "x"]), inner, max_size=3)
    ),
    max_leaves=4,
)
KEYS = [
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "image",
    "date_published",
    "date_modified",
    "authors",
    "tags",
]


@st.composite
def json_feed(draw: st.DrawFn) -> str:
    """JSON Feed with any value anywhere."""
    items = draw(
        st.lists(
            st.dictionaries(st.sampled_from([*KEYS, "attachments", "language"]), VALUE, max_size=8) | VALUE, max_size=3
        )
    )
    head = {"version": "https://jsonfeed.org/version/1.1", "title": draw(VALUE), "home_page_url": draw(ADDRESS)}
    return json.dumps({**head, "items": items}, ensure_ascii=draw(st.booleans()))


def _splice(draw: st.DrawFn, body: bytes) -> bytes:
    """A part of it once more, elsewhere and perhaps often."""
    start, end, at = (draw(st.integers(0, len(body))) for _ in range(3))
    return body[:at] + body[min(start, end) : max(start, end)] * draw(st.sampled_from([1, 2, 20])) + body[at:]


def _flip(draw: st.DrawFn, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(draw(st.integers(1, 6))):
        if changed:
            changed[draw(st.integers(0, len(changed) - 1))] = draw(st.integers(0, 255))
    return bytes(changed)


def _cut(draw: st.DrawFn, body: bytes) -> bytes:
    return body[: draw(st.integers(0, len(body)))]


def _lose(draw: st.DrawFn, body: bytes) -> bytes:
    at = draw(st.integers(0, len(body)))
    return body[:at] + body[at + draw(st.integers(1, 40)) :]


def _insert(draw: st.DrawFn, body: bytes) -> bytes:
    at = draw(st.integers(0, len(body)))
    piece = draw(PIECES) * draw(st.sampled_from([1, 1, 1, 300]))
    return body[:at] + piece.encode("utf-8", "replace") + body[at:]


def _recode(draw: st.DrawFn, body: bytes) -> bytes:
    name = draw(st.sampled_from(["utf-16", "utf-16-be", "cp1252", "cp1258", "utf-32", "utf-7"]))
    return body.decode("utf-8", "replace").encode(name, "replace")


DAMAGE: list[Callable[[st.DrawFn, bytes], bytes]] = [_splice, _flip, _cut, _lose, _insert, _recode]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A feed of any kind, damaged up to three times."""
    body = draw(rss() | atom() | json_feed()).encode("utf-8", "surrogatepass")
    for damage in draw(st.lists(st.sampled_from(DAMAGE), max_size=3)):
        body = damage(draw, body)[:200_000]
    return body


SCRAPS = st.lists(PIECES | WORDS | st.sampled_from([f"<{mark}>" for mark in MARKS]), max_size=40).map("".join)
RAW = st.binary(max_size=600) | SCRAPS.map(lambda text: text.encode("utf-8", "surrogatepass"))
HEADS = st.sampled_from(
    [
        b"",
        b"<rss version='2.0'><channel><item>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
        b'{"version":"jsonfeed","items":[',
    ]
)
DOCUMENTS = damaged() | st.tuples(HEADS, RAW).map(b"".join)
CONTENT_TYPES = st.sampled_from(
    ["", "text/xml", "application/rss+xml; charset=utf-8", "text/html; charset=iso-8859-1", "x; charset=\x00"]
)
