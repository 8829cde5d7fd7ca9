"""Subtitles of a film, however a feed names them."""

from __future__ import annotations

import json

import pytest

from tests.syndication.sources.feeds import only, read, rss

FILM = '<enclosure url="https://moha.gov.vn/p.mp4" type="video/mp4" length="1"/>'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


@pytest.mark.parametrize(
    ("written", "language"),
    [
        (f'<media:subTitle {MEDIA} href="/p.vtt" type="text/vtt" lang="vi"/>', "vi"),
        (f'<media:subTitle {MEDIA} href="/p.vtt" lang="vi-VN"/>', "vi"),
        ('<enclosure url="/p.vtt" type="text/vtt" length="10"/>', ""),
        ('<enclosure url="/p.vtt" type="application/octet-stream"/>', ""),
    ],
)
def test_subtitles_are_a_file_of_their_own_kind_with_their_language(written: str, language: str) -> None:
    entry = only(rss(f"<title>Tin</title><link>https://moha.gov.vn/a</link>{FILM}{written}"))
    assert [(file.role, file.language) for file in entry.media] == [("video", ""), ("captions", language)]
    assert entry.media[1].url == "https://moha.gov.vn/p.vtt"


def test_subtitles_attached_in_a_json_feed_are_known_by_their_kind() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Tin",
        "items": [
            {
                "id": "1",
                "title": "Phóng sự",
                "content_text": "Nội dung.",
                "attachments": [
                    {"url": "https://moha.gov.vn/p.mp4", "mime_type": "video/mp4"},
                    {"url": "https://moha.gov.vn/p.srt", "mime_type": "application/x-subrip"},
                ],
            }
        ],
    }
    (entry,) = read(json.dumps(feed)).entries
    assert [file.role for file in entry.media] == ["video", "captions"]
