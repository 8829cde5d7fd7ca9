"""A video of ours is found again by what it bears and by its size, whatever the list of uploads is like."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from channels.channel import Receipt, Remote
from channels.errors import OutcomeUnknown, Unavailable
from tests.channels.youtube.conftest import KEY, Bench, account, film_of_parts, told
from tests.support.access import MemoryMemo

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_without_a_memo_the_video_is_found_among_the_uploads_by_its_mark(bench: Bench) -> None:
    parcel = told(film_of_parts(1))
    receipt = bench.adapter.publish(parcel, KEY, bench.access)
    other = account(bench.server)
    bench.adapter.publish(told(film_of_parts(2), text=f"{KEY}0 is another story"), KEY, other)
    bench.access.memo = MemoryMemo()
    now = bench.access.now()

    found = bench.adapter.find(KEY, parcel, now, bench.access)
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id
    bench.access.memo = MemoryMemo()
    assert bench.adapter.find(KEY, parcel, now + timedelta(minutes=5), bench.access) is None
    assert bench.adapter.find("https://moha.gov.vn/tin-tuc/1", parcel, LONG_AGO, bench.access) is None
    bench.access.receipts.add(receipt.remote_id)
    assert bench.adapter.find(KEY, parcel, LONG_AGO, bench.access) is None


def test_an_older_page_of_uploads_is_read_too(bench: Bench) -> None:
    parcel = told(film_of_parts(1))
    receipt = bench.adapter.publish(parcel, KEY, bench.access)
    first = bench.platform.videos[0]
    others = [replace(first, id=f"other-{turn}", snippet={**first.snippet, "description": ""}) for turn in range(60)]
    bench.platform.videos.extend(others)
    bench.access.memo = MemoryMemo()
    found = bench.adapter.find(KEY, parcel, LONG_AGO, bench.access)
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id


def test_a_video_of_another_size_is_not_ours_whatever_it_bears(bench: Bench) -> None:
    bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.access.memo = MemoryMemo()
    assert bench.adapter.find(KEY, told(film_of_parts(2)), LONG_AGO, bench.access) is None
    bench.platform.videos[0].session.size = 0  # not told: then what it bears is enough
    assert isinstance(bench.adapter.find(KEY, told(film_of_parts(2)), LONG_AGO, bench.access), Receipt)


def test_empty_pages_that_name_a_next_one_are_not_the_end(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.access.memo = MemoryMemo()
    bench.order("playlist.list", "empty-page", times=5)
    found = bench.adapter.find(KEY, told(film_of_parts(1)), LONG_AGO, bench.access)
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id


def test_what_is_old_is_not_paged_through(bench: Bench) -> None:
    bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    first = bench.platform.videos[0]
    bench.platform.videos.extend(replace(first, id=f"old-{turn}", published=0.0, created=0.0) for turn in range(400))
    bench.access.memo = MemoryMemo()
    spent = bench.platform.spent.get("units", 0)
    assert bench.adapter.find("https://moha.gov.vn/1", told(film_of_parts(1)), bench.access.now(), bench.access) is None
    assert bench.platform.spent["units"] - spent == 1 + 2, "the channel, and two pages that hold nothing recent"


def test_more_recent_uploads_than_are_read_prove_no_absence(bench: Bench) -> None:
    bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    first = bench.platform.videos[0]
    bench.platform.videos.extend(replace(first, id=f"new-{turn}") for turn in range(520))
    bench.access.memo = MemoryMemo()
    with pytest.raises(Unavailable):
        bench.adapter.find("https://moha.gov.vn/1", told(film_of_parts(1)), LONG_AGO, bench.access)


def test_a_list_that_lags_proves_nothing_until_it_shows_the_video(bench: Bench) -> None:
    bench.access = account(bench.server, privacy="private")
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.access.memo = MemoryMemo()
    bench.platform.list_lag = 60
    assert bench.adapter.find(KEY, told(film_of_parts(1)), LONG_AGO, bench.access) is None
    bench.platform.list_lag = 0
    found = bench.adapter.find(KEY, told(film_of_parts(1)), LONG_AGO, bench.access)
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id


def test_right_after_its_upload_a_video_that_is_not_listed_yet_is_still_being_worked_on(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.order("videos.list", "unseen", times=3)
    assert bench.adapter.status(receipt, bench.access) == receipt, "a person would be asked for a video that is there"
    bench.access.settings["withdraw"] = "private"
    with pytest.raises(Unavailable):
        bench.adapter.retract(receipt, bench.access)
    bench.access.later = timedelta(seconds=bench.access.settings["settle_seconds"] + 1)
    assert bench.adapter.status(receipt, bench.access).state is Remote.GONE
    bench.access.later = timedelta(0)
    assert bench.adapter.status(receipt, bench.access).state is not Remote.GONE


def test_a_video_that_was_seen_and_is_missing_then_is_gone_at_once(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    seen = bench.adapter.status(receipt, bench.access)
    bench.platform.videos[0].deleted = True
    assert bench.adapter.status(seen, bench.access).state is Remote.GONE


def test_a_video_of_the_memo_that_is_not_shown_is_looked_for_before_it_is_believed_absent(bench: Bench) -> None:
    parcel = told(film_of_parts(1))
    bench.adapter.publish(parcel, KEY, bench.access)
    bench.order("videos.list", "unseen")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(parcel, KEY, bench.access)
    bench.platform.videos[0].deleted = True
    assert bench.adapter.find(KEY, parcel, bench.access.now(), bench.access) is None
    bench.adapter.publish(parcel, KEY, bench.access)
    assert [there["live"] for there in bench.platform.objects()] == [False, True]
