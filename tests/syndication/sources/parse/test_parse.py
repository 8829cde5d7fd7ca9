"""Whatever the bytes: a feed, or a clear sentence. Encodings, damage, hostility."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from syndication.sources.entry import Parsed
from syndication.sources.parse import MOST_BYTES, Unreadable, parse
from tests.syndication.sources.feeds import NOW, URL, WHOLE, atom, only, read, rss

VIETNAMESE = "<title>Bộ Nội vụ tổ chức hội nghị</title><guid>a</guid>"
TITLE = "Bộ Nội vụ tổ chức hội nghị"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(VIETNAMESE, head='<?xml version="1.0" encoding="utf-8"?>').encode(), "text/xml"),
        (rss(VIETNAMESE).encode(), "text/xml; charset=us-ascii"),
        (rss(VIETNAMESE, head='<?xml version="1.0" encoding="utf-16"?>').encode(), "application/xml"),
        (rss(VIETNAMESE, head='<?xml version="1.0" encoding="iso-8859-1"?>').encode(), "application/xml"),
        (rss(VIETNAMESE, head='<?xml version="1.0" encoding="utf-7"?>').encode(), "application/xml"),
        (rss(VIETNAMESE, head='<?xml version="1.0" encoding="không"?>').encode(), "application/xml; charset=x-khong"),
        (b"\xef\xbb\xbf" + rss(VIETNAMESE).encode(), "application/xml"),
        (rss(VIETNAMESE).encode("utf-16"), "application/xml"),
        (rss(VIETNAMESE).encode("utf-16-le"), "application/xml"),
        (rss(VIETNAMESE).encode("utf-16-be"), "application/xml; charset=utf-8"),
        (rss(VIETNAMESE).encode("utf-32"), "application/xml"),
        (b"\n\n  " + rss(VIETNAMESE, head='<?xml version="1.0"?>').encode(), "text/html"),
        (gzip.compress(rss(VIETNAMESE).encode()), "application/gzip"),
    ],
)
def test_a_vietnamese_title_survives_every_encoding_and_every_lie_about_it(body: bytes, content_type: str) -> None:
    assert only(body, content_type).title == TITLE


def test_windows_1258_becomes_composed_text() -> None:
    title = "<title>B\u00f4\u0323 N\u00f4\u0323i vu\u0323</title>"
    document = rss(title, channel="<title>T</title>", head='<?xml version="1.0" encoding="windows-1258"?>')
    assert only(document.encode("cp1258")).title == "Bộ Nội vụ"


def test_a_lie_about_the_encoding_is_said() -> None:
    parsed = read(rss(VIETNAMESE, head='<?xml version="1.0" encoding="windows-1252"?>'))
    assert "windows-1252" in parsed.findings[0].vi
    assert not read(rss(VIETNAMESE, head='<?xml version="1.0" encoding="UTF-8"?>')).findings


def test_one_broken_byte_does_not_spoil_the_rest() -> None:
    parsed = read(rss(VIETNAMESE * 20).encode().replace("vụ".encode(), b"v\xe1\xbb", 1))
    assert "tổ chức hội nghị" in parsed.entries[0].title
    assert parsed.findings


def test_a_broken_off_feed_drops_only_the_item_cut_in_two() -> None:
    whole = rss(WHOLE, "<title>Hai</title><guid>2</guid><description>Một nửa của đoạn văn này</description>")
    cut = whole[: whole.index("của đoạn")]
    parsed = read(cut)
    assert [entry.title for entry in parsed.entries] == ["Hội nghị tổng kết"]
    assert any("cắt giữa chừng" in finding.vi for finding in parsed.findings)


@pytest.mark.parametrize(
    "document",
    [
        rss(WHOLE).replace("</link>", "</lnk>"),
        rss(WHOLE).replace("</channel>", ""),
        rss(WHOLE).replace("</rss>", "</html>"),
        rss(WHOLE + "<description>a <b>b</description>"),
        rss(WHOLE + "<x a=1 b='2' b='3'>y</x>"),
        rss(WHOLE + "<media:content url='/a.jpg'>"),
        rss(WHOLE + "<!-- a -- b -->"),
        rss(WHOLE + "<undeclared:thing>x</undeclared:thing>"),
        rss(WHOLE + "<description>1 < 2 && 3 > 2</description>"),
        rss(WHOLE + "<description><![CDATA[chưa đóng</description>"),
        "<br />\n<b>Warning</b>: mysql_connect() in <b>/var/www/rss.php</b> on line <b>3</b><br />\n" + rss(WHOLE),
        "Deprecated: x\n" + rss(WHOLE, head='<?xml version="1.0" encoding="utf-8"?>'),
        rss(WHOLE) + "\n<!-- cached 0.1 s --><script>x</script>",
    ],
)
def test_a_damaged_feed_is_mended(document: str) -> None:
    parsed = read(document)
    assert len(parsed.entries) == 1
    assert parsed.entries[0].title == "Hội nghị tổng kết"


def test_an_item_never_swallows_the_next_one() -> None:
    parsed = read(rss("<title>Một</title><description><p>a", "<title>Hai</title><guid>2</guid>"))
    assert [entry.title for entry in parsed.entries] == ["Một", "Hai"]
    missing_end = rss(WHOLE, "<title>Hai</title>").replace("</item><item>", "<item>")
    assert [entry.title for entry in read(missing_end).entries] == ["Hội nghị tổng kết", "Hai"]


def test_an_entry_that_is_too_long_is_left_out_and_said_so() -> None:
    parsed = read(rss(f"<title>Dài</title><description>{'abc ' * 300_000}</description>", WHOLE))
    assert [entry.title for entry in parsed.entries] == ["Hội nghị tổng kết"]
    assert any("Mục thứ 1" in finding.vi for finding in parsed.findings)


def test_a_picture_written_into_the_page_does_not_make_an_entry_too_long() -> None:
    body = f'<description>&lt;p&gt;Tin&lt;/p&gt;&lt;img src="data:image/png;base64,{"A" * 1_500_000}"&gt;</description>'
    entry = only(rss(WHOLE + body))
    assert (entry.summary, entry.media) == ("Tin", ())


def test_more_items_than_anybody_needs_are_cut_off_and_said_so() -> None:
    parsed = read("<rss version='2.0'><channel>" + "<item><guid>a</guid></item>" * 10_050 + "</channel></rss>")
    assert len(parsed.entries) == 10_000
    assert "10050" in parsed.findings[0].vi


@pytest.mark.parametrize(
    ("body", "vi"),
    [
        (b"", "rỗng"),
        (b" \r\n\t ", "rỗng"),
        (b"\xef\xbb\xbf", "rỗng"),
        (b"\x00\x00\x00", "rỗng"),
        (b"<!DOCTYPE html><html><head><title>x</title></head><body>404</body></html>", "trang web"),
        (b"<html><body>x <rss><channel></channel></rss></body></html>", "trang web"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "trang web"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"just words", "văn bản"),
        (b"<opml version='2.0'><body/></opml>", "trang web"),
        (b"<?xml version='1.0'?><opml version='2.0'><head/></opml>", "OPML"),
        (b"<urlset><url><loc>x</loc></url></urlset>", "sitemap"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<data><row/></data>", "<data>"),
        (b'{"items": [], "version": "2"}', "JSON"),
        (b"[1, 2]", "JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "hỏng"),
        (b"[" * 100_000, "hỏng"),
        (gzip.compress(b" " * (MOST_BYTES + 10)), "quá lớn"),
        (b"<rss>" + b" " * MOST_BYTES, "quá lớn"),
    ],
)
def test_what_is_no_feed_is_answered_with_a_clear_sentence(body: bytes, vi: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(body)
    if body.startswith((b"<opml",)):
        vi = "nguồn tin"
    assert vi in caught.value.say.vi
    assert "hãy" in caught.value.say.vi.lower()
    assert caught.value.say.en


def test_a_web_page_that_names_its_feed_is_answered_with_the_address() -> None:
    page = (
        '<html><head><link rel="alternate" type="application/rss+xml" title="Tin" href="/rss/home.rss"></head></html>'
    )
    with pytest.raises(Unreadable) as caught:
        read(page, url="https://chinhphu.vn/rss")
    assert "https://chinhphu.vn/rss/home.rss" in caught.value.say.vi


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + rss("<title>T</title><description>[&x;]</description>"),
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;">]>'
        + rss("<title>T</title><description>[&x;]</description>"),
        '<!DOCTYPE r [<!ENTITY x "C:\\data">]>' + rss("<title>T</title><description>[&x;]</description>"),
        '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">'
        + rss("<title>T</title><description>[&x;]</description>"),
    ],
)
def test_entities_are_never_defined_nor_fetched(document: str) -> None:
    assert only(document).summary == "[&x;]"


@pytest.mark.parametrize(
    "flood",
    [
        "<x " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>",
        "<!--" * 50_000,
        "<b>" * 50_000,
        "<![CDATA[" * 50_000,
        "<description>" + "&" * 500_000 + "</description>",
        "<description>" + "<a x='" * 50_000 + "</description>",
        "<description><![CDATA[" + "<!--" * 50_000 + "]]></description>",
        "<description><![CDATA[" + "<b>" * 50_000 + "]]></description>",
        "<description><![CDATA[<p style='" + "a:url(" * 20_000 + "'>x</p>]]></description>",
        "<?xml " * 50_000,
        "<!DOCTYPE " * 50_000,
        "<title>" * 50_000,
    ],
)
def test_a_hostile_feed_is_done_with_in_seconds(flood: str) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        read(rss("<title>T</title>" + flood))
    assert time.process_time() - began < 8


PIECES = st.sampled_from(
    (
        *(
            "<item>",
            "</item>",
            "<entry>",
            "</entry>",
            "<title>",
            "</title>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "&",
            "&#0;",
        ),
        *(
            "<link>",
            "</link>",
            "<pubDate>",
            "</channel>",
            "<enclosure url='http://[' length='x'/>",
            "<media:content url='a'>",
        ),
        *(
            "<description>",
            "</description>",
            "ậ",
            "<",
            ">",
            "'",
            '"',
            "<?xml ",
            "<!DOCTYPE x [",
            "]>",
            "xml:base='::'",
            "\x00",
        ),
        *(
            "<content type='xhtml'>",
            "<content type='x/y' mode='base64'>",
            "<feed>",
            "<rdf:RDF>",
            "<at:deleted-entry",
            "<a:b>",
        ),
        *("&#x110000;", "\ufffe", "<rss>", "</a:b>", "<author>", "<name>", "<category term='x'/>", "<source url='x'>"),
    )
)
SCRAPS = st.lists(PIECES | st.text(max_size=8), max_size=40).map(
    lambda parts: "".join(parts).encode("utf-8", "replace")
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400) | SCRAPS, st.text(max_size=30))
@example(b"<rss><channel><item><link>http://[</link><title>&#1114112;</title></item>", "text/xml; charset=\x00")
@example(b"\x1f\x8b\x08", "")
def test_parse_only_ever_raises_unreadable(body: bytes, content_type: str) -> None:
    for whole in (
        body,
        b"<rss version='2.0'><channel>" + body,
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + body + b"</feed>",
    ):
        try:
            assert isinstance(parse(whole, content_type, URL, NOW), Parsed)
        except Unreadable:
            continue


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=10,
    ),
    st.sampled_from(
        ["id", "url", "title", "content_html", "authors", "tags", "attachments", "date_published", "image", "language"]
    ),
)
def test_no_value_anywhere_in_a_json_feed_makes_it_fail(value: object, key: str) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": value, "items": [{"id": "1", key: value}, value]}
    assert isinstance(parse(json.dumps(feed).encode(), "application/feed+json", "", NOW), Parsed)


def test_a_url_that_is_none_does_no_harm() -> None:
    assert len(parse(rss(WHOLE).encode(), "", "", NOW).entries) == 1
    assert len(parse(atom("<id>a</id>").encode(), "", "http://[", NOW).entries) == 1


def test_what_fails_inside_is_unreadable_and_the_log_holds_nothing_of_the_content(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str, *rest: object) -> Parsed:
        raise KeyError(text)

    monkeypatch.setattr("syndication.sources.parse.read_xml", fail)
    with pytest.raises(Unreadable):
        read(rss("<title>TỐI MẬT</title>"))
    assert "KeyError" in caplog.text
    assert "MẬT" not in caplog.text
