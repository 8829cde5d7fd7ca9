"""The list of articles is believed only as far as it was read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.errors import Unavailable
from channels.zalo.listing import entries, entry_in_list

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


class Listed:
    """A grant whose account lists `medias`, at most `cap` a page."""

    def __init__(self, medias: list[dict[str, Any]], *, cap: int = 10, total: Any = ..., key: str = "medias") -> None:
        self.medias, self.cap, self.key = medias, cap, key
        self.total = len(medias) if total is ... else total
        self.asked: list[int] = []

    def ask(self, do: Any) -> Any:
        return do(self)

    def slice(self, offset: int) -> dict[str, Any]:
        self.asked.append(offset)
        return {self.key: self.medias[offset : offset + self.cap], "total": self.total}


def listed(count: int, step: timedelta = timedelta(minutes=-1), **more: Any) -> Listed:
    dates = [NOW + step * number for number in range(count)]
    medias = [{"id": f"{n}", "title": "t", "create_date": int(at.timestamp() * 1000)} for n, at in enumerate(dates)]
    return Listed(medias, **more)


@pytest.mark.parametrize("count", [0, 1, 10, 11, 25])
@pytest.mark.parametrize("total", [..., None, 0])
@pytest.mark.parametrize("cap", [10, 4])
def test_every_article_is_read_once_whatever_the_total_says(count: int, total: Any, cap: int) -> None:
    if total == 0 and count:
        total = "0"  # a total that is too small must not cut a full page short
        cap = 10
        count = count - count % 10
    source = listed(count, total=total, cap=cap)
    assert [entry.id for entry in entries(source)] == [str(number) for number in range(count)]


def test_a_list_newest_first_is_left_a_day_after_the_moment_asked_for() -> None:
    source = listed(500, timedelta(hours=-6))
    assert len(list(entries(source, since=NOW - timedelta(hours=1)))) == 10
    assert source.asked == [0]


def test_a_list_in_any_other_order_is_read_to_its_end() -> None:
    source = listed(45, timedelta(hours=6))
    assert len(list(entries(source, since=NOW + timedelta(days=365)))) == 45
    pinned = listed(45, timedelta(days=-1))
    pinned.medias[0], pinned.medias[-1] = pinned.medias[-1], pinned.medias[0]
    assert len(list(entries(pinned, since=NOW))) == 45


def test_a_list_that_does_not_end_within_the_bound_proves_nothing() -> None:
    with pytest.raises(Unavailable, match="did not end"):
        list(entries(listed(31), pages=3))


@pytest.mark.parametrize(("count", "total"), [(0, 1), (10, "11"), (20, 25)])
def test_an_empty_page_before_the_end_that_the_list_names_proves_nothing(count: int, total: Any) -> None:
    with pytest.raises(Unavailable, match="empty page"):
        list(entries(listed(count, total=total)))


def test_a_link_is_no_reason_to_doubt_an_empty_page() -> None:
    assert entry_in_list(listed(0, total=1), "9") is None


def test_pages_that_repeat_themselves_prove_nothing() -> None:
    source = listed(10, total=30)
    source.slice = lambda offset: {"medias": source.medias, "total": 30}
    with pytest.raises(Unavailable, match="repeats"):
        list(entries(source))


def test_an_answer_without_a_list_proves_nothing_unless_it_says_none() -> None:
    with pytest.raises(Unavailable):
        list(entries(listed(3, key="other")))
    assert list(entries(listed(0, key="other"))) == []


def test_a_link_is_looked_for_among_the_first_fifty() -> None:
    source = listed(80)
    for media in source.medias:
        media["link_view"] = f"https://oa.zalo.me/{media['id']}"
    assert entry_in_list(source, "49").link == "https://oa.zalo.me/49"
    assert entry_in_list(source, "60") is None
    assert entry_in_list(listed(3), "9") is None
