"""The portal's feed as our own reader sees it: well-formed, and with the traps that real portals set."""

from __future__ import annotations

import unicodedata

from lxml import etree

from syndication.sources.entry import Entry, Parsed, content_digest
from syndication.sources.parse import parse
from tests.syndication.demo.conftest import Visitor

PATHS = {"vi": "/rss", "en": "/en/rss"}


def read(visitor: Visitor, language: str = "vi") -> Parsed:
    reply = visitor.get(PATHS[language])
    return parse(reply.body, reply.headers["content-type"], visitor.url + PATHS[language])


def entries(visitor: Visitor, language: str = "vi") -> dict[str, Entry]:
    return {entry.guid: entry for entry in read(visitor, language).entries}


def raw(visitor: Visitor, guid: str) -> etree._Element:
    root = etree.fromstring(visitor.get("/rss").body)
    return next(item for item in root.iter("item") if item.findtext("guid") == guid)


def test_both_feeds_are_well_formed_and_read_without_a_finding(whole_portal: Visitor) -> None:
    for language, number in (("vi", 17), ("en", 5)):
        etree.fromstring(whole_portal.get(PATHS[language]).body)
        parsed = read(whole_portal, language)
        assert (parsed.kind, parsed.language, len(parsed.entries)) == ("rss", language, number)
        assert not parsed.findings
        assert not [entry.findings for entry in parsed.entries if entry.findings]


def test_every_entry_has_its_address_on_the_portal_its_day_author_and_categories(whole_portal: Visitor) -> None:
    for entry in (*read(whole_portal).entries, *read(whole_portal, "en").entries):
        assert entry.link.startswith(whole_portal.url)
        assert entry.link.endswith(f"---oid{entry.guid.removeprefix('moha-')}")
        assert entry.published is not None
        assert entry.author
        assert len(entry.categories) >= 2
        assert entry.summary
        assert "<p>" in entry.html


def test_a_title_with_an_ampersand_and_quotes_comes_through_whole(whole_portal: Visitor) -> None:
    assert entries(whole_portal)["moha-57708"].title.startswith('Ra mắt chuyên mục "Hỏi & Đáp" về tiền lương')


def test_one_item_is_escaped_twice_and_is_read_all_the_same(whole_portal: Visitor) -> None:
    assert "&quot;" in (raw(whole_portal, "moha-57710").findtext("title") or "")
    entry = entries(whole_portal)["moha-57710"]
    assert entry.title.endswith('"thưởng theo kết quả công việc, không thưởng theo thâm niên"')
    assert "<table>" in entry.html
    assert "&lt;" not in entry.html


def test_one_item_is_in_decomposed_letters(whole_portal: Visitor) -> None:
    title = raw(whole_portal, "moha-57711").findtext("title") or ""
    assert title != unicodedata.normalize("NFC", title)
    assert entries(whole_portal)["moha-57711"].title == unicodedata.normalize("NFC", title)


def test_one_item_has_relative_addresses_in_its_body_and_its_picture_counts_once(whole_portal: Visitor) -> None:
    body = raw(whole_portal, "moha-57714").findtext("{*}encoded") or ""
    assert 'src="/Media_Share/' in body
    assert [file.url for file in entries(whole_portal)["moha-57714"].media] == [
        f"{whole_portal.url}/Media_Share/2026/11/hoi-truong-101.jpg"
    ]


def test_pictures_come_with_their_description_and_their_caption(whole_portal: Visitor) -> None:
    told = entries(whole_portal)
    media = told["moha-57704"].media
    assert len(media) == 3
    assert all(file.role == "picture" and file.alt and file.caption for file in media)
    assert not told["moha-57709"].media


def test_the_film_is_an_enclosure_with_its_true_length(whole_portal: Visitor) -> None:
    [film] = [file for file in entries(whole_portal)["moha-57703"].media if file.role == "video"]
    assert film.mime == "video/mp4"
    assert film.length == len(whole_portal.get(film.url).body)


def test_the_copy_tells_exactly_what_the_original_tells(whole_portal: Visitor) -> None:
    told = entries(whole_portal)
    assert content_digest(told["moha-57707"]) == content_digest(told["moha-57704"])
    assert told["moha-57707"].link != told["moha-57704"].link


def test_what_was_withdrawn_is_a_tombstone_and_no_entry(portal: Visitor) -> None:
    assert "moha-57702" in entries(portal)
    assert not read(portal).tombstones
    portal.later = 240
    parsed = read(portal)
    assert [stone.ref for stone in parsed.tombstones] == ["moha-57702"]
    assert "moha-57702" not in {entry.guid for entry in parsed.entries}
    assert not read(portal, "en").tombstones


def test_what_was_edited_keeps_its_guid_and_says_when(portal: Visitor) -> None:
    before = entries(portal)["moha-57701"]
    portal.later = 150
    after = entries(portal)["moha-57701"]
    assert (before.title[-4:], after.title[-4:]) == ("2025", "2026")
    assert content_digest(before) != content_digest(after)
    assert before.link != after.link
    assert before.published == after.published
    assert before.updated is None
    assert after.updated is not None
    assert (after.updated - portal.began).total_seconds() == 150
