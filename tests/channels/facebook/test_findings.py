"""What a person hears when planning, before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.channel import Parcel
from channels.facebook import findings, usage
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import Sandbox
from tests.channels.facebook.conftest import KEY, told, told_by_film
from tests.support.access import MemoryAccess


def found(parcel: Parcel, account: MemoryAccess) -> list[str]:
    return [finding.en for finding in Facebook().preflight(parcel, account)]


def changed(parcel: Parcel, **changes: Any) -> Parcel:
    return replace(parcel, rendition=replace(parcel.rendition, **changes))


@pytest.mark.parametrize("parcel", [told(), told("red", "green"), told_by_film(poster="navy")])
def test_what_is_in_order_has_no_finding_and_asks_nobody(parcel: Parcel, account: MemoryAccess, page: Sandbox) -> None:
    account.settings["graph_url"] = "http://127.0.0.1:1"
    assert found(parcel, account) == []
    assert page.calls == []


def test_a_limit_that_is_near_is_told_with_its_time(account: MemoryAccess) -> None:
    account.meter.rest(usage.BUCKET, account.now() + timedelta(minutes=41, seconds=30), pool=usage.app_pool(account))
    (told_,) = found(told(), account)
    assert "42 more minutes" in told_


def test_a_text_is_counted_as_facebook_counts(account: MemoryAccess) -> None:
    assert found(told(text="🇻" * 31_603), account) == []
    (told_,) = found(told(text="🇻" * 31_604), account)
    assert "63208" in told_
    assert "63206" in told_


def test_a_picture_that_is_too_large_or_no_jpeg_is_told(account: MemoryAccess) -> None:
    (cut,) = told("red").rendition.gallery
    for other in (replace(cut, size=cut.max_bytes + 1), replace(cut, mime="image/webp")):
        (told_,) = found(changed(told("red"), gallery=(other,)), account)
        assert "landscape" in told_


def test_more_pictures_than_a_post_takes_are_told(account: MemoryAccess) -> None:
    parcel = told("red")
    (told_,) = found(changed(parcel, gallery=parcel.rendition.gallery * 11), account)
    assert "11 pictures" in told_


def test_a_film_that_is_too_large_too_long_or_of_another_kind_is_told(account: MemoryAccess) -> None:
    parcel = told_by_film()
    film = parcel.rendition.film
    assert film is not None
    for other, words in (
        (replace(film, size=10_000_000_001), "10 GB"),
        (replace(film, seconds=14_401.0), "240"),
        (replace(film, mime="video/webm"), "WebM"),
    ):
        (told_,) = found(changed(parcel, film=other), account)
        assert words in told_
    assert found(changed(parcel, film=replace(film, seconds=None, mime="video/quicktime")), account) == []


def test_a_post_without_an_address_is_told_to_be_hard_to_find_again(account: MemoryAccess) -> None:
    assert found(told(link="", text="Chỉ có chữ"), account) == [findings.NO_LINK.en]
    assert len(found(told(link=KEY, text=" "), account)) == 1
