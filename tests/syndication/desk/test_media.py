"""A film's subtitles come in with it, and what only calls itself so is a finding."""

from __future__ import annotations

import pytest

from scheduler import blobs
from scheduler.access import open_wire
from syndication.desk import media
from syndication.items.models import Media
from syndication.items.story import story_of
from syndication.sources.entry import Enclosure, Entry
from tests.support import instance
from tests.support.portal import Portal

pytestmark = pytest.mark.django_db
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nKính thưa quý vị\n".encode()
SRT = b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:04,000\r\nDear all\r\n"


def entry_of(*files: Enclosure) -> Entry:
    return Entry("g", "https://moha.gov.vn/a", "Phóng sự", "", "<p>x</p>", None, None, media=files)


def test_subtitles_are_kept_by_content_and_belong_to_the_film_in_their_language() -> None:
    with Portal() as portal:
        portal.files["/p.vtt"] = (VTT, "text/plain")
        portal.files["/p.en.srt"] = (SRT, "application/octet-stream")
        found, findings = media.fetch(
            entry_of(
                Enclosure(f"{portal.url}/film.mp4", role="video"),
                Enclosure(f"{portal.url}/p.vtt", role="captions"),
                Enclosure(f"{portal.url}/p.en.srt", role="captions", language="en"),
            ),
            open_wire(2.0),
        )
    assert findings == []
    row = instance.item(media=found)
    film = story_of(row, row.revision).film
    assert film is not None
    assert [(told.language, told.mime) for told in film.captions] == [
        ("vi", "text/vtt"),
        ("en", "application/x-subrip"),
    ]
    assert blobs.place(film.captions[0].sha256).read_bytes() == VTT


def test_a_page_that_calls_itself_subtitles_is_a_finding_and_costs_the_item_nothing() -> None:
    with Portal() as portal:
        portal.files["/p.vtt"] = (b"<html>not found</html>", "text/vtt")
        portal.files["/q.vtt"] = (b"%PDF-1.7 " + b"x" * 50, "text/vtt")
        wanted = [Enclosure(f"{portal.url}{path}", role="captions") for path in ("/p.vtt", "/q.vtt")]
        found, findings = media.fetch(entry_of(*wanted), open_wire(2.0))
    assert [one["sha256"] for one in found] == ["", ""]
    assert "WebVTT or SubRip" in findings[1]["en"]
    assert Media.objects.count() == 0
