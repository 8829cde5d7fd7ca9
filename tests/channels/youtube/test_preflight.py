"""What is seen of a video before its time, by whoever plans it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.channel import Parcel
from channels.youtube import preflight
from channels.youtube.quota import UNITS, UPLOADS, pool_of
from channels.youtube.sandbox import CLIENT_ID, PLAYLIST_ID
from formatters.story import Caption
from tests.channels.youtube.conftest import COVER, Bench, film_of_parts, told

POOL = pool_of(CLIENT_ID)


def with_film(parcel: Parcel, **changes: Any) -> Parcel:
    assert parcel.rendition.film is not None
    return replace(parcel, rendition=replace(parcel.rendition, film=replace(parcel.rendition.film, **changes)))


def test_what_can_go_is_no_finding_and_costs_nothing(bench: Bench) -> None:
    assert bench.adapter.preflight(told(film_of_parts(1), COVER), bench.access) == ()
    assert bench.platform.tokens == {}


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"size": 0}, preflight.EMPTY_FILM),
        ({"size": 2**38 + 1}, preflight.TOO_LARGE),
        ({"captions": (Caption("vi", "0" * 64, "text/vtt", 100 * 2**20 + 1),)}, preflight.CAPTIONS_TOO_LARGE),
        ({"captions": (Caption("vi", "0" * 64, "text/vtt", 0),)}, preflight.CAPTIONS_TOO_LARGE),
    ],
)
def test_what_youtube_does_not_take_is_found(bench: Bench, changes: dict[str, Any], finding: object) -> None:
    assert bench.adapter.preflight(with_film(told(film_of_parts(1)), **changes), bench.access) == (finding,)


def test_without_a_film_there_is_one_finding(bench: Bench) -> None:
    parcel = told(film_of_parts(1))
    parcel = replace(parcel, rendition=replace(parcel.rendition, film=None))
    assert bench.adapter.preflight(parcel, bench.access) == (preflight.NO_FILM,)


def test_a_thumbnail_beyond_the_limit_is_found(bench: Bench) -> None:
    parcel = told(film_of_parts(1), COVER)
    assert parcel.rendition.cover is not None
    cover = replace(parcel.rendition.cover, size=50 * 2**20 + 1)
    parcel = replace(parcel, rendition=replace(parcel.rendition, cover=cover))
    assert bench.adapter.preflight(parcel, bench.access) == (preflight.THUMBNAIL_TOO_LARGE,)


def test_a_day_without_an_upload_left_is_found(bench: Bench) -> None:
    bench.access.meter.spent[POOL, UPLOADS] = 90
    assert bench.adapter.preflight(told(film_of_parts(1)), bench.access) == (preflight.NO_UPLOAD_LEFT,)


def test_units_that_do_not_last_for_a_whole_publication_are_found_with_how_many_are_left(bench: Bench) -> None:
    bench.access.settings["playlist_id"] = PLAYLIST_ID
    caption = Caption("vi", "0" * 64, "text/vtt", 100)
    parcel = with_film(told(film_of_parts(1), COVER), captions=(caption,))
    needed = 10 + 50 + 400 + 50
    bench.access.meter.spent[POOL, UNITS] = 9_000 - needed
    assert bench.adapter.preflight(parcel, bench.access) == ()
    bench.access.meter.spent[POOL, UNITS] += 1
    (finding,) = bench.adapter.preflight(parcel, bench.access)
    assert str(needed - 1) in finding.vi
    assert str(needed) in finding.en


@pytest.mark.parametrize(("status", "found"), [("allowed", 0), ("eligible", 1), ("disallowed", 1)])
def test_a_long_film_on_a_channel_that_may_not_is_found(bench: Bench, status: str, found: int) -> None:
    bench.platform.long_uploads = status
    parcel = with_film(told(film_of_parts(1)), seconds=15 * 60 + 1.0)
    assert bench.adapter.preflight(parcel, bench.access) == (preflight.TOO_LONG,) * found
    short = with_film(told(film_of_parts(1)), seconds=15 * 60.0)
    assert bench.adapter.preflight(short, bench.access) == ()


def test_what_cannot_be_asked_now_is_no_finding(bench: Bench) -> None:
    parcel = with_film(told(film_of_parts(1)), seconds=3600.0)
    bench.order("token", "invalid-grant")
    assert bench.adapter.preflight(parcel, bench.access) == ()
    bench.order("channels.list", "drop", times=3)
    assert bench.adapter.preflight(parcel, bench.access) == ()
