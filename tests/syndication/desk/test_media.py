"""A film's subtitles come in with it, and what only calls itself so is a finding."""

from __future__ import annotations

import pytest

from scheduler import blobs
from scheduler.access import open_wire
from syndication.desk import media
from syndication.items.models import Media
from syndication.items.story import story_of
from syndication.sources.entry import Enclosure, Entry
from tests.formatters.awkward import data_of, scene
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


def test_pictures_that_nobody_described_are_a_finding_and_are_shown_all_the_same() -> None:
    with Portal() as portal:
        wanted = [
            Enclosure(f"{portal.url}/a.jpg", role="picture", alt="Toàn cảnh hội nghị"),
            Enclosure(f"{portal.url}/b.jpg", role="picture", alt="  ", caption="Ảnh: TTXVN"),
            Enclosure(f"{portal.url}/missing.jpg", role="picture"),
        ]
        found, findings = media.fetch(entry_of(*wanted), open_wire(2.0))
    assert [bool(one["sha256"]) for one in found] == [True, True, False]
    assert [finding["en"].split()[0] for finding in findings if "description" in finding["en"]] == ["1"]
    assert any("mô tả (alt)" in finding["vi"] for finding in findings)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_every_kind_of_picture_comes_in_under_any_name(kind: str) -> None:
    with Portal() as portal:
        portal.files["/anh.pdf"] = (data_of(scene("ho-so", 64, 40), kind), "application/octet-stream")
        found, findings = media.fetch(
            entry_of(Enclosure(f"{portal.url}/anh.pdf", role="picture", alt="Ảnh")), open_wire(2.0)
        )
    assert findings == []
    row = Media.objects.get(sha256=found[0]["sha256"])
    assert (row.mime, row.width, row.height) == (f"image/{kind.lower()}", 64, 40)


def test_a_picture_that_was_cut_short_is_a_finding_that_says_so() -> None:
    with Portal() as portal:
        portal.files["/a.jpg"] = (data_of(scene("ho-so", 400, 250), "JPEG")[:-2000], "image/jpeg")
        found, findings = media.fetch(
            entry_of(Enclosure(f"{portal.url}/a.jpg", role="picture", alt="Ảnh")), open_wire(2.0)
        )
    assert found[0]["sha256"] == ""
    assert "not uploaded whole" in findings[0]["en"]


@pytest.mark.parametrize(
    ("said", "title", "alt"),
    [
        ({"alt": " ", "caption": "Đại biểu biểu quyết"}, "Hội nghị", "Đại biểu biểu quyết"),
        ({"alt": "", "caption": " "}, "Hội nghị", "Hội nghị"),
        ({"alt": "", "caption": ""}, "", "Hội nghị thống nhất các nhiệm vụ trọng tâm."),
    ],
)
def test_a_picture_always_has_a_description_even_of_an_item_without_a_title(
    said: dict[str, str], title: str, alt: str
) -> None:
    row = instance.item(title, media=[instance.picture() | said])
    assert [picture.alt for picture in story_of(row, row.revision).pictures] == [alt]
