"""What a film is, is read from its bytes; what cannot be shown as one has a reason, and breaks nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formatters.films import probe as module
from formatters.films.probe import probe
from formatters.films.words import ABSURD_SIZE, CUT_OFF, DAMAGED, ENDLESS, ONLY_SOUND, UnusableFilm
from formatters.sentence import Sentence
from formatters.story import FilmFacts
from tests.support.films import film


def found(tmp_path: Path, data: bytes, mime: str = "video/mp4") -> FilmFacts:
    place = tmp_path / "film"
    place.write_bytes(data)
    return probe(place, mime)


def refused(tmp_path: Path, data: bytes, mime: str = "video/mp4") -> Sentence:
    with pytest.raises(UnusableFilm) as caught:
        found(tmp_path, data, mime)
    return caught.value.why


def test_everything_of_an_ordinary_film_is_found(tmp_path: Path) -> None:
    facts = found(tmp_path, film())
    assert (facts.mime, facts.video, facts.pixels) == ("video/mp4", "h264", "yuv420p")
    assert (facts.width, facts.height, facts.rotation, facts.rate) == (160, 96, 0, 25.0)
    assert facts.seconds == pytest.approx(0.8, abs=0.05)
    assert (facts.audio, facts.channels, facts.sample_rate) == ("aac", 2, 48_000)


@pytest.mark.parametrize(
    ("container", "video", "audio", "sniffed", "mime", "named"),
    [
        ("webm", "libvpx-vp9", "libopus", "video/webm", "video/webm", ("vp9", "opus")),
        ("matroska", "libx264", "aac", "video/webm", "video/x-matroska", ("h264", "aac")),
        ("mov", "libx264", "aac", "video/quicktime", "video/quicktime", ("h264", "aac")),
        ("mp4", "libx265", "aac", "video/mp4", "video/mp4", ("hevc", "aac")),
        ("avi", "mpeg4", "libmp3lame", "video/x-msvideo", "video/x-msvideo", ("mpeg4", "mp3")),
        ("flv", "libx264", "aac", "video/x-flv", "video/x-flv", ("h264", "aac")),
    ],
)
def test_containers_and_codecs_are_told_apart(
    tmp_path: Path, container: str, video: str, audio: str, sniffed: str, mime: str, named: tuple[str, str]
) -> None:
    facts = found(tmp_path, film(container, video, audio), sniffed)
    assert (facts.mime, facts.video, facts.audio) == (mime, *named)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_film_has_the_size_that_a_viewer_sees(tmp_path: Path, turned: int) -> None:
    facts = found(tmp_path, film(turned=turned))
    assert facts.rotation == turned
    assert (facts.width, facts.height) == ((96, 160) if turned in (90, 270) else (160, 96))


def test_points_that_are_not_square_are_counted_as_they_are_seen(tmp_path: Path) -> None:
    facts = found(tmp_path, film(shape=(2, 1)))
    assert (facts.width, facts.height) == (320, 96)


def test_a_film_without_sound_has_none(tmp_path: Path) -> None:
    facts = found(tmp_path, film(audio=""))
    assert (facts.audio, facts.channels, facts.loudness) == ("", 0, None)


def test_loudness_is_that_of_the_sound_by_ebu_r128(tmp_path: Path) -> None:
    """A tone of 997 Hz at −20 dBFS in both channels is −20 LUFS by the standard's own definition."""
    assert found(tmp_path, film(gain=0.1)).loudness == pytest.approx(-20, abs=0.3)
    assert found(tmp_path, film(gain=0.01)).loudness == pytest.approx(-40, abs=0.5)
    assert found(tmp_path, film(gain=0.0)).loudness == -70


def test_sound_is_heard_for_five_minutes_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from formatters.films import loudness

    monkeypatch.setattr(loudness, "LISTENED", 0.45)
    heard: list[int] = []
    take = loudness.Meter._take
    monkeypatch.setattr(loudness.Meter, "_take", lambda self, frame: (heard.append(frame.samples), take(self, frame)))
    found(tmp_path, film(pictures=50, gain=0.1))
    assert 0.4 < sum(heard) / 48_000 < 0.6


def test_pictures_at_times_of_their_own_are_counted_over_the_whole_length(tmp_path: Path) -> None:
    facts = found(tmp_path, film(audio="", pictures=5, times=(0, 1, 2, 30, 50)))
    assert facts.seconds == pytest.approx(2, abs=0.1)
    assert facts.rate == pytest.approx(2.5, abs=0.2)


def test_a_film_that_tells_no_length_has_the_one_that_is_in_it(tmp_path: Path) -> None:
    """What a browser records is WebM that was never finished."""
    data = film("webm", "libvpx-vp9", "libopus")
    place = data.index(b"\x44\x89")  # Duration
    facts = found(tmp_path, data[:place] + b"\xec\x89" + data[place + 2 :], "video/webm")  # a Void of the same length
    assert facts.seconds == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize(
    ("container", "sniffed", "why"),
    [("mp4", "video/mp4", CUT_OFF), ("webm", "video/webm", CUT_OFF), ("matroska", "video/webm", CUT_OFF)],
)
def test_a_film_that_breaks_off_is_told_so(tmp_path: Path, container: str, sniffed: str, why: Sentence) -> None:
    codecs = ("libvpx-vp9", "libopus") if container == "webm" else ("libx264", "aac")
    data = film(container, *codecs, pictures=50)
    for share in (0.5, 0.7):
        assert refused(tmp_path, data[: int(len(data) * share)], sniffed) == why


def test_a_film_whose_index_was_at_its_lost_end_is_damaged(tmp_path: Path) -> None:
    data = film(front=False)
    assert refused(tmp_path, data[: len(data) // 2]) == DAMAGED


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    assert refused(tmp_path, film(video="")) == ONLY_SOUND


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"film" * 5000, b"\0\0\0\x18ftypisom" + bytes(3000), b"<html>" * 99],
)
def test_what_only_begins_as_a_film_is_damaged(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == DAMAGED
    assert refused(tmp_path, b"\x1aE\xdf\xa3" + data, "video/webm") == DAMAGED


def test_a_picture_or_playlist_that_calls_itself_a_film_is_not_opened_as_what_it_is(tmp_path: Path) -> None:
    """A playlist would have the reader open other files and addresses."""
    other = tmp_path / "other.mp4"
    other.write_bytes(film())
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{other}\n#EXT-X-ENDLIST\n".encode()
    assert refused(tmp_path, playlist) == DAMAGED
    assert refused(tmp_path, b"ffconcat version 1.0\nfile other.mp4\n") == DAMAGED
    assert refused(tmp_path, film(), "image/gif") == DAMAGED


def test_noise_in_the_middle_breaks_nothing(tmp_path: Path) -> None:
    data = bytearray(film(pictures=50))
    for place in range(len(data) // 3, len(data) // 2, 7):
        data[place] ^= 0xFF
    try:
        facts = found(tmp_path, bytes(data))
    except UnusableFilm:
        return
    assert facts.width == 160


def test_absurd_sizes_are_refused_before_a_picture_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(tmp_path, film(size=(8, 8), audio="")) == ABSURD_SIZE
    from formatters.films import reading

    monkeypatch.setattr(reading, "MOST_POINTS", 160 * 96 - 1)
    monkeypatch.setattr(module, "_first", _never)
    assert refused(tmp_path, film()) == ABSURD_SIZE


def _never(packet: Any) -> None:
    raise AssertionError("a picture was decoded")


def test_a_film_longer_than_a_day_is_refused(tmp_path: Path) -> None:
    day = 24 * 3600 * 25
    data = film("matroska", audio="", pictures=3, times=(0, 1, day + 25))
    assert refused(tmp_path, data, "video/webm") == ENDLESS


def test_facts_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    facts = found(tmp_path, film())
    assert FilmFacts.from_json(facts.to_json()) == facts
