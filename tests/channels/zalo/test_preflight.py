"""What is found before the time, and that finding it costs little and raises nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.channels.zalo.conftest import Pictures
from tests.support.access import film_of


def found(desk: Any, parcel: Any = None) -> list[str]:
    return [sentence.en for sentence in desk.adapter.preflight(parcel or desk.parcel(), desk.access)]


def at(desk: Any, address: str) -> Any:
    return replace(desk.parcel(), address=lambda digest: address)


def test_an_article_that_can_go_has_no_finding_and_each_picture_was_asked_for_once(desk: Any) -> None:
    Pictures.asked.clear()
    assert found(desk) == []
    parcel = desk.parcel()
    assert Pictures.asked == [f"/{cut.sha256}.jpg" for cut in parcel.rendition.cuts]
    assert desk.stage.calls == {}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.jpg", "answers HTTP 404"),
        ("page.jpg", "neither JPEG nor PNG"),
        ("mislabelled.jpg", "neither JPEG nor PNG"),
        ("picture.gif", "neither JPEG nor PNG"),
        ("large.jpg", "at most 1 MB"),
        ("huge.jpg", "more than 1 MB"),
    ],
)
def test_an_address_that_zalo_could_not_use_is_one_finding_that_names_media_url(
    desk: Any, name: str, says: str
) -> None:
    (finding,) = found(desk, at(desk, f"{desk.media}/{name}"))
    assert says in finding
    assert "media_url" in finding
    assert desk.media in finding
    assert name not in finding


@pytest.mark.parametrize("name", ["fine.png", "untyped.jpg"])
def test_a_png_and_a_picture_that_does_not_say_what_it_is_are_fine(desk: Any, name: str) -> None:
    assert found(desk, at(desk, f"{desk.media}/{name}")) == []


def test_an_address_where_nobody_answers_is_a_finding(desk: Any) -> None:
    (finding,) = found(desk, at(desk, "http://127.0.0.1:1/a.jpg"))
    assert "could not be fetched from http://127.0.0.1:1" in finding


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
        "http://10.1.2.3",
        "https://localhost",
        "http://portal",
        "https://cms.moha.local",
        "http://192.168.1.1.",
    ],
)
def test_a_private_address_is_told_as_such_and_not_asked_unless_zalo_itself_is_a_stand_in(desk: Any, base: str) -> None:
    desk.access.settings["api_url"] = "https://openapi.zalo.me"
    (finding,) = found(desk, at(desk, f"{base}/a.jpg"))
    assert "private address" in finding
    assert "media_url" in finding


def test_no_address_at_all_and_no_cover_are_findings(desk: Any) -> None:
    assert "media_url" in found(desk, at(desk, ""))[0]
    parcel = desk.parcel()
    assert "cover" in found(desk, replace(parcel, rendition=replace(parcel.rendition, cover=None)))[0]


def test_a_film_that_is_too_large_is_a_finding_unless_it_can_be_watched_elsewhere(desk: Any) -> None:
    parcel = desk.with_film()
    large = replace(parcel.rendition.film, size=50_000_001)
    assert found(desk, parcel) == []
    assert "50 MB" in found(desk, replace(parcel, rendition=replace(parcel.rendition, film=large)))[0]
    elsewhere = replace(parcel.rendition, film=large, watch="https://www.youtube.com/watch?v=abc")
    assert found(desk, replace(parcel, rendition=elsewhere)) == []
    other = replace(parcel.rendition, film=replace(film_of(next(iter(parcel.blobs.values()))), mime="video/webm"))
    assert "MP4" in found(desk, replace(parcel, rendition=other))[0]


@pytest.mark.parametrize("missing", ["app_id", "app_secret", "refresh_token"])
def test_a_token_that_cannot_be_renewed_is_a_finding(desk: Any, missing: str) -> None:
    desk.access.settings["app_id"] = "" if missing == "app_id" else desk.access.settings["app_id"]
    desk.access.vault.secrets.pop(missing, None)
    assert "cannot be renewed" in found(desk)[0]
