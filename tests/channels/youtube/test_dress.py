"""Thumbnail, playlist and captions: put on once, looked for before they are put on again, and never the video's undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.channel import Parcel, Receipt, Remote
from channels.errors import OutcomeUnknown
from channels.youtube.quota import UNITS, pool_of
from channels.youtube.sandbox import CLIENT_ID, PLAYLIST_ID
from formatters.story import Blob, Caption
from tests.channels.youtube.conftest import COVER, KEY, PART, Bench, film_of_parts, told
from tests.support.access import blob_of, film_of

FILM = film_of_parts(1)


def track(text: str, language: str = "vi", name: str = "") -> tuple[Caption, Blob]:
    blob = blob_of(f"WEBVTT\n\n00:00.000 --> 00:02.000\n{text}\n".encode(), "text/vtt")
    return Caption(language, blob.sha256, blob.mime, blob.size, name), blob


def captioned(*tracks: tuple[Caption, Blob], film: Blob = FILM, **changes: Any) -> Parcel:
    with_them = replace(film_of(film), captions=tuple(caption for caption, _ in tracks))
    parcel = told(film, **changes)
    blobs = {**parcel.blobs, **{blob.sha256: blob for _, blob in tracks}}
    return replace(parcel, rendition=replace(parcel.rendition, film=with_them), blobs=blobs)


def there(bench: Bench) -> list[tuple[str, str, str]]:
    (video,) = bench.platform.objects()
    return [(one["language"], one["name"], one["text"].splitlines()[-1]) for one in video["captions"]]


@pytest.mark.parametrize("fault", ["unverified", "thumbnail-rate", "refuse-500", "drop"])
def test_a_thumbnail_that_fails_keeps_the_video_and_is_left_to_a_person(bench: Bench, fault: str) -> None:
    bench.order("thumbnails.set", fault)
    receipt = bench.adapter.publish(told(film_of_parts(1), COVER), KEY, bench.access)
    assert receipt.state is Remote.PROCESSING
    assert receipt.todo is not None
    assert "thumbnail" in receipt.todo.en
    assert receipt.evidence["undone"]["thumbnail"]["cause"]
    assert len(bench.platform.objects()) == 1


def test_a_playlist_that_is_not_there_keeps_the_video_and_one_that_has_it_already_is_well(bench: Bench) -> None:
    bench.access.settings["playlist_id"] = "PLnowhere"
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert receipt.todo is not None
    assert "playlist" in receipt.todo.en

    bench.access.settings["playlist_id"] = PLAYLIST_ID
    bench.order("playlist.insert", "accept-then-drop")
    assert bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access).todo is not None
    assert bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access).todo is None
    assert bench.platform.objects()[0]["playlists"] == [PLAYLIST_ID]
    assert len(bench.platform.objects()) == 1


def test_a_playlist_is_read_before_a_video_is_put_in_again(bench: Bench) -> None:
    bench.access.settings["playlist_id"] = PLAYLIST_ID
    bench.order("playlist.insert", "accept-then-drop")
    bench.adapter.publish(told(FILM), KEY, bench.access)
    purse = (pool_of(CLIENT_ID), UNITS)
    spent = bench.access.meter.spent[purse]
    assert bench.adapter.publish(told(FILM), KEY, bench.access).todo is None
    assert bench.access.meter.spent[purse] - spent == 2, "a look at the video and a look at the list"


def test_a_correction_puts_nothing_into_a_playlist_that_came_later(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(FILM), KEY, bench.access)
    bench.access.settings["playlist_id"] = PLAYLIST_ID
    bench.adapter.revise(receipt, told(FILM), bench.access)
    assert bench.platform.objects()[0]["playlists"] == []


def test_a_video_that_somebody_put_in_already_is_well(bench: Bench) -> None:
    bench.access.settings["playlist_id"] = PLAYLIST_ID
    bench.order("playlist.insert", "accept-then-drop")
    receipt = bench.adapter.publish(told(FILM), KEY, bench.access)
    bench.order("playlist.list", "unseen")  # the look does not see it, and the platform says 409
    revised = bench.adapter.revise(receipt, told(FILM), bench.access)
    assert revised.todo is None
    assert bench.platform.objects()[0]["playlists"] == [PLAYLIST_ID]


def test_a_correction_puts_nothing_back_that_a_person_took_out(bench: Bench) -> None:
    bench.access.settings["playlist_id"] = PLAYLIST_ID
    receipt = bench.adapter.publish(told(FILM), KEY, bench.access)
    bench.platform.playlists[PLAYLIST_ID].clear()
    bench.adapter.revise(receipt, told(FILM), bench.access)
    assert bench.platform.objects()[0]["playlists"] == []


def test_captions_go_with_the_video_each_in_its_language(bench: Bench) -> None:
    receipt = bench.adapter.publish(captioned(track("xin chào"), track("hello", "en", "English")), KEY, bench.access)
    assert there(bench) == [("vi", "", "xin chào"), ("en", "English", "hello")]
    assert receipt.todo is None
    assert bench.platform.spent["units"] == 2 * 400, "a fresh video has no tracks: nothing is asked"
    assert bench.platform.frowns == []


@pytest.mark.parametrize("fault", ["refuse-500", "drop", "throttle", "forbidden"])
def test_captions_that_fail_keep_the_video_and_are_left_to_a_person(bench: Bench, fault: str) -> None:
    bench.order("captions.insert", fault)
    receipt = bench.adapter.publish(captioned(track("xin chào")), KEY, bench.access)
    assert (receipt.state, there(bench)) == (Remote.PROCESSING, [])
    assert receipt.todo is not None
    assert "captions" in receipt.todo.en
    bench.access.later = timedelta(days=1, hours=1)  # a bucket that the platform calls empty rests until its midnight
    live = bench.adapter.status(bench.adapter.status(receipt, bench.access), bench.access)
    assert live.state is Remote.LIVE
    assert live.todo == receipt.todo, "it is still left to do when the video is live"


def test_a_track_whose_answer_was_lost_is_seen_and_not_left_to_a_person(bench: Bench) -> None:
    bench.order("captions.insert", "accept-then-drop")
    assert bench.adapter.publish(captioned(track("xin chào")), KEY, bench.access).todo is None
    assert there(bench) == [("vi", "", "xin chào")]


def test_a_successor_looks_first_and_puts_up_no_track_twice(bench: Bench) -> None:
    parcel = captioned(track("xin chào"), track("hello", "en"))
    bench.adapter.publish(parcel, KEY, bench.access)
    successor = bench.another_process()
    del successor.memo.value["captions"]
    spent = bench.platform.spent.get("units", 0)
    assert bench.adapter.publish(parcel, KEY, successor).todo is None
    assert bench.platform.spent["units"] - spent == 1 + 50
    assert bench.adapter.publish(parcel, KEY, successor).todo is None
    assert bench.platform.spent["units"] - spent == 1 + 50 + 1, "what is in the memo is not asked for"


def test_a_track_that_is_there_already_gets_the_new_contents(bench: Bench) -> None:
    receipt = bench.adapter.publish(captioned(track("cũ")), KEY, bench.access)
    revised = bench.adapter.revise(receipt, captioned(track("mới")), bench.access)
    assert there(bench) == [("vi", "", "mới")]
    spent = bench.platform.spent.get("units", 0)
    assert bench.adapter.revise(revised, captioned(track("mới")), bench.access).todo is None
    assert bench.platform.spent["units"] - spent == 1 + 50, "nothing about captions"


def test_a_409_is_answered_by_an_update(bench: Bench) -> None:
    receipt = bench.adapter.publish(captioned(track("cũ")), KEY, bench.access)
    unknown = replace(receipt, evidence={**receipt.evidence, "captions": {}})
    bench.order("captions.list", "unseen")  # the look shows nothing, so an insert is tried
    assert bench.adapter.revise(unknown, captioned(track("mới")), bench.access).todo is None
    assert there(bench) == [("vi", "", "mới")]


def test_a_track_of_which_nobody_knows_what_is_in_it_gets_the_new_contents(bench: Bench) -> None:
    receipt = bench.adapter.publish(captioned(track("cũ")), KEY, bench.access)
    unknown = replace(receipt, evidence={**receipt.evidence, "captions": {}})
    bench.adapter.revise(unknown, captioned(track("mới")), bench.access)
    assert there(bench) == [("vi", "", "mới")]


def test_a_track_that_is_no_longer_wanted_goes(bench: Bench) -> None:
    receipt = bench.adapter.publish(captioned(track("xin chào"), track("hello", "en")), KEY, bench.access)
    revised = bench.adapter.revise(receipt, captioned(track("xin chào")), bench.access)
    assert there(bench) == [("vi", "", "xin chào")]
    assert list(revised.evidence["captions"]) == ["vi/"]


def test_captions_that_are_too_large_or_not_in_the_parcel_are_not_sent(bench: Bench) -> None:
    (caption, blob) = track("xin chào")
    huge = replace(blob, size=100 * 1024 * 1024 + 1)
    assert bench.adapter.publish(captioned((caption, huge)), KEY, bench.access).todo is not None
    assert "units" not in bench.platform.spent


def test_what_a_lost_last_answer_kept_from_the_video_is_left_to_a_person_until_a_correction(bench: Bench) -> None:
    bench.access.settings["playlist_id"] = PLAYLIST_ID
    film = film_of_parts(2)
    whole = captioned(track("xin chào"), film=film)
    bench.order_at(PART, "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(whole, KEY, bench.access)
    found = bench.adapter.find(KEY, whole, bench.access.now(), bench.access)
    assert isinstance(found, Receipt)
    assert set(found.evidence["undone"]) == {"captions", "playlist"}
    revised = bench.adapter.revise(found, whole, bench.access)
    assert revised.todo is None
    assert there(bench) == [("vi", "", "xin chào")]
    assert bench.platform.objects()[0]["playlists"] == [PLAYLIST_ID]
