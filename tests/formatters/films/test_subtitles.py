"""Subtitles inside a film are taken out as WebVTT; files of them are looked at before they are carried."""

from __future__ import annotations

from pathlib import Path

import pytest

from formatters.films.probe import probe
from formatters.films.subtitles import Track, check, inside
from formatters.films.words import NO_CAPTIONS, UnusableFilm
from tests.support.films import film, with_subtitles

VI = "1\n00:00:00,100 --> 00:00:00,500\nKính thưa <i>quý vị</i> & các bạn\n\n2\n00:00:00,600 --> 00:00:00,700\nHai\ndòng\n"
EN = "1\n00:00:00,100 --> 00:00:00,500\nDear all\n"


def tracks(tmp_path: Path, data: bytes, mime: str = "video/webm") -> tuple[Track, ...]:
    place = tmp_path / "film"
    place.write_bytes(data)
    return inside(place, probe(place, mime))


def test_a_track_in_the_film_becomes_webvtt_in_its_language(tmp_path: Path) -> None:
    vi, en = tracks(tmp_path, with_subtitles(film(audio=""), ("vie", VI), ("eng", EN)))
    assert (vi.language, en.language) == ("vi", "en")
    assert vi.vtt.decode() == (
        "WEBVTT\n\n00:00:00.100 --> 00:00:00.500\nKính thưa quý vị &amp; các bạn\n\n"
        "00:00:00.600 --> 00:00:00.700\nHai\ndòng\n"
    )
    check(vi.vtt)
    check(en.vtt)


def test_a_language_that_is_not_told_is_left_open_and_counts_once(tmp_path: Path) -> None:
    found = tracks(tmp_path, with_subtitles(film(audio=""), ("und", VI), ("und", EN)))
    assert [(one.language, b"Dear" in one.vtt) for one in found] == [("", False)]


def test_a_film_without_subtitles_has_none(tmp_path: Path) -> None:
    assert tracks(tmp_path, film(), "video/mp4") == ()


@pytest.mark.parametrize(
    "data",
    [
        VI.encode(),
        b"\xef\xbb\xbf" + VI.replace("\n", "\r\n").encode(),
        b"WEBVTT - title\n\nNOTE a note\n\n1\n00:01.000 --> 00:04.000 align:start\nXin\n",
    ],
)
def test_files_with_a_line_to_show_are_carried(data: bytes) -> None:
    check(data)


@pytest.mark.parametrize(
    "data",
    [
        b"WEBVTT\n",
        b"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n\n",
        b"1\n00:00:01 --> 00:00:04\nXin\n",
        VI.encode("utf-16"),
        VI.encode("cp1258", "replace"),
    ],
)
def test_files_without_a_line_that_can_be_read_say_so(data: bytes) -> None:
    with pytest.raises(UnusableFilm) as caught:
        check(data)
    assert caught.value.why == NO_CAPTIONS
