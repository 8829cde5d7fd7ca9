"""The project's quota is reserved before it is spent, by all its accounts from one purse; its day ends at midnight Pacific time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from channels.errors import Throttled
from channels.youtube import quota
from channels.youtube.quota import COSTS, UNITS, UPLOADS, Ledger, next_pacific_midnight, pool_of
from channels.youtube.sandbox import CLIENT_ID
from channels.youtube.sandbox.quota import COSTS as THEIRS
from tests.channels.youtube.conftest import COVER, KEY, Bench, account, film_of_parts, told
from tests.support.access import MemoryMeter

POOL = pool_of(CLIENT_ID)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-12-01T07:59:59", "2026-12-01T08:00:00"),  # 15:00 in Hanoi
        ("2026-12-01T08:00:00", "2026-12-02T08:00:00"),
        ("2026-07-01T06:00:00", "2026-07-01T07:00:00"),  # 14:00 in Hanoi
        ("2026-03-08T09:00:00", "2026-03-09T07:00:00"),  # the day the clocks go forward there
        ("2026-11-01T08:00:00", "2026-11-02T08:00:00"),  # and back
    ],
)
def test_the_day_ends_at_midnight_over_there(now: str, ends: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_pacific_midnight(moment) == datetime.fromisoformat(ends).replace(tzinfo=UTC)


def test_every_cost_has_its_source_and_is_what_the_platform_takes() -> None:
    names = {"videos.start": "videos.insert", "playlist.list": "playlistItems.list"}
    names["playlist.insert"] = "playlistItems.insert"
    theirs = {f"youtube.{names.get(name, name)}": cost for name, cost in THEIRS.items()}
    for method, cost in COSTS.items():
        assert theirs[method] == (cost.bucket, cost.cost), method
        assert cost.source.startswith("https://developers.google.com/youtube/v3/")


def test_a_purse_is_the_projects_and_never_bears_the_clients_id() -> None:
    assert pool_of("another.apps.googleusercontent.com") != POOL
    assert CLIENT_ID not in POOL
    assert len(POOL) < 200


def test_two_accounts_of_a_project_spend_from_one_purse(bench: Bench) -> None:
    meter, other = MemoryMeter(), account(bench.server)
    bench.access.meter = other.meter = meter
    for access in (bench.access, other):
        bench.adapter.publish(told(film_of_parts(1)), KEY, access)
    assert meter.spent[POOL, UPLOADS] == 2
    assert {pool for pool, _ in meter.spent} == {POOL}


def test_what_is_counted_here_is_what_the_platform_counts(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.adapter.status(receipt, bench.access)
    bench.adapter.revise(receipt, told(film_of_parts(1), title="Khác"), bench.access)
    bench.adapter.find(KEY, told(film_of_parts(1)), bench.access.now(), bench.access)
    bench.adapter.check(bench.access)
    bench.adapter.retract(receipt, bench.access)
    assert bench.platform.spent == {bucket: spent for (_, bucket), spent in bench.access.meter.spent.items()}


def test_the_last_tenth_is_kept_for_corrections_and_withdrawals(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.access.meter.spent[POOL, UNITS] = 9_000
    with pytest.raises(Throttled):
        bench.adapter.status(receipt, bench.access)
    bench.adapter.revise(receipt, told(film_of_parts(1), title="Khác"), bench.access)
    bench.adapter.retract(receipt, bench.access)
    bench.access.meter.spent[POOL, UNITS] = 9_999
    with pytest.raises(Throttled):
        bench.adapter.retract(receipt, bench.access)


@pytest.mark.parametrize(
    ("settings", "uploads", "units"),
    [
        ({}, 90, 9_000),
        ({"uploads_per_day": "1", "units_per_day": "15"}, 1, 14),
        ({"quota_stop_percent": "100", "units_per_day": "50000"}, 100, 50_000),
    ],
)
def test_the_limits_are_settings(bench: Bench, settings: dict[str, object], uploads: int, units: int) -> None:
    ledger = Ledger(account(bench.server, **settings))
    assert (ledger.left(UPLOADS), ledger.left(UNITS)) == (uploads, units)


def test_a_bucket_that_the_platform_calls_empty_rests_until_its_midnight_for_every_account(bench: Bench) -> None:
    other = account(bench.server)
    other.meter = bench.access.meter
    bench.order("videos.start", "quotaExceeded")
    with pytest.raises(Throttled):
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    with pytest.raises(Throttled) as caught:
        bench.adapter.publish(told(film_of_parts(1)), KEY, other)
    assert "rests" in caught.value.cause
    assert bench.access.meter.resting == {(POOL, UPLOADS): next_pacific_midnight(bench.access.now())}


def test_a_channel_that_has_its_fill_rests_for_a_day_by_itself(bench: Bench) -> None:
    bench.order("videos.start", "upload-limit")
    with pytest.raises(Throttled) as caught:
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    assert caught.value.after == timedelta(hours=24)
    ((pool, bucket),) = bench.access.meter.resting
    assert (pool, bucket) == ("", "youtube.videos.insert"), "the account's own, for the project may go on elsewhere"
    with pytest.raises(Throttled):
        bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.access.later = timedelta(hours=24, minutes=1)
    bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)


def test_too_many_thumbnails_hold_the_thumbnails_alone(bench: Bench) -> None:
    bench.order("thumbnails.set", "thumbnail-rate")
    assert bench.adapter.publish(told(film_of_parts(1), COVER), KEY, bench.access).todo is not None
    second = account(bench.server)
    second.meter = bench.access.meter
    receipt = bench.adapter.publish(told(film_of_parts(2), COVER), KEY, second)
    assert receipt.todo is not None, "not even asked"
    assert receipt.remote_id
    assert len(bench.platform.objects()) == 2


def test_a_call_without_a_row_in_the_table_cannot_be_made(bench: Bench) -> None:
    with pytest.raises(KeyError):
        Ledger(bench.access).take("youtube.search.list")
    assert quota.STOP_PERCENT == 90
