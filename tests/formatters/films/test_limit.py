"""What of a film is against a channel is named, and a copy is thought of only where one would help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.registry import all_channels
from formatters.films.limit import EVERYWHERE, FilmLimit
from formatters.films.recipe import Recipe
from formatters.story import Film, FilmFacts

FACTS = FilmFacts("video/mp4", "h264", "yuv420p", 1920, 1080, 0, 25.0, 60.0, "aac", 2, 48_000, -23.0)
LIMIT = FilmLimit(50_000_000, 600, ("video/mp4",), ("h264",), ("aac",), EVERYWHERE)


def film(size: int = 10_000_000, **measured: object) -> Film:
    facts = replace(FACTS, **measured)  # type: ignore[arg-type]
    return Film("f" * 64, facts.mime, size, facts.seconds, facts=facts)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (film(0), "empty"),
        (film(50_000_001), "50.1 MB, the channel takes at most 50 MB"),
        (film(seconds=1200.0), "lasts 20 minutes, the channel takes at most 10"),
        (film(mime="video/webm"), "the container WebM, the channel takes only MP4"),
        (film(video="hevc"), "the video codec HEVC (H.265), the channel takes only H.264"),
        (film(pixels="yuv422p10le"), "the pixel format yuv422p10le"),
        (film(audio="opus"), "the audio codec Opus, the channel takes only AAC"),
    ],
)
def test_what_is_wrong_is_named(other: Film, words: str) -> None:
    why = LIMIT.why_not(other)
    assert why is not None
    assert words in why.en
    assert why.vi.startswith("Video của tin này")
    assert not LIMIT.admits(other)


def test_what_fits_or_is_not_known_is_admitted_and_left_as_it_is() -> None:
    for fits in (film(), film(audio="", channels=0), film(pixels="yuvj420p"), Film("f" * 64, "video/mp4", 10)):
        assert LIMIT.why_not(fits) is None
        assert LIMIT.recipe(fits) is None
    assert FilmLimit(10).admits(film(10, mime="video/webm", video="vp9", audio="opus"))


@pytest.mark.parametrize(
    ("other", "recipe"),
    [
        (film(mime="video/quicktime"), Recipe("copy", "copy")),
        (film(mime="video/x-matroska", audio="ac3"), Recipe("copy", "aac")),
        (film(mime="video/quicktime", audio=""), Recipe("copy", "")),
        (film(audio="mp3"), Recipe("copy", "aac")),
        (film(mime="video/webm", video="vp9", audio="opus"), Recipe("h264", "aac", 1080, 6_200_000)),
        (film(pixels="yuv420p10le"), Recipe("h264", "copy", 1080, 6_200_000)),
        (film(mime="video/x-msvideo"), Recipe("h264", "aac", 1080, 6_200_000)),
        (film(60_000_000), Recipe("h264", "copy", 1080, 6_200_000)),
        (film(60_000_000, seconds=300.0), Recipe("h264", "copy", 720, 1_130_000)),
    ],
)
def test_as_little_as_can_be_is_made_anew(other: Film, recipe: Recipe) -> None:
    made = LIMIT.recipe(other)
    assert made is not None
    assert (made.video, made.audio) == (recipe.video, recipe.audio)
    assert made.rate <= recipe.rate
    assert bool(made.lines) == (made.video == "h264")


def test_a_copy_of_the_highest_rate_would_still_fit_into_the_bytes_allowed() -> None:
    for seconds in (1.0, 46.0, 60.0, 300.0, 590.0):
        made = LIMIT.recipe(film(60_000_000, seconds=seconds))
        assert made is not None
        assert (made.rate + 128_000) / 8 * seconds <= LIMIT.max_bytes * 0.95


def test_no_copy_is_thought_of_where_none_would_help() -> None:
    assert LIMIT.recipe(Film("f" * 64, "video/webm", 10)) is None, "nothing is known of it"
    assert LIMIT.recipe(film(seconds=601.0)) is None, "a film is never cut"
    assert LIMIT.recipe(film(0)) is None
    pressed = FilmLimit(50_000_000, None, LIMIT.mimes, LIMIT.video, LIMIT.audio)
    assert pressed.recipe(film(60_000_000, seconds=3600.0)) is None, "an hour in fifty megabytes is nothing to look at"
    assert FilmLimit(10**9, None, ("video/webm",)).recipe(film()) is None, "we make MP4 alone"


def test_a_small_picture_for_a_small_rate() -> None:
    lines = []
    for seconds in (60.0, 200.0, 400.0, 590.0):
        made = LIMIT.recipe(film(60_000_000, seconds=seconds))
        assert made is not None
        lines.append(made.lines)
    assert lines == [1080, 720, 480, 360]


def test_recipes_that_differ_have_names_that_differ() -> None:
    one = Recipe("h264", "aac", 720, 1_000_000)
    others = [
        Recipe("copy", "aac"),
        Recipe("h264", "copy", 720, 1_000_000),
        replace(one, lines=480),
        replace(one, rate=1),
    ]
    assert len({one.name, *(other.name for other in others)}) == 5
    assert Recipe(**one.to_json()) == one
    assert len(max((one.name, *(other.name for other in others)), key=len)) <= 60


def test_every_channel_that_demands_something_takes_what_we_make() -> None:
    """Else its recipes would all be None, and every other film would stay out."""
    webm = film(mime="video/webm", video="vp9", audio="opus")
    for kind in ("facebook", "zalo"):
        limit = all_channels()[kind].limits.film
        assert limit is not None
        assert limit.why_not(webm)
        assert limit.recipe(webm)
        assert limit.admits(film())
    youtube = all_channels()["youtube"].limits.film
    assert youtube is not None
    assert youtube.admits(webm), "YouTube takes everything"
