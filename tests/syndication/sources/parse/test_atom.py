"""Atom, by the letter and by what is met."""

from __future__ import annotations

from datetime import datetime

from tests.syndication.sources.feeds import atom, only, read

HEAD = "<id>urn:a</id><title>Tin</title><updated>2026-09-08T08:00:00+07:00</updated>"


def test_an_entry_is_read_with_both_dates() -> None:
    entry = only(atom(HEAD + "<published>2026-09-07T08:00:00+07:00</published><link href='https://moha.gov.vn/a'/>"))
    assert entry.published == datetime.fromisoformat("2026-09-07T08:00:00+07:00")
    assert entry.updated == datetime.fromisoformat("2026-09-08T08:00:00+07:00")
    assert entry.link == "https://moha.gov.vn/a"


def test_without_published_the_update_is_its_date() -> None:
    assert only(atom(HEAD)).published == datetime.fromisoformat("2026-09-08T08:00:00+07:00")


def test_of_several_alternates_the_first_is_the_address_and_a_file_never_is() -> None:
    links = (
        "<link rel='enclosure' href='https://moha.gov.vn/a.pdf' type='application/pdf' length='10' title='Công văn'/>"
        "<link rel='alternate' href='https://moha.gov.vn/vi' hreflang='vi'/>"
        "<link rel='alternate' href='https://moha.gov.vn/en' hreflang='en'/><link rel='self' href='https://moha.gov.vn/s'/>"
    )
    entry = only(atom(HEAD + links))
    assert entry.link == "https://moha.gov.vn/vi"
    assert [(file.url, file.role, file.length, file.caption) for file in entry.media] == [
        ("https://moha.gov.vn/a.pdf", "file", 10, "Công văn")
    ]


def test_an_xhtml_title_and_content_are_read() -> None:
    div = "<div xmlns='http://www.w3.org/1999/xhtml'>"
    entry = only(
        atom(
            "<id>urn:a</id><title type='xhtml'>" + div + "Tin <b>mới</b></div></title>"
            "<content type='xhtml'>" + div + "<p>Toàn <em>văn</em></p><img src='/a.jpg' alt='Ảnh'/></div></content>"
        )
    )
    assert entry.title == "Tin mới"
    assert "<em>văn</em>" in entry.html
    assert [(file.url, file.alt) for file in entry.media] == [("https://moha.gov.vn/a.jpg", "Ảnh")]


def test_an_html_content_with_a_base_is_completed_by_it() -> None:
    entry = only(
        atom(
            "<id>urn:a</id><title>T</title><content type='html'>&lt;img src='a.jpg'&gt;</content>",
            attributes="xml:base='https://anh.moha.gov.vn/2026/'",
        )
    )
    assert entry.media[0].url == "https://anh.moha.gov.vn/2026/a.jpg"


def test_a_text_content_is_text() -> None:
    entry = only(atom("<id>urn:a</id><title>T</title><content type='text'>Một &lt; hai\n\nBa</content>"))
    assert "<p>Ba</p>" in entry.html
    assert "Một &lt; hai" in entry.html


def test_summary_and_content_are_kept_apart() -> None:
    entry = only(atom(HEAD + "<summary>Tóm tắt</summary><content type='html'>&lt;p&gt;Toàn văn&lt;/p&gt;</content>"))
    assert entry.summary == "Tóm tắt"
    assert entry.html == "<p>Toàn văn</p>"


def test_content_that_is_elsewhere_is_no_content() -> None:
    entry = only(
        atom(HEAD + "<summary>Tóm tắt</summary><content src='https://moha.gov.vn/a.pdf' type='application/pdf'/>")
    )
    assert "Tóm tắt" in entry.html


def test_tombstones_are_read_and_leave_the_feed_as_it_is() -> None:
    stone = (
        "<at:deleted-entry ref=' urn:b ' when='2026-09-07T08:00:00Z'><at:by><name>Lan</name></at:by>"
        "<at:comment>Thu hồi</at:comment></at:deleted-entry>"
    )
    parsed = read(atom(HEAD, feed=f"<title>Bộ Nội vụ</title>{stone}"))
    assert [stone.ref for stone in parsed.tombstones] == ["urn:b"]
    assert parsed.title == "Bộ Nội vụ"
    assert [entry.title for entry in parsed.entries] == ["Tin"]


def test_the_languages_of_feed_and_entry_are_told_apart() -> None:
    parsed = read(atom(HEAD, attributes="xml:lang='vi-VN'").replace("<entry>", "<entry xml:lang='en'>"))
    assert (parsed.language, parsed.entries[0].language) == ("vi", "en")


def test_authors_and_labels_are_told() -> None:
    entry = only(
        atom(HEAD + "<author><name>Lan</name><email>l@moha.gov.vn</email></author><category term='a' label='Thời sự'/>")
    )
    assert (entry.author, entry.categories) == ("Lan", ("Thời sự",))


def test_a_prefixed_feed_is_read() -> None:
    entry = only(
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>T</a:title><a:entry><a:id>urn:a</a:id><a:title>Tin</a:title>"
        "</a:entry></a:feed>"
    )
    assert (entry.guid, entry.title) == ("urn:a", "Tin")


def test_an_entry_inside_an_entry_is_not_another_entry() -> None:
    parsed = read(atom(HEAD + "<source><id>urn:s</id><title>Nguồn</title></source>"))
    assert [(entry.guid, entry.title) for entry in parsed.entries] == [("urn:a", "Tin")]
