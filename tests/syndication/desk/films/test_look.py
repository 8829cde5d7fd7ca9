"""A film that comes in is looked at; what cannot be shown is a finding, and the item loses nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from formatters.films.words import CUT_OFF, ONLY_SOUND, UnusableFilm
from formatters.story import Story
from scheduler import blobs
from scheduler.access import open_wire
from syndication.desk import media
from syndication.desk.tell import tell
from syndication.items.models import Item, Media
from syndication.items.story import story_of
from syndication.sources.entry import Enclosure, Entry
from tests.support import instance
from tests.support.films import film, with_subtitles
from tests.support.portal import Portal

pytestmark = pytest.mark.django_db
VI = "1\n00:00:00,100 --> 00:00:00,500\nXin chào\n"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        yield server


def fetched(*files: Enclosure) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    entry = Entry("g", "https://moha.gov.vn/a", "Phóng sự", "", "<p>x</p>", None, None, media=files)
    return media.fetch(entry, open_wire(2.0))


def told(portal: Portal, data: bytes, *others: Enclosure) -> Story:
    """The story of an item with this film."""
    portal.files["/phim"] = (data, "application/octet-stream")
    found, findings = fetched(Enclosure(f"{portal.url}/phim", role="video"), *others)
    assert findings == []
    row = instance.item(media=found)
    return story_of(row, row.revision)


def test_the_films_facts_stand_with_it_whatever_its_server_calls_it(portal: Portal) -> None:
    story = told(portal, film("webm", "libvpx-vp9", "libopus", turned=0))
    assert story.film is not None
    assert story.film.facts is not None
    assert (story.film.mime, story.film.facts.video, story.film.facts.width) == ("video/webm", "vp9", 160)
    assert story.film.seconds == pytest.approx(0.8, abs=0.05)
    row = Media.objects.get(pk=story.film.sha256)
    assert (row.mime, row.width, row.height) == ("video/webm", 160, 96)


def test_a_frame_of_the_film_stands_in_for_the_picture_that_an_item_lacks(portal: Portal) -> None:
    (frame,) = told(portal, film()).pictures
    assert (frame.width, frame.height, frame.mime) == (160, 96, "image/jpeg")
    assert frame.alt.startswith("Hình ảnh trong video: ")
    assert blobs.place(frame.sha256).read_bytes().startswith(b"\xff\xd8\xff")


def test_the_frame_is_the_cover_wherever_the_film_is_shown(portal: Portal) -> None:
    story = told(portal, film())
    row = Item.objects.get()
    for kind in ("facebook", "youtube", "zalo"):
        shown = tell(row, row.revision, instance.account(kind)).rendition
        assert shown.film is not None, kind
        assert shown.cover is not None, kind
        assert shown.cover.source == story.pictures[0].sha256, kind
        assert shown.cover.alt.startswith("Hình ảnh trong video: "), kind


def test_an_items_own_picture_goes_before_a_frame_of_its_film(portal: Portal) -> None:
    (picture,) = told(portal, film(), Enclosure(f"{portal.url}/a.jpg", alt="Hội nghị")).pictures
    assert picture.alt == "Hội nghị"


def test_subtitles_in_the_film_are_carried_unless_there_is_a_file_of_them(portal: Portal) -> None:
    data = with_subtitles(film(audio=""), ("vie", VI), ("eng", VI))
    portal.files["/p.vtt"] = (b"WEBVTT\n\n00:00.100 --> 00:00.500\nown\n", "text/vtt")
    story = told(portal, data, Enclosure(f"{portal.url}/p.vtt", role="captions", language="vi"))
    assert story.film is not None
    vi, en = story.film.captions
    assert (vi.language, en.language) == ("vi", "en")
    assert b"own" in blobs.place(vi.sha256).read_bytes()
    assert "Xin chào" in blobs.place(en.sha256).read_text(encoding="utf-8")
    assert (en.mime, en.size) == ("text/vtt", blobs.place(en.sha256).stat().st_size)


def test_subtitles_whose_language_is_not_told_are_in_the_items(portal: Portal) -> None:
    story = told(portal, with_subtitles(film(audio=""), ("und", VI)))
    assert story.film is not None
    assert [one.language for one in story.film.captions] == ["vi"]


@pytest.mark.parametrize(
    ("data", "why"), [(film(video=""), ONLY_SOUND), (film(pictures=50)[: len(film(pictures=50)) // 2], CUT_OFF)]
)
def test_a_film_that_cannot_be_shown_is_a_finding_and_nothing_of_it_is_kept(
    portal: Portal, data: bytes, why: UnusableFilm
) -> None:
    portal.files["/phim.mp4"] = (data, "video/mp4")
    found, findings = fetched(
        Enclosure(f"{portal.url}/phim.mp4", role="video"), Enclosure(f"{portal.url}/a.jpg", alt="x")
    )
    assert [bool(one["sha256"]) for one in found] == [False, True]
    (finding,) = findings
    assert str(why) in finding["en"]
    assert "The item goes without it." in finding["en"]
    assert list(Media.objects.values_list("mime", flat=True)) == ["image/jpeg"]


def test_subtitles_without_a_line_are_a_finding(portal: Portal) -> None:
    portal.files["/p.vtt"] = (b"WEBVTT\n\nnothing here\n", "text/vtt")
    found, findings = fetched(Enclosure(f"{portal.url}/p.vtt", role="captions"))
    assert found[0]["sha256"] == ""
    assert "UTF-8" in findings[0]["vi"]


def test_a_film_that_was_kept_before_films_were_looked_at_is_told_as_before(portal: Portal) -> None:
    kept = instance.film()
    row = instance.item(media=[kept])
    story = story_of(row, row.revision)
    assert story.film is not None
    assert (story.film.facts, story.film.seconds, story.pictures) == (None, None, ())


def test_and_has_its_facts_once_it_comes_in_again(portal: Portal) -> None:
    instance.film(film())
    story = told(portal, film())
    assert story.film is not None
    assert story.film.facts is not None
    assert len(story.pictures) == 1
