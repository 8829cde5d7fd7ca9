"""RSS as it is met in Viet Nam, and everywhere."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.syndication.sources.feeds import WHOLE, only, read, rss


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Tin &amp; bài", "Tin & bài"),
        ("Tin & bài", "Tin & bài"),
        ("Tin &amp;amp; bài", "Tin & bài"),
        ("Tin &amp;amp;amp; bài", "Tin & bài"),
        ("<![CDATA[Tin &amp; bài]]>", "Tin & bài"),
        ("<![CDATA[Tin <b>quan trọng</b>]]>", "Tin quan trọng"),
        ("&lt;b&gt;Tin&lt;/b&gt;", "Tin"),
        ("Tin <b>đậm</b> đây", "Tin đậm đây"),
        ("Lương &lt; 5 triệu", "Lương < 5 triệu"),
        ("Th&#244;ng b&#xE1;o", "Thông báo"),
        ("Th&ocirc;ng b&aacute;o", "Thông báo"),
        ("Th&amp;ocirc;ng b&amp;aacute;o", "Thông báo"),
        ("Tin&nbsp;mới", "Tin mới"),
        ("Tin\x0b mới\x00", "Tin mới"),
        ("Tin&#11; mới&#1114112;&#xFFFE;", "Tin mới"),
        ("\n\t Tin \n  mới ", "Tin mới"),
        ("Tin\u200b mới\ufeff", "Tin mới"),
        ("Ho\u0323\u0302i nghi\u0323", "Hội nghị"),
        ("AT&T và R&D", "AT&T và R&D"),
        ("Tin &khongco; lạ", "Tin &khongco; lạ"),
        ("", ""),
    ],
)
def test_a_title_is_plain_composed_text(written: str, told: str) -> None:
    assert only(rss(f"<title>{written}</title><link>https://moha.gov.vn/a</link>")).title == told


def test_a_description_of_picture_and_text_in_broken_html_gives_both() -> None:
    entry = only(
        rss(
            WHOLE + '<description><![CDATA[<a href="https://moha.gov.vn/a"><img src="https://i.vn/a.jpg?w=1&amp;h=2" >'
            "</a></br>Sáng 7/9, Bộ trưởng…]]></description>"
        )
    )
    assert entry.summary == "Sáng 7/9, Bộ trưởng…"
    assert [file.url for file in entry.media] == ["https://i.vn/a.jpg?w=1&h=2"]
    assert "<img" in entry.html


def test_a_self_closed_and_closed_anchor_with_single_quotes_gives_both() -> None:
    entry = only(
        rss(WHOLE + "<description><![CDATA[<a href='/a'/><img src='/b.jpg'/></a></br>(Dân trí) - Tin]]></description>")
    )
    assert "Tin" in entry.summary
    assert [file.url for file in entry.media] == ["https://moha.gov.vn/b.jpg"]


def test_relative_and_spaced_addresses_of_pictures_become_absolute_and_quoted() -> None:
    entry = only(
        rss(
            WHOLE
            + '<description><![CDATA[<img src="/Media_Share/a b ảnh.jpg"><img src="//cdn.vn/c.png">]]></description>'
        )
    )
    assert [file.url for file in entry.media] == [
        "https://moha.gov.vn/Media_Share/a%20b%20%E1%BA%A3nh.jpg",
        "https://cdn.vn/c.png",
    ]


def test_a_relative_picture_is_completed_by_the_items_own_address() -> None:
    item = "<title>T</title><link>https://so.noivu.vn/tin/a.html</link><description>&lt;img src='anh/1.jpg'&gt;</description>"
    assert only(rss(item)).media[0].url == "https://so.noivu.vn/tin/anh/1.jpg"


def test_scripts_frames_and_handlers_are_gone() -> None:
    entry = only(
        rss(
            WHOLE + "<description><![CDATA[<p onclick='x()'>Tin</p><script>alert(1)</script><iframe src='//x'></iframe>"
            "<a href='javascript:x'>bấm</a>]]></description>"
        )
    )
    for bad in ("script", "iframe", "onclick", "javascript"):
        assert bad not in entry.html
    assert "Tin" in entry.summary


def test_the_full_text_is_the_body_and_the_description_the_summary() -> None:
    entry = only(
        rss(
            WHOLE + "<description><![CDATA[<img src='/lead.jpg'>Tóm tắt]]></description>"
            "<content:encoded><![CDATA[<p>Toàn văn</p><img src='/x.jpg' alt='Ảnh'>]]></content:encoded>"
        )
    )
    assert entry.summary == "Tóm tắt"
    assert "Toàn văn" in entry.html
    assert [(file.url[-6:], file.alt) for file in entry.media] == [("/x.jpg", "Ảnh"), ("ad.jpg", "")]


def test_a_double_escaped_body_is_read_as_html() -> None:
    entry = only(rss(WHOLE + "<description>&amp;lt;p&amp;gt;Tin mới&amp;lt;/p&amp;gt;</description>"))
    assert entry.summary == "Tin mới"


def test_a_plain_body_keeps_its_paragraphs() -> None:
    entry = only(rss(WHOLE + "<description>Đoạn một 1 < 2\n\nĐoạn hai</description>"))
    assert entry.summary == "Đoạn một 1 < 2\n\nĐoạn hai"


def test_markup_that_nobody_escaped_is_still_the_description() -> None:
    parsed = read(rss(WHOLE + "<description><p>Dòng một<br>dòng hai</p></description>", "<title>Hai</title>"))
    assert [entry.title for entry in parsed.entries] == ["Hội nghị tổng kết", "Hai"]
    assert "Dòng một" in parsed.entries[0].summary
    assert "dòng hai" in parsed.entries[0].html
    assert parsed.findings


@pytest.mark.parametrize(
    ("guid", "link", "want_guid", "want_link"),
    [
        ("<guid>urn:a</guid>", "<link>https://moha.gov.vn/a</link>", "urn:a", "https://moha.gov.vn/a"),
        ("<guid> urn:a\n</guid>", "<link>\n https://moha.gov.vn/a </link>", "urn:a", "https://moha.gov.vn/a"),
        ("<guid>https://moha.gov.vn/a</guid>", "", "https://moha.gov.vn/a", "https://moha.gov.vn/a"),
        ("<guid isPermaLink='false'>57695</guid>", "", "57695", ""),
        ("<guid>57695</guid>", "", "57695", ""),
        ("", "<link>https://moha.gov.vn/a</link>", "", "https://moha.gov.vn/a"),
        ("", "<link>/tin-tuc/a b</link>", "", "https://moha.gov.vn/tin-tuc/a%20b"),
        ("", "<link><![CDATA[https://moha.gov.vn/a?x=1&y=2]]></link>", "", "https://moha.gov.vn/a?x=1&y=2"),
        ("", "<link>https://moha.gov.vn/a?x=1&y=2</link>", "", "https://moha.gov.vn/a?x=1&y=2"),
        ("", "<link>javascript:alert(1)</link>", "", ""),
        ("", "<link>http://[::1/a</link>", "", ""),
        ("", "", "", ""),
    ],
)
def test_guid_and_address_are_taken_as_they_are_meant(guid: str, link: str, want_guid: str, want_link: str) -> None:
    entry = only(rss(f"<title>T</title>{guid}{link}"))
    assert (entry.guid, entry.link) == (want_guid, want_link)


def test_dates_are_ours_and_the_text_is_kept() -> None:
    entry = only(rss("<title>T</title><pubDate>Mon, 07 Sep 2026 19:41:53 GMT+7</pubDate>"))
    assert entry.published == datetime.fromisoformat("2026-09-07T19:41:53+07:00")
    assert entry.raw_date == "Mon, 07 Sep 2026 19:41:53 GMT+7"


@pytest.mark.parametrize("date", ["Mon, 07 Sep 2036 19:41:53 +0700", "hôm qua", "0001-01-01T00:00:00"])
def test_a_date_that_cannot_be_used_is_said(date: str) -> None:
    entry = only(rss(f"<title>T</title><pubDate>{date}</pubDate>"))
    assert entry.published is None
    assert entry.raw_date == date
    assert date in entry.findings[0].vi


def test_an_item_without_a_date_has_none_and_nothing_is_said() -> None:
    entry = only(rss("<title>T</title><guid>2024</guid>"))
    assert (entry.published, entry.raw_date, entry.findings) == (None, "", ())


def test_enclosures_keep_their_order_and_false_lengths_do_no_harm() -> None:
    entry = only(
        rss(
            WHOLE
            + '<enclosure url="/a.jpg" length="1200" type="image/jpeg"/><enclosure url="/b.mp4" length="abc" type=""/>'
            '<enclosure url="/c.pdf" length="-1" type="application/pdf"/><enclosure url="" type="image/png"/><enclosure/>'
            f'<enclosure url="/d.png" length="{"9" * 5000}" type="image"/>'
        )
    )
    assert [file.url[-6:] for file in entry.media] == ["/a.jpg", "/b.mp4", "/c.pdf", "/d.png"]
    assert [(file.role, file.length) for file in entry.media] == [
        ("picture", 1200),
        ("video", None),
        ("file", None),
        ("picture", None),
    ]


def test_media_descriptions_become_alt_and_caption_and_never_the_summary() -> None:
    entry = only(
        rss(
            WHOLE + "<description>Tóm tắt</description>"
            '<media:content url="/c.jpg" medium="image"><media:title>Chú thích</media:title>'
            "<media:description>Bộ trưởng phát biểu</media:description></media:content>"
        )
    )
    assert entry.summary == "Tóm tắt"
    assert entry.title == "Hội nghị tổng kết"
    assert [(file.alt, file.caption) for file in entry.media] == [("Bộ trưởng phát biểu", "Chú thích")]


def test_of_several_versions_of_one_picture_the_largest_is_taken() -> None:
    versions = '<media:content url="/s.jpg" width="100"/><media:content url="/l.jpg" width="1200"/>'
    entry = only(rss(WHOLE + f"<media:group>{versions}<media:description>Ảnh</media:description></media:group>"))
    assert [(file.url, file.alt) for file in entry.media] == [("https://moha.gov.vn/l.jpg", "Ảnh")]


def test_a_thumbnail_counts_only_when_there_is_no_other_picture() -> None:
    thumbnail = '<media:thumbnail url="/t.jpg"/>'
    assert [file.url[-6:] for file in only(rss(WHOLE + thumbnail)).media] == ["/t.jpg"]
    both = only(rss(WHOLE + thumbnail + '<enclosure url="/a.jpg" type="image/jpeg"/>'))
    assert [file.url[-6:] for file in both.media] == ["/a.jpg"]


def test_the_same_picture_twice_is_listed_once_with_its_description() -> None:
    entry = only(
        rss(
            WHOLE
            + '<description>&lt;img src="/a.jpg" alt="Ảnh"&gt;</description><enclosure url="/a.jpg" type="image/jpeg"/>'
        )
    )
    assert [(file.url, file.alt) for file in entry.media] == [("https://moha.gov.vn/a.jpg", "Ảnh")]


def test_a_figure_gives_its_caption() -> None:
    figure = "<figure><img src='/a.jpg' alt='Ảnh'><figcaption>Quang cảnh</figcaption></figure>"
    assert only(rss(WHOLE + f"<description><![CDATA[{figure}]]></description>")).media[0].caption == "Quang cảnh"


def test_e_mail_addresses_of_authors_are_not_told() -> None:
    entry = only(rss(WHOLE + "<author>lan@moha.gov.vn (Ngọc Lan)</author><dc:creator>Minh</dc:creator>"))
    assert "@" not in entry.author
    assert set(entry.author.split(", ")) == {"Ngọc Lan", "Minh"}
    assert only(rss(WHOLE + "<author>lan@moha.gov.vn</author>")).author == ""


def test_categories_are_plain_and_each_is_told_once() -> None:
    words = "<category>Thời sự</category><category><![CDATA[Cải cách &amp; tổ chức]]></category><category>Thời sự</category>"
    assert only(rss(WHOLE + words)).categories == ("Thời sự", "Cải cách & tổ chức")


def test_an_items_own_language_is_told_and_the_feeds_is_the_feeds() -> None:
    channel = "<title>T</title><language>vi-VN</language>"
    parsed = read(rss("<title>A</title><dc:language>en-US</dc:language>", "<title>B</title>", channel=channel))
    assert parsed.language == "vi"
    assert [entry.language for entry in parsed.entries] == ["en", ""]


def test_tombstones_stand_in_a_channel_too() -> None:
    gone = '<at:deleted-entry ref="urn:a" when="2026-09-07T19:41:53+07:00"><at:comment>Thu hồi</at:comment></at:deleted-entry>'
    parsed = read(rss(WHOLE, channel=f"<title>T</title>{gone}"))
    assert [(stone.ref, stone.when) for stone in parsed.tombstones] == [
        ("urn:a", datetime.fromisoformat("2026-09-07T19:41:53+07:00"))
    ]
    assert parsed.title == "T"
    assert len(parsed.entries) == 1


def test_a_tombstone_without_a_reference_is_none_and_without_a_date_is_one() -> None:
    parsed = read(rss(channel='<title>T</title><at:deleted-entry when="x"/><at:deleted-entry ref="a" when="hôm qua"/>'))
    assert [(stone.ref, stone.when) for stone in parsed.tombstones] == [("a", None)]


def test_an_empty_channel_is_a_feed_without_entries() -> None:
    parsed = read(rss())
    assert (parsed.kind, parsed.entries, parsed.title, parsed.home) == ("rss", (), "Bộ Nội vụ", "https://moha.gov.vn")


def test_the_channels_image_is_no_picture_of_an_item() -> None:
    channel = "<title>T</title><image><url>/logo.png</url><title>Logo</title><link>/</link></image>"
    parsed = read(rss(WHOLE, channel=channel))
    assert (parsed.title, parsed.entries[0].media) == ("T", ())


def test_rss_1_0_in_rdf_is_read() -> None:
    parsed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title></channel>'
        '<item rdf:about="https://moha.gov.vn/a"><title>A</title><link>https://moha.gov.vn/a</link>'
        "<dc:date>2026-09-07T19:41:53+07:00</dc:date></item></rdf:RDF>"
    )
    assert (parsed.kind, parsed.title) == ("rdf", "T")
    assert parsed.entries[0].link == "https://moha.gov.vn/a"
    assert parsed.entries[0].published == datetime.fromisoformat("2026-09-07T19:41:53+07:00")


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0", ""])
def test_every_version_of_rss_is_read(version: str) -> None:
    assert only(rss(WHOLE).replace('version="2.0"', f'version="{version}"')).title == "Hội nghị tổng kết"
