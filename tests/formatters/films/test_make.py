"""A copy is made from file to file, and is what the channel asked for."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import av
import pytest

from formatters.films import make as module
from formatters.films.make import make
from formatters.films.probe import probe
from formatters.films.recipe import Recipe
from formatters.films.words import NOT_MADE, UnusableFilm
from formatters.story import FilmFacts
from tests.support.films import film, with_subtitles

ANEW = Recipe("h264", "aac", 1080, 8_000_000)


def made(tmp_path: Path, data: bytes, mime: str, recipe: Recipe) -> tuple[FilmFacts, FilmFacts, Path]:
    """What the film was, what its copy is, and where that is."""
    source, target = tmp_path / "film", tmp_path / "copy"
    source.write_bytes(data)
    was = probe(source, mime)
    make(source, was, recipe, target)
    return was, probe(target, "video/mp4"), target


def front(place: Path) -> bool:
    data = place.read_bytes()
    return 0 < data.find(b"moov") < data.find(b"mdat")


def packets(place: Path, kind: str) -> list[bytes]:
    with av.open(str(place)) as opened:
        stream = getattr(opened.streams, kind)[0]
        return [bytes(packet) for packet in opened.demux(stream) if packet.size]


@pytest.mark.parametrize(
    ("container", "mime"), [("mov", "video/quicktime"), ("matroska", "video/webm"), ("flv", "video/x-flv")]
)
def test_where_only_the_container_is_wrong_every_packet_goes_over_as_it_is(
    tmp_path: Path, container: str, mime: str
) -> None:
    was, copy, place = made(tmp_path, film(container), mime, Recipe("copy", "copy"))
    assert packets(place, "video") == packets(tmp_path / "film", "video")
    assert packets(place, "audio") == packets(tmp_path / "film", "audio")
    assert copy.mime == "video/mp4"
    assert copy.seconds == pytest.approx(was.seconds, abs=0.05)
    assert front(place)
    with av.open(str(place)) as opened:
        shown = [frame.pts for frame in opened.decode(video=0)]
    assert len(shown) == 20
    assert shown == sorted(shown)


def test_a_copied_picture_keeps_the_mark_by_which_players_turn_it(tmp_path: Path) -> None:
    was, copy, _ = made(tmp_path, film("mov", turned=90), "video/quicktime", Recipe("copy", "copy"))
    assert (copy.rotation, copy.width, copy.height) == (90, 96, 160) == (was.rotation, was.width, was.height)


@pytest.mark.parametrize(
    ("container", "video", "audio", "mime"),
    [
        ("webm", "libvpx-vp9", "libopus", "video/webm"),
        ("mp4", "libx265", "aac", "video/mp4"),
        ("avi", "mpeg4", "libmp3lame", "video/x-msvideo"),
    ],
)
def test_another_codec_is_made_into_h264_and_aac(
    tmp_path: Path, container: str, video: str, audio: str, mime: str
) -> None:
    was, copy, place = made(tmp_path, film(container, video, audio), mime, ANEW)
    assert (copy.mime, copy.video, copy.pixels, copy.audio) == ("video/mp4", "h264", "yuv420p", "aac")
    assert (copy.width, copy.height, copy.rotation) == (160, 96, 0)
    assert copy.seconds == pytest.approx(was.seconds, abs=0.1)
    assert copy.rate == pytest.approx(25, abs=1.5)
    assert copy.loudness == pytest.approx(was.loudness or 0, abs=1)
    assert front(place)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_what_is_made_anew_stands_upright(tmp_path: Path, turned: int) -> None:
    was, copy, place = made(tmp_path, film(turned=turned, audio=""), "video/mp4", ANEW)
    assert copy.rotation == 0
    assert (copy.width, copy.height) == (was.width, was.height)
    with av.open(str(place)) as opened, av.open(str(tmp_path / "film")) as original:
        now = next(opened.decode(video=0)).to_image().convert("L")
        before = next(original.decode(video=0)).to_image().convert("L").rotate(-turned, expand=True)
    far = sum(abs(one - other) > 60 for one, other in zip(now.tobytes(), before.tobytes(), strict=True))
    assert far < 0.05 * now.width * now.height


def test_square_points_ten_bits_and_odd_sizes_are_made_playable_everywhere(tmp_path: Path) -> None:
    _, copy, _ = made(tmp_path, film(shape=(4, 3), pixels="yuv420p10le", size=(122, 90)), "video/mp4", ANEW)
    assert (copy.width, copy.height, copy.pixels) == (162, 90, "yuv420p")


def test_a_large_picture_is_made_smaller_and_a_small_one_never_larger(tmp_path: Path) -> None:
    small = Recipe("h264", "", 48, 500_000)
    _, copy, _ = made(tmp_path, film(audio=""), "video/mp4", small)
    assert (copy.width, copy.height) == (80, 48)
    assert module._even(3840, 1600, 1080) == (1920, 800)
    assert module._even(1080, 1920, 1080) == (1080, 1920)
    assert module._even(640, 360, 1080) == (640, 360)


def test_pictures_at_times_of_their_own_keep_them(tmp_path: Path) -> None:
    times = (0, 1, 2, 30, 50)
    _, _, place = made(tmp_path, film(audio="", pictures=5, times=times), "video/mp4", ANEW)
    with av.open(str(place)) as opened:
        told = [round(Fraction(frame.pts or 0) * (frame.time_base or 0) * 25) for frame in opened.decode(video=0)]
    assert tuple(told) == times


def test_only_the_sound_is_made_anew_where_only_that_is_wrong(tmp_path: Path) -> None:
    data = film(
        "matroska", audio="libmp3lame", pictures=50
    )  # Matroska counts in milliseconds, which 1,152 samples are not
    _, copy, place = made(tmp_path, data, "video/webm", Recipe("copy", "aac"))
    assert copy.audio == "aac"
    with av.open(str(place)) as opened:
        times = [
            packet.dts for packet in opened.demux(opened.streams.audio[0]) if packet.size and packet.dts is not None
        ]
    assert {later - earlier for earlier, later in itertools.pairwise(times)} == {1024}, "without a gap or an overlap"
    assert packets(place, "video") == packets(tmp_path / "film", "video")


def test_a_film_without_sound_stays_so_and_subtitles_are_left_to_their_own_files(tmp_path: Path) -> None:
    data = with_subtitles(film(audio=""), ("vie", "1\n00:00:00,100 --> 00:00:00,500\nXin chào\n"))
    _, copy, place = made(tmp_path, data, "video/webm", Recipe("copy", ""))
    assert copy.audio == ""
    with av.open(str(place)) as opened:
        assert [stream.type for stream in opened.streams] == ["video"]


def test_nothing_that_the_film_tells_of_its_maker_goes_with_it(tmp_path: Path) -> None:
    source = tmp_path / "told.mp4"
    source.write_bytes(film(audio=""))
    told = tmp_path / "place.mov"
    with av.open(str(source)) as opened, av.open(str(told), "w", options={"movflags": "use_metadata_tags"}) as file:
        into = file.add_stream_from_template(opened.streams.video[0])
        file.metadata["com.apple.quicktime.location.ISO6709"] = "+21.0245+105.8412/"
        for packet in opened.demux(opened.streams.video[0]):
            if packet.size:
                packet.stream = into
                file.mux(packet)
    assert b"105.8412" in told.read_bytes()
    _, _, place = made(tmp_path, told.read_bytes(), "video/quicktime", Recipe("copy", ""))
    assert b"105.8412" not in place.read_bytes()


def test_a_rate_is_not_exceeded(tmp_path: Path) -> None:
    noisy = film(audio="", pictures=100, size=(320, 192), colours=("red", "blue", "white", "black"))
    recipe = Recipe("h264", "", 1080, 100_000)
    _, copy, place = made(tmp_path, noisy, "video/mp4", recipe)
    assert place.stat().st_size * 8 / copy.seconds < 100_000 * 1.3


def test_what_cannot_be_made_says_so_and_a_disk_at_fault_is_not_the_films_fault(tmp_path: Path) -> None:
    source = tmp_path / "film"
    source.write_bytes(film("flv", "flv", ""))
    was = probe(source, "video/x-flv")
    with pytest.raises(UnusableFilm) as caught:
        make(source, was, Recipe("copy", ""), tmp_path / "copy")  # MP4 has no place for this codec
    assert caught.value.why == NOT_MADE
    with pytest.raises(OSError, match="No such file"):
        make(source, was, ANEW, tmp_path / "no" / "such" / "folder")
