"""What is public follows from the clock alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syndication.demo.stories import items
from syndication.demo.timetable import Edition, Timetable

BEGAN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TIMETABLE = Timetable(BEGAN, every=timedelta(seconds=60), start=4)


def after(seconds: float, language: str = "vi", timetable: Timetable = TIMETABLE) -> Edition:
    return timetable.edition(items(language), BEGAN + timedelta(seconds=seconds))


def test_at_the_start_there_are_as_many_of_each_language_as_was_asked() -> None:
    assert len(after(0).shown) == 4
    assert len(after(0, "en").shown) == 4
    assert all(one.published < BEGAN for one in after(0).shown)


def test_then_one_more_comes_out_every_so_often_until_there_are_no_more() -> None:
    assert [len(after(seconds).shown) for seconds in (59, 60, 119, 120)] == [4, 5, 5, 6]
    assert after(60).shown[0].published == BEGAN + timedelta(seconds=60)
    assert len(after(36_000).shown) + len(after(36_000).taken) == len(items("vi"))


def test_the_newest_stands_first_and_nothing_is_dated_in_the_future() -> None:
    shown = after(400).shown
    assert [one.published for one in shown] == sorted((one.published for one in shown), reverse=True)
    assert all(one.updated <= BEGAN + timedelta(seconds=400) for one in shown)


def test_one_item_is_edited_after_two_and_a_half_minutes() -> None:
    before = {one.item.oid: one for one in after(149).shown}
    then = {one.item.oid: one for one in after(150).shown}
    changed = [oid for oid, one in before.items() if one.title != then[oid].title]
    assert changed == [57701]
    assert then[57701].body != before[57701].body
    assert then[57701].published == before[57701].published
    assert then[57701].updated == BEGAN + timedelta(seconds=150)


def test_one_item_is_withdrawn_after_four_minutes() -> None:
    assert not after(239).taken
    [taken] = after(240).taken
    assert taken.item.oid == 57702
    assert taken.when == BEGAN + timedelta(seconds=240)
    assert 57702 not in {one.item.oid for one in after(240).shown}


def test_nothing_is_edited_or_withdrawn_before_the_public_could_see_it() -> None:
    slow = Timetable(BEGAN, every=timedelta(seconds=600), start=0)
    assert not after(599, timetable=slow).shown
    assert [one.title for one in after(600, timetable=slow).shown] == [items("vi")[0].title]
    assert [one.title for one in after(660, timetable=slow).shown] == [items("vi")[0].edited_title]
    assert not after(1259, timetable=slow).taken
    assert [one.item.oid for one in after(1260, timetable=slow).taken] == [57702]


def test_an_edition_says_when_it_last_changed() -> None:
    assert after(0).changed(BEGAN) == BEGAN - timedelta(minutes=97)
    assert after(150).changed(BEGAN) == BEGAN + timedelta(seconds=150)
    assert after(245).changed(BEGAN) == BEGAN + timedelta(seconds=240)
    assert TIMETABLE.edition((), BEGAN).changed(BEGAN) == BEGAN
