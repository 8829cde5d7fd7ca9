"""Every dialect is read by one table of words, whatever its namespaces, prefixes and case."""

from __future__ import annotations

import pytest

from tests.syndication.sources.feeds import only, read, rss

ITEM = "<title>Tin</title><link>https://moha.gov.vn/a</link><description>Văn</description>"


def prefixed(prefix: str) -> str:
    return (
        ITEM.replace("</", f"</{prefix}:")
        .replace("<t", f"<{prefix}:t")
        .replace("<l", f"<{prefix}:l")
        .replace("<d", f"<{prefix}:d")
    )


@pytest.mark.parametrize(
    "document",
    [
        f"<rss xmlns='http://backend.userland.com/rss2'><channel><item>{ITEM}</item></channel></rss>",
        f"<rss xmlns='http://backend.userland.com/RSS091/'><channel><item>{ITEM}</item></channel></rss>",
        f"<rss xmlns='http://cong.vn/khong-ai-biet'><channel><item>{ITEM}</item></channel></rss>",
        f"<x:rss xmlns:x='http://purl.org/rss/1.0/'><x:channel><x:item>{prefixed('x')}</x:item></x:channel></x:rss>",
        f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>"
        f"<channel><title>T</title></channel><item>{ITEM}</item></rdf:RDF>",
        f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        f"<channel><title>T</title></channel><item>{ITEM}</item></rdf:RDF>",
        f"<RSS><CHANNEL><ITEM>{ITEM.upper().replace('HTTPS://MOHA.GOV.VN/A', 'https://moha.gov.vn/a')}</ITEM></CHANNEL></RSS>",
        f"<Rss><Channel><iTem>{ITEM}</iTem></Channel></Rss>",
        f"<channel><item>{ITEM}</item></channel>",
        f"<rss><item>{ITEM}</item></rss>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>Tin</title>"
        "<link rel='alternate' type='text/html' href='https://moha.gov.vn/a'/><content mode='escaped'>Văn</content></entry></feed>",
    ],
)
def test_every_dialect_says_the_same(document: str) -> None:
    entry = only(document)
    assert (entry.title.lower(), entry.link, entry.summary.lower()) == ("tin", "https://moha.gov.vn/a", "văn")


def test_atom_0_3_has_its_own_dates_and_ways_of_writing() -> None:
    entry = only(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>a</id><title mode='base64'>x</title>"
        "<issued>2026-09-07T19:41:53+07:00</issued><modified>2026-09-08T19:41:53+07:00</modified><created>2026-09-01</created>"
        "<content type='text/html' mode='base64'>PHA+VG/DoG4gdsSDbjwvcD4=</content></entry></feed>"
    )
    assert entry.html == "<p>Toàn văn</p>"
    assert (str(entry.published)[:10], str(entry.updated)[:10]) == ("2026-09-07", "2026-09-08")


@pytest.mark.parametrize(
    ("item", "summary", "body"),
    [
        ("<description>A</description><content:encoded>B b</content:encoded>", "A", "B b"),
        ("<content:encoded>B b</content:encoded><description>A</description>", "A", "B b"),
        ("<description>A</description><itunes:summary>B b</itunes:summary>", "A", "B b"),
        ("<content:encoded>B b</content:encoded>", "B b", "B b"),
        ("<dc:description>A</dc:description>", "A", "A"),
        ("<description>A</description><content:encoded/>", "A", "A"),
    ],
)
def test_summary_and_full_text_are_told_apart_however_they_are_named(item: str, summary: str, body: str) -> None:
    entry = only(rss(f"<title>T</title>{item}"))
    assert (entry.summary, entry.html) == (summary, f"<p>{body}</p>")


def test_the_title_and_address_of_something_else_are_not_the_items() -> None:
    entry = only(
        rss(
            "<image><url>/u.jpg</url><title>Ảnh</title><link>/z</link></image><source url='/s'>Nguồn</source>"
            "<media:content url='/m.mp4'><media:title>Phim</media:title></media:content>"
        )
    )
    assert (entry.title, entry.link) == ("", "")
    assert [file.url for file in entry.media] == ["https://moha.gov.vn/u.jpg", "https://moha.gov.vn/m.mp4"]


def test_what_a_start_tag_without_an_end_swallowed_is_found_again() -> None:
    entry = only(rss("<guid>urn:a<title>Tin</title><link>https://moha.gov.vn/a</link>"))
    assert (entry.title, entry.link) == ("Tin", "https://moha.gov.vn/a")


def test_a_line_break_of_xhtml_is_one_line_break() -> None:
    content = (
        "<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'>Một<h:br/>hai<h:p/></h:div></content>"
    )
    assert (
        only(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{content}</entry></feed>").html == "<p>Một<br>hai</p>"
    )


def test_letters_of_windows_1252_written_as_numbers_are_those_letters() -> None:
    assert only(rss("<title>A &#150; B &#x93;C&#148; \x85</title>")).title == "A – B “C” …"


def test_wrongly_written_attributes_are_understood() -> None:
    entry = only(
        rss(
            "<title>T</title><enclosure URL='/a.jpg' TYPE='image/jpeg' LENGTH='12'/><guid ISPERMALINK='false'>/a</guid>"
        )
    )
    assert (entry.media[0].url, entry.media[0].length, entry.link) == ("https://moha.gov.vn/a.jpg", 12, "")


def test_a_link_with_a_base_of_its_own_is_completed_by_it() -> None:
    item = "<title>T</title><atom:link xml:base='https://so.noivu.vn/tin/' href='a.html'/>"
    assert read(rss(item)).entries[0].link == "https://so.noivu.vn/tin/a.html"
