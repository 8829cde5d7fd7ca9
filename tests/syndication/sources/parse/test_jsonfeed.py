"""JSON Feed, read as forgivingly as its specification asks."""

from __future__ import annotations

import json
from typing import Any

from tests.syndication.sources.feeds import only, read


def feed(*items: Any, **more: Any) -> str:
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Bộ Nội vụ",
        "home_page_url": "https://moha.gov.vn/",
    }
    return json.dumps({**head, **more, "items": list(items)})


def test_an_item_is_read_whole() -> None:
    entry = only(
        feed(
            {
                "id": "urn:a",
                "url": "/tin/a",
                "title": "Tin &amp; bài",
                "content_html": "<p>Toàn văn</p><img src='b.jpg' alt='Ảnh'>",
                "summary": "Tóm tắt",
                "date_published": "2026-09-07T19:41:53+07:00",
                "date_modified": "2026-09-08T19:41:53+07:00",
                "authors": [{"name": "Lan"}, {"name": "Minh"}],
                "tags": ["Thời sự", "Thời sự"],
                "language": "vi-VN",
                "image": "/bia.jpg",
                "attachments": [
                    {"url": "/a.pdf", "mime_type": "application/pdf", "size_in_bytes": 12, "title": "Công văn"}
                ],
            }
        )
    )
    assert (entry.guid, entry.link, entry.title) == ("urn:a", "https://moha.gov.vn/tin/a", "Tin & bài")
    assert (entry.summary, entry.author, entry.categories, entry.language) == (
        "Tóm tắt",
        "Lan, Minh",
        ("Thời sự",),
        "vi",
    )
    assert entry.published
    assert entry.updated
    assert entry.published < entry.updated
    assert [(file.url.rpartition("/")[2], file.role) for file in entry.media] == [
        ("bia.jpg", "picture"),
        ("a.pdf", "file"),
        ("b.jpg", "picture"),
    ]


def test_a_plain_text_content_is_plain() -> None:
    entry = only(feed({"id": "1", "content_text": "Một < hai\n\nBa <b>"}))
    assert "<b>" not in entry.html
    assert "Một &lt; hai" in entry.html


def test_a_number_as_id_is_read_and_what_is_no_object_is_left_out() -> None:
    parsed = read(feed({"id": 57695}, "x", {"id": True, "title": 5}))
    assert [entry.guid for entry in parsed.entries] == ["57695", ""]
    assert "Mục thứ 2" in parsed.findings[0].vi


def test_version_1_0_with_one_author_is_read() -> None:
    document = feed({"id": "1", "author": {"name": "Lan"}}, version="https://jsonfeed.org/version/1")
    assert read("\ufeff" + document).kind == "jsonfeed"
    assert read(document).home == "https://moha.gov.vn/"


def test_half_a_surrogate_pair_is_no_character() -> None:
    assert only(feed({"id": "1", "title": "Tin"}).replace("Tin", "Ti\\ud800n")).title == "Tin"
